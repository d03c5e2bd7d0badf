//! See `pygloss_fuzz::proxy`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::proxy::run(data));

//! See `pygloss_fuzz::source`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::source::run(data));

//! See `pygloss_fuzz::concept`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::concept::run(data));

//! See `pygloss_fuzz::notebook`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::notebook::run(data));

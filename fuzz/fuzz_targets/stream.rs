//! See `pygloss_fuzz::stream`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::stream::run(data));

//! See `pygloss_fuzz::stream`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("stream"), |data: &[u8]| pygloss_fuzz::stream::run(data));

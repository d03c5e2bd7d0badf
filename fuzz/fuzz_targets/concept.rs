//! See `pygloss_fuzz::concept`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("concept"), |data: &[u8]| pygloss_fuzz::concept::run(data));

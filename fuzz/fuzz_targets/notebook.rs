//! See `pygloss_fuzz::notebook`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("notebook"), |data: &[u8]| pygloss_fuzz::notebook::run(data));

//! See `pygloss_fuzz::source`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("source"), |data: &[u8]| pygloss_fuzz::source::run(data));

//! See `pygloss_fuzz::diff`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("diff"), |data: &[u8]| pygloss_fuzz::diff::run(data));

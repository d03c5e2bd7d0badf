//! See `pygloss_fuzz::edits`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("edits"), |data: &[u8]| pygloss_fuzz::edits::run(data));

//! See `pygloss_fuzz::edits`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pygloss_fuzz::edits::run(data));

//! See `pygloss_fuzz::edits`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("edits"), |data: &[u8]| pygloss_fuzz::edits::run(data));

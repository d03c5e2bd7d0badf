//! See `pygloss_fuzz::diff`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("diff"), |data: &[u8]| pygloss_fuzz::diff::run(data));

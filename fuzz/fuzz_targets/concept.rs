//! See `pygloss_fuzz::concept`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("concept"), |data: &[u8]| pygloss_fuzz::concept::run(data));

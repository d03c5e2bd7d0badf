//! See `pygloss_fuzz::notebook`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("notebook"), |data: &[u8]| pygloss_fuzz::notebook::run(data));

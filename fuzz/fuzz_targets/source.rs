//! See `pygloss_fuzz::source`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("source"), |data: &[u8]| pygloss_fuzz::source::run(data));

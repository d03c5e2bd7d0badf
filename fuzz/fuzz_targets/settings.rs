//! See `pygloss_fuzz::settings`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("settings"), |data: &[u8]| pygloss_fuzz::settings::run(data));

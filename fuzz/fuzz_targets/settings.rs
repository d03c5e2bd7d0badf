//! See `pygloss_fuzz::settings`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("settings"), |data: &[u8]| pygloss_fuzz::settings::run(data));

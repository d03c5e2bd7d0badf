//! See `pygloss_fuzz::proxy`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: pygloss_fuzz::sow("proxy"), |data: &[u8]| pygloss_fuzz::proxy::run(data));

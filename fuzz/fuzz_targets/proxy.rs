//! See `pygloss_fuzz::proxy`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("proxy"), |data: &[u8]| pygloss_fuzz::proxy::run(data));

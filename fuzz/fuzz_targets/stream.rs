//! See `pygloss_fuzz::stream`.
#![no_main]

mod sow;

libfuzzer_sys::fuzz_target!(init: sow::sow("stream"), |data: &[u8]| pygloss_fuzz::stream::run(data));

//! What tests that try many things share: numbers that come out the same each time, and real programs.

// Every test program has a copy of this module and uses a part of it.
#![allow(dead_code)]

use std::path::PathBuf;
use std::process::Command;

/// SplitMix64: the same numbers for the same seed, everywhere.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `n`; 0 below 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The folder of the installed standard library.
pub fn standard_library() -> PathBuf {
    let python = std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .args(["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"])
        .output()
        .unwrap_or_else(|error| panic!("`{python}` cannot be run ({error}); install CPython, or set PYGLOSS_PYTHON"));
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

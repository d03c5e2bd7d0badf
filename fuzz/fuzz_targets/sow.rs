//! The inputs that libFuzzer begins with.

/// Writes the inputs that `target` begins with into the folder that `PYGLOSS_FUZZ_SEEDS` names, if it names one. libFuzzer calls this before it reads its folders: a
/// program of its own would have to be linked without libFuzzer, and everything be built twice.
pub fn sow(target: &str) {
    let Some(folder) = std::env::var_os("PYGLOSS_FUZZ_SEEDS") else {
        return;
    };
    let seeds = pygloss_fuzz::TARGETS
        .iter()
        .find(|t| t.name == target)
        .map(|t| (t.seeds)());
    for (number, seed) in seeds.unwrap_or_default().into_iter().enumerate() {
        let path = std::path::Path::new(&folder).join(format!("seed-{number:04}"));
        if let Err(error) = std::fs::write(&path, seed) {
            panic!("{}: {error}", path.display());
        }
    }
}

//! The crate's arrows go one way, and only the server knows the protocol.

use std::path::{Path, PathBuf};

/// Our modules, each followed by what it may import.
const LAYERS: [&str; 15] = [
    "files",
    "document",
    "knowledge",
    "progress",
    "project",
    "detect",
    "notebook",
    "insight",
    "rewrite",
    "gloss",
    "review",
    "render",
    "book",
    "server",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// The files of `src` with the top module they belong to.
fn modules() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&src)
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&src).expect("it lies in src");
            let top = below
                .components()
                .next()
                .expect("a name")
                .as_os_str()
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&path).expect("it can be read");
            (top.trim_end_matches(".rs").to_owned(), path, text)
        })
        .collect()
}

#[test]
fn only_the_server_names_the_protocol_or_its_runtime() {
    let mut seen = 0;
    for (top, path, text) in modules() {
        let names = ["tower_lsp", "tokio", "futures_util", "hyper::", "tungstenite"]
            .iter()
            .any(|name| text.contains(name));
        seen += usize::from(names);
        assert!(
            !names || top == "server",
            "{} names the protocol or its runtime",
            path.display()
        );
    }
    assert!(seen > 3, "the server does name them");
}

#[test]
fn nothing_imports_what_comes_later() {
    for (top, path, text) in modules() {
        // What helps the tests beside the code looks at the whole.
        if path.ends_with("testing.rs") {
            continue;
        }
        let Some(own) = LAYERS.iter().position(|layer| *layer == top) else {
            continue; // lib.rs and main.rs name them all
        };
        for later in &LAYERS[own + 1..] {
            // The command line is what starts the server.
            assert!(
                !text.contains(&format!("crate::{later}")),
                "{} imports {later}",
                path.display()
            );
        }
    }
}

#[test]
fn files_are_short_enough_to_be_read() {
    for (_, path, text) in modules() {
        let lines = text.lines().count();
        assert!(lines <= 420, "{} has {lines} lines", path.display());
    }
}

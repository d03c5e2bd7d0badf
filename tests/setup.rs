//! `pygloss setup` as a user calls it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const EDITORS: [&str; 10] = [
    "vscode",
    "neovim",
    "jupyterlab",
    "helix",
    "emacs",
    "zed",
    "sublime",
    "kate",
    "vim",
    "kakoune",
];

fn setup(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .arg("setup")
        .args(arguments)
        .env("HOME", home)
        .env("USERPROFILE", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env_remove("JUPYTER_CONFIG_DIR")
        .output()
        .expect("cargo built the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("it can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

#[test]
fn every_editor_has_a_page() {
    let home = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    for editor in EDITORS {
        let ran = setup(home.path(), &[editor]);
        let said = text(&ran.stdout);
        assert_eq!(ran.status.code(), Some(0), "{editor}: {}", text(&ran.stderr));
        assert!(
            said.starts_with("pygloss in ") && said.contains("See that it works"),
            "{said}"
        );
    }
    assert!(files(home.path()).is_empty(), "printing writes nothing");
}

#[test]
fn a_configuration_is_put_in_place_once_and_never_over_another() {
    for editor in EDITORS.iter().filter(|editor| **editor != "vscode") {
        let home = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
        let ran = setup(home.path(), &[editor, "--write"]);
        assert_eq!(ran.status.code(), Some(0), "{editor}: {}", text(&ran.stderr));
        let written = files(home.path());
        assert_eq!(written.len(), 1, "{editor}: {written:?}");
        let path = &written[0];
        assert!(
            text(&ran.stdout).contains(&format!("wrote {}", path.display())),
            "{}",
            text(&ran.stdout)
        );
        let wrote = std::fs::read_to_string(path).expect("it can be read");
        assert!(wrote.contains("pygloss"), "{editor}: {wrote}");

        let again = setup(home.path(), &[editor, "--write"]);
        assert_eq!(again.status.code(), Some(0), "{editor}: {}", text(&again.stderr));
        assert!(text(&again.stdout).contains("in place already"));

        std::fs::write(path, "mine").expect("it can be written");
        let refused = setup(home.path(), &[editor, "--write"]);
        assert_eq!(refused.status.code(), Some(1), "{editor}");
        assert!(
            text(&refused.stderr).contains("exists and stays as it is"),
            "{}",
            text(&refused.stderr)
        );
        assert_eq!(text(&refused.stdout), wrote, "what to add is printed");
        assert_eq!(std::fs::read_to_string(path).expect("it can be read"), "mine");
        assert_eq!(files(home.path()).len(), 1, "no temporary file is left");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_and_folders_that_cannot_be_made_are_left_alone() {
    let home = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    let folder = home.path().join("config/helix");
    std::fs::create_dir_all(&folder).expect("it can be made");
    std::os::unix::fs::symlink("nowhere", folder.join("languages.toml")).expect("it can be made");
    assert_eq!(setup(home.path(), &["helix", "--write"]).status.code(), Some(1));
    assert!(!folder.join("nowhere").exists());
    std::fs::write(home.path().join("config/kate"), "a file").expect("it can be written");
    let ran = setup(home.path(), &["kate", "--write"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("cannot write"), "{}", text(&ran.stderr));
}

#[test]
fn where_there_is_no_file_or_no_page_the_next_step_is_named() {
    let home = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    let ran = setup(home.path(), &["vscode", "--write"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(text(&ran.stdout).contains(".vsix") && text(&ran.stderr).contains("no file"));
    let ran = setup(home.path(), &["emcas"]);
    assert_eq!(ran.status.code(), Some(2));
    let said = text(&ran.stderr);
    assert!(
        said.contains("did you mean `emacs`?") && EDITORS.iter().all(|e| said.contains(e)),
        "{said}"
    );
    assert!(!text(&setup(home.path(), &["notepad-of-old"]).stderr).contains("did you mean"));
    assert_eq!(
        setup(home.path(), &["NVIM"]).status.code(),
        Some(0),
        "other names are known"
    );
    assert!(files(home.path()).is_empty());
}

#[test]
fn emacs_and_vim_get_it_where_they_look() {
    let home = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    for (folder, editor, file) in [
        ("config/emacs", "emacs", "config/emacs/pygloss.el"),
        (".emacs.d", "emacs", ".emacs.d/pygloss.el"),
        ("config/vim", "vim", "config/vim/plugin/pygloss.vim"),
        (".vim", "vim", ".vim/plugin/pygloss.vim"),
    ] {
        std::fs::create_dir_all(home.path().join(folder)).expect("it can be made");
        assert_eq!(setup(home.path(), &[editor, "--write"]).status.code(), Some(0));
        assert!(home.path().join(file).is_file(), "{file}");
    }
}

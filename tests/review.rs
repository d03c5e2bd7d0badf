//! `pygloss review`, as a program run in real repositories.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const BEFORE: &str = "import os\n\n\ndef read(path):\n    with open(path) as stream:\n        return stream.read()\n";
const AFTER: &str = "import os\n\n\nclass Store:\n    __slots__ = (\"path\",)\n\n    def __init__(self, path):\n        self.path = path\n\n    def read(self):\n        with open(self.path) as stream:\n            yield from stream\n";

struct Repository(tempfile::TempDir);

impl Repository {
    /// A repository with one commit of `m.py`.
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write("m.py", BEFORE);
        repository.commit("before");
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("written");
    }

    fn git(&self, arguments: &[&str]) -> Vec<u8> {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        output.stdout
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// `pygloss review` in the repository, with `input` as its standard input.
    fn review(&self, arguments: &[&str], input: &[u8]) -> Output {
        review_in(self.path(), arguments, input)
    }

    fn concepts(&self, arguments: &[&str], input: &[u8]) -> Vec<String> {
        let output = self.review(&[arguments, &["--format", "json"]].concat(), input);
        concepts(&output)
    }
}

fn review_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .arg("review")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pygloss starts");
    // A program that does not read its input is no failure.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn concepts(output: &Output) -> Vec<String> {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let all = all.as_array().expect("an array").iter();
    all.map(|object| object["concept"].as_str().expect("a concept").to_owned())
        .collect()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn only_what_was_added_is_explained_the_most_advanced_first() {
    let repository = Repository::new();
    repository.write("m.py", AFTER);
    let diff = repository.git(&["diff"]);
    let found = repository.concepts(&[], &diff);
    assert_eq!(found.first().map(String::as_str), Some("dunder-slots"), "{found:?}");
    assert!(found.contains(&"yield-from".to_owned()), "{found:?}");
    let everything = repository.concepts(&["--level", "beginner"], &diff);
    assert!(everything.contains(&"class-definition".to_owned()), "{everything:?}");
    assert!(
        !everything.contains(&"import-statement".to_owned()),
        "it was there before: {everything:?}"
    );
    assert!(everything.len() > found.len());
    assert_eq!(
        repository.concepts(&["--base", "HEAD"], b""),
        found,
        "git is asked for the same"
    );
    repository.commit("after");
    assert_eq!(repository.concepts(&["--base", "HEAD~1", "--head", "HEAD"], b""), found);
    assert_eq!(repository.concepts(&["--base", "HEAD"], b""), Vec::<String>::new());
}

#[test]
fn the_fact_about_this_very_code_is_told_and_places_are_rows_of_the_file() {
    let repository = Repository::new();
    repository.write("m.py", AFTER);
    let diff = repository.git(&["diff", "-U0"]);
    let output = repository.review(&["--format", "json"], &diff);
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let slots = &all[0];
    assert_eq!(slots["path"], "m.py");
    assert_eq!(slots["location"]["row"], 5);
    assert_eq!(slots["end_location"]["column"], 14);
    let here = slots["here"].as_str().expect("a sentence");
    assert!(here.contains("`Store`") || here.contains("`path`"), "{here}");
}

#[test]
fn line_ends_folders_and_names_do_not_matter() {
    let repository = Repository::new();
    repository.write("src/größe und mehr.py", &BEFORE.replace('\n', "\r\n"));
    repository.commit("a file with spaces and CRLF");
    repository.write("src/größe und mehr.py", &AFTER.replace('\n', "\r\n"));
    let found = repository.concepts(&[], &repository.git(&["diff"]));
    assert!(found.contains(&"dunder-slots".to_owned()), "{found:?}");
    assert_eq!(repository.concepts(&["--base", "HEAD"], b""), found);
    let below = review_in(
        &repository.path().join("src"),
        &["--format", "json"],
        &repository.git(&["diff"]),
    );
    assert_eq!(concepts(&below), found, "from a folder below");
    assert_eq!(
        repository.concepts(&[], &repository.git(&["diff", "--no-prefix"])),
        found,
        "without prefixes"
    );
}

#[test]
fn renamed_deleted_and_binary_files_are_passed_over_and_moved_code_is_not_new() {
    let repository = Repository::new();
    repository.write("gone.py", "x = lambda: 0\n");
    repository.write("data.bin", "a\0b");
    repository.write("store.py", AFTER);
    repository.commit("more");
    std::fs::remove_file(repository.path().join("gone.py")).expect("removed");
    std::fs::rename(repository.path().join("store.py"), repository.path().join("shop.py")).expect("renamed");
    repository.write("data.bin", "a\0c");
    repository.git(&["add", "-A"]);
    let diff = repository.git(&["diff", "--cached", "-M"]);
    assert_eq!(repository.concepts(&[], &diff), Vec::<String>::new());
    // The class goes into another file, line for line: nothing of it is new.
    let class = AFTER.split_once("\n\n\n").expect("a class").1;
    repository.write("shop.py", "import os\n");
    repository.write("m.py", &format!("{BEFORE}\n\n{class}"));
    repository.git(&["add", "-A"]);
    let diff = repository.git(&["diff", "--cached", "--no-renames"]);
    assert_eq!(repository.concepts(&[], &diff), Vec::<String>::new());
}

#[test]
fn a_merge_shows_what_it_brings_to_the_first_parent() {
    let repository = Repository::new();
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.write("m.py", &BEFORE.replace("return stream.read()", "yield from stream"));
    repository.commit("other");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("m.py", &BEFORE.replace("return stream.read()", "return list(stream)"));
    repository.commit("main");
    let merged = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "merge",
            "-q",
            "other",
        ])
        .current_dir(repository.path())
        .output()
        .expect("git runs");
    assert!(!merged.status.success(), "there is a conflict");
    repository.write(
        "m.py",
        &BEFORE.replace("return stream.read()", "yield from sorted(stream)"),
    );
    repository.commit("merged");
    let combined = repository.git(&["show", "--cc", "HEAD"]);
    assert!(String::from_utf8_lossy(&combined).contains("@@@"), "a combined diff");
    assert_eq!(repository.concepts(&[], &combined), ["yield-from"]);
}

#[test]
fn without_the_file_the_lines_of_the_diff_are_explained() {
    let repository = Repository::new();
    repository.write("m.py", AFTER);
    let diff = repository.git(&["diff"]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let output = review_in(elsewhere.path(), &["--format", "json"], &diff);
    assert!(concepts(&output).contains(&"dunder-slots".to_owned()));
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(all[0]["location"]["row"], 5, "rows are those of the file");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("m.py is not there"), "{said}");
    // And a file that has changed since is not taken for the one of the diff.
    repository.write("m.py", "x = 1\n");
    let output = repository.review(&["--format", "json"], &diff);
    assert!(concepts(&output).contains(&"dunder-slots".to_owned()));
    assert!(String::from_utf8_lossy(&output.stderr).contains("m.py is not as the diff has it"));
}

#[test]
fn no_file_outside_of_the_root_is_read() {
    let repository = Repository::new();
    let secret = repository.path().join("secret.py");
    std::fs::write(&secret, "x = lambda: 'secret'\n").expect("written");
    let inner = repository.path().join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, inner.join("link.py")).expect("a link");
    for path in ["../secret.py", "link.py", secret.to_str().expect("UTF-8")] {
        let diff = format!("--- {path}\n+++ {path}\n@@ -1 +1 @@\n-y\n+x = lambda: 'secret'\n");
        let output = review_in(&inner, &["--root", ".", "--format", "json"], diff.as_bytes());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("is not there"), "{path}: {said}");
    }
}

#[test]
fn what_cannot_be_done_is_said_with_a_remedy() {
    let repository = Repository::new();
    let refused = |arguments: &[&str], input: &[u8], why: &str| {
        let output = repository.review(arguments, input);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
    };
    refused(&[], b"hello\n", "no unified diff");
    refused(&["missing.patch"], b"", "missing.patch");
    refused(&["--base", "nowhere"], b"", "git knows no commit `nowhere`");
    refused(&["--base=--output=x"], b"", "git knows no commit");
    refused(
        &["--root", "missing"],
        b"--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n",
        "missing",
    );
    let outside = tempfile::tempdir().expect("a folder");
    let output = review_in(outside.path(), &["--base", "HEAD"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git rev-parse"));
}

#[test]
fn exit_codes_serve_scripts() {
    let repository = Repository::new();
    assert_eq!(repository.review(&["--exit-code"], b"").status.code(), Some(0));
    repository.write("m.py", AFTER);
    let diff = repository.git(&["diff"]);
    assert_eq!(repository.review(&["--exit-code"], &diff).status.code(), Some(1));
    assert_eq!(repository.review(&[], &diff).status.code(), Some(0));
}

#[test]
fn comments_and_annotations_cannot_be_broken_by_the_code() {
    let repository = Repository::new();
    let name = "a|b,c:%d`e<b>.py";
    repository.write(name, "x = 1\n");
    repository.commit("a hostile name");
    repository.write(name, "x = 1\ny = f'```{x!r}</details><script>'  # ```\n");
    let diff = repository.git(&["diff"]);
    let markdown = text(&repository.review(&["--format", "markdown", "--level", "beginner"], &diff));
    assert!(
        markdown.contains("````python\ny = f'```{x!r}</details><script>'  # ```\n````\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("a\\|b,c:%d`e<b>.py"),
        "the bar ends no cell: {markdown}"
    );
    let github = text(&repository.review(&["--format", "github", "--level", "beginner"], &diff));
    for line in github.lines() {
        assert!(
            line.starts_with("::notice file=a|b%2Cc%3A%25d`e<b>.py,line=2,"),
            "{line}"
        );
    }
    let sarif = text(&repository.review(&["--format", "sarif", "--level", "beginner"], &diff));
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%7Cb,c%3A%25d%60e%3Cb%3E.py");
}

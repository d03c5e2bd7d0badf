//! Texts that want to be more than text: in source, in names of files, in packs, in what a client sends.
//!
//! `SECURITY.md` says what is promised. Markdown made of the reader's code is in `lsp.rs`, links of packs in `settings.rs`, trust in `packs.rs`.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::{Client, Setup, at};
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";

/// A program that talks to terminals: it clears them, names windows, writes links, reverses text.
const TALKATIVE: &str = "\
# \u{1b}[2J \u{9b}2J \u{202e}desrever\u{2066}
def f(a='\u{1b}]0;title\u{7}', *b):
    x = [y for y in '\u{1b}]8;;https://evil.example\u{7}link' if '\u{202e}' < y < '\u{1b}[8m']
    with open('\u{9b}31m\u{7f}') as c, open('\u{200b}'): return f'{a}\u{1b}[2J{x!r}'
class C:
    __slots__ = ('a', '\u{202e}b', '\u{1b}[2J')
try: pass
except (ValueError, TypeError): raise RuntimeError('\u{1b}c') from None
";

fn run(folder: &Path, styled: bool, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env(if styled { "CLICOLOR_FORCE" } else { "NO_COLOR" }, "1")
        .stdin(Stdio::null())
        .output()
        .expect("cargo built the program")
}

/// What is not our own style and does something to a terminal or to its reader.
fn does_something(text: &str) -> Option<char> {
    let mut rest = text.to_owned();
    for code in ["0", "1", "2", "3", "4", "32", "33", "36", "1;4", "1;33"] {
        rest = rest.replace(&format!("\u{1b}[{code}m"), "");
    }
    rest.chars().find(|c| {
        (c.is_control() && *c != '\n' && *c != '\t')
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(unix)]
#[test]
fn a_terminal_hears_nothing_from_source_or_names_of_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "\u{1b}[2Ja\nb\u{202e}\u{9b}2J.py";
    fs::write(folder.path().join(name), TALKATIVE).expect("it can be written");
    fs::write(folder.path().join("ok.py"), TALKATIVE).expect("it can be written");
    let added: String = TALKATIVE.lines().map(|line| format!("+{line}\n")).collect();
    let rows = TALKATIVE.lines().count();
    let diff = format!("--- /dev/null\n+++ b/ok.py\n@@ -0,0 +1,{rows} @@\n{added}");
    fs::write(folder.path().join("change.diff"), diff).expect("it can be written");
    let place = format!("{name}:3");
    let nowhere = format!("{name}:300");
    let mut said = 0;
    for arguments in [
        &["explain", name][..],
        &["explain", "ok.py"],
        &["explain", &place],
        &["explain", "ok.py:3:10"],
        &["explain", &nowhere],
        &["explain", "\u{1b}[2J\u{202e}"],
        &["explain", "no\u{1b}[2J.py"],
        &["rewrite", &place],
        &["rewrite", "ok.py:3"],
        &["rewrite", "ok.py:4"],
        &["scan", "."],
        &["scan", "--insights", "."],
        &["scan", "--format", "jsonl", "."],
        &["scan", "--format", "jsonl", "--insights", "."],
        &["scan", "no\u{1b}[2J"],
        &["review", "change.diff", "--root", "."],
        &[
            "review",
            "change.diff",
            "--root",
            ".",
            "--level",
            "beginner",
            "--format",
            "markdown",
        ],
        &[
            "review",
            "change.diff",
            "--root",
            ".",
            "--level",
            "beginner",
            "--format",
            "github",
        ],
        &[
            "review",
            "change.diff",
            "--root",
            ".",
            "--level",
            "beginner",
            "--format",
            "sarif",
        ],
        &[
            "review",
            "change.diff",
            "--root",
            ".",
            "--level",
            "beginner",
            "--format",
            "json",
        ],
        &["check", "no\u{1b}[2J"],
        &["new", "\u{1b}[2J"],
        &["list", "--pack", "no\u{1b}[2J\u{202e}"],
        &["setup", "\u{1b}[2J"],
    ] {
        let may_be_styled =
            ["explain", "rewrite", "review"].contains(&arguments[0]) && !arguments.contains(&"--format");
        for styled in [false, true].into_iter().filter(|styled| may_be_styled || !styled) {
            let output = run(folder.path(), styled, arguments);
            for bytes in [&output.stdout, &output.stderr] {
                let text = String::from_utf8(bytes.clone()).expect("UTF-8");
                said += text.len();
                assert_eq!(does_something(&text), None, "{arguments:?}: {text:?}");
                assert!(styled || !text.contains('\u{1b}'), "{arguments:?}: {text:?}");
            }
            if arguments.contains(&"jsonl") {
                let text = String::from_utf8_lossy(&output.stdout);
                let mut paths = BTreeSet::new();
                for line in text.lines() {
                    let object: Value = serde_json::from_str(line).expect("JSON");
                    paths.insert(object["path"].as_str().expect("a path").to_owned());
                }
                assert_eq!(
                    paths,
                    BTreeSet::from([format!("./{name}"), "./ok.py".to_owned()]),
                    "{paths:?}"
                );
            }
        }
    }
    assert!(said > 50_000, "{said} bytes were looked at");
}

/// GitHub reads a line that begins with two colons as a command.
#[test]
fn annotations_are_one_command_a_line_whatever_a_file_is_called() {
    let folder = tempfile::tempdir().expect("a folder");
    let code = "with open('\\\n::error::evil') as f: pass\n[x for x in '''\n::stop-commands::evil\n''']\n";
    let added: String = code.lines().map(|line| format!("+{line}\n")).collect();
    let name = "a,line=1::evil%0A\\n::error::evil.py";
    let diff = format!(
        "--- /dev/null\n+++ \"b/{name}\"\n@@ -0,0 +1,{} @@\n{added}",
        code.lines().count()
    );
    fs::write(folder.path().join("change.diff"), diff).expect("it can be written");
    let arguments = [
        "review",
        "change.diff",
        "--root",
        ".",
        "--level",
        "beginner",
        "--format",
    ];
    let said = |format: &str| {
        let output = run(folder.path(), false, &[&arguments[..], &[format]].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let github = said("github");
    assert!(github.lines().count() >= 2, "{github}");
    for line in github.lines() {
        let (command, message) = line
            .strip_prefix("::notice ")
            .and_then(|rest| rest.split_once("::"))
            .expect(line);
        assert_eq!(
            command
                .split(',')
                .filter(|property| property.starts_with("line="))
                .count(),
            1,
            "{line}"
        );
        assert!(
            command.contains("%0A%3A%3Aerror%3A%3Aevil.py") && !message.is_empty(),
            "{line}"
        );
    }
    let markdown = said("markdown");
    // Code stands between fences, and nothing of it elsewhere.
    let mut is_code = false;
    for line in markdown.lines() {
        is_code ^= line.starts_with("```");
        assert!(is_code || !line.starts_with("::"), "{line}");
    }
    assert!(!is_code, "{markdown}");
    let sarif: Value = serde_json::from_str(&said("sarif")).expect("JSON");
    let uri = sarif.pointer("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri");
    let uri = uri.and_then(Value::as_str).expect("a URI");
    assert!(
        uri.bytes().all(|b| b.is_ascii_graphic()) && uri.contains("%0A"),
        "{uri}"
    );
}

/// A concept file that a pack may hold, with one field replaced.
fn concept(field: &str, value: &str) -> String {
    let fields = [
        ("title", "Retry"),
        ("docs", "https://example.com/own"),
        ("head", "name = \"retry\""),
        ("hover", "Words of the team."),
        ("how", "See [decorators](decorator)."),
        ("bites", "Nowhere."),
    ];
    let mut text = "+++\ntitle = \"{title}\"\nlevel = \"advanced\"\ndocs = \"{docs}\"\nnames = [\"ourlib.retry\"]\n{head}\n+++\n\n{hover}\n\n\
        ## How it works\n{how}\n\n## Why it exists\nFor us.\n\n## Where it bites\n- {bites}\n\n## Example\n```python\nprint(1)\n```\n\
        ```output\n1\n```\n\n## Detection\n```cases\nimport ourlib\nourlib.retry(f)\n#      ^^^^^ here\nretry(f)\n# <- not\n```\n"
        .to_owned();
    for (name, usual) in fields {
        let chosen = if name == field { value } else { usual };
        text = text.replace(&format!("{{{name}}}"), chosen);
    }
    text
}

#[test]
fn a_concept_that_would_be_more_than_text_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("retry.md");
    let check = |text: &str| {
        fs::write(&path, text).expect("it can be written");
        run(folder.path(), false, &["check", "."])
    };
    let good = check(&concept("", ""));
    assert!(good.status.success(), "{good:?}");
    let long = "x".repeat(101);
    let links = [
        "[x](command:evil)",
        "[x](javascript:alert)",
        "[x](JaVaScRiPt:alert)",
        "[x](&#106;avascript:alert)",
        "<javascript:alert(1)>",
        "[x](file:///etc/passwd)",
        "[x](vscode://evil)",
        "[x](data:text/html,x)",
        "[x](http://evil.example)",
        "[x](//evil.example)",
        "[x](../../etc/passwd)",
        "[x](\\\\evil\\share)",
        "[x][y]\n\n[y]: command:evil",
        "![x](https://evil.example/i.png)",
        "![x][y]\n\n[y]: https://evil.example/i.png",
        "<script>alert(1)</script>",
        "a <b onclick=x>x</b>",
        "<!-- -->",
        "<details open ontoggle=x>",
        "a\u{1b}[2Jb",
        "a\u{202e}b",
        "a\u{200b}b",
        "a\u{9b}b",
        "a\u{0}b",
    ];
    let mut bad: Vec<(&str, &str)> = links
        .iter()
        .flat_map(|link| ["hover", "how", "bites"].map(|field| (field, *link)))
        .collect();
    bad.extend([
        ("title", "[x](https://evil.example)"),
        ("title", "<img src=x>"),
        ("title", "a\\n\\n# b"),
        ("title", "a\\u001b"),
        ("title", "a\\u202eb"),
        ("title", "a\u{202e}b"),
        ("title", &long),
        ("title", ""),
        ("docs", "javascript:alert(1)"),
        ("docs", "file:///etc/passwd"),
        ("docs", "https://e.example/) [x](command:evil"),
        ("docs", "https://e.example/>\\n<b>"),
        ("docs", "https://e.example/\\u001b"),
        ("docs", "http://e.example/"),
        ("head", "name = \"a\\u001b[2J\""),
        ("head", "aliases = [\"\\u001b\"]"),
        ("head", "asked = [\"\\u202e\"]"),
        ("head", "here = \"[y](command:z)\""),
        ("head", "here = \"<b>\""),
        ("head", "[changed]\n\"3.9\" = \"[x](command:y)\""),
        ("head", "[confused-with]\ndecorator = \"<b>\""),
        ("head", "[confused-with]\ndecorator = \"\\u001b\""),
        ("head", "related = [\"../../etc/passwd\"]"),
    ]);
    // All in one folder, each a concept of its own: a mistake concerns no file but its own.
    let all = tempfile::tempdir().expect("a folder");
    for (number, (field, value)) in bad.iter().enumerate() {
        let text = concept(field, value).replace("\"Retry\"", &format!("\"Retry {number}\""));
        fs::write(all.path().join(format!("bad-{number}.md")), text).expect("it can be written");
    }
    fs::write(all.path().join("good.md"), concept("", "")).expect("it can be written");
    let output = run(all.path(), false, &["check", "."]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(does_something(&said), None, "{said:?}");
    for (number, (field, value)) in bad.iter().enumerate() {
        assert!(said.contains(&format!("bad-{number}.md:")), "{field} {value:?}: {said}");
    }
    assert!(!said.contains("good.md:"), "{said}");
}

/// Everything below a folder.
fn tree(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                todo.push(path.clone());
            }
            found.insert(path);
        }
    }
    found
}

#[test]
fn no_name_leads_out_of_our_own_folder() {
    let top = tempfile::tempdir().expect("a folder");
    let cache = top.path().join("a/b/cache");
    let names = [
        "../evil",
        "../../evil",
        "/tmp/pygloss-evil",
        "..\\evil",
        "a/b",
        ".",
        "..",
        "",
        "evil\0",
        "%2e%2e/evil",
        "~/evil",
        "C:\\evil",
        "con:",
        "with-statement/../../evil",
        "file:///tmp/pygloss-evil",
    ];
    let mut client = Client::start(Setup {
        cache: Some(cache.clone()),
        options: json!({ "docs": { "language": "../evil" } }),
        ..Setup::default()
    });
    let text = "if 1 < len('abc') < 5: pass\n";
    for name in names {
        for argument in [
            json!(name),
            json!({ "concept": name }),
            json!({ "uri": name, "concept": "../evil" }),
        ] {
            let command = json!({ "command": "pygloss.explain", "arguments": [argument] });
            assert_eq!(
                client.ask_in_vain("workspace/executeCommand", command).code,
                -32602,
                "{argument}"
            );
            if argument.is_object() {
                assert_eq!(
                    client.ask_in_vain("pygloss/page", argument.clone()).code,
                    -32602,
                    "{argument}"
                );
            }
        }
        client.open(URI, text);
        let argument = json!({ "uri": URI, "position": at(text, "1 ‸<"), "about": name });
        let command = json!({ "command": "pygloss.rewrite", "arguments": [argument] });
        assert_eq!(
            client.ask_in_vain("workspace/executeCommand", command).code,
            -32602,
            "{name}"
        );
    }
    // Whatever a document is called, its pages are ours.
    for uri in [
        "file://host/../../etc/passwd",
        "file:///../../evil.py",
        "untitled:../../evil",
        "x:%00",
        "file:///%2e%2e/evil.py",
    ] {
        client.open(uri, text);
        for (command, position) in [
            ("pygloss.explain", at(text, "‸if")),
            ("pygloss.rewrite", at(text, "1 ‸<")),
        ] {
            let argument = json!({ "uri": uri, "position": position });
            let shown = client.ask(
                "workspace/executeCommand",
                json!({ "command": command, "arguments": [argument] }),
            );
            let page = shown["uri"]
                .as_str()
                .and_then(|uri| uri.strip_prefix("file://"))
                .expect("a page");
            let page = Path::new(page).canonicalize().expect("it is there");
            assert!(
                page.starts_with(cache.canonicalize().expect("it is there").join("pygloss")),
                "{uri}: {page:?}"
            );
        }
    }
    let outside: Vec<PathBuf> = tree(top.path())
        .into_iter()
        .filter(|path| !path.starts_with(cache.join("pygloss")) && !cache.join("pygloss").starts_with(path))
        .collect();
    assert_eq!(outside, Vec::<PathBuf>::new());
    assert!(!Path::new("/tmp/pygloss-evil").exists() && !Path::new("/tmp/pygloss-evil.md").exists());

    // The command line writes a concept where it is told, under a name that is one.
    let folder = top.path().join("new");
    fs::create_dir(&folder).expect("a folder");
    for name in names.iter().filter(|name| !name.contains('\0')) {
        let output = run(&folder, false, &["new", "--", name]);
        assert_eq!(output.status.code(), Some(2), "{name}: {output:?}");
    }
    assert_eq!(tree(&folder), BTreeSet::new());
}

/// A pack's patterns and expressions may be made to take long. They do not.
#[test]
fn what_a_pack_looks_for_takes_bounded_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let query = |pattern: &str, hit: &str| {
        concept("head", "").replace("names = [\"ourlib.retry\"]\n", "").replace(
            "```cases\nimport ourlib\nourlib.retry(f)\n#      ^^^^^ here\nretry(f)\n# <- not\n```",
            &format!("```query\n{pattern}\n```\n```cases\n{hit}\n# <- here\nx\n# <- not\n```"),
        )
    };
    let patterns = [
        // Every way to share out the arguments, where the last one is missing.
        (
            "(call function: (identifier) @anchor arguments: (argument_list (_)* @a (_)* @b (_)* @c (_)* @d (_)* @e (lambda)))",
            "f(a, lambda: 0)",
        ),
        (
            "(call function: (identifier) @anchor (#match? @anchor \"^(f+)+(f+)+$\"))",
            "ff(a)",
        ),
        (
            "(call function: (identifier) @anchor (#match? @anchor \"^((((f*)*)*)*)*$\"))",
            "f(a)",
        ),
        // Too much memory: refused.
        (
            "(call function: (identifier) @anchor (#match? @anchor \"f{1,1000}{1,1000}{1,1000}\"))",
            "f(a)",
        ),
    ];
    for (number, (pattern, hit)) in patterns.iter().enumerate() {
        let text = query(pattern, hit).replace("title = \"Retry\"", &format!("title = \"Retry {number}\""));
        fs::write(folder.path().join(format!("slow{number}.md")), text).expect("it can be written");
    }
    let source = folder.path().join("long.py");
    let text = format!("f({})\n", "a, ".repeat(20_000))
        + &"f(a, b)\n".repeat(1_000)
        + &format!("{}(a, b)\n", "f".repeat(50_000));
    fs::write(&source, text).expect("it can be written");
    let began = Instant::now();
    let checked = run(folder.path(), false, &["check", "."]);
    assert!([Some(0), Some(1)].contains(&checked.status.code()), "{checked:?}");
    let good = tempfile::tempdir().expect("a folder");
    let said = String::from_utf8_lossy(&checked.stderr);
    for number in 0..patterns.len() {
        let name = format!("slow{number}.md");
        if !said.contains(&name) {
            fs::copy(folder.path().join(&name), good.path().join(&name)).expect("it can be written");
        }
    }
    assert_eq!(fs::read_dir(good.path()).expect("a folder").count(), 3, "{said}");
    let pack = good.path().display().to_string();
    let scanned = run(folder.path(), false, &["scan", "--pack", &pack, "long.py"]);
    assert!(scanned.status.success(), "{scanned:?}");
    // In a debug build on a busy machine, more.
    let patience = std::env::var("PYGLOSS_TEST_PATIENCE")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let bound = Duration::from_secs(6 * patience.unwrap_or(10));
    assert!(began.elapsed() < bound, "{:?}", began.elapsed());
}

#[test]
fn what_is_not_seen_in_code_is_spelled_out_in_hovers_and_pages() {
    let mut client = Client::able();
    let text = "with open('\u{202e}\u{200b}\u{1b}[2J') as f: pass\n";
    client.open(URI, text);
    let hover = client.hover_text(URI, &at(text, "‸with"));
    assert!(hover.contains("\\u202e\\u200b"), "{hover:?}");
    assert_eq!(does_something(&hover), None, "{hover:?}");
    let page = client.ask("pygloss/plainer", json!({ "uri": URI, "position": at(text, "‸with") }));
    let page = page["markdown"].as_str().expect("a page");
    assert!(page.contains("\\u202e"), "{page:?}");
    assert_eq!(does_something(page), None, "{page:?}");
    client.finish();
}

#[test]
fn names_of_any_length_make_no_hover_of_any_length() {
    let mut client = Client::able();
    let name = "n".repeat(200_000);
    let text = format!(
        "class {name}({name}x):\n    __slots__ = ('{name}', '{name}y')\nwith {name}({name}) as {name}: pass\n[{name} for {name} in {name}]\ndef {name}(*{name}): yield from {name}\n"
    );
    client.open(URI, &text);
    for marked in ["‸class", "__sl‸ots__", "‸with", " ‸for", "‸yield from", "‸def"] {
        let hover = client.hover_text(URI, &at(&text, marked));
        assert!(hover.len() < 8_000, "{marked}: {} bytes", hover.len());
    }
    client.finish();
}

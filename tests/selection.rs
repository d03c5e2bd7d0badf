//! One page for a selection, a file, a workspace: what is on it, how it is asked for, and that looking at a whole workspace can be watched, can be ended, and keeps
//! nobody waiting.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{Client, Setup, at, span};
use serde_json::{Value, json};
use tempfile::TempDir;

const URI: &str = "file:///tmp/shapes.py";

const CODE: &str = "\
import functools

class Point:
    __slots__ = ('x', 'y')

def numbers(n):
    '\u{1F40D}'; yield from [a for a in range(n)]
    yield from [b | 1 for b in range(n)]

plain = 1
";

/// JSON-RPC's code for a request that was cancelled.
const CANCELLED: i64 = -32800;

fn client() -> Client {
    let mut client = Client::able();
    client.open(URI, CODE);
    client
}

fn rows(first: usize, last: usize) -> Value {
    json!({ "start": { "line": first, "character": 0 }, "end": { "line": last, "character": 0 } })
}

/// The page that a command writes and has opened, with its path.
fn opened(client: &mut Client, command: &str, arguments: Value) -> (PathBuf, String) {
    let params = json!({ "command": command, "arguments": arguments });
    let answer = client.ask("workspace/executeCommand", params);
    let uri = client.wait_for("window/showDocument")["uri"].clone();
    assert_eq!(answer, json!({ "uri": uri, "shown": true }));
    let path = uri.as_str().and_then(|uri| uri.strip_prefix("file://"));
    let path = PathBuf::from(path.expect("a file"));
    let text = std::fs::read_to_string(&path).expect("the page is there");
    (path, text)
}

fn markdown(answer: &Value) -> String {
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["markdown", "title"]);
    answer["markdown"].as_str().expect("a text").to_owned()
}

/// Where each of `parts` stands; they come in this order.
fn assert_in_order(text: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        let found = text[from..].find(part);
        from += found.unwrap_or_else(|| panic!("{part:?} does not follow in\n{text}")) + part.len();
    }
}

fn titles(actions: &Value) -> Vec<&str> {
    let all = actions.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|action| action["title"].as_str()).collect()
}

#[test]
fn a_selection_is_explained_on_one_page() {
    let mut client = client();
    let range = rows(2, 8);
    let answer = client.ask("pygloss/selection", json!({ "uri": URI, "range": range }));
    assert_eq!(
        answer["title"], "shapes.py:3-8",
        "a selection that ends where a line begins has nothing of it"
    );
    let page = markdown(&answer);
    assert_in_order(
        &page,
        &[
            "# Lines 3 to 8 of `shapes.py`\n",
            "concepts in ",
            " places: ",
            "## The advanced ones",
            "| concept | here | line | read on |",
            "yield-from.md",
            "7 (2×)",
            "https://docs.python.org/3/",
            "## Line by line",
            "### Line 4",
            "```python\n__slots__ = ('x', 'y')\n```",
            "**[Slots](dunder-slots.md)** · `__slots__` · Python 3 · advanced",
            "\nHere: instances have room for `x` and `y` alone",
            "### Line 7",
            "(yield-from.md)",
            "2 times: also in line 8",
        ],
    );
    assert!(
        !page.contains("### Line 1\n") && !page.contains("### Line 10"),
        "{page}"
    );
    let (path, text) = opened(
        &mut client,
        "pygloss.explainSelection",
        json!([{ "uri": URI, "range": range }]),
    );
    assert_eq!(text, page);
    // Every link to a concept leads to a page beside.
    let folder = path.parent().expect("a folder");
    let links: Vec<&str> = page
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.starts_with("https://"))
        .collect();
    assert!(links.len() > 5, "{links:?}");
    for link in links {
        assert!(folder.join(link).is_file(), "{link}");
    }
    client.finish();
}

#[test]
fn what_is_not_in_it_as_a_whole_does_not_count() {
    let mut client = client();
    let ask = |client: &mut Client, marked: &str| {
        let range = span(CODE, marked);
        markdown(&client.ask("pygloss/selection", json!({ "uri": URI, "range": range })))
    };
    let page = ask(&mut client, "‹__slots__ = ('x'›");
    assert!(
        page.starts_with("# Line 4 of `shapes.py`\n") && page.contains("dunder-slots.md"),
        "{page}"
    );
    let page = ask(&mut client, "__sl‹ots__ = ('x', 'y')\n\ndef› numbers");
    assert!(
        !page.contains("dunder-slots.md") && page.contains("function-definition.md"),
        "{page}"
    );
    // Backwards is as good.
    let mut range = span(CODE, "‹__slots__ = ('x'›");
    let end = range["end"].take();
    range["end"] = range["start"].take();
    range["start"] = end;
    let page = client.ask("pygloss/selection", json!({ "uri": URI, "range": range }));
    assert!(markdown(&page).contains("dunder-slots.md"));
    client.finish();
}

#[test]
fn the_action_is_there_where_something_is_selected() {
    let mut client = client();
    let range = span(CODE, "‹__slots__ = ('x'›");
    let actions = client.actions(URI, &range);
    let action = &actions[0];
    assert_eq!(action["title"], "Explain this selection", "{actions}");
    assert_eq!(action["kind"], "pygloss.explain.selection");
    assert_eq!(action["command"]["command"], "pygloss.explainSelection");
    assert!(titles(&actions).contains(&"Explain: Slots"), "{actions}");
    let (_, text) = opened(
        &mut client,
        "pygloss.explainSelection",
        action["command"]["arguments"].clone(),
    );
    assert!(text.starts_with("# Line 4 of `shapes.py`\n"), "{text}");
    let cursor = at(CODE, "__sl‸ots__");
    let none = client.actions(URI, &json!({ "start": cursor, "end": cursor }));
    assert!(!titles(&none).contains(&"Explain this selection") && !titles(&none).is_empty());
    // Half a word, and nothing in it.
    let none = client.actions(URI, &span(CODE, "__s‹lot›s__"));
    assert!(!titles(&none).contains(&"Explain this selection"), "{none}");
    for (only, is_there) in [
        (json!(["pygloss.explain"]), true),
        (json!(["pygloss.explain.selection"]), true),
        (json!(["pygloss"]), true),
        (json!(["pygloss.rewrite"]), false),
        (json!(["pygloss.explain.more"]), false),
    ] {
        let context = json!({ "diagnostics": [], "triggerKind": 1, "only": only });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        let actions = client.ask("textDocument/codeAction", params);
        assert_eq!(titles(&actions).contains(&"Explain this selection"), is_there, "{only}");
    }
    client.finish();
}

#[test]
fn a_client_that_knows_commands_alone_gets_one() {
    let mut setup = Setup::default();
    setup.capabilities["textDocument"] = json!({});
    let mut client = Client::start(setup);
    client.open(URI, CODE);
    let range = rows(0, 9);
    let actions = client.actions(URI, &range);
    let expected = json!({
        "title": "Explain this selection",
        "command": "pygloss.explainSelection",
        "arguments": [{ "uri": URI, "range": range }],
    });
    assert_eq!(actions[0], expected);
    client.finish();
}

#[test]
fn a_whole_file_has_the_same_page() {
    let mut client = client();
    let answer = client.ask("pygloss/file", json!({ "uri": URI }));
    assert_eq!(answer["title"], "shapes.py");
    let page = markdown(&answer);
    assert_in_order(
        &page,
        &[
            "# `shapes.py`\n",
            "## The advanced ones",
            "### Line 1\n",
            "### Line 3\n",
            "### Line 7\n",
        ],
    );
    let (_, text) = opened(&mut client, "pygloss.explainFile", json!([{ "uri": URI }]));
    assert_eq!(text, page);
    client.finish();
}

#[test]
fn a_long_file_stays_readable() {
    let mut client = Client::able();
    let tour = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/tour.py")).expect("the tour");
    client.open(URI, &tour);
    let page = markdown(&client.ask("pygloss/file", json!({ "uri": URI })));
    let in_full = page.lines().filter(|line| line.starts_with("**[")).count();
    assert_eq!(in_full, 30, "{page}");
    assert!(!page.contains("· beginner\n"), "the basics are in the list");
    assert_in_order(
        &page,
        &["## The advanced ones", "## Line by line", "## The rest in short\n\n- ["],
    );
    assert!(page.contains("\n- … and ") && page.ends_with(" more\n"), "{page}");
    client.finish();
}

#[test]
fn pages_do_not_pile_up() {
    let mut client = client();
    let mut seen = Vec::new();
    for last in 1..=10 {
        for first in 0..last.min(4) {
            let params = json!({ "command": "pygloss.explainSelection", "arguments": [{ "uri": URI, "range": rows(first, last) }] });
            let id = client.request("workspace/executeCommand", params);
            if client.wait(&id).is_ok() {
                seen.push(client.wait_for("window/showDocument")["uri"].clone());
            }
        }
    }
    seen.dedup();
    assert!(seen.len() > 24, "{}", seen.len());
    let newest = seen
        .last()
        .and_then(Value::as_str)
        .expect("a page")
        .replace("file://", "");
    let newest = Path::new(&newest);
    let folder = newest.parent().expect("a folder");
    let pages = std::fs::read_dir(folder).expect("the folder").flatten();
    let names: Vec<String> = pages
        .map(|page| page.file_name().to_string_lossy().into_owned())
        .collect();
    let kept: Vec<&String> = names.iter().filter(|name| name.starts_with("selection-")).collect();
    assert_eq!(kept.len(), 20, "{kept:?}");
    assert!(newest.is_file(), "the newest stays");
    assert!(
        names.contains(&"dunder-slots.md".to_owned()),
        "and so do those of concepts"
    );
    client.finish();
}

#[test]
fn what_cannot_be_explained_says_why() {
    let mut client = client();
    let cursor = at(CODE, "__sl‸ots__");
    let empty = json!({ "start": cursor, "end": cursor });
    for (method, params, wanted) in [
        (
            "pygloss/selection",
            json!({ "uri": URI, "range": empty }),
            "nothing is selected",
        ),
        (
            "pygloss/selection",
            json!({ "uri": URI, "range": rows(1, 2) }),
            "nothing to explain in the selection",
        ),
        (
            "pygloss/selection",
            json!({ "uri": "file:///no.py", "range": rows(0, 1) }),
            "file:///no.py is not open",
        ),
        (
            "pygloss/selection",
            json!({ "uri": URI }),
            "`pygloss/selection` takes {uri, range}",
        ),
        (
            "pygloss/selection",
            json!({ "uri": URI, "range": rows(0, 1), "x": 1 }),
            "unknown field `x`",
        ),
        ("pygloss/file", json!({}), "`pygloss/file` takes {uri}"),
        (
            "pygloss/file",
            json!({ "uri": "file:///no.py" }),
            "file:///no.py is not open",
        ),
        ("pygloss/workspace", json!({ "uri": URI }), "takes {workDoneToken}"),
        ("pygloss/workspace", json!({}), "there is no folder open"),
    ] {
        let failed = client.ask_in_vain(method, params.clone());
        assert!(failed.message.contains(wanted), "{method} {params}: {failed:?}");
        assert_eq!(failed.code, -32602, "{method} {params}");
    }
    for (command, arguments, wanted) in [
        (
            "pygloss.explainSelection",
            json!([]),
            "takes one argument, {uri, range}: 0 were given",
        ),
        (
            "pygloss.explainSelection",
            json!([{ "uri": URI }]),
            "takes {uri, range}: missing field `range`",
        ),
        (
            "pygloss.explainFile",
            json!([]),
            "takes one argument, {uri}: 0 were given",
        ),
        ("pygloss.explainFile", json!([1]), "takes {uri}"),
        ("pygloss.explainWorkspace", json!(["x"]), "takes no argument"),
        ("pygloss.explainWorkspace", json!([]), "there is no folder open"),
        ("pygloss.explainNothing", json!([]), "`pygloss.explainWorkspace`"),
    ] {
        let params = json!({ "command": command, "arguments": arguments });
        let failed = client.ask_in_vain("workspace/executeCommand", params);
        assert!(failed.message.contains(wanted), "{command}: {failed:?}");
    }
    client.open("file:///tmp/empty.py", "");
    let failed = client.ask_in_vain("pygloss/file", json!({ "uri": "file:///tmp/empty.py" }));
    assert_eq!(failed.message, "there is nothing to explain in this file");
    client.finish();
}

#[test]
fn the_level_is_kept_to() {
    let mut client = Client::start(Setup {
        options: json!({ "level": "intermediate" }),
        ..Setup::default()
    });
    client.open(URI, CODE);
    let page = markdown(&client.ask("pygloss/file", json!({ "uri": URI })));
    assert!(!page.contains("beginner") && page.contains("intermediate"), "{page}");
    assert!(page.ends_with(" are left out by your settings.\n"), "{page}");
    let failed = client.ask_in_vain("pygloss/selection", json!({ "uri": URI, "range": rows(9, 10) }));
    assert!(failed.message.contains("`pygloss.level`"), "{failed:?}");
    let actions = client.actions(URI, &rows(9, 10));
    assert!(!titles(&actions).contains(&"Explain this selection"), "{actions}");
    client.finish();
}

#[test]
fn a_cell_counts_its_own_rows() {
    let mut client = Client::able();
    let cells = [
        ("A", "import functools\nx = 1\n"),
        ("B", "%time\n\nclass P:\n    __slots__ = ()\n"),
    ];
    let uri = |name: &str| format!("vscode-notebook-cell:/tmp/n.ipynb#{name}");
    let entries = cells.map(|(name, _)| json!({ "kind": 2, "document": uri(name) }));
    let items =
        cells.map(|(name, text)| json!({ "uri": uri(name), "languageId": "python", "version": 1, "text": text }));
    let notebook =
        json!({ "uri": "file:///tmp/n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": entries });
    client.notify(
        "notebookDocument/didOpen",
        json!({ "notebookDocument": notebook, "cellTextDocuments": items }),
    );
    let answer = client.ask("pygloss/file", json!({ "uri": uri("B") }));
    let page = markdown(&answer);
    assert_in_order(
        &page,
        &[
            "# A cell of `n.ipynb`\n",
            "### Line 3\n",
            "### Line 4\n",
            "(dunder-slots.md)",
        ],
    );
    assert!(!page.contains("(import-statement.md)"), "another cell's");
    let answer = client.ask("pygloss/selection", json!({ "uri": uri("B"), "range": rows(3, 4) }));
    assert_eq!(answer["title"], "n.ipynb:4");
    assert!(
        markdown(&answer).starts_with("# Line 4 of a cell of `n.ipynb`\n"),
        "{answer}"
    );
    let actions = client.actions(&uri("B"), &rows(3, 4));
    assert_eq!(titles(&actions)[0], "Explain this selection");
    let failed = client.ask_in_vain("pygloss/selection", json!({ "uri": uri("B"), "range": rows(0, 1) }));
    assert!(
        failed.message.contains("nothing to explain in the selection"),
        "{failed:?}"
    );
    client.finish();
}

/// Folders with files in them.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self) -> PathBuf {
        self.0.path().canonicalize().expect("a path")
    }

    fn name(&self) -> String {
        let path = self.path();
        path.file_name().expect("a name").to_string_lossy().into_owned()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path().join(name).display())
    }
}

/// As many files as take a while to read.
fn many(files: usize) -> Folder {
    let folder = Folder::new(&[]);
    let text = CODE.repeat(40);
    for number in 0..files {
        folder.write(&format!("p{}/m{number}.py", number % 50), &text);
    }
    folder
}

fn start(folders: &[&Folder], shows_progress: bool) -> Client {
    let mut setup = Setup::default();
    let mut capabilities = setup.capabilities.take();
    capabilities["window"]["workDoneProgress"] = json!(shows_progress);
    setup.answer = Box::new(|_, _| Ok(Value::Null));
    let mut client = Client::spawn(setup);
    let folders: Vec<Value> = folders
        .iter()
        .map(|folder| json!({ "uri": folder.uri(""), "name": "here" }))
        .collect();
    let params =
        json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
    client.agreed = client.ask("initialize", params);
    client.notify("initialized", json!({}));
    client
}

/// What is told of progress up to the end, which has to be there already.
fn told(client: &mut Client, token: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    while let Some(mut progress) = client.heard("$/progress") {
        assert_eq!(&progress["token"], token);
        all.push(progress["value"].take());
    }
    let kinds: Vec<&str> = all.iter().filter_map(|value| value["kind"].as_str()).collect();
    assert_eq!(kinds.first(), Some(&"begin"), "{all:?}");
    assert_eq!(kinds.last(), Some(&"end"), "{all:?}");
    assert!(
        kinds[1..kinds.len() - 1].iter().all(|kind| *kind == "report"),
        "{all:?}"
    );
    all
}

#[test]
fn a_workspace_is_counted() {
    let folder = Folder::new(&[
        ("b/late.py", CODE),
        ("a.py", "class A:\n    __slots__ = ()\n\nx = [n for n in ()]\n"),
        ("c.txt", CODE),
        (".hidden/d.py", CODE),
        ("ignored/e.py", CODE),
        (".ignore", "ignored/\n"),
    ]);
    let long = std::fs::File::create(folder.path().join("z.py")).expect("a file");
    long.set_len((64 << 20) + 1).expect("a long file");
    let mut client = start(&[&folder], false);
    let answer = client.ask("pygloss/workspace", json!({}));
    assert_eq!(answer["title"], folder.name());
    let page = markdown(&answer);
    assert!(page.starts_with(&format!("# `{}`\n", folder.name())), "{page}");
    assert_in_order(
        &page,
        &[
            "of 2 Python files: ",
            "## The advanced ones",
            "| concept | times | files | first at |",
            "(yield-from.md) | 2 | 1 | `b/late.py:7` |",
            "## Data model",
            "| [Slots](dunder-slots.md) | advanced | 2 | 2 | `a.py:2` |",
            "## Expressions",
            "(list-comprehension.md) | beginner | 3 | 2 | `a.py:4` |",
            "## What could not be read",
            "z.py: has 67108865 bytes",
        ],
    );
    // What is open counts as it stands in the editor.
    client.open(&folder.uri("a.py"), "\n\nclass A:\n    __slots__ = ()\n");
    let page = markdown(&client.ask("pygloss/workspace", json!({})));
    assert_in_order(
        &page,
        &[
            "(dunder-slots.md) | advanced | 2 | 2 | `a.py:4` |",
            "(list-comprehension.md) | beginner | 2 | 1 | `b/late.py:7` |",
        ],
    );
    client.close(&folder.uri("a.py"));
    let page = markdown(&client.ask("pygloss/workspace", json!({})));
    assert!(page.contains("| 2 | 2 | `a.py:2` |"), "{page}");
    let (_, text) = opened_any(&mut client);
    assert_eq!(text, page);
    client.finish();
}

/// The page of the workspace, by the command.
fn opened_any(client: &mut Client) -> (PathBuf, String) {
    let params = json!({ "command": "pygloss.explainWorkspace" });
    client.ask("workspace/executeCommand", params);
    let uri = client.wait_for("window/showDocument")["uri"].clone();
    // It was not shown: this client answers nothing.
    client.wait_for("window/showMessage");
    let path = PathBuf::from(uri.as_str().expect("a URI").replace("file://", ""));
    let text = std::fs::read_to_string(&path).expect("the page is there");
    (path, text)
}

#[test]
fn folders_are_told_apart() {
    let (one, two) = (
        Folder::new(&[("m.py", CODE)]),
        Folder::new(&[("m.py", CODE), ("in/n.py", CODE)]),
    );
    let inner = two.path().join("in");
    let mut client = start(&[&one, &two], false);
    let change = json!({ "event": { "added": [{ "uri": format!("file://{}", inner.display()), "name": "in" }], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", change);
    let page = markdown(&client.ask("pygloss/workspace", json!({})));
    assert!(
        page.contains("of 3 Python files: "),
        "what lies in two folders counts once: {page}"
    );
    assert!(page.contains(&format!("`{}/m.py:", one.name())), "{page}");
    client.finish();
}

#[test]
fn a_workspace_without_python_says_so() {
    let folder = Folder::new(&[("a.txt", "x")]);
    let mut client = start(&[&folder], true);
    let failed = client.ask_in_vain("pygloss/workspace", json!({ "workDoneToken": 1 }));
    assert!(failed.message.starts_with("there are no Python files"), "{failed:?}");
    told(&mut client, &json!(1));
    client.finish();
}

#[test]
fn progress_is_told_under_the_clients_token() {
    let folder = many(60);
    let mut client = start(&[&folder], true);
    let params = json!({ "command": "pygloss.explainWorkspace", "workDoneToken": "mine" });
    client.ask("workspace/executeCommand", params);
    let all = told(&mut client, &json!("mine"));
    assert_eq!(all[0]["title"], "Explaining the workspace");
    assert_eq!(all[0]["cancellable"], true);
    assert_eq!(all[0]["percentage"], 0);
    let reports: Vec<&Value> = all.iter().filter(|value| value["kind"] == "report").collect();
    assert!(!reports.is_empty(), "{all:?}");
    let percentages: Vec<u64> = reports
        .iter()
        .filter_map(|report| report["percentage"].as_u64())
        .collect();
    assert_eq!(percentages.len(), reports.len());
    assert!(
        percentages.is_sorted() && percentages.iter().all(|p| *p <= 100),
        "{percentages:?}"
    );
    for report in reports {
        let message = report["message"].as_str().expect("a message");
        assert!(message.ends_with(" of 60 files"), "{message}");
    }
    client.wait_for("window/showDocument");
    client.wait_for("window/showMessage");
    client.finish();
}

#[test]
fn a_client_that_shows_progress_is_asked_for_a_token() {
    let folder = many(60);
    let mut client = start(&[&folder], true);
    client.ask("pygloss/workspace", json!({}));
    let token = client.wait_for("window/workDoneProgress/create")["token"].clone();
    told(&mut client, &token);
    let mut silent = start(&[&folder], false);
    silent.ask("pygloss/workspace", json!({}));
    assert_eq!(silent.heard("window/workDoneProgress/create"), None);
    assert_eq!(silent.heard("$/progress"), None);
    client.finish();
    silent.finish();
}

/// Waits until the files are being read.
fn begun(client: &mut Client) {
    while client.wait_for("$/progress")["value"]["kind"] != "report" {}
}

#[test]
fn others_are_answered_meanwhile() {
    let folder = many(1500);
    let mut client = start(&[&folder], true);
    client.open(URI, CODE);
    let survey = client.request("pygloss/workspace", json!({ "workDoneToken": 7 }));
    begun(&mut client);
    for _ in 0..3 {
        let hover = client.hover_text(URI, &at(CODE, "__sl‸ots__"));
        assert!(hover.contains("Slots"), "{hover}");
    }
    // The document can be changed, too.
    client.change(URI, 2, json!([{ "text": "x = [a for a in b]\n" }]));
    let hover = client.hover_text(URI, &json!({ "line": 0, "character": 4 }));
    assert!(hover.contains("List comprehension"), "{hover}");
    while let Some(progress) = client.heard("$/progress") {
        assert_eq!(progress["value"]["kind"], "report", "it was still at work");
    }
    client.notify("window/workDoneProgress/cancel", json!({ "token": 7 }));
    let failed = client.wait(&survey).expect_err("it was ended");
    assert_eq!(failed.code, CANCELLED, "{failed:?}");
    while client.wait_for("$/progress")["value"]["kind"] != "end" {}
    client.finish();
}

#[test]
fn cancelling_the_request_ends_the_work() {
    let folder = many(1500);
    let mut client = start(&[&folder], true);
    let survey = client.request("pygloss/workspace", json!({}));
    client.wait_for("window/workDoneProgress/create");
    begun(&mut client);
    client.notify("$/cancelRequest", json!({ "id": survey }));
    let failed = client.wait(&survey).expect_err("it was cancelled");
    assert_eq!(failed.code, CANCELLED, "{failed:?}");
    // What the client was told to show is taken away.
    while client.wait_for("$/progress")["value"]["kind"] != "end" {}
    // A token that is not in use any more is nothing to complain of.
    client.notify(
        "window/workDoneProgress/cancel",
        json!({ "token": "pygloss/workspace/1" }),
    );
    client.finish();
}

#[test]
fn of_very_many_files_the_first_are_read() {
    let folder = Folder::new(&[]);
    for number in 0..10_050 {
        folder.write(&format!("p{}/m{number:05}.py", number % 100), "x = 1\n");
    }
    let mut client = start(&[&folder], false);
    let page = markdown(&client.ask("pygloss/workspace", json!({})));
    assert!(page.contains(" of 10000 Python files: "), "{page}");
    assert!(page.contains("only the first 10000 were read"), "{page}");
    client.finish();
}

fn pygloss(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pygloss"));
    command.args(arguments).output().expect("cargo built the program")
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (
        output.status.code().expect("a code"),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn the_command_line_explains_lines() {
    let folder = Folder::new(&[("a.py", CODE)]);
    let path = folder.path().join("a.py").display().to_string();
    let (code, text, _) = said(&pygloss(&["explain", &format!("{path}:3-4")]));
    assert_eq!(code, 0, "{text}");
    assert_in_order(
        &text,
        &[
            &format!("Lines 3 to 4 of `{path}`"),
            "Line by line",
            "Line 4",
            "    __slots__ = ('x', 'y')",
            "Here: instances have room",
        ],
    );
    assert!(!text.contains(".md") && !text.contains("Line 7"), "{text}");
    for (lines, code, wanted) in [
        ("2-2", 1, "nothing to explain was found here"),
        ("0-2", 2, "has no lines 0 to 2; it has lines 1 to 11"),
        ("4-3", 2, "has no lines 4 to 3"),
        ("3-12", 2, "has no lines 3 to 12"),
    ] {
        let (found, text, error) = said(&pygloss(&["explain", &format!("{path}:{lines}")]));
        assert_eq!((found, text.as_str()), (code, ""), "{lines}: {error}");
        assert!(error.contains(wanted), "{lines}: {error}");
    }
}

#[test]
fn the_command_line_sums_up() {
    let folder = Folder::new(&[("a.py", CODE), ("b.py", "x = [n for n in ()]\n")]);
    let path = folder.path().display().to_string();
    let (code, text, error) = said(&pygloss(&["scan", "--summary", &path]));
    assert_eq!((code, error.as_str()), (0, ""));
    assert_in_order(
        &text,
        &["of 2 Python files", "The advanced ones", "Data model", "Slots"],
    );
    assert!(text.contains(&format!("`{path}/a.py:4`")), "{text}");
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let (_, text, _) = said(&pygloss(arguments));
        let lines = text.lines();
        lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let summary = lines(&["scan", "--summary", "--format", "jsonl", &path]);
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for found in lines(&["scan", "--format", "jsonl", &path]) {
        *counted
            .entry(found["concept"].as_str().expect("an id").to_owned())
            .or_default() += 1;
    }
    let summed: BTreeMap<String, u64> = summary
        .iter()
        .map(|line| {
            (
                line["concept"].as_str().expect("an id").to_owned(),
                line["times"].as_u64().expect("a number"),
            )
        })
        .collect();
    assert_eq!(summed, counted, "as a scan has it");
    let of = |id: &str| summary.iter().find(|line| line["concept"] == id).expect("it is there");
    assert_eq!(
        *of("dunder-slots"),
        json!({
            "concept": "dunder-slots", "title": "Slots", "level": "advanced", "area": "data-model",
            "times": 1, "files": 1, "first": { "path": format!("{path}/a.py"), "row": 4 },
        })
    );
    assert_eq!(of("list-comprehension")["files"], 2);
    let (code, _, error) = said(&pygloss(&["scan", "--summary", "/no/such/folder"]));
    assert_eq!(code, 2, "{error}");
    let (code, _, error) = said(&pygloss(&["scan", "--summary", "--insights", &path]));
    assert_eq!(code, 2, "{error}");
}

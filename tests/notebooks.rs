//! Notebooks: the cells are one program, whatever is done to them, and a place in a cell is a place in that cell.

mod common;
mod trials;

use common::{Client, Setup, Width, at, place, position, span};
use serde_json::{Value, json};
use trials::Numbers;

const NOTEBOOK: &str = "file:///tmp/n.ipynb";

/// A cell as the editor has it.
#[derive(Clone)]
struct Cell {
    uri: String,
    text: String,
    language: &'static str,
    kind: u8,
}

impl Cell {
    fn new(name: impl std::fmt::Display, text: &str) -> Self {
        Self {
            uri: format!("vscode-notebook-cell:/tmp/n.ipynb#{name}"),
            text: text.to_owned(),
            language: "python",
            kind: 2,
        }
    }

    fn entry(&self) -> Value {
        json!({ "kind": self.kind, "document": self.uri })
    }

    fn item(&self) -> Value {
        json!({ "uri": self.uri, "languageId": self.language, "version": 1, "text": self.text })
    }
}

/// Cells `A`, `B`, … with these texts.
fn cells(texts: &[&str]) -> Vec<Cell> {
    ('A'..).zip(texts).map(|(name, text)| Cell::new(name, text)).collect()
}

fn open(client: &mut Client, uri: &str, cells: &[Cell]) {
    let entries: Vec<Value> = cells.iter().map(Cell::entry).collect();
    let items: Vec<Value> = cells.iter().map(Cell::item).collect();
    let notebook = json!({ "uri": uri, "notebookType": "jupyter-notebook", "version": 1, "cells": entries });
    let params = json!({ "notebookDocument": notebook, "cellTextDocuments": items });
    client.notify("notebookDocument/didOpen", params);
}

fn close(client: &mut Client, uri: &str, cells: &[Cell]) {
    let closed: Vec<Value> = cells.iter().map(|cell| json!({ "uri": cell.uri })).collect();
    let params = json!({ "notebookDocument": { "uri": uri }, "cellTextDocuments": closed });
    client.notify("notebookDocument/didClose", params);
}

/// A change of the cells of a notebook.
fn change(client: &mut Client, cells: Value) {
    let params = json!({ "notebookDocument": { "uri": NOTEBOOK, "version": 2 }, "change": { "cells": cells } });
    client.notify("notebookDocument/didChange", params);
}

fn edit(cell: &Cell, changes: Value) -> Value {
    json!({ "textContent": [{ "document": { "uri": cell.uri, "version": 2 }, "changes": changes }] })
}

fn splice(start: usize, count: usize, new: &[Cell], opened: &[Cell], closed: &[Cell]) -> Value {
    let entries: Vec<Value> = new.iter().map(Cell::entry).collect();
    let opened: Vec<Value> = opened.iter().map(Cell::item).collect();
    let closed: Vec<Value> = closed.iter().map(|cell| json!({ "uri": cell.uri })).collect();
    let array = json!({ "start": start, "deleteCount": count, "cells": entries });
    json!({ "structure": { "array": array, "didOpen": opened, "didClose": closed } })
}

/// What a hover at the mark says; nothing where there is none.
fn said(client: &mut Client, cell: &Cell, marked: &str) -> Option<String> {
    let hover = client.hover(&cell.uri, &at(&cell.text, marked));
    hover["contents"]["value"].as_str().map(str::to_owned)
}

const IMPORT: &str = "from functools import lru_cache";
const CACHED: &str = "import os\n\n@lru_cache(maxsize=None)\ndef f(x):\n    return x\n";
const WITH: &str = "with open('x') as file:\n    pass";

/// The hover of the decorator in a file.
fn in_a_file(client: &mut Client) -> String {
    let (uri, text) = ("file:///tmp/a.py", format!("{IMPORT}\n{CACHED}"));
    client.open(uri, &text);
    let hover = client.hover_text(uri, &at(&text, "lru_c‸ache(max"));
    client.close(uri);
    hover
}

#[test]
fn the_server_asks_for_notebooks() {
    let client = Client::able();
    let selector = json!([{ "notebook": "*", "cells": [{ "language": "python" }] }]);
    let offered = &client.agreed["capabilities"]["notebookDocumentSync"];
    assert_eq!(offered["notebookSelector"], selector, "{offered}");
    client.finish();
}

#[test]
fn a_name_imported_in_one_cell_is_known_in_another() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let cells = cells(&[IMPORT, WITH, CACHED]);
    open(&mut client, NOTEBOOK, &cells);
    let hover = client.hover(&cells[2].uri, &at(CACHED, "lru_c‸ache"));
    assert_eq!(hover["contents"]["value"], expected.as_str());
    assert_eq!(hover["range"], span(CACHED, "‹lru_cache›"), "rows are the cell's");
    assert!(said(&mut client, &cells[1], "wi‸th").is_some());
    close(&mut client, NOTEBOOK, &cells);
    assert_eq!(
        client.hover(&cells[2].uri, &at(CACHED, "lru_c‸ache")),
        Value::Null,
        "closed"
    );
    client.finish();
}

#[test]
fn columns_are_counted_in_the_encoding_of_the_client() {
    let text = "'\u{1F40D}é'; x = [y async for y in z]; '\u{1F40D}'";
    for (encoding, width) in [
        ("utf-8", char::len_utf8 as Width),
        ("utf-16", char::len_utf16),
        ("utf-32", |_| 1),
    ] {
        let mut setup = Setup::default();
        setup.capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut client = Client::start(setup);
        let cells = cells(&["'\u{1F40D}'\n", text]);
        open(&mut client, NOTEBOOK, &cells);
        let byte = text.find("async").expect("it is there");
        let hover = client.hover(&cells[1].uri, &position(text, byte, width));
        assert_eq!(
            hover["range"]["start"],
            position(text, byte, width),
            "{encoding}: {hover}"
        );
        // An edit behind characters of every width.
        let end = position(text, text.find("async ").expect("it is there") + 6, width);
        let range = json!({ "start": position(text, byte, width), "end": end });
        change(&mut client, edit(&cells[1], json!([{ "range": range, "text": "" }])));
        let edited = text.replace("async ", "");
        let byte = edited.find("for").expect("it is there");
        let hover = client.hover(&cells[1].uri, &position(&edited, byte, width));
        assert_eq!(
            hover["range"]["start"],
            position(&edited, byte, width),
            "{encoding}: {hover}"
        );
        client.finish();
    }
}

#[test]
fn edits_of_a_cell_reach_the_others() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let cells = cells(&["from m import lru_cache", "\r\n\r\n", CACHED]);
    open(&mut client, NOTEBOOK, &cells);
    let hover = |client: &mut Client| said(client, &cells[2], "lru_c‸ache").unwrap_or_default();
    assert_ne!(hover(&mut client), expected);
    let range = span("from m import lru_cache", "from ‹m›");
    change(
        &mut client,
        edit(&cells[0], json!([{ "range": range, "text": "functools" }])),
    );
    assert_eq!(hover(&mut client), expected, "a part is replaced");
    change(&mut client, edit(&cells[0], json!([{ "text": "x = 1\n\n" }])));
    assert_ne!(hover(&mut client), expected, "all of it is replaced");
    let end = json!({ "start": { "line": 9, "character": 9 }, "end": { "line": 9, "character": 9 } });
    change(
        &mut client,
        edit(&cells[1], json!([{ "range": end, "text": "x" }, { "text": IMPORT }])),
    );
    assert_eq!(hover(&mut client), expected, "one change after the other");
    client.finish();
}

#[test]
fn cells_are_inserted_removed_and_moved() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let all = cells(&[WITH, CACHED]);
    let import = Cell::new("new", IMPORT);
    open(&mut client, NOTEBOOK, &all);
    let hover = |client: &mut Client| said(client, &all[1], "lru_c‸ache").unwrap_or_default();
    let new = std::slice::from_ref(&import);
    change(&mut client, splice(0, 0, new, new, &[]));
    assert_eq!(hover(&mut client), expected, "inserted");
    assert!(said(&mut client, &import, "fr‸om").is_some());
    assert_eq!(
        client.hover(&all[0].uri, &at(WITH, "with"))["range"],
        span(WITH, "‹with›")
    );
    // A move: the cell goes and comes, and stays open; in one change, and in two.
    let moved: Vec<Cell> = [&all[..], new].concat();
    change(&mut client, splice(0, 3, &moved, &[], &[]));
    assert_ne!(hover(&mut client), expected, "moved below its use, as in a file");
    change(&mut client, splice(2, 1, &[], &[], &[]));
    change(&mut client, splice(0, 0, new, &[], &[]));
    assert_eq!(hover(&mut client), expected, "moved back");
    assert!(said(&mut client, &import, "fr‸om").is_some());
    change(&mut client, splice(0, 1, &[], &[], new));
    assert_ne!(hover(&mut client), expected, "removed");
    assert_eq!(said(&mut client, &import, "fr‸om"), None);
    // In one change: the cell, and the text of another.
    let mut both = splice(0, 0, new, new, &[]);
    both["textContent"] = edit(&all[0], json!([{ "text": "yes = lambda: 1" }]))["textContent"].clone();
    change(&mut client, both);
    assert_eq!(hover(&mut client), expected);
    let lambda = Cell {
        text: "yes = lambda: 1".to_owned(),
        ..all[0].clone()
    };
    assert!(said(&mut client, &lambda, "lambda").is_some());
    client.finish();
}

#[test]
fn cells_that_are_not_python_are_no_part_of_the_program() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let mut all = cells(&[
        IMPORT,
        "'''with it's\nlru_cache = 1",
        "lru_cache <- with(x)\n\"\"\"",
        CACHED,
    ]);
    all[1].kind = 1;
    all[1].language = "markdown";
    all[2].language = "r";
    open(&mut client, NOTEBOOK, &all);
    assert_eq!(said(&mut client, &all[3], "lru_c‸ache").as_ref(), Some(&expected));
    assert_eq!(said(&mut client, &all[1], "with"), None);
    assert_eq!(said(&mut client, &all[2], "with"), None);
    // A cell of code is made one of text, and code again.
    let mut import = all[0].clone();
    import.kind = 1;
    change(&mut client, json!({ "data": [import.entry()] }));
    assert_ne!(said(&mut client, &all[3], "lru_c‸ache").as_ref(), Some(&expected));
    change(&mut client, json!({ "data": [all[0].entry()] }));
    assert_eq!(said(&mut client, &all[3], "lru_c‸ache").as_ref(), Some(&expected));
    // Nothing changes.
    let quiet = json!({ "notebookDocument": { "uri": NOTEBOOK, "version": 3 }, "change": { "metadata": { "a": 1 } } });
    client.notify("notebookDocument/didChange", quiet);
    client.notify(
        "notebookDocument/didSave",
        json!({ "notebookDocument": { "uri": NOTEBOOK } }),
    );
    assert_eq!(said(&mut client, &all[3], "lru_c‸ache").as_ref(), Some(&expected));
    client.finish();
}

#[test]
fn magics_say_nothing_and_spoil_nothing() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let magics = "%matplotlib inline\nx = [y for y in z]\n!pip install 'it\\\n  with class\nlist?\nfor a in x:\n    !echo with\nfiles = !ls | with\nlambda: 1";
    let timed = format!("%%time\n{CACHED}");
    let all = cells(&[magics, "%%bash\nfor x in y; do\nwith (", IMPORT, &timed]);
    open(&mut client, NOTEBOOK, &all);
    assert_eq!(said(&mut client, &all[3], "lru_c‸ache").as_ref(), Some(&expected));
    for silent in [
        "‸%matplotlib",
        "matplot‸lib",
        "!pip",
        "with class",
        "list?",
        "!ec‸ho",
        "echo wi‸th",
        "!ls",
        "| wi‸th",
    ] {
        assert_eq!(said(&mut client, &all[0], silent), None, "{silent}");
    }
    for silent in ["%%bash", "for", "with"] {
        assert_eq!(said(&mut client, &all[1], silent), None, "{silent}");
    }
    for (marked, own) in [("fo‸r a", "for"), ("fo‸r y", "for"), ("lambda", "lambda")] {
        let hover = client.hover(&all[0].uri, &at(magics, marked));
        assert_eq!(
            hover["range"],
            span(magics, &marked.replace('‸', "").replace(own, &format!("‹{own}›"))),
            "{marked}"
        );
    }
    let cursor = |marked| json!({ "start": at(magics, marked), "end": at(magics, marked) });
    assert_eq!(client.actions(&all[0].uri, &cursor("echo wi‸th")), Value::Null);
    // A rewriting would show what the reader has not written.
    let kinds = |actions: &Value| -> Vec<String> {
        let all = actions.as_array().cloned().unwrap_or_default();
        all.iter()
            .map(|action| action["kind"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert!(!kinds(&client.actions(&all[0].uri, &cursor("for a"))).contains(&"pygloss.rewrite".to_owned()));
    let found = client.ask("pygloss/concepts", json!({ "uri": all[0].uri }));
    let rows: Vec<u64> = found
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["range"]["start"]["line"].as_u64())
        .collect();
    assert!(rows.iter().all(|row| [1, 5, 8].contains(row) || *row == 7), "{found}");
    assert!(
        !found.to_string().contains("pass-statement"),
        "what stands there for a magic is not listed: {found}"
    );
    client.finish();
}

#[test]
fn scopes_of_magics_are_kept() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    for (magic, known) in [
        ("%%time", true),
        ("%%capture x", true),
        ("%%timeit", false),
        ("%%python", false),
    ] {
        let all = cells(&[&format!("{magic}\n{IMPORT}\nx = lambda: 1"), CACHED]);
        open(&mut client, NOTEBOOK, &all);
        assert_eq!(
            said(&mut client, &all[1], "lru_c‸ache").as_ref() == Some(&expected),
            known,
            "{magic}"
        );
        assert!(said(&mut client, &all[0], "lambda").is_some(), "{magic}");
        let all = cells(&[IMPORT, &format!("{magic}\n{CACHED}")]);
        open(&mut client, NOTEBOOK, &all);
        let is_known = said(&mut client, &all[1], "lru_c‸ache").as_ref() == Some(&expected);
        assert_eq!(is_known, magic != "%%python", "{magic}");
    }
    client.finish();
}

const BROKEN: [&str; 14] = [
    "x = foo(1,",
    "print([1, {'a': (",
    "import os\nx = \"\"\"open\nwith",
    "def f():\n    '''",
    "f'''{x",
    "f\"{x",
    "x = 1 + \\",
    "@d",
    "class C:\n    def f(self, (",
    "if x:",
    "try:\n    pass",
    "for x in (",
    "    indented = 1",
    "} ) ]\n'''",
];

#[test]
fn a_broken_cell_spoils_no_other() {
    let mut client = Client::able();
    let behind = [
        WITH,
        CACHED,
        "class A:\n    __slots__ = ()\nelse_ = [x for x in y]",
        "async def g():\n    await h",
    ];
    let mut explained = 0;
    for broken in BROKEN {
        let texts: Vec<&str> = [&[IMPORT, broken][..], &behind].concat();
        let with = cells(&texts);
        open(&mut client, NOTEBOOK, &with);
        let mut without: Vec<Cell> = with.clone();
        without[1].text.clear();
        for cell in &mut without {
            cell.uri = cell.uri.replace("n.ipynb", "o.ipynb");
        }
        open(&mut client, "file:///tmp/o.ipynb", &without);
        for (cell, twin) in with.iter().zip(&without).filter(|(cell, _)| cell.text != broken) {
            let mut waiting = Vec::new();
            for byte in 0..cell.text.len() {
                let at = position(&cell.text, byte, char::len_utf16);
                let ids = [&cell.uri, &twin.uri].map(|uri| client.request("textDocument/hover", place(uri, &at)));
                waiting.push((at, ids));
            }
            for (at, [one, other]) in waiting {
                let (one, other) = (client.wait(&one), client.wait(&other));
                explained += usize::from(matches!(&one, Ok(hover) if !hover.is_null()));
                assert_eq!(one, other, "{broken:?}: {:?} at {at}", cell.text);
            }
        }
        close(&mut client, NOTEBOOK, &with);
        close(&mut client, "file:///tmp/o.ipynb", &without);
    }
    assert!(
        explained > 20 * BROKEN.len(),
        "only {explained} hovers with something in them: the samples prove little"
    );
    client.finish();
}

#[test]
fn a_broken_cell_is_explained_itself_and_gives_what_it_has() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let broken = format!("{IMPORT}\nx = lambda: 1\ny = \"\"\"\nopen");
    let all = cells(&["from contextlib import suppress", &broken, CACHED]);
    open(&mut client, NOTEBOOK, &all);
    assert!(said(&mut client, &all[1], "lambda").is_some());
    assert_eq!(
        said(&mut client, &all[2], "lru_c‸ache").as_ref(),
        Some(&expected),
        "its sound statements count"
    );
    let start = span(&broken, "‹from› functools")["start"].clone();
    change(
        &mut client,
        edit(
            &all[1],
            json!([{ "range": { "start": start, "end": start }, "text": "suppress()\n" }]),
        ),
    );
    let edited = Cell {
        text: format!("suppress()\n{broken}"),
        ..all[1].clone()
    };
    assert!(
        said(&mut client, &edited, "sup‸press").is_some(),
        "it knows the names of others"
    );
    client.finish();
}

#[test]
fn lines_of_other_cells_are_named() {
    let mut client = Client::able();
    let all = cells(&[
        "\nx = 1",
        "def f():\n    print(x)\n    x = 2\n",
        "# one more\ndef g():\n    global x\n    x = 2\n",
    ]);
    open(&mut client, NOTEBOOK, &all);
    let here = said(&mut client, &all[1], "print(‸x").unwrap_or_default();
    assert!(here.contains("line 3 binds it"), "of the cell itself: {here}");
    assert!(here.contains("of line 2 of code cell 1"), "of another: {here}");
    client.finish();
}

#[test]
fn actions_commands_and_requests_speak_of_the_cell() {
    let mut client = Client::able();
    let text = "x = 1\nx += 1\nwith a as b:\n    pass\n";
    let all = cells(&["import a\n\n\n\n", text]);
    open(&mut client, NOTEBOOK, &all);
    let cursor = json!({ "start": at(text, "wi‸th"), "end": at(text, "wi‸th") });
    let actions = client.actions(&all[1].uri, &cursor);
    let mut kinds = Vec::new();
    let about_code = |action: &&Value| action["kind"] != "pygloss.known";
    for action in actions.as_array().expect("there are some").iter().filter(about_code) {
        let argument = &action["command"]["arguments"][0];
        assert_eq!(argument["uri"], all[1].uri.as_str(), "{action}");
        assert_eq!(argument["position"]["line"], 2, "{action}");
        client.ask("workspace/executeCommand", action["command"].clone());
        let page = client.wait_for("window/showDocument")["uri"].to_string();
        let page = std::fs::read_to_string(page.trim_matches('"').trim_start_matches("file://"))
            .expect("the page was written");
        let kind = action["kind"].as_str().unwrap_or_default();
        assert!(
            page.contains(if kind == "pygloss.rewrite" {
                "with a as b:"
            } else {
                "> Here"
            }),
            "{kind}: {page}"
        );
        kinds.push(kind.to_owned());
    }
    assert!(
        kinds.contains(&"pygloss.explain".to_owned()) && kinds.contains(&"pygloss.rewrite".to_owned()),
        "{kinds:?}"
    );
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let mut actions = client.actions(&all[1].uri, &whole);
    let of_selection = actions.as_array_mut().expect("there are some").remove(0);
    assert_eq!(of_selection["kind"], "pygloss.explain.selection");
    let range = &of_selection["command"]["arguments"][0]["range"];
    assert_eq!(
        range["end"],
        json!({ "line": 4, "character": 0 }),
        "the end of the cell"
    );
    let actions = actions.to_string();
    assert!(
        !actions.contains("import-statement") && !actions.contains("\"line\":4"),
        "{actions}"
    );
    // The requests of our own.
    let wanted = json!({ "uri": all[1].uri, "position": at(text, "+‸=") });
    assert_eq!(
        client.ask("pygloss/page", wanted.clone())["concept"],
        "augmented-assignment"
    );
    assert!(
        client.ask("pygloss/plainer", wanted)["markdown"]
            .to_string()
            .contains("x += 1")
    );
    let found = client.ask("pygloss/concepts", json!({ "uri": all[1].uri }));
    let found = found.as_array().expect("a list");
    let with = found
        .iter()
        .find(|one| one["concept"] == "with-statement")
        .expect("it is there");
    assert_eq!(with["range"], span(text, "‹with›"));
    assert_eq!(with["construct"]["start"]["line"], 2);
    assert!(
        found.iter().all(|one| one["concept"] != "import-statement"),
        "the other cell's: {found:?}"
    );
    client.finish();
}

#[test]
fn lenses_stand_over_the_definitions_of_the_cell() {
    let mut client = Client::start(Setup {
        options: json!({ "codeLens": true }),
        ..Setup::default()
    });
    let first = "class Meta(type):\n    pass\n\nclass A(metaclass=Meta):\n    pass\n";
    let second = "x = 1\nclass B(metaclass=Meta):\n    __slots__ = ()\n";
    let all = cells(&[first, second]);
    open(&mut client, NOTEBOOK, &all);
    let mut lens = |cell: &Cell| client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": cell.uri } }));
    let names = |lenses: &Value| -> Vec<Value> {
        let all = lenses.as_array().expect("a list");
        all.iter().map(|lens| lens["range"].clone()).collect()
    };
    assert_eq!(names(&lens(&all[0])), [span(first, "class ‹A›")]);
    let lenses = lens(&all[1]);
    assert_eq!(names(&lenses), [span(second, "class ‹B›")]);
    let argument = &lenses[0]["command"]["arguments"][0];
    assert_eq!(argument["uri"], all[1].uri.as_str());
    assert_eq!(argument["position"]["line"], 1);
    client.finish();
}

#[test]
fn the_project_of_a_cell_is_that_of_its_notebook() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let declared = "[project]\nrequires-python = \">=3.7\"\n";
    std::fs::write(folder.path().join("pyproject.toml"), declared).expect("it can be written");
    let mut setup = Setup::default();
    let capabilities = setup.capabilities.take();
    let mut client = Client::spawn(setup);
    let root = format!("file://{}", folder.path().display());
    let params = json!({ "processId": null, "rootUri": root, "capabilities": capabilities });
    client.ask("initialize", params);
    client.notify("initialized", json!({}));
    let all = cells(&["x = 1", "if (n := 1): pass"]);
    open(&mut client, &format!("{root}/n.ipynb"), &all);
    let hover = said(&mut client, &all[1], "‸:=").unwrap_or_default();
    assert!(hover.contains("3.7"), "{hover}");
    client.finish();
}

#[test]
fn what_is_unknown_or_wrong_does_no_harm() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let all = cells(&[IMPORT, CACHED]);
    let stranger = Cell::new("stranger", "with a: pass");
    // Before anything is open.
    change(&mut client, edit(&all[0], json!([{ "text": "x" }])));
    close(&mut client, NOTEBOOK, &all);
    assert_eq!(said(&mut client, &all[1], "lru_c‸ache"), None);
    let reopened = |client: &mut Client| {
        assert_eq!(said(client, &all[1], "lru_c‸ache"), None, "dropped");
        open(client, NOTEBOOK, &all);
        assert_eq!(said(client, &all[1], "lru_c‸ache").as_ref(), Some(&expected));
    };
    reopened(&mut client);
    // Cells that are not there: what we have is not what the client has.
    change(&mut client, edit(&stranger, json!([{ "text": "x" }])));
    reopened(&mut client);
    change(&mut client, splice(3, 0, &[], &[], &[]));
    reopened(&mut client);
    change(&mut client, splice(1, 4_000_000_000, &[], &[], &[]));
    reopened(&mut client);
    // Messages that cannot be read.
    let broken = json!({ "notebookDocument": { "uri": NOTEBOOK, "version": 2 }, "change": { "cells": 1 } });
    client.notify("notebookDocument/didChange", broken);
    reopened(&mut client);
    client.notify(
        "notebookDocument/didOpen",
        json!({ "notebookDocument": { "uri": NOTEBOOK } }),
    );
    reopened(&mut client);
    // A cell without a text, a text without a cell, a position beyond the end.
    let entries = [all[0].entry(), stranger.entry(), all[1].entry()];
    let notebook = json!({ "uri": NOTEBOOK, "notebookType": "x", "version": 1, "cells": entries });
    let items = [all[0].item(), all[1].item(), Cell::new("nobody", "with a: pass").item()];
    client.notify(
        "notebookDocument/didOpen",
        json!({ "notebookDocument": notebook, "cellTextDocuments": items }),
    );
    assert_eq!(said(&mut client, &all[1], "lru_c‸ache").as_ref(), Some(&expected));
    assert_eq!(said(&mut client, &stranger, "with"), None);
    assert_eq!(said(&mut client, &Cell::new("nobody", "with a: pass"), "with"), None);
    let beyond = json!({ "line": 4_294_967_295_u32, "character": 4_294_967_295_u32 });
    assert_eq!(client.hover(&all[0].uri, &beyond), Value::Null);
    open(&mut client, NOTEBOOK, &[]);
    assert_eq!(said(&mut client, &all[1], "lru_c‸ache"), None);
    client.finish();
}

#[test]
fn uris_with_characters_that_should_be_escaped_work() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let mut all = cells(&[IMPORT, CACHED]);
    for cell in &mut all {
        cell.uri = cell.uri.replace("/n.ipynb", "/my [ä] n.ipynb");
    }
    open(&mut client, "file:///tmp/my [ä] n.ipynb", &all);
    assert_eq!(said(&mut client, &all[1], "lru_c‸ache").as_ref(), Some(&expected));
    client.finish();
}

#[test]
fn cells_opened_as_files_stand_alone() {
    let mut client = Client::able();
    let expected = in_a_file(&mut client);
    let all = cells(&[IMPORT, "%%html\n<p with>", CACHED]);
    for cell in &all {
        client.open(&cell.uri, &cell.text);
    }
    assert!(said(&mut client, &all[0], "fr‸om").is_some());
    assert_eq!(said(&mut client, &all[1], "with"), None);
    assert_ne!(said(&mut client, &all[2], "lru_c‸ache").as_ref(), Some(&expected));
    client.change(&all[2].uri, 2, json!([{ "text": format!("!ls\n{IMPORT}\n{CACHED}") }]));
    let edited = Cell {
        text: format!("!ls\n{IMPORT}\n{CACHED}"),
        ..all[2].clone()
    };
    assert_eq!(said(&mut client, &edited, "@lru_c‸ache").as_ref(), Some(&expected));
    client.close(&edited.uri);
    assert_eq!(said(&mut client, &edited, "@lru_c‸ache"), None);
    // All cells as one text.
    let joined = Cell {
        uri: "file:///tmp/.virtual_documents/n.ipynb".to_owned(),
        ..Cell::new("", &format!("%%html\n{IMPORT}\n\n!with\n{CACHED}"))
    };
    client.open(&joined.uri, &joined.text);
    assert_eq!(said(&mut client, &joined, "@lru_c‸ache").as_ref(), Some(&expected));
    assert_eq!(said(&mut client, &joined, "!wi‸th"), None);
    // A file that is no notebook has no questions, only errors.
    for (uri, is_python) in [("file:///tmp/b.py", true), ("file:///tmp/b.ipynb", false)] {
        client.open(uri, "[y for y in z]?\n");
        let hover = client.hover(uri, &json!({ "line": 0, "character": 4 }));
        assert_eq!(!hover.is_null(), is_python, "{uri}");
    }
    client.finish();
}

const TEXTS: [&str; 12] = [
    "",
    IMPORT,
    CACHED,
    WITH,
    "%%time\nx = [y async for y in 'é\u{1F40D}']",
    "%%bash\nwith",
    "!ls\r\nfiles = !ls\rlambda: x",
    "class A:\r\n    __slots__ = ('é\u{1F40D}',)\r    def f(self):\r\n        yield self",
    "from contextlib import suppress as lru_cache",
    "x = '''with\r\n%time",
    "foo(bar, [1,",
    "async def f():\n    async with a as b: await c\n\n",
];

const TYPED: [&str; 18] = [
    "",
    "",
    "\n",
    "\r",
    "\r\n",
    "    ",
    "(",
    ")",
    "\"\"\"",
    "'",
    "%",
    "!ls",
    "?",
    "\\",
    "é\u{1F40D}",
    "with a: pass\n",
    "@d\n",
    "yield ",
];

#[test]
fn random_changes_leave_what_a_fresh_notebook_has() {
    let mut client = Client::able();
    let mut explained = 0;
    for seed in 0..40 {
        let mut numbers = Numbers(seed);
        let mut fresh_name = 0;
        let mut new = |numbers: &mut Numbers| {
            fresh_name += 1;
            let mut cell = Cell::new(format!("s{seed}c{fresh_name}"), numbers.pick(&TEXTS));
            cell.kind = if numbers.below(10) == 0 { 1 } else { 2 };
            cell
        };
        let mut cells: Vec<Cell> = (0..4).map(|_| new(&mut numbers)).collect();
        open(&mut client, NOTEBOOK, &cells);
        for step in 0..14 {
            let at = numbers.below(cells.len() + 1);
            match numbers.below(8) {
                0 => {
                    let cell = new(&mut numbers);
                    let one = std::slice::from_ref(&cell);
                    change(&mut client, splice(at, 0, one, one, &[]));
                    cells.insert(at, cell);
                }
                1 if at < cells.len() => {
                    let gone = cells.remove(at);
                    change(&mut client, splice(at, 1, &[], &[], &[gone]));
                }
                2 if at + 1 < cells.len() => {
                    cells.swap(at, at + 1);
                    change(&mut client, splice(at, 2, &cells[at..at + 2], &[], &[]));
                }
                3 if at < cells.len() => {
                    cells[at].kind = 3 - cells[at].kind;
                    change(&mut client, json!({ "data": [cells[at].entry()] }));
                }
                4 if at < cells.len() => {
                    numbers.pick(&TEXTS).clone_into(&mut cells[at].text);
                    let whole = json!([{ "text": cells[at].text }]);
                    change(&mut client, edit(&cells[at], whole));
                }
                _ if at < cells.len() => {
                    let text = &mut cells[at].text;
                    // Characters, a line's end of two being one.
                    let mut places: Vec<usize> =
                        text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
                    places.retain(|byte| !(text[..*byte].ends_with('\r') && text[*byte..].starts_with('\n')));
                    let from = numbers.below(places.len());
                    let to = (from + numbers.below(6)).min(places.len() - 1);
                    let place = |at: usize| position(text, places[at], char::len_utf16);
                    let typed = numbers.pick(&TYPED);
                    let part = json!({ "range": { "start": place(from), "end": place(to) }, "text": typed });
                    text.replace_range(places[from]..places[to], typed);
                    change(&mut client, edit(&cells[at], json!([part])));
                }
                _ => {}
            }
            if numbers.below(3) == 0 || step == 13 {
                explained += compare(&mut client, &cells, &mut numbers, &format!("seed {seed}, step {step}"));
            }
        }
        close(&mut client, NOTEBOOK, &cells);
    }
    assert!(
        explained > 300,
        "only {explained} hovers with something in them: the samples prove little"
    );
    client.finish();
}

/// Asks the changed notebook and a fresh one of the same cells the same questions. How many hovers there were.
fn compare(client: &mut Client, cells: &[Cell], numbers: &mut Numbers, what: &str) -> usize {
    const FRESH: &str = "file:///tmp/fresh.ipynb";
    let twins: Vec<Cell> = cells
        .iter()
        .map(|cell| Cell {
            uri: cell.uri.replace("n.ipynb", "fresh.ipynb"),
            ..cell.clone()
        })
        .collect();
    open(client, FRESH, &twins);
    let mut waiting = Vec::new();
    for (cell, twin) in cells.iter().zip(&twins) {
        let mut ask = |method, params: &dyn Fn(&str) -> Value| {
            let ids = [&cell.uri, &twin.uri].map(|uri| client.request(method, params(uri)));
            waiting.push((method, cell, ids));
        };
        for _ in 0..10 {
            let byte = cell.text.floor_char_boundary(numbers.below(cell.text.len() + 1));
            let at = position(&cell.text, byte, char::len_utf16);
            ask("textDocument/hover", &|uri| place(uri, &at));
        }
        if cell.kind == 2 {
            ask("pygloss/concepts", &|uri| json!({ "uri": uri }));
        }
    }
    let mut explained = 0;
    for (method, cell, [changed, fresh]) in waiting {
        let mut answer = |id| {
            client
                .wait(id)
                .unwrap_or_else(|failed| panic!("{method}: {failed:?}; {what}"))
        };
        let (changed, fresh) = (answer(&changed), answer(&fresh));
        assert_eq!(
            changed,
            fresh,
            "{method} in {:?}; {what}, cells {:?}",
            cell.text,
            cells.iter().map(|cell| &cell.text).collect::<Vec<_>>()
        );
        explained += usize::from(method == "textDocument/hover" && !changed.is_null());
    }
    close(client, FRESH, &twins);
    explained
}

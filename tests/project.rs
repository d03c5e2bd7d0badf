//! A construct that is too new for the Python its project declares says so, and a change of that is seen at once.

mod common;

use std::path::Path;

use common::{Client, Setup, at};
use serde_json::{Value, json};

const CODE: &str = "match x:\n    case 1: pass\n";

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A server whose workspace is `folder`, or nothing.
fn server(folder: Option<&Path>) -> Client {
    let mut client = Client::spawn(Setup::default());
    let folders = folder.map(|folder| json!([{ "uri": uri(folder), "name": "here" }]));
    let params = json!({
        "processId": null,
        "rootUri": null,
        "capabilities": { "textDocument": { "hover": { "contentFormat": ["markdown"] } } },
        "workspaceFolders": folders,
    });
    client.agreed = client.ask("initialize", params);
    client.notify("initialized", json!({}));
    client
}

fn hover(client: &mut Client, file: &str) -> String {
    let answer: Value = client.hover(file, &at(CODE, "match"));
    answer["contents"]["value"].as_str().expect("a hover").to_owned()
}

#[test]
fn a_construct_that_is_too_new_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let declare = |python: &str| {
        let text = format!("[project]\nname = \"x\"\nrequires-python = \"{python}\"\n");
        // Another time for each, however coarse the clock of the disk is.
        let new = root.join("pyproject.new");
        std::fs::write(&new, text).expect("written");
        std::fs::rename(&new, root.join("pyproject.toml")).expect("renamed");
    };
    let file = uri(&root.join("package/m.py"));
    let mut client = server(Some(&root));
    client.open(&file, CODE);
    let plain = hover(&mut client, &file);
    assert!(!plain.contains("this project"), "{plain}");
    declare(">=3.8");
    let told = hover(&mut client, &file);
    assert!(
        told.contains("Here: needs Python 3.10; this project declares `>=3.8`."),
        "{told}"
    );
    declare(">=3.11");
    assert_eq!(hover(&mut client, &file), plain);
    client.finish();

    declare(">=3.8");
    let mut client = server(None);
    client.open(&file, CODE);
    let answer = hover(&mut client, &file);
    assert!(
        !answer.contains("this project"),
        "nothing outside of the workspace is read: {answer}"
    );
    client.finish();
}

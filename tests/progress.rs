//! What the reader has met and knows: what hovers, actions and `pygloss progress` make of it, and that its file survives whatever happens to those who write it.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::{Client, Setup, at};
use pygloss::progress::{Changes, Error, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

const URI: &str = "file:///tmp/a.py";

const CODE: &str = "\
from dataclasses import dataclass

@dataclass
class Point:
    x: int

async def f(a):
    async with a: pass
";

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made"))
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("state/pygloss/progress.json")
    }

    fn store(&self) -> Store {
        Store::at(self.file())
    }

    /// An editor of this user's.
    fn client(&self, options: Value) -> Client {
        let mut setup = Setup {
            options,
            cache: Some(self.0.path().to_owned()),
            ..Setup::default()
        };
        setup.capabilities["workspace"] = json!({ "codeLens": { "refreshSupport": true } });
        setup.answer = Box::new(|method, _| match method {
            "workspace/codeLens/refresh" => Ok(Value::Null),
            "window/showDocument" => Ok(json!({ "success": true })),
            other => panic!("{other} is not offered"),
        });
        let mut client = Client::start(setup);
        client.open(URI, CODE);
        client
    }

    /// `pygloss progress`.
    fn progress(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_pygloss"))
            .arg("progress")
            .args(arguments)
            .env("XDG_STATE_HOME", self.0.path().join("state"))
            .output()
            .expect("cargo built the program")
    }

    fn json(&self) -> Value {
        let output = self.progress(&["--format", "json"]);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// What is recorded of a concept.
    fn entry(&self, id: &str) -> Value {
        let all = self.json();
        let found = all["concepts"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|c| c["id"] == id);
        found.cloned().unwrap_or_default()
    }
}

fn hover(client: &mut Client, place: &str) -> Option<String> {
    let answer = client.hover(URI, &at(CODE, place));
    answer["contents"]["value"].as_str().map(str::to_owned)
}

/// A command, and what must follow it.
fn say(client: &mut Client, command: &str, arguments: Value) -> Value {
    let answer = client.ask(
        "workspace/executeCommand",
        json!({ "command": command, "arguments": [arguments] }),
    );
    client.wait_for("workspace/codeLens/refresh");
    answer
}

fn titles(client: &mut Client, place: &str) -> Vec<(String, Value)> {
    let position = at(CODE, place);
    let actions = client.actions(URI, &json!({ "start": position, "end": position }));
    let actions = actions.as_array().cloned().unwrap_or_default();
    let title = |action: &Value| action["title"].as_str().expect("a title").to_owned();
    actions
        .iter()
        .map(|action| (title(action), action["command"].clone()))
        .collect()
}

#[test]
fn a_known_concept_has_a_short_hover_until_it_is_to_be_explained_again() {
    let home = Home::new();
    let mut client = home.client(json!({ "changes": true }));
    let whole = hover(&mut client, "async w‸ith").expect("a hover");
    assert!(whole.lines().count() > 3, "{whole}");
    let actions = titles(&mut client, "async w‸ith");
    let (title, command) = actions
        .iter()
        .find(|(title, _)| title.starts_with("I know this"))
        .expect("an action");
    assert_eq!(title, "I know this: async with");
    assert!(
        !actions.iter().any(|(title, _)| title.starts_with("Explain again")),
        "{actions:?}"
    );

    let id = command["arguments"][0]["concept"].as_str().expect("an id").to_owned();
    let answer = say(
        &mut client,
        command["command"].as_str().expect("a command"),
        command["arguments"][0].clone(),
    );
    assert_eq!(answer, json!({ "concept": id, "known": true, "stored": true }));
    client.wait_for("pygloss/changed");
    let short = hover(&mut client, "async w‸ith").expect("a hover");
    assert_eq!(short, whole.lines().next().expect("a line"));
    assert_eq!(home.entry(&id)["known"], true);

    let actions = titles(&mut client, "async w‸ith");
    let (title, command) = actions
        .iter()
        .find(|(title, _)| title.starts_with("Explain again"))
        .expect("an action");
    assert_eq!(title, "Explain again: async with");
    say(
        &mut client,
        command["command"].as_str().expect("a command"),
        command["arguments"][0].clone(),
    );
    client.wait_for("pygloss/changed");
    assert_eq!(hover(&mut client, "async w‸ith"), Some(whole));
    assert_eq!(home.entry(&id)["known"], false);
    client.finish();
}

#[test]
fn what_is_known_can_be_hidden_and_what_is_new_comes_first() {
    let home = Home::new();
    let mut client = home.client(json!({ "changes": true, "known": "hide" }));
    let first = hover(&mut client, "@data‸class").expect("a hover");
    let said = say(
        &mut client,
        "pygloss.know",
        json!({ "uri": URI, "position": at(CODE, "@data‸class") }),
    );
    client.wait_for("pygloss/changed");
    // Something else at the place, which was only named before.
    let second = hover(&mut client, "@data‸class");
    assert_ne!(second.as_ref(), Some(&first), "{said}");
    for _ in 0..5 {
        if hover(&mut client, "@data‸class").is_none() {
            break;
        }
        let found = titles(&mut client, "@data‸class");
        let next = found
            .iter()
            .find(|(title, _)| title.starts_with("I know this"))
            .expect("an action");
        say(&mut client, "pygloss.know", next.1["arguments"][0].clone());
        client.wait_for("pygloss/changed");
    }
    assert_eq!(hover(&mut client, "@data‸class"), None);
    client.finish();
}

#[test]
fn a_client_that_follows_the_links_gets_them() {
    let home = Home::new();
    let links = json!(["pygloss.explain", "pygloss.know", "pygloss.explainAgain"]);
    let mut client = home.client(json!({ "changes": true, "commandLinks": links }));
    let whole = hover(&mut client, "async w‸ith").expect("a hover");
    assert!(whole.contains("[I know this](command:pygloss.know?"), "{whole}");
    say(&mut client, "pygloss.know", json!("async-with"));
    client.wait_for("pygloss/changed");
    let short = hover(&mut client, "async w‸ith").expect("a hover");
    assert!(
        short.contains(" · [Explain again](command:pygloss.explainAgain?"),
        "{short}"
    );
    assert_eq!(short.lines().count(), 1, "{short}");
    client.finish();

    let mut client = home.client(json!({ "changes": true, "commandLinks": true }));
    let other = hover(&mut client, "@data‸class").expect("a hover");
    assert!(
        other.contains("command:pygloss.explain?") && !other.contains("pygloss.know"),
        "{other}"
    );
    client.finish();
}

#[test]
fn a_client_without_views_is_told_in_a_message() {
    let home = Home::new();
    let mut client = home.client(Value::Null);
    say(&mut client, "pygloss.know", json!("async-with"));
    let told = client.wait_for("window/showMessage");
    assert_eq!(
        (&told["type"], told["message"].as_str().map(|m| m.contains("known"))),
        (&json!(3), Some(true)),
        "{told}"
    );
    for wrong in [json!("no-such-thing"), json!({ "concept": "dunder-slotss" }), json!(7)] {
        let params = json!({ "command": "pygloss.know", "arguments": [wrong] });
        assert_eq!(client.ask_in_vain("workspace/executeCommand", params).code, -32602);
    }
    client.finish();
}

#[test]
fn two_editors_know_the_same() {
    let home = Home::new();
    let (mut one, mut two) = (
        home.client(json!({ "changes": true })),
        home.client(json!({ "changes": true })),
    );
    let whole = hover(&mut two, "async w‸ith").expect("a hover");
    say(&mut one, "pygloss.know", json!("async-with"));
    say(&mut two, "pygloss.know", json!("dunder-slots"));
    let deadline = Instant::now() + Duration::from_secs(30);
    while hover(&mut two, "async w‸ith").as_ref() == Some(&whole) {
        assert!(Instant::now() < deadline, "the other editor never heard of it");
        std::thread::yield_now();
    }
    assert_eq!(
        (&home.entry("async-with")["known"], &home.entry("dunder-slots")["known"]),
        (&json!(true), &json!(true))
    );
    one.wait_for("pygloss/changed");
    two.wait_for("pygloss/changed");
    one.finish();
    two.finish();
}

#[test]
fn what_was_met_and_explained_is_counted_by_the_end_of_the_server() {
    let home = Home::new();
    let mut client = home.client(json!({ "changes": true }));
    for _ in 0..3 {
        hover(&mut client, "async w‸ith");
    }
    client.ask("pygloss/page", json!({ "concept": "async-with" }));
    client.ask(
        "workspace/executeCommand",
        json!({ "command": "pygloss.explain", "arguments": ["dunder-slots"] }),
    );
    client.wait_for("window/showDocument");
    client.finish();
    let entry = home.entry("async-with");
    assert_eq!((&entry["met"], &entry["explained"]), (&json!(3), &json!(1)));
    assert_eq!(home.entry("dunder-slots")["explained"], 1);
    let all = home.json();
    assert_eq!(
        (&all["all"]["met"], &all["all"]["explained"], &all["all"]["known"]),
        (&json!(1), &json!(2), &json!(0))
    );
    assert_eq!(all["file"], json!(home.file()));

    let mut client = home.client(json!({ "changes": true, "progress": false }));
    hover(&mut client, "async w‸ith");
    client.ask("pygloss/page", json!({ "concept": "async-with" }));
    client.finish();
    assert_eq!(
        home.entry("async-with"),
        entry,
        "nothing is counted where the reader does not want it"
    );
}

#[test]
fn the_table_and_what_can_be_said_there() {
    let home = Home::new();
    let output = home.progress(&[
        "--know",
        "dunder-slots",
        "--know",
        "async-with",
        "--again",
        "async-with",
    ]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    let row = |name: &str| -> Vec<usize> {
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(name));
        let line = line.unwrap_or_else(|| panic!("{name}: {text}"));
        line.split_whitespace()
            .skip(1)
            .map(|n| n.parse().expect("a number"))
            .collect()
    };
    assert_eq!(row("all")[..3], [0, 0, 1]);
    assert_eq!(row("data-model")[2], 1);
    assert!(row("all")[3] > 500);
    assert!(text.contains(&format!("Kept in {}", home.file().display())), "{text}");

    let wrong = home.progress(&["--know", "dunder-slotss"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("dunder-slots"), "{said}");
}

#[test]
fn a_file_that_is_no_record_is_left_alone_and_named() {
    for (text, place) in [
        ("{\"version\":1,\n \"concepts\": 7}", ":2:"),
        ("", ":1:"),
        ("{\"version\": 99}", "later pygloss"),
    ] {
        let home = Home::new();
        let file = home.file();
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        std::fs::write(&file, text).expect("it can be written");
        let output = home.progress(&["--know", "dunder-slots"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains(&file.display().to_string()) && said.contains(place),
            "{said}"
        );

        let mut client = home.client(json!({ "changes": true }));
        let whole = hover(&mut client, "async w‸ith").expect("a hover");
        let told = client.wait_for("window/showMessage");
        assert_eq!(told["type"], 2, "{told}");
        let answer = say(&mut client, "pygloss.know", json!("async-with"));
        assert_eq!(answer["stored"], false);
        client.wait_for("pygloss/changed");
        client.wait_for("window/showMessage");
        assert_ne!(
            hover(&mut client, "async w‸ith"),
            Some(whole),
            "it holds until the server ends"
        );
        client.finish();
        assert_eq!(std::fs::read_to_string(&file).expect("it is there"), text);
    }
}

#[test]
fn a_folder_that_cannot_be_written_keeps_nothing_from_working() {
    let home = Home::new();
    let folder = home.file();
    let folder = folder.parent().expect("a folder").parent().expect("a folder");
    // Root may write everywhere, but nobody can make a folder in a file.
    std::fs::write(folder, "no folder").expect("it can be written");
    let mut client = home.client(json!({ "changes": true }));
    assert!(hover(&mut client, "async w‸ith").is_some());
    let answer = say(&mut client, "pygloss.know", json!("async-with"));
    assert_eq!(answer["stored"], false);
    let told = client.wait_for("window/showMessage");
    assert_eq!(told["type"], 2, "{told}");
    client.wait_for("pygloss/changed");
    while client.heard("window/showMessage").is_some() {}
    client.finish();
}

/// Not a test of its own: what others start as a process. Meets a concept again and again.
#[test]
#[ignore = "a process that other tests start"]
fn writer() {
    let (Ok(file), Ok(times)) = (
        std::env::var("PYGLOSS_WRITER_FILE"),
        std::env::var("PYGLOSS_WRITER_TIMES"),
    ) else {
        return;
    };
    let store = Store::at(file.into());
    let mut changes = Changes::default();
    changes.meet("with");
    for _ in 0..times.parse::<usize>().expect("a number") {
        store.apply(&changes).expect("it can be written");
    }
}

fn start_writer(file: &Path, times: usize) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "writer", "--ignored"])
        .env("PYGLOSS_WRITER_FILE", file)
        .env("PYGLOSS_WRITER_TIMES", times.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("it can be started")
}

#[test]
fn nothing_is_lost_where_several_write() {
    let home = Home::new();
    let writers: Vec<Child> = (0..4).map(|_| start_writer(&home.file(), 50)).collect();
    for mut writer in writers {
        assert!(writer.wait().expect("a child").success());
    }
    assert_eq!(home.store().read().expect("a record").of("with").met, 200);
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let home = Home::new();
    let store = home.store();
    let mut number = 0x9E37_79B9_u64;
    let mut before = 0;
    for round in 0..60 {
        let mut child = start_writer(&home.file(), 1_000_000);
        let deadline = Instant::now() + Duration::from_secs(60);
        // It has begun to write, and is killed somewhere in a later turn.
        while store.read().expect("old or new").of("with").met <= before {
            assert!(Instant::now() < deadline, "round {round}: nothing was written");
            std::thread::yield_now();
        }
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let pause = Instant::now() + Duration::from_micros(number >> 52);
        while Instant::now() < pause {
            std::hint::spin_loop();
        }
        child.kill().expect("it runs");
        child.wait().expect("a child");
        let after = store.read().expect("old or new").of("with").met;
        assert!(after > before, "round {round}: {before}, then {after}");
        before = after;
    }
    // The lock went with the processes.
    let mut changes = Changes::default();
    changes.meet("with");
    assert_eq!(
        store.apply(&changes).expect("it can be written").of("with").met,
        before + 1
    );
}

#[test]
fn who_holds_the_lock_too_long_is_named() {
    let home = Home::new();
    let store = home.store();
    let mut changes = Changes::default();
    changes.meet("with");
    store.apply(&changes).expect("it can be written");
    let lock = home.file().with_extension("lock");
    let held = std::fs::File::open(&lock).expect("it is there");
    held.lock().expect("it is free");
    match store.apply(&changes) {
        Err(Error::Locked { path }) => assert_eq!(path, lock),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.read().expect("a record").of("with").met, 1);
}

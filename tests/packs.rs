//! Packs while the server runs: what is found without a setting, what is said of mistakes and where, and that every change is seen.
//!
//! The client tells changes of files as an editor's watcher does, or, in one test, does not.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use common::{Client, Setup, at};
use serde_json::{Value, json};
use tempfile::TempDir;

const URI: &str = "file:///tmp/a.py";

const USES: &str = "import ourlib\n\nourlib.retry(f)\nourlib.again(f)\n";

/// A workspace that a test writes.
struct Workspace {
    root: PathBuf,
    _folder: TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        Self { root, _folder: folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.root.join(".pygloss").join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let file = self.file(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, text).expect("written");
        file
    }
}

fn uri_of(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// A client that watches files and shows diagnostics.
fn setup() -> Setup {
    let mut setup = Setup::default();
    setup.capabilities["workspace"] = json!({
        "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": true },
    });
    setup.capabilities["textDocument"]["publishDiagnostics"] = json!({});
    setup.answer = Box::new(|_, _| Ok(Value::Null));
    setup
}

/// A server whose workspace is these folders.
fn start(mut setup: Setup, folders: &[&Workspace], options: Value) -> Client {
    let capabilities = setup.capabilities.take();
    let watches = capabilities["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true;
    let mut client = Client::spawn(setup);
    let folders: Vec<Value> = folders
        .iter()
        .map(|folder| json!({ "uri": uri_of(&folder.root), "name": "here" }))
        .collect();
    let mut options = options;
    options["changes"] = json!(true);
    if options.get("trusted").is_none() {
        options["trusted"] = json!(true);
    }
    let trusted = options["trusted"] == true;
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
        "workspaceFolders": folders, "initializationOptions": options,
    });
    client.agreed = client.ask("initialize", params);
    client.notify("initialized", json!({}));
    if watches && trusted {
        client.wait_for("client/registerCapability");
    }
    client.open(URI, USES);
    client
}

/// A concept of a team's own, found by one dotted name.
fn concept(title: &str, name: &str, head: &str) -> String {
    let (module, last) = name.rsplit_once('.').expect("a dotted name");
    let mark = format!("#{}{}", " ".repeat(module.len()), "^".repeat(last.len()));
    format!(
        "+++\ntitle = \"{title}\"\nlevel = \"advanced\"\ndocs = \"https://example.com/own\"\n{head}\nnames = [\"{name}\"]\n+++\n\n\
         Words about {title}.\n\n## How it works\nSo.\n\n## Why it exists\nFor us.\n\n## Where it bites\n- Nowhere.\n\n\
         ## Example\n```python\nprint(1)\n```\n```output\n1\n```\n\n## Detection\n```cases\nimport {module}\n{name}(f)\n{mark} here\nf({last})\n# <- not\n```\n"
    )
}

fn retry() -> String {
    concept("Retry", "ourlib.retry", "")
}

/// Tells the server of changed files, and waits until it has looked at them.
fn changed(client: &mut Client, files: &[&Path]) {
    let changes: Vec<Value> = files
        .iter()
        .map(|file| json!({ "uri": uri_of(file), "type": 2 }))
        .collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

fn seen(client: &mut Client) {
    client.wait_for("pygloss/changed");
}

/// The next diagnostics, which are about `file`.
fn shown(client: &mut Client, file: &Path) -> Vec<Value> {
    let mut params = client.wait_for("textDocument/publishDiagnostics");
    assert_eq!(params["uri"], uri_of(file), "{params}");
    let list = params["diagnostics"].take();
    list.as_array().expect("a list").clone()
}

/// The one mistake that is shown in `file`: its message, and the range as `row:column-column` from 1.
fn mistake(client: &mut Client, file: &Path) -> (String, String) {
    let shown = shown(client, file);
    assert_eq!(shown.len(), 1, "{shown:?}");
    told(&shown[0])
}

fn told(diagnostic: &Value) -> (String, String) {
    assert_eq!(diagnostic["source"], "pygloss");
    assert_eq!(diagnostic["severity"], 1);
    let message = diagnostic["message"].as_str().expect("a message").to_owned();
    assert!(message.contains("\nhelp: "), "it says what to do: {message}");
    let number = |place: &str, what: &str| {
        let at = &diagnostic["range"][place][what];
        at.as_u64().expect("a number") + 1
    };
    assert_eq!(number("start", "line"), number("end", "line"));
    let range = format!(
        "{}:{}-{}",
        number("start", "line"),
        number("start", "character"),
        number("end", "character")
    );
    (message, range)
}

fn hover(client: &mut Client, name: &str) -> Option<String> {
    let answer = client.hover(URI, &at(USES, name));
    answer["contents"]["value"].as_str().map(str::to_owned)
}

#[test]
fn the_workspaces_own_pack_comes_breaks_is_mended_and_goes() {
    let workspace = Workspace::new();
    let mut client = start(setup(), &[&workspace], json!({}));
    assert_eq!(hover(&mut client, "retry"), None);

    let file = workspace.write("retry.md", retry());
    changed(&mut client, &[&file]);
    seen(&mut client);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Words about Retry.")
    );

    workspace.write("retry.md", retry().replace("Words about", "New words about"));
    changed(&mut client, &[&file]);
    seen(&mut client);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("New words about Retry.")
    );

    // Broken: the last good one stays, and what is wrong is shown at its place.
    workspace.write(
        "retry.md",
        retry().replace("level = \"advanced\"", "levle = \"advanced\""),
    );
    changed(&mut client, &[&file]);
    let (message, range) = mistake(&mut client, &file);
    assert!(
        message.starts_with("there is no field `levle`\nhelp: did you mean `level`?"),
        "{message}"
    );
    assert_eq!(range, "3:1-6");
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("New words about Retry.")
    );

    // Told again of nothing new, it says nothing new; another file still comes.
    changed(&mut client, &[&file]);
    let other = workspace.write("again.md", concept("Again", "ourlib.again", ""));
    changed(&mut client, &[&other]);
    seen(&mut client);
    assert!(hover(&mut client, "again").is_some() && hover(&mut client, "retry").is_some());

    workspace.write("retry.md", retry().replace("Words about", "Mended words about"));
    changed(&mut client, &[&file]);
    assert_eq!(shown(&mut client, &file), Vec::<Value>::new());
    seen(&mut client);
    assert!(hover(&mut client, "retry").expect("a hover").contains("Mended words"));

    std::fs::remove_file(&file).expect("removed");
    changed(&mut client, &[&file]);
    seen(&mut client);
    assert_eq!(hover(&mut client, "retry"), None);
    assert!(hover(&mut client, "again").is_some());

    // The whole folder goes, and one event tells it.
    let folder = workspace.root.join(".pygloss");
    std::fs::remove_dir_all(&folder).expect("removed");
    changed(&mut client, &[&folder]);
    seen(&mut client);
    assert_eq!(hover(&mut client, "again"), None);
    client.finish();
}

#[test]
fn a_broken_file_that_is_removed_takes_its_last_good_concept_along() {
    let workspace = Workspace::new();
    let file = workspace.write("retry.md", retry());
    let mut client = start(setup(), &[&workspace], json!({}));
    seen(&mut client);
    workspace.write("retry.md", "nothing");
    changed(&mut client, &[&file]);
    assert_eq!(mistake(&mut client, &file).1, "1:1-8");
    assert!(hover(&mut client, "retry").is_some());
    std::fs::remove_file(&file).expect("removed");
    changed(&mut client, &[&file]);
    assert_eq!(shown(&mut client, &file), Vec::<Value>::new());
    seen(&mut client);
    assert_eq!(hover(&mut client, "retry"), None);
    client.finish();
}

/// Each mistake there is, in a file of its own; what its one message says, and where.
#[test]
fn each_mistake_has_one_message_and_the_rest_serves() {
    let workspace = Workspace::new();
    let again = |n: usize, head: &str| concept(&format!("Again {n}"), "ourlib.again", head);
    let with_query = |n: usize, query: &str| {
        let block = format!("## Detection\n```query\n{query}\n```");
        again(n, "").replace("## Detection", &block)
    };
    let mut wanted: BTreeMap<PathBuf, (&str, &str)> = BTreeMap::new();
    let mut add = |name: &str, text: String, message, range| {
        wanted.insert(workspace.write(name, text), (message, range));
    };
    add("bad-toml.md", again(1, "peps = [1,, 2]"), "", "5:11-15");
    add(
        "unknown-key.md",
        again(2, "colour = 1"),
        "there is no field `colour`",
        "5:1-7",
    );
    add("bad-query.md", with_query(3, "(call"), "", "30:1-6");
    add("no-node.md", with_query(4, "(banana) @anchor"), "banana", "30:1-17");
    add(
        "unknown-predicate.md",
        with_query(5, "((call) @anchor (#shines? @anchor))"),
        "shines",
        "30:17-36",
    );
    add("two/twice.md", again(6, ""), "the id `twice` is taken by", "1:1-4");
    add(
        "circle-a.md",
        again(7, "builds-on = [\"circle-b\"]"),
        "circle-a → circle-b → circle-a",
        "5:14-24",
    );
    add("Capital.md", again(8, ""), "`Capital` cannot be an id", "1:1-4");
    add(
        "no-such.md",
        again(9, "related = [\"decoratr\"]"),
        "there is no concept `decoratr`",
        "5:12-22",
    );
    add(
        "case.md",
        again(10, "").replace("<- not", "<- not\ng(again)\n# <- here"),
        "nothing is found here",
        "36:1-10",
    );
    add("huge.md", "x".repeat(10 << 20), "longer than 1024 KiB", "1:1-1");
    let binary = workspace.write("binary.md", b"+++\n\xff\xfe");
    wanted.insert(binary, ("line 2 is no text in UTF-8", "1:1-1"));
    // A folder of that name is a folder: it is looked into.
    std::fs::create_dir_all(workspace.file("folder.md")).expect("a folder");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        for (link, target, message) in [
            ("round.md", "round.md", "cannot be read"),
            ("round", "round", "leads nowhere"),
            ("again", ".", "a symbolic link to a folder is not followed"),
        ] {
            symlink(target, workspace.file(link)).expect("a link");
            wanted.insert(workspace.file(link), (message, "1:1-1"));
        }
    }
    workspace.write("one/twice.md", concept("Once", "ourlib.retry", ""));
    workspace.write(
        "circle-b.md",
        concept("Circle b", "ourlib.b", "builds-on = [\"circle-a\"]"),
    );
    // What refers to broken files is itself good.
    workspace.write(
        "refers.md",
        concept(
            "Refers",
            "ourlib.refers",
            "related = [\"bad-toml\"]\nbuilds-on = [\"bad-query\"]",
        ),
    );
    workspace.write(
        "windows.md",
        format!("\u{feff}{}", concept("Windows", "ourlib.w", "").replace('\n', "\r\n")),
    );
    workspace.write("README.md", "nothing to see");

    let mut client = start(setup(), &[&workspace], json!({}));
    let mut heard: BTreeMap<String, Value> = BTreeMap::new();
    for _ in 0..wanted.len() {
        let mut params = client.wait_for("textDocument/publishDiagnostics");
        let uri = params["uri"].as_str().expect("a URI").to_owned();
        assert!(heard.insert(uri, params["diagnostics"].take()).is_none(), "told twice");
    }
    let mut differing = Vec::new();
    for (file, (message, range)) in &wanted {
        let list = heard.remove(&uri_of(file)).unwrap_or_default();
        let list = list.as_array().cloned().unwrap_or_default();
        let said: Vec<(String, String)> = list.iter().map(told).collect();
        let fits = |(text, place): &(String, String)| text.contains(message) && place == range;
        if said.len() != 1 || !said.iter().all(fits) {
            differing.push(format!("{}: {message} at {range}: {said:#?}", file.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert_eq!(heard, BTreeMap::new(), "nothing else is wrong");
    seen(&mut client);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Words about Once.")
    );
    for good in ["twice", "circle-b", "refers", "windows", "dunder-slots"] {
        client.ask("pygloss/page", json!({ "concept": good }));
    }
    for (file, _) in wanted {
        let id = file.file_stem().expect("a name").to_string_lossy().into_owned();
        if id != "twice" {
            let failed = client.ask_in_vain("pygloss/page", json!({ "concept": id }));
            assert_eq!(failed.code, -32602, "{id}");
        }
    }
    client.finish();
}

#[test]
fn places_are_counted_as_was_agreed() {
    for (encoding, columns) in [("utf-16", "5:25-30"), ("utf-8", "5:27-32"), ("utf-32", "5:24-29")] {
        let workspace = Workspace::new();
        let broken = retry().replace("\nnames", "changed = { \"3.9\"=\"𝒳\", wrong = \"x\" }\nnames");
        let file = workspace.write("retry.md", broken);
        let mut setup = setup();
        setup.capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut client = start(setup, &[&workspace], json!({}));
        let (message, range) = mistake(&mut client, &file);
        assert!(message.starts_with("`wrong` is not a version of Python"), "{message}");
        assert_eq!(range, columns, "{encoding}");
        client.finish();
    }
}

#[test]
fn what_stands_in_the_editor_counts_before_it_is_saved() {
    let workspace = Workspace::new();
    let file = workspace.write("retry.md", retry());
    let uri = uri_of(&file);
    let mut client = start(setup(), &[&workspace], json!({}));
    seen(&mut client);
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": retry() });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let text = retry();
    let range = common::span(&text, "Words");
    client.change(&uri, 2, json!([{ "range": range, "text": "Unsaved words" }]));
    seen(&mut client);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Unsaved words about Retry.")
    );
    // Nothing in prose is Python.
    assert_eq!(client.hover(&uri, &json!({ "line": 1, "character": 0 })), Value::Null);

    let range = common::span(&text, "level");
    client.change(&uri, 3, json!([{ "range": range, "text": "lvl" }]));
    let (message, range) = mistake(&mut client, &file);
    assert!(message.contains("there is no field `lvl`"), "{message}");
    assert_eq!(range, "3:1-4");
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Unsaved words about Retry.")
    );
    // The disk's text is good, and is not what counts.
    changed(&mut client, &[&file]);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Unsaved words about Retry.")
    );

    client.close(&uri);
    assert_eq!(shown(&mut client, &file), Vec::<Value>::new());
    seen(&mut client);
    assert!(
        hover(&mut client, "retry")
            .expect("a hover")
            .contains("Words about Retry.")
    );
    client.finish();
}

#[test]
fn an_editor_that_can_is_asked_for_open_concept_files() {
    let workspace = Workspace::new();
    let mut setup = setup();
    setup.capabilities["workspace"] = json!({});
    setup.capabilities["textDocument"]["synchronization"] = json!({ "dynamicRegistration": true });
    let mut client = start(setup, &[&workspace], json!({}));
    let asked = client.wait_for("client/registerCapability");
    let asked = asked["registrations"].as_array().expect("registrations");
    let methods: Vec<&str> = asked.iter().filter_map(|one| one["method"].as_str()).collect();
    assert_eq!(
        methods,
        [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose"
        ]
    );
    for one in asked {
        let selector = &one["registerOptions"]["documentSelector"];
        assert_eq!(
            *selector,
            json!([{ "language": "markdown", "scheme": "file", "pattern": "**/.pygloss/**/*.md" }])
        );
    }
    assert_eq!(asked[1]["registerOptions"]["syncKind"], 2);
    client.finish();
}

#[test]
fn a_pack_that_is_no_folder_is_told_at_its_own_place() {
    let workspace = Workspace::new();
    let own = workspace.root.join(".pygloss");
    std::fs::write(&own, "not a folder").expect("written");
    let mut client = start(setup(), &[&workspace], json!({}));
    let (message, range) = mistake(&mut client, &own);
    assert!(message.starts_with("cannot be read: "), "{message}");
    assert_eq!(range, "1:1-1");
    std::fs::remove_file(&own).expect("removed");
    let file = workspace.write("retry.md", retry());
    changed(&mut client, &[&own, &file]);
    assert_eq!(shown(&mut client, &own), Vec::<Value>::new());
    seen(&mut client);
    assert!(hover(&mut client, "retry").is_some());
    client.finish();
}

#[test]
fn other_prose_is_nobodys_concern() {
    let workspace = Workspace::new();
    let mut client = start(setup(), &[&workspace], json!({}));
    let uri = uri_of(&workspace.root.join("notes.md"));
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "class A: pass\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    assert_eq!(client.hover(&uri, &json!({ "line": 0, "character": 0 })), Value::Null);
    client.change(&uri, 2, json!([{ "text": "x" }]));
    client.close(&uri);
    client.finish();
}

#[test]
fn nothing_of_a_workspace_that_is_not_trusted_is_read() {
    let workspace = Workspace::new();
    workspace.write("retry.md", retry());
    let broken = workspace.write("broken.md", "nothing");
    let mut client = start(setup(), &[&workspace], json!({ "trusted": false }));
    assert_eq!(hover(&mut client, "retry"), None);
    changed(&mut client, &[&broken]);
    assert_eq!(hover(&mut client, "retry"), None);
    client.finish();
}

/// An editor that knows nothing of trust says nothing of it. What its user names elsewhere is the user's.
#[test]
fn of_a_workspace_that_nobody_speaks_of_nothing_is_read() {
    let (workspace, elsewhere) = (Workspace::new(), Workspace::new());
    workspace.write("retry.md", retry());
    elsewhere.write("again.md", concept("Again", "ourlib.again", ""));
    let link = elsewhere.root.join("link");
    std::os::unix::fs::symlink(&workspace.root, &link).expect("a link");
    let inside = [
        json!(".pygloss"),
        json!(workspace.root.join(".pygloss")),
        json!(elsewhere.root.join("../").join(&workspace.root).join(".pygloss")),
        json!(link.join(".pygloss")),
    ];
    let mut packs = inside.to_vec();
    packs.push(json!(elsewhere.root.join(".pygloss")));
    let mut client = start(setup(), &[&workspace], json!({ "trusted": null, "packs": packs }));
    let message = client.wait_for("window/showMessage")["message"].to_string();
    assert_eq!(message.matches("trusted").count(), 2 * (inside.len() + 1), "{message}");
    assert_eq!(hover(&mut client, "retry"), None);
    assert_eq!(
        client.ask_in_vain("pygloss/page", json!({ "concept": "retry" })).code,
        -32602
    );
    assert_eq!(
        client.ask("pygloss/page", json!({ "concept": "again" }))["title"],
        "Again"
    );
}

#[test]
fn a_built_in_concept_is_overridden_and_comes_back() {
    let workspace = Workspace::new();
    let text = concept("Our dataclass", "dataclasses.dataclass", "");
    let file = workspace.write("dataclasses-dataclass.md", text);
    let mut client = start(setup(), &[&workspace], json!({}));
    seen(&mut client);
    let title = |client: &mut Client| {
        let page = client.ask("pygloss/page", json!({ "concept": "dataclasses-dataclass" }));
        page["title"].as_str().expect("a title").to_owned()
    };
    assert_eq!(title(&mut client), "Our dataclass");
    std::fs::remove_file(&file).expect("removed");
    changed(&mut client, &[&file]);
    seen(&mut client);
    assert_ne!(title(&mut client), "Our dataclass");
    client.finish();
}

#[test]
fn each_folder_of_a_workspace_has_its_pack() {
    let (one, two) = (Workspace::new(), Workspace::new());
    one.write("retry.md", retry());
    one.write("both.md", concept("Of the first", "ourlib.both", ""));
    let again = two.write("again.md", concept("Again", "ourlib.again", ""));
    two.write("both.md", concept("Of the second", "ourlib.both", ""));
    let mut client = start(setup(), &[&one, &two], json!({}));
    seen(&mut client);
    assert!(hover(&mut client, "retry").is_some() && hover(&mut client, "again").is_some());
    let page = client.ask("pygloss/page", json!({ "concept": "both" }));
    assert_eq!(page["title"], "Of the second", "the later one counts");
    // A mistake in one keeps nothing of the other away.
    two.write("again.md", "nothing");
    let new = one.write("new.md", concept("New", "ourlib.new", ""));
    changed(&mut client, &[&again, &new]);
    mistake(&mut client, &again);
    seen(&mut client);
    client.ask("pygloss/page", json!({ "concept": "new" }));
    assert!(hover(&mut client, "again").is_some());

    // A folder leaves the workspace and comes back.
    let second = json!([{ "uri": uri_of(&two.root), "name": "here" }]);
    let event = json!({ "event": { "added": [], "removed": second } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    client.wait_for("client/registerCapability");
    assert_eq!(shown(&mut client, &again), Vec::<Value>::new());
    client.wait_for("client/unregisterCapability");
    seen(&mut client);
    assert_eq!(hover(&mut client, "again"), None);
    two.write("again.md", concept("Again", "ourlib.again", ""));
    let event = json!({ "event": { "added": second, "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    client.wait_for("client/registerCapability");
    client.wait_for("client/unregisterCapability");
    seen(&mut client);
    assert!(hover(&mut client, "again").is_some());
    client.finish();
}

#[test]
fn a_client_that_does_not_watch_is_looked_after_at_a_hover() {
    let workspace = Workspace::new();
    workspace.write("retry.md", retry());
    let mut setup = setup();
    setup.capabilities["workspace"] = json!({});
    let mut client = start(setup, &[&workspace], json!({}));
    seen(&mut client);
    let end = Instant::now() + Duration::from_secs(60);
    for words in ["First words", "Second words"] {
        workspace.write("retry.md", retry().replace("Words", words));
        let mut text = String::new();
        while !text.contains(words) {
            assert!(Instant::now() < end, "{words} are never seen: {text}");
            text = hover(&mut client, "retry").expect("a hover");
        }
        seen(&mut client);
    }
    let broken = workspace.write("retry.md", "nothing");
    // Hovering is what makes it look, at most once a second; the last good words stay.
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(1100) {
        assert!(hover(&mut client, "retry").expect("a hover").contains("Second words"));
    }
    // However long the last one took, this one is late enough.
    assert!(hover(&mut client, "retry").is_some());
    mistake(&mut client, &broken);
    client.finish();
}

#[test]
fn a_client_without_diagnostics_is_told_in_one_message() {
    let workspace = Workspace::new();
    let file = workspace.write("broken.md", "nothing");
    let mut setup = setup();
    setup.capabilities["textDocument"]["publishDiagnostics"].take();
    let mut client = start(setup, &[&workspace], json!({}));
    let told = client.wait_for("window/showMessage");
    let message = told["message"].as_str().expect("a message");
    assert!(
        message.contains(&format!("{}:1:1: the file does not begin", file.display())),
        "{message}"
    );
    assert_eq!(hover(&mut client, "retry"), None);
    client.finish();
}

#[test]
fn the_folders_of_the_setting_are_watched_and_come_before_the_workspaces_own() {
    let (workspace, elsewhere) = (Workspace::new(), Workspace::new());
    workspace.write("retry.md", retry());
    let file = elsewhere.root.join("retry.md");
    std::fs::write(&file, concept("Named", "ourlib.retry", "")).expect("written");
    let mut client = start(setup(), &[&workspace], json!({}));
    seen(&mut client);
    let settings = json!({ "packs": [&elsewhere.root, workspace.root.join(".pygloss")] });
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "pygloss": settings } }),
    );
    let registered = client.wait_for("client/registerCapability");
    let registration = &registered["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"]
        .as_array()
        .expect("watchers");
    let uri = uri_of(&elsewhere.root);
    assert!(
        watchers
            .iter()
            .any(|w| w["globPattern"] == json!({ "baseUri": uri, "pattern": "**" })),
        "{watchers:?}"
    );
    assert!(
        watchers.iter().any(|w| w["globPattern"] == "**/.pygloss/**"),
        "{watchers:?}"
    );
    client.wait_for("client/unregisterCapability");
    seen(&mut client);
    let page = client.ask("pygloss/page", json!({ "concept": "retry" }));
    assert_eq!(page["title"], "Retry", "the order is that of the setting");
    std::fs::write(&file, "nothing").expect("written");
    changed(&mut client, &[&file]);
    mistake(&mut client, &file);
    // A folder that is not there can be shown in no file.
    let settings = json!({ "packs": [elsewhere.root.join("nowhere")] });
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "pygloss": settings } }),
    );
    client.wait_for("client/registerCapability");
    client.wait_for("client/unregisterCapability");
    assert_eq!(shown(&mut client, &file), Vec::<Value>::new());
    let told = client.wait_for("window/showMessage");
    assert!(told.to_string().contains("nowhere: cannot be read"), "{told}");
    seen(&mut client);
    client.finish();
}

/// What the program prints: its code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("PYGLOSS_LOG")
        .output()
        .expect("cargo built the program");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_new_concept_is_begun_checked_and_finished() {
    let workspace = Workspace::new();
    let root = &workspace.root;
    let (code, out, err) = run(root, &["new", "retry"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("pygloss check .pygloss"), "it says what to do next: {out}");
    let file = workspace.file("retry.md");
    let skeleton = std::fs::read_to_string(&file).expect("written");

    let (code, _, err) = run(root, &["check", ".pygloss"]);
    assert_eq!(code, Some(1), "{err}");
    let left = skeleton.matches("FILL IN:").count();
    assert_eq!(err.matches("this is still to be filled in: ").count(), left, "{err}");
    assert!(
        err.contains("retry.md:5:10: error: this is still to be filled in: what a person would call it"),
        "{err}"
    );

    let (code, _, err) = run(root, &["new", "retry"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("is there already and stays as it is"), "{err}");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), skeleton);

    // Written in place of what is to be written, with all comments, it is a good file.
    let mut text = skeleton;
    for (mark, words) in [
        ("\"FILL IN: what a person", "\"Retry\""),
        ("\"FILL IN: the address", "\"https://example.com/retry\""),
        ("\"FILL IN: module", "\"ourlib.retry\"]"),
        ("FILL IN: one paragraph", "It tries again."),
        ("FILL IN: what happens", "So."),
        ("FILL IN: what it saves", "For us."),
        ("FILL IN: what goes wrong", "Nowhere."),
        ("FILL IN: a short program", "print(1)"),
        ("FILL IN: what that", "1"),
        (
            "FILL IN: code",
            "import ourlib\nourlib.retry(f)\n#      ^^^^^ here\nf(retry)\n# ^^^^^ not",
        ),
    ] {
        let at = text.find(mark).unwrap_or_else(|| panic!("{mark}"));
        let end = at + text[at..].find('\n').expect("a line");
        text.replace_range(at..end, words);
    }
    std::fs::write(&file, text).expect("written");
    let (code, out, err) = run(root, &["check", ".pygloss"]);
    assert_eq!((code, out.as_str()), (Some(0), "1 concept, all good\n"), "{err}");
}

#[test]
fn what_is_no_id_is_refused_with_the_rule() {
    let workspace = Workspace::new();
    for id in [
        "../retry", "..", ".", "a/b", "a\\b", "Retry", "re try", "retry.md", "größe", "",
    ] {
        let (code, out, err) = run(&workspace.root, &["new", "--", id]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{id}");
        assert!(err.contains("lower-case letters (a to z), digits and hyphens"), "{err}");
    }
    assert_eq!(
        std::fs::read_dir(&workspace.root).expect("a folder").count(),
        0,
        "nothing is written"
    );
    let (code, _, err) = run(&workspace.root, &["new", "dataclasses-dataclass", "--dir", "own/deep"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(workspace.root.join("own/deep/dataclasses-dataclass.md").is_file());
}

#[test]
fn the_command_line_takes_packs_that_are_named_and_no_others() {
    let workspace = Workspace::new();
    let root = &workspace.root;
    workspace.write("retry.md", retry());
    let broken = workspace.write("broken.md", "nothing");
    std::fs::write(root.join("uses.py"), USES).expect("written");
    let with = ["--pack", ".pygloss"];
    for (arguments, found) in [
        (vec!["list"], "\n  retry "),
        (vec!["explain", "retry"], "Words about Retry."),
        (vec!["explain", "uses.py:3:8"], "Words about Retry."),
        (vec!["explain", "uses.py"], "Words about Retry."),
        (vec!["scan", "uses.py"], "uses.py:3:8: retry (Retry)"),
    ] {
        let (_, out, err) = run(root, &arguments);
        assert!(
            !out.contains(found),
            "{arguments:?} reads what nobody named: {out}{err}"
        );
        let (code, out, err) = run(root, &[&arguments[..], &with[..]].concat());
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
        assert!(out.contains(found), "{arguments:?}: {out}");
        assert!(
            err.contains("broken.md:1:1: error: the file does not begin"),
            "{arguments:?}: {err}"
        );
    }
    std::fs::remove_file(broken).expect("removed");
    // A pack may build on another.
    std::fs::create_dir(root.join("more")).expect("a folder");
    std::fs::write(
        root.join("more/again.md"),
        concept("Again", "ourlib.again", "builds-on = [\"retry\"]"),
    )
    .expect("written");
    let (code, _, err) = run(root, &["check", "more"]);
    assert!(code == Some(1) && err.contains("there is no concept `retry`"), "{err}");
    let (code, _, err) = run(root, &["check", "more", "--pack", ".pygloss"]);
    assert_eq!(code, Some(0), "{err}");
    let (code, _, err) = run(root, &["list", "--pack", "nowhere"]);
    assert!(code == Some(2) && err.contains("nowhere: cannot be read"), "{err}");
}

/// The example of the documentation is good, and finds in a program what it explains.
#[test]
fn the_example_pack_is_good() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, out, err) = run(root, &["check", "docs/example-pack"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("all good"), "{out}");
    let workspace = Workspace::new();
    let pack = root.join("docs/example-pack");
    let code = "\
from typing import Annotated
from fastapi import Depends, FastAPI, Query
app = FastAPI()
@app.get('/items/{n}', response_model=Item)
def read(n: int, q: Annotated[str, Query()], s=Depends(session)): ...
";
    std::fs::write(workspace.root.join("main.py"), code).expect("written");
    let pack = pack.to_str().expect("a path");
    let (_, out, err) = run(&workspace.root, &["scan", "--pack", pack, "main.py"]);
    let found: Vec<&str> = out.lines().filter(|line| line.contains(" fastapi-")).collect();
    assert_eq!(
        found,
        [
            "main.py:2:21: fastapi-depends (Dependency by parameter)",
            "main.py:2:39: fastapi-query-parameter (Declared query parameter)",
            "main.py:4:6: fastapi-route (FastAPI route)",
            "main.py:4:10: fastapi-path-parameter (Path parameter)",
            "main.py:4:24: fastapi-response-model (Response model)",
            "main.py:5:36: fastapi-query-parameter (Declared query parameter)",
            "main.py:5:48: fastapi-depends (Dependency by parameter)",
        ],
        "{err}"
    );
}

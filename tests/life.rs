//! A server that runs for weeks, and its files: memory stays, pages are whole whatever happens to whoever writes them.

#![allow(clippy::print_stderr, reason = "a test that skips says so")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use common::{Client, Setup, place};
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";
const MB: u64 = 1 << 20;

/// The memory at the end may be so much above that after the first tenth: the system counts in pages, and allocators keep some.
const MARGIN: u64 = 8 * MB;

/// A small program with names of its own.
fn program(number: usize, functions: usize) -> String {
    let one = |at: usize| {
        format!(
            "class C{number}_{at}:\n    __slots__ = ('x{number}', 'y{at}')\n\n    def m{number}_{at}(self, *args):\n        \
             with open(self.x{number}) as f{at}:\n            yield from (line for line in f{at} if line)\n\n"
        )
    };
    (0..functions).map(one).collect()
}

/// Does `work` so many times, and compares the memory after the first tenth with that at the end.
fn keeps_its_memory(client: &mut Client, what: &str, times: usize, mut work: impl FnMut(&mut Client, usize)) {
    let mut after_a_tenth = None;
    for number in 0..times {
        work(client, number);
        if number + 1 == times / 10 {
            after_a_tenth = client.resident();
        }
    }
    let (Some(before), Some(after)) = (after_a_tenth, client.resident()) else {
        eprintln!("skipped: this system does not tell how much memory a process takes");
        return;
    };
    eprintln!(
        "{what}: {} KB after a tenth, {} KB at the end",
        before >> 10,
        after >> 10
    );
    assert!(
        after <= before + MARGIN,
        "{what}: {} MB after a tenth, {} MB at the end",
        before / MB,
        after / MB
    );
}

#[test]
fn a_hundred_thousand_keystrokes_leave_nothing_behind() {
    const EACH: usize = 20;
    let mut client = Client::able();
    let text = program(0, 20);
    client.open(URI, &text);
    let rows = text.matches('\n').count();
    let mut version = 1;
    // Names that never were before, typed letter by letter and taken away again, with a question after each word.
    keeps_its_memory(&mut client, "keystrokes", 100_000 / EACH, |client, number| {
        let row = number * 7 % rows;
        let word = format!("v{number:09}");
        let at = |column: usize| json!({ "line": row, "character": column });
        let edit = |client: &mut Client, version: &mut usize, start: usize, end: usize, text: &str| {
            *version += 1;
            let range = json!({ "start": at(start), "end": at(end) });
            client.change(URI, *version, json!([{ "range": range, "text": text }]));
        };
        for (column, letter) in word.char_indices() {
            edit(client, &mut version, column, column, letter.encode_utf8(&mut [0; 4]));
        }
        client.hover(URI, &at(word.len() + 4));
        for column in (0..word.len()).rev() {
            edit(client, &mut version, column, column + 1, "");
        }
    });
    client.ask("pygloss/concepts", json!({ "uri": URI }));
    assert_eq!(version, 100_001);
    client.finish();
}

#[test]
fn five_thousand_documents_leave_nothing_behind() {
    let mut client = Client::able();
    keeps_its_memory(&mut client, "documents", 5_000, |client, number| {
        let uri = format!("file:///tmp/folder{number}/file{number}.py");
        client.open(&uri, &program(number, 5));
        let hover = client.ask("textDocument/hover", place(&uri, &json!({ "line": 1, "character": 6 })));
        assert!(hover.is_object(), "{number}");
        client.close(&uri);
    });
    client.finish();
}

/// Asks for a page, which has all pages written.
fn explain(client: &mut Client) -> Value {
    let params = json!({ "command": "pygloss.explain", "arguments": ["with-statement"] });
    client.request("workspace/executeCommand", params)
}

fn with_cache(cache: &Path) -> Client {
    Client::start(Setup {
        cache: Some(cache.to_owned()),
        ..Setup::default()
    })
}

/// The folder of the pages below a cache folder.
fn pages(cache: &Path) -> PathBuf {
    cache.join("pygloss/pages")
}

/// Every file of a folder but those that are being written, with its text.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !(name.starts_with(".pygloss-") && name.ends_with(".tmp")) {
            texts.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
    texts
}

/// All pages, as a server writes them that nobody disturbs.
fn all_pages() -> BTreeMap<String, String> {
    let cache = tempfile::tempdir().expect("a folder");
    let mut client = with_cache(cache.path());
    let id = explain(&mut client);
    client.wait(&id).expect("it is written");
    let all = texts(&pages(cache.path()));
    assert!(all.len() > 500, "{} pages", all.len());
    all
}

#[test]
fn a_kill_at_any_moment_leaves_whole_pages() {
    const TIMES: usize = 16;
    let all = all_pages();
    let cache = tempfile::tempdir().expect("a folder");
    let folder = pages(cache.path());
    for time in 0..TIMES {
        // Half of them are there already, half of these are old.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (at, (name, text)) in all.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            let text = if at % 4 == 0 { text } else { "an old page\n" };
            fs::write(folder.join(name), text).expect("it can be written");
        }
        let mut client = with_cache(cache.path());
        explain(&mut client);
        // As soon as so many are there.
        let wanted = all.len() / 2 + time * all.len() / 2 / TIMES;
        let deadline = Instant::now() + Duration::from_secs(60);
        while fs::read_dir(&folder).expect("a folder").count() < wanted {
            assert!(Instant::now() < deadline, "it does not write");
        }
        drop(client); // kills it
        for (name, text) in texts(&folder) {
            let whole = text == "an old page\n" || all.get(&name) == Some(&text);
            assert!(whole, "{name} after {wanted} pages: {text:?}");
        }
    }
    let mut client = with_cache(cache.path());
    let id = explain(&mut client);
    client.wait(&id).expect("it is written");
    assert!(texts(&folder) == all, "the next server writes what is missing or old");
}

#[test]
fn what_killed_servers_leave_is_taken_away_some_time() {
    let cache = tempfile::tempdir().expect("a folder");
    let folder = pages(cache.path());
    fs::create_dir_all(&folder).expect("a folder");
    for (name, hours) in [
        (".pygloss-old.tmp", 2),
        (".pygloss-young.tmp", 0),
        ("mine.tmp", 2),
        (".pygloss-x", 2),
    ] {
        let file = File::create(folder.join(name)).expect("it can be written");
        let time = SystemTime::now() - Duration::from_secs(hours * 3600);
        file.set_modified(time).expect("it is ours");
    }
    let mut client = with_cache(cache.path());
    let id = explain(&mut client);
    client.wait(&id).expect("it is written");
    let there = |name: &str| folder.join(name).exists();
    assert!(!there(".pygloss-old.tmp"));
    assert!(there(".pygloss-young.tmp") && there("mine.tmp") && there(".pygloss-x"));
}

#[test]
fn two_servers_write_the_same_pages_at_once() {
    let all = all_pages();
    let cache = tempfile::tempdir().expect("a folder");
    let mut clients: Vec<Client> = (0..3).map(|_| with_cache(cache.path())).collect();
    let ids: Vec<Value> = clients.iter_mut().map(explain).collect();
    for (client, id) in clients.iter_mut().zip(&ids) {
        assert!(client.wait(id).expect("it is written")["uri"].is_string());
    }
    assert!(texts(&pages(cache.path())) == all);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_page_is_replaced_and_what_it_leads_to_stays() {
    let (cache, elsewhere) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let folder = pages(cache.path());
    fs::create_dir_all(&folder).expect("a folder");
    let target = elsewhere.path().join("precious");
    fs::write(&target, "precious").expect("it can be written");
    for name in ["with-statement.md", "decorator.md"] {
        std::os::unix::fs::symlink(&target, folder.join(name)).expect("a link");
    }
    std::os::unix::fs::symlink(elsewhere.path().join("nothing"), folder.join("lambda.md")).expect("a link");
    let mut client = with_cache(cache.path());
    let id = explain(&mut client);
    client.wait(&id).expect("it is written");
    assert_eq!(fs::read_to_string(&target).expect("it is there"), "precious");
    assert!(!elsewhere.path().join("nothing").exists());
    for name in ["with-statement.md", "decorator.md"] {
        assert!(
            folder.join(name).symlink_metadata().expect("it is there").is_file(),
            "{name}"
        );
    }
}

/// What a client is told whose page cannot be written: what the page says, and why there is none.
#[cfg(unix)]
fn told_without_page(client: &mut Client) -> String {
    let id = explain(client);
    let answer = client.wait(&id).expect("an answer all the same");
    assert_eq!(answer, json!({ "uri": null, "shown": false }));
    let message = client.wait_for("window/showMessage")["message"].to_string();
    assert!(message.contains("could not be written"), "{message}");
    message
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_the_server_says_so_and_goes_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let top = tempfile::tempdir().expect("a folder");
    let (file, folder, sealed) = (
        top.path().join("file"),
        top.path().join("folder"),
        top.path().join("sealed"),
    );
    fs::write(&file, "x").expect("it can be written");
    fs::create_dir_all(folder.join("pygloss/pages/with-statement.md/inside")).expect("a folder");
    fs::create_dir(&sealed).expect("a folder");
    let sealing = |mode| fs::set_permissions(&sealed, fs::Permissions::from_mode(mode)).expect("it is ours");
    sealing(0o500);
    // Root may write everywhere but where nobody can.
    let is_root = File::create(sealed.join("x")).is_ok();
    let sealed = if is_root {
        PathBuf::from("/proc/pygloss")
    } else {
        sealed.clone()
    };
    for cache in [&file, &folder, &sealed] {
        let mut client = with_cache(cache);
        for _ in 0..2 {
            let message = told_without_page(&mut client);
            assert!(message.contains(&cache.display().to_string()), "{message}");
        }
        client.finish();
    }
    let left: Vec<_> = fs::read_dir(folder.join("pygloss/pages")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
    sealing(0o700);
}

/// A disk that is full at different moments: no byte more than so many can be written to a file.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_whole_pages_and_a_server_that_goes_on() {
    let all = all_pages();
    // Blocks of 512 or 1024 bytes, as the shell has it.
    for blocks in [0, 1, 4, 8] {
        let cache = tempfile::tempdir().expect("a folder");
        let mut client = Client::start(Setup {
            cache: Some(cache.path().to_owned()),
            through: Some(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")),
            ..Setup::default()
        });
        let id = explain(&mut client);
        let shown = client.wait(&id).expect("an answer");
        assert_eq!(shown["uri"].is_string(), blocks > 4, "{blocks}: {shown}");
        client.open(URI, "with a as b: pass\n");
        assert!(client.hover(URI, &json!({ "line": 0, "character": 0 })).is_object());
        let written = texts(&pages(cache.path()));
        for (name, text) in &written {
            assert_eq!(all.get(name), Some(text), "{blocks}: {name}");
        }
        let left = fs::read_dir(pages(cache.path())).expect("a folder").count();
        assert_eq!(left, written.len(), "{blocks}: something half is left");
    }
}

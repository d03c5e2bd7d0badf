//! Settings: where they may come from, that a change is seen at once, and what is said of wrong ones.

mod common;

use std::path::{Path, PathBuf};

use common::{Client, Setup, at};
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";

const CODE: &str = "\
class Point:
    __slots__ = ('x', 'y')

async def f(a):
    async with a: pass
    match a:
        case 1: pass
";

/// A client that can do what settings need, with options.
fn setup(options: Value) -> Setup {
    let mut setup = Setup::default();
    setup.capabilities["workspace"] = json!({
        "configuration": false,
        "codeLens": { "refreshSupport": true },
        "didChangeConfiguration": { "dynamicRegistration": false },
    });
    setup.options = options;
    setup.answer = Box::new(|method, _| match method {
        "workspace/codeLens/refresh" | "client/registerCapability" => Ok(Value::Null),
        "window/showDocument" => Ok(json!({ "success": true })),
        other => panic!("{other} is not offered"),
    });
    setup
}

/// A client that hears of changes, with `CODE` open.
fn client() -> Client {
    let mut client = Client::start(setup(json!({ "changes": true })));
    client.open(URI, CODE);
    client
}

fn push(client: &mut Client, settings: Value) {
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "pygloss": settings } }),
    );
}

/// Changes settings and waits until everything is done that follows.
fn change(client: &mut Client, settings: Value) {
    push(client, settings);
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
}

/// The one message about settings.
fn told(client: &mut Client) -> String {
    let told = client.wait_for("window/showMessage");
    assert_eq!(told["type"], 2, "{told}");
    told["message"].as_str().expect("a message").to_owned()
}

fn hover(client: &mut Client, place: &str) -> Option<String> {
    let answer = client.hover(URI, &at(CODE, place));
    answer["contents"]["value"].as_str().map(str::to_owned)
}

fn ids(client: &mut Client) -> Vec<String> {
    let found = client.ask("pygloss/concepts", json!({ "uri": URI }));
    let found = found.as_array().expect("an array").iter();
    found
        .map(|f| f["concept"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn the_schema_and_the_page_are_those_of_the_code() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let own = pygloss::server::settings_schema();
    let path = docs.join("settings.schema.json");
    if std::env::var_os("PYGLOSS_WRITE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&own).expect("JSON");
        std::fs::write(&path, format!("{text}\n")).expect("written");
    }
    let written = std::fs::read_to_string(&path).expect("the schema is there");
    let written: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(
        written, own,
        "PYGLOSS_WRITE_SCHEMA=1 cargo test --test settings writes it anew"
    );

    let page = std::fs::read_to_string(docs.join("settings.md")).expect("the page is there");
    let properties = own["properties"].as_object().expect("properties");
    assert_eq!(properties.len(), 9);
    for (name, schema) in properties {
        let heading = format!("## `{name}`");
        let part = page
            .split("\n## ")
            .find(|part| heading.ends_with(part.lines().next().unwrap_or("")));
        let part = part.unwrap_or_else(|| panic!("{heading} is missing in docs/settings.md"));
        assert!(
            part.contains(&format!("Default: `{}`", schema["default"])),
            "{name}: {part}"
        );
        for word in schema["enum"].as_array().into_iter().flatten() {
            assert!(part.contains(&format!("`{word}`")), "{name}: {word} is missing");
        }
        assert!(
            part.contains("```json") && part.contains("```lua"),
            "{name} has no examples"
        );
    }
    for heading in page.lines().filter_map(|line| line.strip_prefix("## `pygloss.")) {
        let name = format!("pygloss.{}", heading.trim_end_matches('`'));
        assert!(properties.contains_key(&name), "{name} is no setting");
    }
}

/// A value and one that the schema does not allow, for each setting.
#[test]
fn the_server_takes_what_the_schema_allows_and_names_the_rest() {
    let schema = pygloss::server::settings_schema();
    let mut client = client();
    let mut wrong = 0;
    for (name, schema) in schema["properties"].as_object().expect("properties") {
        let words = schema["enum"].as_array().cloned().unwrap_or_default();
        let one = |value: &Value| json!({ "settings": { name.as_str(): value } });
        for good in words.iter().chain([&schema["default"]]) {
            client.notify("workspace/didChangeConfiguration", one(good));
        }
        client.notify("workspace/didChangeConfiguration", one(&json!({ "no": "such" })));
        // Whatever came before was good, since this is the first message of all.
        let message = told(&mut client);
        assert!(
            message.contains(name.as_str()) && message.contains(r#"{"no":"such"}"#),
            "{message}"
        );
        for word in &words {
            assert!(message.contains(&word.to_string()), "{message}");
        }
        wrong += 1;
        client.notify("workspace/didChangeConfiguration", one(&schema["default"]));
    }
    assert_eq!(wrong, 9);
    drop(client);
}

#[test]
fn a_hover_says_as_much_as_is_wanted_from_the_next_one_on() {
    let mut client = client();
    let brief = hover(&mut client, "__sl‸ots__").expect("a hover");
    assert!(!brief.contains("```python"), "{brief}");
    // No wait: what comes after the change is answered by it.
    push(&mut client, json!({ "hover": { "detail": "off" } }));
    assert_eq!(hover(&mut client, "__sl‸ots__"), None);
    push(&mut client, json!({ "hover": { "detail": "full" } }));
    let full = hover(&mut client, "__sl‸ots__").expect("a hover");
    assert!(
        full.contains("```python\n") && full.contains("Prints:\n\n```text\n"),
        "{full}"
    );
    for line in brief.lines() {
        assert!(full.contains(line), "{line} is missing in {full}");
    }
    push(&mut client, json!({ "hover.detail": "brief" }));
    assert_eq!(hover(&mut client, "__sl‸ots__").as_ref(), Some(&brief));
    drop(client);
}

#[test]
fn a_full_hover_has_the_detail_of_its_fact() {
    let text = "class A: pass\nclass B: pass\nclass C(A, B):\n    pass\nclass D(C, A): pass\n";
    let mut client = client();
    client.open(URI, text);
    let place = at(text, "class ‸D");
    let brief = client.hover_text(URI, &place);
    change(&mut client, json!({ "hover.detail": "full" }));
    let full = client.hover_text(URI, &place);
    let order = "| 1 | `D` | line 5 |\n| 2 | `C` | line 3 |";
    assert!(full.contains(order) && !brief.contains(order), "{full}");
    client.finish();
}

#[test]
fn levels_and_ignored_concepts_and_areas_are_not_spoken_of() {
    let mut client = client();
    let all = ids(&mut client);
    for id in ["class-definition", "dunder-slots", "async-with", "match-statement"] {
        assert!(all.iter().any(|known| known == id), "{id}: {all:?}");
    }
    assert!(hover(&mut client, "‸class").is_some());

    change(&mut client, json!({ "level": "intermediate" }));
    assert_eq!(hover(&mut client, "‸class"), None);
    assert!(hover(&mut client, "‸async with").is_some());
    change(&mut client, json!({ "level": "advanced" }));
    assert_eq!(hover(&mut client, "‸async with"), None);
    assert!(hover(&mut client, "‸__slots__").is_some());
    assert!(
        ids(&mut client)
            .iter()
            .all(|id| id != "async-with" && id != "class-definition")
    );
    let place = at(CODE, "‸async with");
    let actions = client.actions(URI, &json!({ "start": place, "end": place }));
    assert!(!actions.to_string().contains("Explain: async with"), "{actions}");

    change(&mut client, json!({ "ignore": ["dunder-slots", "statements"] }));
    assert_eq!(hover(&mut client, "‸__slots__"), None);
    assert_eq!(hover(&mut client, "‸async with"), None);
    let left = ids(&mut client);
    assert!(!left.is_empty() && left.len() < all.len(), "{left:?}");
    // Who asks for a page by hand gets it.
    let page = client.ask(
        "pygloss/page",
        json!({ "uri": URI, "position": at(CODE, "‸__slots__") }),
    );
    assert_eq!(page["concept"], "dunder-slots");

    change(&mut client, json!({}));
    assert_eq!(ids(&mut client), all);
    client.finish();
}

#[test]
fn links_lead_to_the_wanted_translation() {
    let mut client = client();
    let english = hover(&mut client, "‸__slots__").expect("a hover");
    assert!(english.contains("(https://docs.python.org/3/"), "{english}");
    change(&mut client, json!({ "docs": { "language": "pt-br" } }));
    let hover = hover(&mut client, "‸__slots__").expect("a hover");
    assert_eq!(hover, english.replace("docs.python.org/3/", "docs.python.org/pt-br/3/"));
    let page = client.ask("pygloss/page", json!({ "concept": "match-statement" }));
    let page = page["markdown"].as_str().expect("a text").to_owned();
    assert!(page.contains("https://docs.python.org/pt-br/3/"), "{page}");
    assert!(!page.contains("https://docs.python.org/3/"), "{page}");
    assert!(page.contains("https://peps.python.org/pep-0634/"), "{page}");
    // The pages of another language do not overwrite those that another editor shows.
    client.ask(
        "workspace/executeCommand",
        json!({ "command": "pygloss.explain", "arguments": ["match-statement"] }),
    );
    let uri = client.wait_for("window/showDocument")["uri"].clone();
    let file = PathBuf::from(uri.as_str().and_then(|u| u.strip_prefix("file://")).expect("a file"));
    assert!(file.ends_with("pygloss/pages-pt-br/match-statement.md"), "{uri}");
    assert_eq!(std::fs::read_to_string(file).expect("the page"), page);
    client.finish();
}

#[test]
fn the_version_of_the_setting_stands_in_for_the_projects() {
    let mut client = client();
    let plain = hover(&mut client, "‸match").expect("a hover");
    assert!(!plain.contains("needs Python"), "{plain}");
    change(&mut client, json!({ "pythonVersion": "3.9" }));
    let told = hover(&mut client, "‸match").expect("a hover");
    assert!(
        told.contains("Here: needs Python 3.10; the setting says 3.9."),
        "{told}"
    );
    change(&mut client, json!({ "pythonVersion": "3.10" }));
    assert_eq!(hover(&mut client, "‸match").as_ref(), Some(&plain));
    change(&mut client, json!({ "pythonVersion": null }));
    assert_eq!(hover(&mut client, "‸match"), Some(plain));
    client.finish();
}

#[test]
fn the_setting_comes_before_what_the_project_declares() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    std::fs::write(root.join("pyproject.toml"), "[project]\nrequires-python = \">=3.8\"\n").expect("written");
    let mut client = in_workspace(&root, json!({ "changes": true }));
    let uri = format!("file://{}/m.py", root.display());
    client.open(&uri, CODE);
    let place = at(CODE, "‸match");
    assert!(
        client
            .hover_text(&uri, &place)
            .contains("this project declares `>=3.8`")
    );
    push(&mut client, json!({ "pythonVersion": "3.11" }));
    assert!(!client.hover_text(&uri, &place).contains("needs Python"));
    push(&mut client, json!({}));
    assert!(
        client
            .hover_text(&uri, &place)
            .contains("this project declares `>=3.8`")
    );
}

/// A server whose workspace is `folder`.
fn in_workspace(folder: &Path, options: Value) -> Client {
    let mut setup = setup(Value::Null);
    let capabilities = setup.capabilities.take();
    let mut client = Client::spawn(setup);
    let folders = json!([{ "uri": format!("file://{}", folder.display()), "name": "here" }]);
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
        "workspaceFolders": folders, "initializationOptions": options,
    });
    client.agreed = client.ask("initialize", params);
    client.notify("initialized", json!({}));
    client
}

#[test]
fn options_say_settings_in_many_ways() {
    for options in [
        json!({ "level": "advanced" }),
        json!({ "pygloss": { "level": "advanced" } }),
        json!({ "pygloss.level": "advanced" }),
        json!({ "pygloss": { "level": "advanced" }, "somebody": "else's" }),
    ] {
        let mut client = Client::start(setup(options.clone()));
        client.open(URI, CODE);
        assert_eq!(hover(&mut client, "‸class"), None, "{options}");
        assert!(hover(&mut client, "‸__slots__").is_some(), "{options}");
        client.finish();
    }
}

#[test]
fn what_is_wrong_is_named_in_one_message_and_the_rest_applies() {
    let mut client = client();
    push(
        &mut client,
        json!({
            "hover": { "detail": "ful" },
            "level": "advanced",
            "ignore": ["dunder-slotz", 5, "statments"],
            "codeLens": "yes",
            "docs": { "language": "pt_BR" },
            "pythonVersion": 3.9,
            "levle": "beginner",
        }),
    );
    let message = told(&mut client);
    for part in [
        "8 settings are wrong",
        "`pygloss.hover.detail` is \"ful\"; it must be \"off\", \"brief\" or \"full\"; did you mean `full`?",
        "`pygloss.ignore`[1] is 5",
        "`dunder-slotz`, which is neither a concept nor an area; did you mean `dunder-slots`?",
        "did you mean `statements`?",
        "`pygloss.codeLens` is \"yes\"; it must be true or false",
        "did you mean `pt-br`?",
        "`pygloss.pythonVersion` is 3.9; it must be a version of Python 3 in quotes",
        "`pygloss.levle` is no setting; did you mean `level`?",
    ] {
        assert!(message.contains(part), "{part} is missing: {message}");
    }
    assert_eq!(hover(&mut client, "‸class"), None, "the level applies");
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    // The same again is not told again; what is new is.
    change(&mut client, json!({ "hover.detail": "ful", "codeLens": true }));
    change(&mut client, json!({ "hover.detail": "ful", "docs.language": "xx" }));
    let message = told(&mut client);
    assert!(
        message.contains("docs.language") && !message.contains("hover.detail"),
        "{message}"
    );
    client.finish();
}

#[test]
fn wrong_options_are_told_and_the_rest_applies() {
    let mut client = Client::start(setup(
        json!({ "level": "advanced", "hover": { "detail": 1 }, "trusted": "no" }),
    ));
    let message = told(&mut client);
    assert!(
        message.contains("`pygloss.hover.detail` is 1") && message.contains("`trusted`"),
        "{message}"
    );
    client.open(URI, CODE);
    assert_eq!(hover(&mut client, "‸class"), None);
    client.finish();
}

/// A client that answers `workspace/configuration` when the test says so.
fn asked(options: Value) -> Setup {
    let mut setup = setup(options);
    setup.capabilities["workspace"]["configuration"] = json!(true);
    setup.capabilities["workspace"]["didChangeConfiguration"]["dynamicRegistration"] = json!(true);
    setup.answer = Box::new(|method, params| match method {
        "workspace/configuration" => {
            assert_eq!(params["items"], json!([{ "section": "pygloss" }]));
            Err(Value::Null)
        }
        _ => Ok(Value::Null),
    });
    setup
}

#[test]
fn the_client_is_asked_at_first_and_at_each_change() {
    let mut client = Client::start(asked(json!({ "level": "advanced", "changes": true })));
    let registered = client.wait_for("client/registerCapability");
    assert_eq!(
        registered["registrations"][0]["method"],
        "workspace/didChangeConfiguration"
    );
    assert_eq!(
        registered["registrations"][0]["registerOptions"],
        json!({ "section": "pygloss" })
    );
    client.open(URI, CODE);
    assert_eq!(
        hover(&mut client, "‸class"),
        None,
        "the options serve until there is an answer"
    );
    let id = client.wait_for_id("workspace/configuration");
    client.answer_to(&id, json!([{ "level": "beginner", "trace": { "server": "off" } }]));
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    assert!(hover(&mut client, "‸class").is_some());

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let id = client.wait_for_id("workspace/configuration");
    client.answer_to(&id, json!([{ "hover": { "detail": "off" } }]));
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    assert_eq!(hover(&mut client, "‸__slots__"), None);
    // A client that knows nothing of the section takes nothing back.
    client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
    let id = client.wait_for_id("workspace/configuration");
    client.answer_to(&id, json!([null]));
    assert_eq!(hover(&mut client, "‸__slots__"), None);
    client.finish();
}

#[test]
fn a_late_answer_does_not_undo_a_newer_change() {
    let mut client = Client::start(asked(json!({ "changes": true })));
    client.wait_for("client/registerCapability");
    let early = client.wait_for_id("workspace/configuration");
    client.open(URI, CODE);
    push(&mut client, json!({ "level": "advanced" }));
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    let late = client.wait_for_id("workspace/configuration");
    client.answer_to(&early, json!([{ "level": "beginner", "nonsense": 1 }]));
    // The answer to the newer question is taken after the old one was read.
    client.answer_to(&late, json!([{ "level": "advanced", "hover.detail": "full" }]));
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    assert_eq!(hover(&mut client, "‸class"), None);
    assert!(hover(&mut client, "‸__slots__").expect("a hover").contains("```python"));
    client.finish();
}

#[test]
fn a_client_that_offers_nothing_is_asked_for_nothing() {
    let mut client = Client::able();
    client.open(URI, CODE);
    push(&mut client, json!({ "level": "advanced" }));
    assert_eq!(hover(&mut client, "‸class"), None);
    client.finish();
}

const LENSES: &str = "\
class Meta(type):
    def __prepare__(name, bases): return {}

class Field:
    def __set_name__(self, owner, name): pass

def decorate(f): return f

class Model(metaclass=Meta):
    __slots__ = ('a',)

    @decorate
    def numbers(self):
        def inner():
            pass
        yield from range(3)
        yield from range(4)

def plain(): pass
";

fn lenses(client: &mut Client) -> Value {
    client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": URI } }))
}

/// The line that each lens stands over, and its words.
fn words(lenses: &Value) -> Vec<(String, String)> {
    let line = |lens: &Value| {
        let row = usize::try_from(lens["range"]["start"]["line"].as_u64()?).ok()?;
        LENSES.lines().nth(row)
    };
    let all = lenses.as_array().expect("lenses").iter();
    all.map(|lens| {
        assert_eq!(lens["range"]["start"]["line"], lens["range"]["end"]["line"], "{lens}");
        let title = lens["command"]["title"].as_str().expect("a title").to_owned();
        (line(lens).expect("a line").trim().to_owned(), title)
    })
    .collect()
}

#[test]
fn lenses_name_the_advanced_concepts_of_functions_and_classes() {
    let mut client = client();
    client.open(URI, LENSES);
    assert_eq!(
        client.agreed["capabilities"]["codeLensProvider"]["resolveProvider"],
        false
    );
    assert_eq!(lenses(&mut client), Value::Null, "off by default");
    change(&mut client, json!({ "codeLens": true }));
    let shown = lenses(&mut client);
    let words_shown = words(&shown);
    let of = |start: &str| {
        let found = words_shown.iter().find(|(line, _)| line.starts_with(start));
        found.map(|(_, title)| title.as_str())
    };
    assert_eq!(of("class Model"), Some("Metaclass · __slots__"), "{words_shown:?}");
    assert_eq!(of("def numbers"), Some("yield from"), "each once: {words_shown:?}");
    assert_eq!(of("def __set_name__"), Some("Descriptor · __set_name__"));
    for none in ["def plain", "def inner", "class Field"] {
        assert_eq!(of(none), None, "{none}: {words_shown:?}");
    }
    assert_eq!(lenses(&mut client), shown, "asked again, the same");
    // A click explains the first.
    let lens = shown
        .as_array()
        .expect("lenses")
        .iter()
        .find(|l| l["command"]["title"] == "Metaclass · __slots__");
    let command = &lens.expect("it is there")["command"];
    let argument = json!({ "concept": "metaclass-keyword", "uri": URI, "position": at(LENSES, "metaclass=Meta") });
    assert_eq!(command["arguments"], json!([argument]));
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(client.ask("workspace/executeCommand", params)["shown"], true);
    client.wait_for("window/showDocument");

    change(
        &mut client,
        json!({ "codeLens": true, "ignore": ["metaclass-keyword"] }),
    );
    assert!(words(&lenses(&mut client)).contains(&("class Model(metaclass=Meta):".to_owned(), "__slots__".to_owned())));
    client.change(URI, 2, json!([{ "text": "class A:\n    pass\n" }]));
    assert_eq!(lenses(&mut client), json!([]), "a change is seen");
    change(&mut client, json!({}));
    assert_eq!(lenses(&mut client), Value::Null);
    client.finish();
}

#[test]
fn a_lens_names_five_and_counts_the_rest() {
    let names = [
        "__getattr__",
        "__index__",
        "__sizeof__",
        "__copy__",
        "__buffer__",
        "__deepcopy__",
        "__getstate__",
    ];
    // Assignments, so that they stand in the class and in no method of their own.
    let body: String = names.iter().map(|name| format!("    {name} = f\n")).collect();
    let mut client = Client::start(setup(json!({ "codeLens": true })));
    client.open(URI, &format!("def f(*a): pass\nclass A:\n{body}"));
    let shown = lenses(&mut client);
    let titles: Vec<&str> = shown
        .as_array()
        .expect("lenses")
        .iter()
        .filter_map(|l| l["command"]["title"].as_str())
        .collect();
    assert_eq!(
        titles,
        ["__getattr__ · __index__ · __sizeof__ · __copy__ · __buffer__ · +2"]
    );
    client.finish();
}

/// A concept of a team's own.
fn concept(title: &str, names: &str, head: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nlevel = \"advanced\"\ndocs = \"https://example.com/own\"\n{head}\nnames = [\"{names}\"]\n+++\n\n\
         Words of the team.\n\n## How it works\nSee [decorators](decorator).\n\n## Why it exists\nFor us.\n\n## Where it bites\n- Nowhere.\n\n\
         ## Example\n```python\nprint(1)\n```\n```output\n1\n```\n\n## Detection\n```cases\nimport {module}\n{names}(f)\n{marks} here\nf({last})\n# <- not\n```\n",
        module = names.split('.').next().unwrap_or(""),
        last = names.rsplit('.').next().unwrap_or(""),
        marks = mark(names),
    )
}

/// The line that marks the last part of a dotted name.
fn mark(names: &str) -> String {
    let (before, last) = names.rsplit_once('.').expect("a dotted name");
    format!("#{}{}", " ".repeat(before.len()), "^".repeat(last.len()))
}

const USES: &str = "import ourlib\n\nourlib.retry(f)\n";

#[test]
fn packs_come_and_go_while_the_server_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let pack = root.join("docs/concepts");
    std::fs::create_dir_all(&pack).expect("a folder");
    std::fs::write(
        pack.join("team-retry.md"),
        concept("Retry", "ourlib.retry", "builds-on = [\"decorator\"]"),
    )
    .expect("written");
    std::fs::write(pack.join("README.md"), "no concept").expect("written");
    let mut client = in_workspace(&root, json!({ "changes": true, "trusted": true }));
    client.open(URI, USES);
    let place = at(USES, "re‸try");
    assert_eq!(client.hover(URI, &place), Value::Null);
    change(&mut client, json!({ "packs": ["docs/concepts"] }));
    let hover = client.hover_text(URI, &place);
    assert!(
        hover.contains("**Retry**") && hover.contains("Words of the team."),
        "{hover}"
    );
    assert!(hover.contains("[Documentation](https://example.com/own)"), "{hover}");
    let page = client.ask("pygloss/page", json!({ "concept": "team-retry" }));
    assert!(
        page["markdown"]
            .as_str()
            .is_some_and(|p| p.contains("[decorators](decorator.md)")),
        "{page}"
    );
    // Its id may be ignored like any other, and the pages lie in a folder of their own.
    client.ask(
        "workspace/executeCommand",
        json!({ "command": "pygloss.explain", "arguments": ["team-retry"] }),
    );
    let uri = client.wait_for("window/showDocument")["uri"].to_string();
    assert!(uri.contains("/pygloss/pages-"), "{uri}");
    change(
        &mut client,
        json!({ "packs": ["docs/concepts"], "ignore": ["team-retry"] }),
    );
    assert_eq!(client.hover(URI, &place), Value::Null);
    change(&mut client, json!({}));
    let failed = client.ask_in_vain("pygloss/page", json!({ "concept": "team-retry" }));
    assert_eq!(failed.code, -32602);
    client.finish();
}

#[test]
fn a_concept_of_a_pack_takes_the_place_of_one_that_is_built_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = concept("Our dataclass", "dataclasses.dataclass", "since = \"3.7\"");
    std::fs::write(folder.path().join("dataclasses-dataclass.md"), &text).expect("written");
    let code = "import dataclasses\n\ndataclasses.dataclass(f)\n";
    let mut client = Client::start(setup(json!({ "packs": [folder.path()], "changes": true })));
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    client.open(URI, code);
    let page = client.ask("pygloss/page", json!({ "concept": "dataclasses-dataclass" }));
    assert_eq!(page["title"], "Our dataclass");
    let hover = client.hover_text(URI, &at(code, "dataclasses.data‸class"));
    assert!(hover.contains("Words of the team."), "{hover}");
    client.finish();
}

#[test]
fn what_is_wrong_with_packs_is_told_with_its_place_and_the_rest_serves() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let good = concept("Retry", "ourlib.retry", "");
    std::fs::write(root.join("team-retry.md"), &good).expect("written");
    std::fs::write(root.join("no-title.md"), good.replace("title = \"Retry\"\n", "")).expect("written");
    let wrong_case = concept("Again", "ourlib.again", "").replace("^^^^^ here", "^^^^ here");
    std::fs::write(root.join("wrong-case.md"), wrong_case).expect("written");
    let dangling = concept("Dangling", "ourlib.dangle", "related = [\"decorater\"]");
    std::fs::write(root.join("dangling.md"), dangling).expect("written");
    std::fs::write(root.join("binary.md"), [0xff, 0xfe, 0x00]).expect("written");
    let mut client = Client::start(setup(json!({
        "packs": [&root, root.join("nowhere"), "relative"], "changes": true,
    })));
    let message = told(&mut client);
    for part in [
        format!("{}/no-title.md:", root.display()),
        format!("{}/wrong-case.md:", root.display()),
        format!("{}/dangling.md:", root.display()),
        format!("{}/binary.md:1:1: cannot be read", root.display()),
        format!("{}/nowhere: cannot be read", root.display()),
        "relative: there is no workspace".to_owned(),
        "did you mean `decorator`?".to_owned(),
    ] {
        assert!(message.contains(&part), "{part} is missing: {message}");
    }
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    client.open(URI, USES);
    assert!(client.hover_text(URI, &at(USES, "re‸try")).contains("**Retry**"));
    for bad in ["no-title", "wrong-case", "dangling", "binary"] {
        assert_eq!(
            client.ask_in_vain("pygloss/page", json!({ "concept": bad })).code,
            -32602,
            "{bad}"
        );
    }
    client.finish();
}

#[test]
fn nothing_of_a_workspace_that_is_not_trusted_is_loaded() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("team-retry.md"),
        concept("Retry", "ourlib.retry", ""),
    )
    .expect("written");
    let mut client = Client::start(setup(
        json!({ "trusted": false, "packs": [folder.path()], "changes": true }),
    ));
    let message = told(&mut client);
    assert!(
        message.contains("not trusted") && message.contains("pygloss.packs"),
        "{message}"
    );
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    assert_eq!(
        client
            .ask_in_vain("pygloss/page", json!({ "concept": "team-retry" }))
            .code,
        -32602
    );
    client.finish();
}

#[test]
fn a_pack_leads_nowhere_but_to_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let links = [
        "here = \"calls [it](command:evil)\"",
        "changed = { \"3.9\" = \"see [this](command:evil)\" }",
        "confused-with = { \"decorator\" = \"that is <command:evil>\" }",
    ];
    for (at, link) in links.iter().enumerate() {
        let text = concept(&format!("Linked {at}"), "ourlib.linked", link);
        std::fs::write(root.join(format!("evil-{at}.md")), text).expect("written");
    }
    let text = concept("[Title](command:evil)", "ourlib.titled", "");
    std::fs::write(root.join("evil-title.md"), text).expect("written");
    let text = concept("Documented", "ourlib.documented", "").replace("com/own", "com/)[a](command:evil");
    std::fs::write(root.join("evil-docs.md"), text).expect("written");
    let mut client = Client::start(setup(json!({ "packs": [&root], "changes": true })));
    let message = told(&mut client);
    for bad in ["evil-0", "evil-1", "evil-2", "evil-title", "evil-docs"] {
        assert!(
            message.contains(&format!("{}/{bad}.md:", root.display())),
            "{bad}: {message}"
        );
        assert_eq!(
            client.ask_in_vain("pygloss/page", json!({ "concept": bad })).code,
            -32602,
            "{bad}"
        );
    }
    client.wait_for("pygloss/changed");
    client.wait_for("workspace/codeLens/refresh");
    client.finish();
}

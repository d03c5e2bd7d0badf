//! What each request answers, to clients of every ability.

mod common;

use std::path::{Path, PathBuf};

use common::{Client, Failed, Setup, at, span};
use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Options, Parser, Tag};
use pygloss::gloss::Glossary;
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";

/// A construct in a construct in a construct, and things nobody explains.
const NESTED: &str = "\
@decorate
class A:
    async def f(self):
        async with a as b:
            return await b  # with class
plain = 'with yield class'
";

/// The title of a built-in concept, so that a better title breaks no test.
fn title(id: &str) -> String {
    Glossary::builtin()
        .knowledge()
        .get(id)
        .expect("the concept is built in")
        .title
        .clone()
}

fn setup(capabilities: Value) -> Setup {
    Setup {
        capabilities,
        ..Setup::default()
    }
}

fn with_links() -> Client {
    Client::start(Setup {
        options: json!({ "commandLinks": true }),
        ..Setup::default()
    })
}

/// Where Markdown's links lead.
fn links(markdown: &str) -> Vec<String> {
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    Parser::new_ext(markdown, Options::all()).filter_map(link).collect()
}

/// The argument of a `command:` link.
fn argument(link: &str) -> Value {
    let encoded = link
        .strip_prefix("command:pygloss.explain?")
        .unwrap_or_else(|| panic!("no link to the command: {link}"));
    assert!(
        encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'),
        "{encoded}"
    );
    let text = percent_decode_str(encoded)
        .decode_utf8()
        .expect("percent-encoded UTF-8");
    let arguments: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(arguments.as_array().map(Vec::len), Some(1), "{arguments}");
    arguments[0].clone()
}

fn file(uri: &Value) -> PathBuf {
    let path = uri
        .as_str()
        .and_then(|u| u.strip_prefix("file://"))
        .unwrap_or_else(|| panic!("no file: {uri}"));
    PathBuf::from(
        percent_decode_str(path)
            .decode_utf8()
            .expect("percent-encoded UTF-8")
            .into_owned(),
    )
}

#[test]
fn the_encoding_is_the_clients_first_known_one() {
    for (offered, agreed) in [
        (json!(["utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-16", "utf-8"]), "utf-16"),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-32"),
        (json!(["utf-7", "x", "utf-8", "utf-16"]), "utf-8"),
        (json!(["utf-7"]), "utf-16"),
        (json!([]), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let client = Client::start(setup(json!({ "general": { "positionEncodings": offered } })));
        assert_eq!(client.agreed["capabilities"]["positionEncoding"], agreed, "{offered}");
        client.finish();
    }
}

#[test]
fn initialize_says_what_the_server_does() {
    let client = Client::start(setup(json!({})));
    let capabilities = &client.agreed["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(
        capabilities["textDocumentSync"],
        json!({ "openClose": true, "change": 2 })
    );
    assert_eq!(
        capabilities["codeActionProvider"]["codeActionKinds"],
        json!(["pygloss.explain", "pygloss.rewrite", "pygloss.known"])
    );
    assert_eq!(
        capabilities["executeCommandProvider"]["commands"],
        json!([
            "pygloss.explain",
            "pygloss.rewrite",
            "pygloss.explainSelection",
            "pygloss.explainFile",
            "pygloss.explainWorkspace",
            "pygloss.know",
            "pygloss.explainAgain"
        ])
    );
    assert_eq!(
        client.agreed["serverInfo"],
        json!({ "name": "pygloss", "version": env!("CARGO_PKG_VERSION") })
    );
    client.finish();
}

#[test]
fn a_hovers_range_is_its_anchor() {
    // Columns are counted in all three units: two characters of the line are longer than one of them.
    let text = "class K:\n    async def f(self): x = '\u{1F40D}e\u{301}', (yield)\n";
    let row = "    async def f(self): x = '\u{1F40D}e\u{301}', (";
    for (encoding, column) in [
        ("utf-8", row.len()),
        ("utf-16", row.encode_utf16().count()),
        ("utf-32", row.chars().count()),
    ] {
        let mut client = Client::start(setup(json!({ "general": { "positionEncodings": [encoding] } })));
        client.open(URI, text);
        for inside in [0, 4] {
            let hover = client.hover(URI, &json!({ "line": 1, "character": column + inside }));
            let position = |character: usize| json!({ "line": 1, "character": character });
            assert_eq!(
                hover["range"],
                json!({ "start": position(column), "end": position(column + 5) }),
                "{encoding}: {hover}"
            );
        }
        // Of several tokens of one construct, the one under the cursor.
        for token in ["class", "async", "def"] {
            assert_eq!(
                client.hover(URI, &at(text, token))["range"],
                span(text, token),
                "{token}"
            );
        }
        client.finish();
    }
}

#[test]
fn a_hover_is_markdown_where_the_client_prefers_it() {
    for (formats, kind) in [
        (json!(["markdown"]), "markdown"),
        (json!(["markdown", "plaintext"]), "markdown"),
        (json!(["plaintext"]), "plaintext"),
        (json!([]), "plaintext"),
        (Value::Null, "plaintext"),
    ] {
        assert_hover_kind(&formats, kind);
    }
}

/// The specification: the order describes the preferred format of the client.
#[test]
fn the_order_of_formats_is_a_preference() {
    assert_hover_kind(&json!(["plaintext", "markdown"]), "plaintext");
    assert_hover_kind(&json!(["html", "markdown", "plaintext"]), "markdown");
}

fn assert_hover_kind(formats: &Value, kind: &str) {
    let mut client = Client::start(setup(
        json!({ "textDocument": { "hover": { "contentFormat": formats } } }),
    ));
    client.open(URI, NESTED);
    let hover = client.hover(URI, &at(NESTED, "‸class A"));
    assert_eq!(hover["contents"]["kind"], kind, "{formats}");
    let text = hover["contents"]["value"].as_str().expect("a text");
    assert!(
        text.contains(&title("class-definition")) && text.contains("`A") && text.contains("https://docs.python.org/3/"),
        "{text}"
    );
    assert_eq!(text.contains("**"), kind == "markdown", "{text}");
    assert_eq!(text.contains("]("), kind == "markdown", "{text}");
    client.finish();
}

#[test]
fn plain_names_strings_comments_and_blanks_have_no_hover() {
    let mut client = Client::able();
    client.open(URI, NESTED);
    for nothing in [
        "‸plain",
        "pla‸in",
        "A‸:",
        "f‸(",
        "‸a as",
        "as ‸b:",
        "await ‸b",
        "# ‸with",
        "# with ‸class",
        "'‸with",
        "'with ‸yield",
        " ‸  async def",
        "class‸ A",
        "\nplain‸ =",
        "class'‸\n",
    ] {
        assert_eq!(client.hover(URI, &at(NESTED, nothing)), Value::Null, "{nothing:?}");
    }
    client.finish();
}

#[test]
fn command_links_appear_where_the_client_follows_them() {
    let mut client = with_links();
    let uri = "file:///tmp/(a)%20b%22.py";
    client.open(uri, NESTED);
    let position = at(NESTED, "as‸ync with");
    let hover = client.hover_text(uri, &position);
    let links = links(&hover);
    let (commands, others): (Vec<_>, Vec<_>) = links.iter().partition(|l| l.starts_with("command:"));
    assert!(
        others.iter().all(|l| l.starts_with("https://docs.python.org/3/")),
        "{others:?}"
    );
    let first = argument(commands.first().expect("a link that explains"));
    assert_eq!(
        first,
        json!({ "concept": "async-with", "uri": uri, "position": position })
    );
    for link in &commands {
        let result = client.ask(
            "workspace/executeCommand",
            json!({ "command": "pygloss.explain", "arguments": [argument(link)] }),
        );
        assert_eq!(result["shown"], true, "{link}");
        client.wait_for("window/showDocument");
    }
    client.finish();
}

#[test]
fn command_links_do_not_appear_elsewhere() {
    for options in [
        Value::Null,
        json!({}),
        json!({ "commandLinks": false }),
        json!({ "somebody": "else's" }),
        json!([]),
        json!("x"),
    ] {
        let mut client = Client::start(Setup {
            options: options.clone(),
            ..Setup::default()
        });
        client.open(URI, NESTED);
        let hover = client.hover_text(URI, &at(NESTED, "‸async with"));
        assert!(
            !hover.contains("command:") && !hover.contains("Explain"),
            "{options}: {hover}"
        );
        assert!(
            links(&hover)
                .iter()
                .all(|l| l.starts_with("https://docs.python.org/3/")),
            "{hover}"
        );
        client.finish();
    }
}

#[test]
fn a_plain_text_has_no_words_of_links_that_nobody_can_follow() {
    let mut client = Client::start(Setup {
        capabilities: json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } }),
        options: json!({ "commandLinks": true }),
        ..Setup::default()
    });
    client.open(URI, NESTED);
    let hover = client.hover_text(URI, &at(NESTED, "‸async with"));
    assert!(!hover.contains("command:") && !hover.contains("Explain"), "{hover}");
    client.finish();
}

#[test]
fn a_wrong_option_is_told_and_counts_as_no() {
    for wrong in [json!("yes"), json!(1), json!([true])] {
        let mut client = Client::start(Setup {
            options: json!({ "commandLinks": wrong }),
            ..Setup::default()
        });
        let told = client.wait_for("window/showMessage");
        assert_eq!(told["type"], 2, "{told}");
        let message = told["message"].as_str().expect("a message");
        assert!(
            message.contains("commandLinks") && message.contains(&wrong.to_string()),
            "{message}"
        );
        client.open(URI, NESTED);
        assert!(!client.hover_text(URI, &at(NESTED, "‸class A")).contains("command:"));
        client.finish();
    }
}

/// Sources of a manager, each of which would be something else in Markdown if it were not code.
const HOSTILE: [&str; 12] = [
    "o('`')",
    "o('``` `` `')",
    "o('[x](https://evil.example)')",
    "o('![x](https://evil.example/i.png)')",
    "o('<img src=x onerror=y>')",
    "o('''\n\n# Heading\n\n- item\n''')",
    "o('''`\n\n[x](command:evil)\n\n`''')",
    "o('''\r\n```\r\nfence\r\n```\r\n''')",
    "o('''\r\r***\r\r''')",
    "o('\\\\`[x](y)`\\\\')",
    "o('| a | b |')",
    "o('https://evil.example \u{202E} \u{2028} \u{85}')",
];

/// The kinds of a Markdown text's parts, without words, and its pieces of code.
fn structure(markdown: &str) -> (Vec<String>, Vec<String>) {
    let mut kinds = Vec::new();
    let mut code = Vec::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Text(_) => {}
            Event::Code(text) => {
                kinds.push("code".to_owned());
                code.push(text.into_string());
            }
            other => kinds.push(format!("{other:?}")),
        }
    }
    (kinds, code)
}

#[test]
fn code_of_the_reader_is_never_taken_for_markdown() {
    let mut client = Client::able();
    let mut shown = |manager: &str| {
        let text = format!("with {manager} as target: pass\n");
        client.open(URI, &text);
        let hover = client.hover_text(URI, &at(&text, "‸with"));
        let argument = json!({ "concept": "with-statement", "uri": URI, "position": { "line": 0, "character": 0 } });
        client.ask(
            "workspace/executeCommand",
            json!({ "command": "pygloss.explain", "arguments": [argument] }),
        );
        let page = std::fs::read_to_string(file(&client.wait_for("window/showDocument")["uri"]))
            .expect("the page was written");
        [hover, page]
    };
    let tame = shown("o('x')");
    for hostile in HOSTILE {
        for (tame, text) in tame.iter().zip(shown(hostile)) {
            let ((tame_kinds, _), (kinds, code)) = (structure(tame), structure(&text));
            assert_eq!(kinds, tame_kinds, "{hostile:?} changes the structure of {text}");
            assert!(
                code.iter().any(|c| c.starts_with("o('")),
                "{hostile:?} is not shown as code: {text}"
            );
            assert!(
                !text.contains(|c: char| c.is_control() && c != '\n'),
                "{hostile:?}: {text:?}"
            );
        }
    }
    client.finish();
}

/// The actions that explain.
fn explaining(actions: &Value) -> Vec<Value> {
    let all = actions.as_array().expect("actions").iter();
    all.filter(|action| action["kind"] == "pygloss.explain" || action["command"] == "pygloss.explain")
        .cloned()
        .collect()
}

/// The titles of actions that explain, and that each is what the protocol says a code action is.
fn titles(actions: &Value) -> Vec<String> {
    let title = |action: &Value| {
        assert_eq!(action["kind"], "pygloss.explain", "{action}");
        assert_eq!(action["command"]["command"], "pygloss.explain", "{action}");
        assert_eq!(action["command"]["title"], action["title"], "{action}");
        assert_eq!(
            action["command"]["arguments"].as_array().map(Vec::len),
            Some(1),
            "{action}"
        );
        action["title"].as_str().expect("a title").to_owned()
    };
    explaining(actions).iter().map(title).collect()
}

fn cursor(marked: &str) -> Value {
    let position = at(NESTED, marked);
    json!({ "start": position, "end": position })
}

#[test]
fn actions_explain_what_is_at_the_cursor_and_what_is_selected_innermost_first() {
    let mut client = Client::able();
    client.open(URI, NESTED);
    let explain = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| format!("Explain: {}", title(id))).collect() };
    for here in [
        "‸async with",
        "as‸ync with",
        "async‸ with",
        "async wi‸th",
        "async with‸ a",
    ] {
        assert_eq!(
            titles(&client.actions(URI, &cursor(here))),
            explain(&["async-with"]),
            "{here}"
        );
    }
    // On no token of its own: what begins in this row and is around the cursor, innermost first.
    assert_eq!(
        titles(&client.actions(URI, &cursor("with ‸a as b"))),
        explain(&["with-as-target", "async-with"])
    );
    let selected = client.actions(
        URI,
        &span(NESTED, &NESTED[..NESTED.find("plain").expect("it is there")]),
    );
    let titles_of_selected = titles(&selected);
    let inside_out = explain(&["await-expression", "async-with", "async-function", "class-definition"]);
    let found: Vec<_> = titles_of_selected
        .iter()
        .filter(|t| inside_out.contains(t))
        .cloned()
        .collect();
    assert_eq!(found, inside_out, "{titles_of_selected:?}");
    assert!(
        titles_of_selected.contains(&explain(&["decorator"])[0]),
        "{titles_of_selected:?}"
    );
    // A selection backwards is the same selection.
    let range = span(NESTED, "‹async with a as b:›");
    let backwards = json!({ "start": range["end"], "end": range["start"] });
    assert_eq!(client.actions(URI, &range), client.actions(URI, &backwards));
    assert_eq!(
        titles(&client.actions(URI, &range)),
        explain(&["with-as-target", "async-with"])
    );
    assert_eq!(client.actions(URI, &cursor("class'\n‸")), Value::Null);
    // Each does what it says.
    for action in explaining(&selected) {
        let command = &action["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        assert_eq!(
            client.ask("workspace/executeCommand", params)["shown"],
            true,
            "{action}"
        );
        let id = command["arguments"][0]["concept"].as_str().expect("an id");
        assert!(
            client.wait_for("window/showDocument")["uri"]
                .as_str()
                .is_some_and(|u| u.ends_with(&format!("/{id}.md")))
        );
        assert_eq!(action["title"], format!("Explain: {}", title(id)));
    }
    client.finish();
}

#[test]
fn actions_keep_to_the_kinds_and_the_trigger_that_are_asked_for() {
    let mut client = Client::able();
    client.open(URI, NESTED);
    let range = cursor("‸class A");
    for (context, wanted) in [
        (json!({ "diagnostics": [] }), true),
        (json!({ "diagnostics": [], "only": [""] }), true),
        (json!({ "diagnostics": [], "only": ["pygloss"] }), true),
        (json!({ "diagnostics": [], "only": ["pygloss.explain"] }), true),
        (
            json!({ "diagnostics": [], "only": ["quickfix", "pygloss.explain"] }),
            true,
        ),
        (json!({ "diagnostics": [], "only": [] }), false),
        (json!({ "diagnostics": [], "only": ["quickfix"] }), false),
        (
            json!({ "diagnostics": [], "only": ["source.fixAll", "refactor"] }),
            false,
        ),
        (json!({ "diagnostics": [], "only": ["pygloss.exp"] }), false),
        (json!({ "diagnostics": [], "only": ["pygloss.explain.more"] }), false),
        (json!({ "diagnostics": [], "only": ["pygloss."] }), false),
        (json!({ "diagnostics": [], "triggerKind": 1 }), true),
        (json!({ "diagnostics": [], "triggerKind": 2 }), false),
        (
            json!({ "diagnostics": [], "triggerKind": 2, "only": ["pygloss"] }),
            false,
        ),
    ] {
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        let actions = client.ask("textDocument/codeAction", params);
        assert_eq!(actions.is_array(), wanted, "{context}: {actions}");
        assert!(actions.is_array() || actions.is_null(), "nothing is null: {actions}");
    }
    client.finish();
}

#[test]
fn clients_without_literals_get_commands() {
    for capabilities in [json!({}), json!({ "textDocument": { "codeAction": {} } })] {
        let mut client = Client::start(setup(capabilities));
        client.open(URI, NESTED);
        let actions = client.actions(URI, &cursor("‸class A"));
        let argument = json!({ "concept": "class-definition", "uri": URI, "position": at(NESTED, "‸class A") });
        let title = format!("Explain: {}", title("class-definition"));
        assert_eq!(
            explaining(&actions),
            [json!({ "title": title, "command": "pygloss.explain", "arguments": [argument] })]
        );
        client.finish();
    }
}

const CHAINED: &str = "def f(x):\n    return 1 < x < 5\n";

#[test]
fn an_action_shows_plainer_python_and_changes_nothing() {
    let mut client = Client::able();
    client.open(URI, CHAINED);
    let position = at(CHAINED, "1 ‸< x");
    let range = json!({ "start": position, "end": position });
    let only = json!({ "diagnostics": [], "only": ["pygloss.rewrite"] });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": only });
    let actions = client.ask("textDocument/codeAction", params);
    assert_eq!(
        actions[0]["title"],
        "Show in plainer Python: a chained comparison as two, joined by and"
    );
    assert_eq!(actions[0]["kind"], "pygloss.rewrite");
    assert_eq!(actions[0].get("edit"), None, "{actions}");
    let command = &actions[0]["command"];
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(client.ask("workspace/executeCommand", params)["shown"], true);
    let page = std::fs::read_to_string(file(&client.wait_for("window/showDocument")["uri"])).expect("the page");
    assert!(page.contains("```python\nreturn 1 < x < 5\n"), "{page}");
    assert!(page.contains("```python\nreturn 1 < x and x < 5\n"), "{page}");
    for arguments in [
        json!([]),
        json!(["x"]),
        json!([{ "uri": URI, "position": { "line": 0, "character": 0 } }]),
        json!([{ "uri": "file:///closed.py", "position": position }]),
    ] {
        let params = json!({ "command": "pygloss.rewrite", "arguments": arguments });
        let failed = client.ask_in_vain("workspace/executeCommand", params);
        assert_eq!(failed.code, -32602, "{}", failed.message);
    }
    client.finish();
}

fn explain(client: &mut Client, argument: Value) -> Value {
    client.ask(
        "workspace/executeCommand",
        json!({ "command": "pygloss.explain", "arguments": [argument] }),
    )
}

fn explain_in_vain(client: &mut Client, arguments: Value) -> Failed {
    client.ask_in_vain(
        "workspace/executeCommand",
        json!({ "command": "pygloss.explain", "arguments": arguments }),
    )
}

#[test]
fn explain_writes_the_page_and_opens_it() {
    let folder = tempfile::TempDir::with_prefix("caché [x] #1 %20").expect("a temporary folder can be made");
    let mut client = Client::start(Setup {
        cache: Some(folder.path().to_owned()),
        ..Setup::default()
    });
    client.open(URI, NESTED);
    let place = json!({ "uri": URI, "position": at(NESTED, "‸class A") });
    for (argument, here) in [
        (json!("class-definition"), false),
        (json!({ "concept": "class-definition" }), false),
        (
            json!({ "concept": "class-definition", "uri": place["uri"], "position": place["position"] }),
            true,
        ),
        (place.clone(), true),
        (
            json!({ "concept": null, "uri": place["uri"], "position": place["position"] }),
            true,
        ),
        // What is known of the place no longer holds, but the concept is there.
        (
            json!({ "concept": "class-definition", "uri": "file:///closed.py", "position": place["position"] }),
            false,
        ),
    ] {
        let result = explain(&mut client, argument.clone());
        let asked = client.wait_for("window/showDocument");
        assert_eq!(result, json!({ "uri": asked["uri"], "shown": true }), "{argument}");
        assert_eq!((&asked["external"], &asked["takeFocus"]), (&json!(false), &json!(true)));
        let path = file(&asked["uri"]);
        assert_eq!(path, folder.path().join("pygloss/pages/class-definition.md"));
        let page = std::fs::read_to_string(path).expect("the page is there before it is shown");
        assert!(
            page.starts_with(&format!("# {}\n", title("class-definition"))),
            "{page}"
        );
        assert_eq!(
            page.contains("> Here: ") && page.contains("`A`"),
            here,
            "{argument}: {page}"
        );
    }
    // The most specific of what stands there, and nothing written beside the pages.
    let inner = json!({ "uri": URI, "position": at(NESTED, "async ‸with") });
    assert!(
        explain(&mut client, inner)["uri"]
            .as_str()
            .is_some_and(|u| u.ends_with("/async-with.md"))
    );
    client.wait_for("window/showDocument");
    assert_eq!(names(folder.path()), ["pygloss"]);
    assert_eq!(names(&folder.path().join("pygloss")), ["pages"]);
    client.finish();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<_> = entries
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_pages_that_a_page_refers_to_are_there() {
    let mut client = Client::able();
    let uri = explain(&mut client, json!("with-statement"))["uri"].clone();
    client.wait_for("window/showDocument");
    let folder = file(&uri).parent().expect("a folder").to_owned();
    let pages = names(&folder);
    assert_eq!(
        pages.len(),
        Glossary::builtin().knowledge().concepts().len(),
        "{pages:?}"
    );
    let mut followed = 0;
    for page in &pages {
        let text = std::fs::read_to_string(folder.join(page)).expect("a page");
        for link in links(&text).iter().filter(|l| !l.starts_with("https://")) {
            assert!(pages.contains(link), "{page} refers to {link}");
            followed += 1;
        }
    }
    assert!(followed > pages.len(), "pages refer to each other");
    client.finish();
}

/// What the user is told instead of a page that opens.
fn assert_told(client: &mut Client, why: &str) -> (Value, String) {
    let result = explain(client, json!("with-statement"));
    assert_eq!(result["shown"], false, "{why}");
    // What was said before the answer comes before the answer.
    let told = client.heard("window/showMessage").expect("a message, by now");
    assert_eq!(told["type"], 3, "{why}: {told}");
    let message = told["message"].as_str().expect("a message").to_owned();
    assert!(message.contains(&title("with-statement")), "{why}: {message}");
    (result, message)
}

#[test]
fn a_page_that_cannot_be_opened_is_told() {
    let mut client = Client::start(setup(json!({})));
    let (result, message) = assert_told(&mut client, "no showDocument");
    assert!(
        message.contains(&file(&result["uri"]).display().to_string()),
        "{message}"
    );
    client.finish();

    for (why, answer) in [
        ("success is false", Ok(json!({ "success": false }))),
        ("no result", Ok(Value::Null)),
        ("an error", Err(json!({ "code": -32603, "message": "no window" }))),
    ] {
        let mut client = Client::start(Setup {
            answer: Box::new(move |_, _| answer.clone()),
            ..Setup::default()
        });
        let (result, message) = assert_told(&mut client, why);
        assert_eq!(
            client.wait_for("window/showDocument")["uri"],
            result["uri"],
            "{why}: it is tried first"
        );
        assert!(
            message.contains(&file(&result["uri"]).display().to_string()),
            "{message}"
        );
        client.finish();
    }
}

#[test]
fn a_page_that_cannot_be_written_is_told() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let mut client = Client::start(Setup {
        cache: Some(file.path().to_owned()),
        ..Setup::default()
    });
    let (result, message) = assert_told(&mut client, "the cache folder is a file");
    assert_eq!(result["uri"], Value::Null);
    assert!(
        message.contains(&file.path().display().to_string()),
        "it names what cannot be written: {message}"
    );
    client.finish();
}

#[test]
fn wrong_commands_and_arguments_are_refused_with_a_remedy() {
    let mut client = Client::able();
    client.open(URI, NESTED);
    let unknown = explain_in_vain(&mut client, json!(["with-statment"]));
    assert_eq!(unknown.code, -32602);
    assert!(
        unknown.message.contains("`with-statment`") && unknown.message.contains("with-statement"),
        "{}",
        unknown.message
    );

    let command = client.ask_in_vain(
        "workspace/executeCommand",
        json!({ "command": "pygloss.expalin", "arguments": [] }),
    );
    assert_eq!(command.code, -32602);
    assert!(
        command.message.contains("pygloss.expalin") && command.message.contains("`pygloss.explain`"),
        "{}",
        command.message
    );

    let plain = at(NESTED, "class'\n‸");
    for (arguments, says) in [
        (json!([]), "one argument"),
        (json!(["with-statement", "yield-expression"]), "one argument"),
        (json!([5]), "one argument"),
        (json!([null]), "one argument"),
        (json!([["with-statement"]]), "one argument"),
        (json!([{ "concpet": "with-statement" }]), "concpet"),
        (json!([{ "concept": 5 }]), "concept"),
        (json!([{ "uri": URI, "position": 5 }]), "position"),
        (json!([{}]), "nothing to explain"),
        (json!([{ "uri": URI }]), "nothing to explain"),
        (json!([{ "uri": URI, "position": plain }]), "nothing to explain"),
        (
            json!([{ "uri": "file:///closed.py", "position": plain }]),
            "nothing to explain",
        ),
    ] {
        let failed = explain_in_vain(&mut client, arguments.clone());
        assert_eq!(failed.code, -32602, "{arguments}: {failed:?}");
        assert!(failed.message.contains(says), "{arguments}: {failed:?}");
    }
    let absent = client.ask_in_vain("workspace/executeCommand", json!({ "command": "pygloss.explain" }));
    assert!(
        absent.code == -32602 && absent.message.contains("one argument"),
        "{absent:?}"
    );
    client.finish();
}

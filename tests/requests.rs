//! The requests of our own, for editors that show pages and lists themselves: each answers what the standard way would show.

mod common;
mod trials;

use common::{Client, Setup, at, span};
use pygloss::gloss::Glossary;
use pygloss::knowledge::Concept;
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";

const CODE: &str = "\
class Point:
    __slots__ = ('x', 'y')

def numbers():
    '\u{1F40D}'; yield from range(3)

if 1 < len('abc') < 5: pass
";

fn concept(id: &str) -> &'static Concept {
    let concept = Glossary::builtin().knowledge().get(id);
    concept.unwrap_or_else(|| panic!("{id} is built in"))
}

fn client() -> Client {
    let mut client = Client::able();
    client.open(URI, CODE);
    client
}

/// The page that a command writes and has opened.
fn opened(client: &mut Client, command: &str, argument: &Value) -> String {
    let params = json!({ "command": command, "arguments": [argument] });
    client.ask("workspace/executeCommand", params);
    let uri = client.wait_for("window/showDocument")["uri"].clone();
    let path = uri
        .as_str()
        .and_then(|uri| uri.strip_prefix("file://"))
        .expect("a file");
    std::fs::read_to_string(path).expect("the page is there")
}

#[test]
fn a_page_is_what_the_command_opens() {
    let mut client = client();
    let slots = at(CODE, "__sl‸ots__");
    for wanted in [
        json!({ "concept": "dunder-slots" }),
        json!({ "uri": URI, "position": slots }),
        json!({ "concept": "dunder-slots", "uri": URI, "position": slots }),
    ] {
        let page = client.ask("pygloss/page", wanted.clone());
        let keys: Vec<&String> = page.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["concept", "markdown", "title"], "{wanted}");
        assert_eq!(page["concept"], "dunder-slots", "{wanted}");
        assert_eq!(page["title"], concept("dunder-slots").title, "{wanted}");
        let markdown = page["markdown"].as_str().expect("a text");
        assert_eq!(markdown.contains("> Here: "), wanted.get("uri").is_some(), "{markdown}");
        assert_eq!(opened(&mut client, "pygloss.explain", &wanted), markdown, "{wanted}");
    }
    // Links lead to other pages of the same kind.
    let page = client.ask("pygloss/page", json!({ "concept": "with-statement" }));
    let markdown = page["markdown"].as_str().expect("a text");
    let concept = concept("with-statement");
    for id in concept.builds_on.iter().chain(&concept.related) {
        assert!(markdown.contains(&format!("]({id}.md)")), "{id}: {markdown}");
    }
    client.finish();
}

#[test]
fn what_has_no_page_is_refused_with_a_remedy() {
    let mut client = client();
    let nowhere = json!({ "line": 2, "character": 0 });
    for (params, says) in [
        (json!({}), "nothing to explain"),
        (json!({ "concept": "dunder-slotz" }), "dunder-slots"),
        (json!({ "concept": 5 }), "string"),
        (json!({ "concpet": "dunder-slots" }), "concpet"),
        (json!({ "uri": URI, "position": nowhere }), "nothing to explain"),
        (
            json!({ "uri": "file:///closed.py", "position": nowhere }),
            "is not open",
        ),
        (json!(["dunder-slots"]), "concept, uri, position"),
    ] {
        let failed = client.ask_in_vain("pygloss/page", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert!(failed.message.contains(says), "{params}: {failed:?}");
    }
    client.finish();
}

#[test]
fn plainer_python_is_what_the_command_opens() {
    let mut client = client();
    let wanted = json!({ "uri": URI, "position": at(CODE, "1 ‸<") });
    let page = client.ask("pygloss/plainer", wanted.clone());
    assert_eq!(page["title"], "A chained comparison as two, joined by and");
    let markdown = page["markdown"].as_str().expect("a text");
    assert!(markdown.starts_with("# A chained comparison as two"), "{markdown}");
    assert_eq!(opened(&mut client, "pygloss.rewrite", &wanted), markdown);
    let about = page["about"].as_str().expect("a name");
    let named = json!({ "uri": URI, "position": wanted["position"], "about": about });
    assert_eq!(client.ask("pygloss/plainer", named), page);

    for (params, says) in [
        (json!({ "uri": URI }), "position"),
        (
            json!({ "uri": URI, "position": wanted["position"], "about": "no-such" }),
            "nothing here stands for something plainer",
        ),
        (
            json!({ "uri": "file:///closed.py", "position": wanted["position"] }),
            "file:///closed.py is not open",
        ),
        (json!([]), "uri, position, about"),
    ] {
        let failed = client.ask_in_vain("pygloss/plainer", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert!(failed.message.contains(says), "{params}: {failed:?}");
    }
    client.finish();
}

#[test]
fn the_concepts_of_a_document_come_in_its_order() {
    let mut client = client();
    let found = client.ask("pygloss/concepts", json!({ "uri": URI }));
    let found = found.as_array().expect("an array").clone();
    let starts: Vec<_> = found
        .iter()
        .map(|f| {
            (
                f["range"]["start"]["line"].as_u64(),
                f["range"]["start"]["character"].as_u64(),
            )
        })
        .collect();
    assert!(starts.is_sorted(), "{starts:?}");
    for one in &found {
        let concept = concept(one["concept"].as_str().expect("an id"));
        assert_eq!(one["title"], concept.title);
        assert_eq!(one["area"], concept.area);
        assert_eq!(one["level"], format!("{:?}", concept.level).to_lowercase());
        assert_eq!(one.get("name").and_then(Value::as_str), concept.name.as_deref());
        // What the list says of the code, the hover there says too.
        if let Some(here) = one.get("here") {
            let here = here.as_str().expect("a text");
            assert!(!here.is_empty() && !here.starts_with("Here"), "{here}");
        }
    }
    let of = |id: &str| {
        let one = found.iter().find(|f| f["concept"] == id);
        one.unwrap_or_else(|| panic!("{id} is found: {found:?}"))
    };
    assert_eq!(of("dunder-slots")["range"], span(CODE, "__slots__"));
    assert_eq!(of("dunder-slots")["construct"], span(CODE, "__slots__ = ('x', 'y')"));
    // Columns are the client's, behind a character that is two units long.
    assert_eq!(of("yield-from")["range"]["start"], at(CODE, "‸yield from"));
    let here = of("yield-from")["here"].as_str().expect("a sentence");
    let hover = client.hover_text(URI, &at(CODE, "yi‸eld from"));
    assert!(hover.contains(&format!("Here: {here}.")), "{here}: {hover}");

    client.change(URI, 2, json!([{ "text": "pass\n" }]));
    let left = client.ask("pygloss/concepts", json!({ "uri": URI }));
    let ids: Vec<_> = left
        .as_array()
        .expect("an array")
        .iter()
        .map(|f| &f["concept"])
        .collect();
    assert_eq!(ids, ["pass-statement"]);
    client.change(URI, 3, json!([{ "text": "" }]));
    assert_eq!(client.ask("pygloss/concepts", json!({ "uri": URI })), json!([]));
    client.finish();
}

/// Without what they do, which is told one by one.
#[test]
fn the_concepts_of_a_document_may_come_without_their_sentences() {
    let mut client = Client::able();
    let modules = ["contextlib.py", "functools.py", "textwrap.py"].map(|name| {
        let path = trials::standard_library().join(name);
        std::fs::read_to_string(path).expect("the standard library has it")
    });
    let (mut sentences, mut asked) = (0, 0);
    for (text, version) in std::iter::once(CODE.to_owned()).chain(modules).zip(1..) {
        if version == 1 {
            client.open(URI, &text);
        } else {
            client.change(URI, version, json!([{ "text": text }]));
        }
        compare(&mut client, &mut sentences, &mut asked);
    }
    // After an edit only what it changed is searched again.
    for (version, text) in (10..).zip(["import os\n", "def f(): yield from g()\n", "# "]) {
        let here = json!({ "line": 0, "character": 0 });
        client.change(
            URI,
            version,
            json!([{ "range": { "start": here, "end": here }, "text": text }]),
        );
        compare(&mut client, &mut sentences, &mut asked);
    }
    assert!(sentences > 100 && asked > sentences, "{sentences} of {asked}");
    // What was there in an earlier text.
    let gone = json!({ "line": 9999, "character": 0 });
    let gone = json!({ "start": gone, "end": gone });
    let params = json!({ "uri": URI, "concept": "yield", "range": gone, "construct": gone });
    assert_eq!(client.ask("pygloss/here", params), json!({}));
    client.finish();
}

/// Both lists have the same, and one by one the same is told, of every third.
fn compare(client: &mut Client, sentences: &mut usize, asked: &mut usize) {
    let full = client.ask("pygloss/concepts", json!({ "uri": URI }));
    let bare = client.ask("pygloss/concepts", json!({ "uri": URI, "here": false }));
    let (full, bare) = (full.as_array().expect("an array"), bare.as_array().expect("an array"));
    assert_eq!(full.len(), bare.len());
    for (number, (full, bare)) in full.iter().zip(bare).enumerate() {
        let mut without = full.clone();
        let here = without.as_object_mut().expect("an object").remove("here");
        assert_eq!(&without, bare);
        if number % 3 == 0 {
            let mut params = json!({ "uri": URI });
            for key in ["concept", "range", "construct"] {
                params[key] = bare[key].clone();
            }
            let told = client.ask("pygloss/here", params);
            *asked += 1;
            *sentences += usize::from(here.is_some());
            assert_eq!(told.get("here"), here.as_ref(), "{bare}");
        }
    }
}

#[test]
fn the_concepts_of_what_is_not_open_are_refused() {
    let mut client = client();
    for (params, says) in [
        (json!({ "uri": "file:///closed.py" }), "file:///closed.py is not open"),
        (json!({}), "uri"),
        (json!({ "uri": URI, "level": "advanced" }), "level"),
    ] {
        let failed = client.ask_in_vain("pygloss/concepts", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert!(failed.message.contains(says), "{params}: {failed:?}");
    }
    let place = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 5 } });
    for (params, says) in [
        (
            json!({ "uri": "file:///closed.py", "concept": "yield", "range": place, "construct": place }),
            "file:///closed.py is not open",
        ),
        (json!({ "uri": URI, "concept": "yield" }), "range"),
    ] {
        let failed = client.ask_in_vain("pygloss/here", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert!(failed.message.contains(says), "{params}: {failed:?}");
    }
    client.finish();
}

#[test]
fn words_find_concepts_best_first() {
    let mut client = client();
    for (words, id) in [
        ("__slots__", "dunder-slots"),
        ("difference between new and init", "dunder-new"),
        ("Slo", "dunder-slots"),
    ] {
        let found = client.ask("pygloss/search", json!({ "words": words }));
        let found = found.as_array().expect("an array");
        assert!(found.len() <= 40, "{words}");
        let hit = found.iter().find(|hit| hit["concept"] == id);
        let hit = hit.unwrap_or_else(|| panic!("{words} finds {id}: {found:?}"));
        let concept = concept(id);
        assert_eq!(hit["title"], concept.title);
        assert_eq!(hit["name"].as_str(), concept.name.as_deref());
        assert_eq!(hit["area"], concept.area);
        assert_eq!(hit["summary"], concept.hover);
    }
    assert_eq!(client.ask("pygloss/search", json!({ "words": " " })), json!([]));
    assert_eq!(client.ask("pygloss/search", json!({ "words": "qqqqxyzzy" })), json!([]));
    for (params, says) in [(json!({}), "words"), (json!({ "words": "x", "level": 1 }), "level")] {
        let failed = client.ask_in_vain("pygloss/search", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert!(failed.message.contains(says), "{params}: {failed:?}");
    }
    client.finish();
}

#[test]
fn nothing_is_answered_before_the_client_introduced_itself() {
    for method in ["pygloss/page", "pygloss/plainer", "pygloss/concepts", "pygloss/search"] {
        let mut client = Client::spawn(Setup::default());
        let failed = client.ask_in_vain(method, json!({ "concept": "dunder-slots" }));
        assert_eq!(failed.code, -32002, "{method}: {failed:?}");
    }
}

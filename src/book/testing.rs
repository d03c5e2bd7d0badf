//! Sites for the tests of the book.

use std::sync::OnceLock;

use super::{Options, Site, site};
use crate::gloss::Glossary;
use crate::knowledge::{Knowledge, Source, Version};

/// The site of the built-in concepts.
pub(super) fn built_in() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| site(Glossary::builtin().knowledge(), Options::default()).expect("a site"))
}

/// The text of a file of a site.
pub(super) fn text_of<'s>(site: &'s Site, path: &str) -> &'s str {
    let file = site.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(&file.bytes).expect("a text")
}

/// The site of a pack that tries to bring markup along, in its texts as the checks let them through, and in the fields as no check would.
pub(super) fn hostile() -> Site {
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let text = format!(
        r#"+++
title = "Hostile"
name = "<script>"
level = "beginner"
docs = "https://x.org/?a=1&b"
asked = ["{bad}", "</script><script>alert(1)</script>"]
aliases = ["{bad}"]
changed = {{ "3.9" = "`{bad}`" }}
confused-with = {{ "with-statement" = "`{bad}`" }}
names = ["hostile.name"]
+++

The code `{bad}` and the words \<script> are text.

## How it works
`{bad}` and ``</code><script>``.

## Why it exists
| a | `<script>` |
| :-- | --: |
| b | `<iframe>` |

## Where it bites
- A [link](https://x.org/?"><script>).

## Example
```python
print("{bad}")
```
```output
{bad}
```

## Detection
```cases
import hostile
hostile.name
#       ^^^^ here
hostile
# <- not
```
"#
    );
    let source = Source {
        path: "\"><script>/hostile.md".to_owned(),
        text,
    };
    let built_in = Glossary::builtin().knowledge();
    let loaded = Knowledge::load(&[source], Some(built_in));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut concepts = loaded.knowledge.concepts().to_vec();
    for concept in &mut concepts {
        concept.title = format!("</title></h1>{bad}");
        bad.clone_into(&mut concept.hover);
        "https://x.org/\" onclick=\"alert(1)".clone_into(&mut concept.docs);
        concept.changed.push((Version { major: 3, minor: 9 }, bad.to_owned()));
        concept.confused_with.push(("gil".to_owned(), bad.to_owned()));
        for section in concept.sections_mut() {
            section.markdown.push_str(&format!(
                "\n\n{bad}\n\n[a](javascript:alert(1)) ![a](https://x.org/a.png)\n"
            ));
        }
    }
    let merged = built_in.with(Knowledge::of(concepts));
    site(&merged.knowledge, Options { playground: true }).expect("a site")
}

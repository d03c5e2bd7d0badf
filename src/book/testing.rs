//! Sites for the tests of the book.

use std::sync::OnceLock;

use super::{Options, Site, site};
use crate::gloss::Glossary;
use crate::knowledge::{Knowledge, Source};

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

/// The site of a pack that tries to bring markup along wherever its checks let a text through.
pub(super) fn hostile() -> Site {
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let text = format!(
        r#"+++
title = "</title><script>alert(1)</script>"
name = "<script>"
level = "beginner"
docs = "https://x.org/\" onclick=\"alert(1)"
asked = ["{bad}", "</script><script>alert(1)</script>"]
aliases = ["{bad}"]
changed = {{ "3.9" = "{bad}" }}
confused-with = {{ "with-statement" = "{bad}" }}
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
    let merged = built_in.with(loaded.knowledge);
    site(&merged.knowledge, Options { playground: true }).expect("a site")
}

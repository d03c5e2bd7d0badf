use super::*;
use crate::document::{Document, Nodes};

/// What the last identifier `name` of `source` stands for, in short.
fn last(source: &str, name: &str) -> String {
    let document = Document::new(source.to_owned());
    let nodes = Nodes::whole(&document);
    let names = Whole::new(&nodes);
    let node = nodes
        .all()
        .filter(|n| n.kind() == "identifier" && n.text() == name)
        .last()
        .expect("the name is there");
    let node = node
        .parent()
        .filter(|p| p.kind() == "attribute" && p.child("attribute") == Some(node))
        .unwrap_or(node);
    match names.resolve(node) {
        Resolution::Dotted(all) => all.join(" or "),
        Resolution::Class(_) => "class".to_owned(),
        Resolution::Function(_) => "function".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[test]
fn imports_are_followed() {
    for (source, name, expected) in [
        ("import functools\nfunctools.wraps", "wraps", "functools.wraps"),
        ("import functools as ft\nft.wraps", "wraps", "functools.wraps"),
        ("import a.b.c\na.b.c.d", "d", "a.b.c.d"),
        ("import a.b.c as m\nm.d", "d", "a.b.c.d"),
        ("from functools import wraps as w\nw", "w", "functools.wraps"),
        ("from . import wraps\nwraps", "wraps", ".wraps"),
        ("from .functools import wraps\nwraps", "wraps", ".functools.wraps"),
        (
            "import collections\ndd = collections.defaultdict\ndef f():\n    return dd(int)",
            "dd",
            "collections.defaultdict",
        ),
        (
            "def f():\n    from copy import copy\n    return copy(1)",
            "copy",
            "copy.copy",
        ),
        ("from itertools import *\nchain", "chain", "itertools.chain"),
        (
            "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\ntomllib.loads",
            "loads",
            "tomllib.loads",
        ),
        (
            "if x:\n    from a import f\nelse:\n    from b import f\nf",
            "f",
            "a.f or b.f",
        ),
    ] {
        assert_eq!(last(source, name), expected, "{source}");
    }
}

#[test]
fn a_local_of_the_same_name_is_not_the_librarys() {
    for (source, name, expected) in [
        ("from copy import copy\ncopy = 5\ncopy", "copy", "variable"),
        (
            "from copy import copy\ndef f(copy):\n    return copy(1)",
            "copy",
            "parameter",
        ),
        ("from copy import copy\nlambda copy: copy", "copy", "parameter"),
        ("from copy import copy\n[copy for copy in xs]", "copy", "variable"),
        ("from copy import copy\ndel copy\ncopy", "copy", "unknown"),
        ("from copy import copy\ndef copy(x): pass\ncopy", "copy", "function"),
        (
            "from copy import copy\ndef f():\n    for copy in x:\n        copy",
            "copy",
            "variable",
        ),
        (
            "from copy import copy\ndef f():\n    with x as (a, copy):\n        copy",
            "copy",
            "variable",
        ),
        (
            "from copy import copy\ndef f():\n    if (copy := 1):\n        copy",
            "copy",
            "variable",
        ),
        (
            "from copy import copy\ndef f():\n    match x:\n        case [copy, *_]: copy",
            "copy",
            "variable",
        ),
        (
            "from copy import copy\ndef f():\n    try: pass\n    except E as copy: copy",
            "copy",
            "variable",
        ),
        (
            "from copy import copy\ndef f():\n    global copy\n    copy = 1\ncopy",
            "copy",
            "unknown",
        ),
        ("def f(super): super", "super", "parameter"),
        ("class super: pass\nsuper", "super", "class"),
        ("from unknown import *\nsuper", "super", "unknown"),
        ("from os import *\nopen", "open", "unknown"),
        ("a = b\nb = a\na", "a", "variable"),
        ("def f[copy](x: copy): pass", "copy", "variable"),
    ] {
        assert_eq!(last(source, name), expected, "{source}");
    }
}

#[test]
fn scopes_are_pythons() {
    for (source, name, expected) in [
        // A class's names are not seen from its methods.
        (
            "from copy import copy\nclass C:\n    copy = 1\n    def m(self): return copy",
            "copy",
            "copy.copy",
        ),
        (
            "from copy import copy\nclass C:\n    copy = 1\n    x = copy",
            "copy",
            "variable",
        ),
        // …nor from a comprehension in its body, save for the first iterable.
        (
            "from copy import copy\nclass C:\n    copy = 1\n    x = [copy for i in y]",
            "copy",
            "copy.copy",
        ),
        (
            "from copy import copy\nclass C:\n    copy = 1\n    x = [i for i in copy]",
            "copy",
            "variable",
        ),
        // Defaults and annotations belong to the scope around.
        ("from copy import copy\ndef f(copy, x=copy): pass", "copy", "copy.copy"),
        ("from copy import copy\ndef f(copy, x: copy): pass", "copy", "copy.copy"),
        // What comes later in the same scope has not happened yet.
        ("from copy import copy\ny = copy(x)\ncopy = 5\n", "copy", "copy.copy"),
        // What a nested function sees depends on when it is called.
        (
            "from copy import copy\ndef f(): return copy\ncopy = 5\ndef g(): return copy",
            "copy",
            "unknown",
        ),
        (
            "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x",
            "x",
            "variable",
        ),
        ("def f(*args, **super): super", "super", "parameter"),
    ] {
        let document = Document::new(source.to_owned());
        let found = if source.contains("y = copy(x)") {
            let nodes = Nodes::whole(&document);
            let names = Whole::new(&nodes);
            let at = source.find("copy(x)").expect("it is there");
            let token = nodes.path(at).pop().expect("a node");
            match names.resolve(token) {
                Resolution::Dotted(all) => all.join(" or "),
                other => format!("{other:?}"),
            }
        } else {
            last(source, name)
        };
        assert_eq!(found, expected, "{source}");
    }
}

/// Every kind of scope and binding, at every level.
const ALL_KINDS: &str = r#"from os import *
import a.b as c, d
for i in d:
    print(i)
try:
    from e import f as g
except ImportError:
    g = None
x: int
h = c
def decorated(y=(w := 1), *, z: int = d) -> "T":
    global x, later
    x = later = [q for q in y if (u := q)]
    class Inner(object):
        m = n = z
        def get(self): return __class__, m, x
    return Inner
@g.deco(name=d)
class C[T](d.Base, metaclass=g):
    k: int
    k = v = c
    global glob
    glob = 1
    def one(self, a, /, b=v, *rest, **more):
        nonlocal k
        n = lambda a=a: (a, b, n, k)
        def two():
            nonlocal n, b
            n = b
            b: str
            del b
        return [two for two in rest for n in two]
    class D(C):
        r = [k for k in v if k]
        async def three[S](self, s: S):
            import f.g, x as later
            with s as (t, u), v: pass
            match t:
                case {"a": [p, *o], **more} | C(k=p) if p: return o
            for t in later: s += t
    type A[U] = U | T
if d:
    def four(): return x, glob, i, open, chain
    l = lambda: x
elif (later := g):
    global h
    h = 3
h = 5
print(h, x, later, glob, [h for h in l], {c: d for d in h})
def five():
    from itertools import *
    return x
nonlocal l
l = 4
"#;

/// All that can be asked of names at every identifier and every byte.
fn told(names: Names<'_>, document: &Document) -> Vec<String> {
    let nodes = Nodes::whole(document);
    let mut told = vec![format!("{}", names.has_stars())];
    let identifiers = nodes.all().filter(|node| node.kind() == "identifier");
    for node in identifiers.flat_map(|node| [Some(node), node.parent()]).flatten() {
        let (name, at) = (node.text(), node.start());
        told.push(format!(
            "{name} at {at}: {:?}, {:?}, {:?}, {:?}, {}",
            names.resolve(node),
            names.place(name, at),
            names.owner(name, at),
            names.bindings(name, at, 8),
            names.is_definition(at),
        ));
    }
    told.extend((0..=document.text().len()).map(|at| format!("{at}: {}", names.is_in_class_body(at))));
    told
}

#[test]
fn names_are_the_same_however_they_were_read() {
    let check = |document: &Document, skeleton: &Skeleton, seed: &str| {
        let whole = Whole::new(&Nodes::whole(document));
        let (one, other) = (
            told(Names::Whole(&whole), document),
            told(Names::Skeleton(skeleton, document), document),
        );
        for (one, other) in one.iter().zip(&other) {
            assert_eq!(one, other, "{seed}: {}", document.text());
        }
        assert_eq!(skeleton.classes(), document.classes(), "{seed}: {}", document.text());
    };
    let document = Document::new(ALL_KINDS.to_owned());
    check(&document, &Skeleton::new(&document, None), "unchanged");
    let lines: Vec<&str> = ALL_KINDS.split_inclusive('\n').collect();
    let pieces = [
        "",
        "q",
        "\n",
        "(",
        ")",
        "\"\"\"",
        "\ndef g():\n    ",
        "    ",
        "#",
        " = ",
        "global x\n",
        " as ",
    ];
    for seed in 0..60_u64 {
        let mut state = seed;
        let mut below = |n: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        let mut document = Document::new(ALL_KINDS.to_owned());
        let mut skeleton = Skeleton::new(&document, None);
        for step in 0..6 {
            let start = below(document.text().len() + 1);
            let end = (start + [0, 0, 1, 9][below(4)]).min(document.text().len());
            let piece = if below(3) == 0 {
                lines[below(lines.len())]
            } else {
                pieces[below(pieces.len())]
            };
            document.replace(start..end, piece);
            if below(3) > 0 {
                skeleton = Skeleton::new(&document, Some(&skeleton));
                check(&document, &skeleton, &format!("seed {seed}, step {step}"));
            }
        }
    }
}

#[test]
fn names_for_each_other_are_not_followed_for_ever() {
    // Without a bound, ways would double with every line: 16 steps deep, through hundreds of bindings each.
    let turns = "if a: x = y\nif a: y = x\n".repeat(200);
    for source in [
        format!("x = y = 1\n{turns}x"),
        format!("import m as x\nimport m as y\n{turns}def f(): return x"),
    ] {
        // Some ways are not followed to their ends: then a variable, or nothing, is claimed.
        let known = last(&source, "x");
        assert!(known == "variable" || known == "unknown", "{known}");
    }
}

#[test]
fn of_thousands_of_bindings_the_last_counts() {
    let source = format!("{}import m as x\nx", "x = 1\n".repeat(3000));
    assert_eq!(last(&source, "x"), "m");
    // What may be any of thousands is not known.
    let source = format!("{}x", "if a: x = 1\n".repeat(3000));
    assert_eq!(last(&source, "x"), "unknown");
}

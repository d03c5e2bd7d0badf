//! Texts that nobody writes and anybody can send: deep, long, wide, broken.
//!
//! Lives here: the texts. May not live here: what is asked of them (`tests/hostile_text.rs`, `tests/hostile_server.rs`).

// Each of the two uses a part.
#![allow(dead_code)]

use std::fmt::Write as _;

/// How deep brackets and other expressions nest.
pub const DEEP: usize = 20_000;

/// How deep blocks nest.
pub const LEVELS: usize = 2_000;

/// How long a chain is.
pub const LONG: usize = 50_000;

/// How many lines there are.
pub const LINES: usize = 200_000;

/// How many bytes a line has.
pub const LINE: usize = 5_000_000;

/// A text, and what it is called.
pub struct Text {
    pub name: String,
    pub text: String,
}

fn text(name: impl Into<String>, text: impl Into<String>) -> Text {
    let (name, text) = (name.into(), text.into());
    Text { name, text }
}

/// Expressions in expressions, closed and unclosed.
pub fn deep() -> Vec<Text> {
    let closed = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("f(", ")"),
        ("x[", "]"),
        ("{0: ", "}"),
        ("(a, ", ")"),
        ("print(x, y=", ")"),
        ("[x for x in ", "]"),
        ("{x: y for x in ", "}"),
        ("(yield ", ")"),
        ("(x := ", ")"),
        ("(not ", ")"),
        ("(a or ", ")"),
        ("(a + ", ")"),
        ("(lambda: ", ")"),
        ("[*", "]"),
        ("f'{", "}'"),
        ("f\"{f'{", "}'}\""),
        ("f'''{", "}'''"),
        ("f'{x:{", "}}'"),
        ("(await ", ")"),
        ("a.b(", ")"),
        ("x[a:", "]"),
        ("super().f(", ")"),
        ("isinstance(", ", int)"),
    ];
    let mut texts = Vec::new();
    for (open, close) in closed {
        texts.push(text(
            format!("{open}…{close}"),
            format!("y = {}1{}\n", open.repeat(DEEP), close.repeat(DEEP)),
        ));
        texts.push(text(format!("{open}…"), format!("x = 1\ny = {}", open.repeat(DEEP))));
    }
    for prefix in [
        "not ",
        "- ",
        "~",
        "await ",
        "*",
        "lambda: ",
        "lambda x: ",
        "x if y else ",
        "(1 if x else ",
        "yield ",
        "x ** ",
        "x := ",
        "async for ",
        "case ",
        "a = ",
        "print ",
        "return ",
    ] {
        texts.push(text(prefix, format!("def f():\n    return {}1\n", prefix.repeat(DEEP))));
    }
    for alone in [
        ")", "]", "}", "(]", "({[", "'''", "f'{", "\"", "\\", ":", "=", ";", "@", "!", "`", "->", "if ", "def ",
        "class ", "with ", "for ", "match ", "lambda ", "except ", "import ", "from ", "0x", "...",
    ] {
        texts.push(text(format!("only {alone:?}"), alone.repeat(DEEP)));
    }
    texts.push(text(
        "types",
        format!("x: {}int{} = 1\n", "list[".repeat(DEEP), "]".repeat(DEEP)),
    ));
    texts.push(text(
        "patterns",
        format!("match x:\n    case {}a{}: pass\n", "[".repeat(DEEP), "]".repeat(DEEP)),
    ));
    texts.push(text(
        "class patterns",
        format!(
            "match x:\n    case {}a{}: pass\n",
            "C(x=".repeat(DEEP),
            ")".repeat(DEEP)
        ),
    ));
    texts.push(text(
        "targets",
        format!("for {}a{} in x: pass\n", "(".repeat(DEEP), ",)".repeat(DEEP)),
    ));
    texts
}

/// Blocks in blocks.
pub fn levels() -> Vec<Text> {
    let mut texts = Vec::new();
    for head in [
        "if x:",
        "for x in y:",
        "while x:",
        "with x as y:",
        "try:",
        "def f(x):",
        "async def f(x):",
        "class C(B):",
        "match x:",
        "case x:",
        "@d\ndef f():",
        "else:",
        "if x:\nelse:",
    ] {
        let mut code = String::new();
        for level in 0..LEVELS {
            for line in head.lines() {
                let _ = writeln!(code, "{}{line}", " ".repeat(level));
            }
        }
        let _ = writeln!(code, "{}yield x", " ".repeat(LEVELS));
        texts.push(text(format!("{head:?} in {head:?}"), code));
    }
    let both: String = (0..LEVELS)
        .map(|level| format!("{}{}\n", " ".repeat(level), ["class C:", "def f(self):"][level % 2]))
        .collect();
    texts.push(text(
        "methods in methods",
        format!("{both}{}return super().f()\n", " ".repeat(LEVELS)),
    ));
    let tabs: String = (0..LEVELS)
        .map(|level| format!("{}if x:\n", "\t ".repeat(level)))
        .collect();
    texts.push(text("tabs and spaces", format!("{tabs}{}pass\n", "\t ".repeat(LEVELS))));
    texts
}

/// Those of [`long`] that are not known to be answered within a second: docs/reliability.md says how long they take.
pub const SLOW: &[&str] = &[
    "methods",
    "properties",
    "fields of a class",
    "names for each other",
    "one function",
    "loops of a comprehension",
    "comments",
    "nothing but backslashes",
    "errors",
];

/// One thing after another.
pub fn long() -> Vec<Text> {
    let chain =
        |name: &str, begin: &str, link: &str, end: &str| text(name, format!("{begin}{}{end}", link.repeat(LONG)));
    let each = |name: &str, begin: &str, link: &dyn Fn(usize) -> String, end: &str| {
        let links: String = (0..LONG).map(link).collect();
        text(name, format!("{begin}{links}{end}"))
    };
    vec![
        chain("attributes", "x = a", ".b", "\n"),
        chain("calls", "x = f", "()", "\n"),
        chain("method calls", "x = f", ".g(1)", "\n"),
        chain("subscripts", "x = a", "[0]", "\n"),
        chain("sums", "x = a", " + a", "\n"),
        chain("powers", "x = a", " ** a", "\n"),
        chain("joined texts", "x = 'a'", " + 'a'", "\n"),
        chain("comparisons", "x = a", " < a", "\n"),
        chain("equalities", "x = a", " == 1", "\n"),
        chain("ands", "x = a", " and a", "\n"),
        chain("ands and ors", "x = a", " and a or b", "\n"),
        chain("texts", "x = (", "'a' ", ")\n"),
        chain("f-strings", "x = (", "f'{a}' ", ")\n"),
        chain("fields", "x = f'", "{a!r:>3}", "'\n"),
        chain("escapes", "x = '", "\\n\\d", "'\n"),
        chain("percents", "x = '", "%s", "' % y\n"),
        chain("braces", "x = '", "{}", "'.format(y)\n"),
        chain("conditions", "x = ", "a if b else ", "c\n"),
        chain("elifs", "if a: pass\n", "elif a: pass\n", "else: pass\n"),
        each(
            "elifs that differ",
            "if a: pass\n",
            &|n| format!("elif a == {n}: x = {n}\n"),
            "else: pass\n",
        ),
        chain("decorators", "", "@d\n", "def f(): pass\n"),
        chain("decorators of a class", "", "@d(1)\n", "class C: pass\n"),
        each("imports", "", &|n| format!("import a{n}\n"), "a1\n"),
        each(
            "names of an import",
            "from a import x",
            &|n| format!(", b{n} as c{n}"),
            "\nx\n",
        ),
        chain("stars", "", "from a import *\n", "x\n"),
        chain("dots", "from ", ".", " import a\n"),
        each("parameters", "def f(a", &|n| format!(", b{n}=[]"), "): return a\n"),
        each("arguments", "f(a", &|n| format!(", b{n}={n}"), ")\n"),
        chain("stars in a call", "f(a", ", *b, **c", ")\n"),
        chain("items", "x = [a", ", a", "]\n"),
        each("pairs", "x = {'a': 1", &|n| format!(", 'b{n}': {n}"), "}\n"),
        chain("targets", "a", ", a", " = x\n"),
        chain("assignments", "a", " = a", " = x\n"),
        each(
            "globals",
            "def f():\n    global a",
            &|n| format!(", b{n}"),
            "\n    a = 1\n",
        ),
        chain("managers", "with a as b", ", a as b", ": pass\n"),
        chain(
            "handlers",
            "try: pass\n",
            "except A as e: pass\n",
            "else: pass\nfinally: pass\n",
        ),
        each(
            "cases",
            "match x:\n",
            &|n| format!("    case {n}: pass\n"),
            "    case _: pass\n",
        ),
        chain("alternatives", "match x:\n    case 1", " | 1", ": pass\n"),
        each("bases", "class C(A", &|n| format!(", B{n}"), "): pass\n"),
        each(
            "methods",
            "class C:\n",
            &|n| format!("    def m{n}(self): return super().m{n}()\n"),
            "C().m1()\n",
        ),
        each(
            "properties",
            "class C:\n",
            &|n| format!("    @property\n    def m{n}(self): return 1\n"),
            "C().m1\n",
        ),
        each(
            "fields of a class",
            "from dataclasses import dataclass\n@dataclass\nclass C:\n",
            &|n| format!("    f{n}: int = {n}\n"),
            "C(1)\n",
        ),
        each(
            "members",
            "from enum import Enum\nclass C(Enum):\n",
            &|n| format!("    F{n} = {n}\n"),
            "C.F1\n",
        ),
        each(
            "classes",
            "class C0: pass\n",
            &|n| format!("class C{}(C{n}): pass\n", n + 1),
            "C1()\n",
        ),
        each(
            "functions",
            "",
            &|n| format!("def f{n}(): return f{}()\n", n + 1),
            "f1()\n",
        ),
        chain("one name", "x = 1\n", "x = x\n", "x\n"),
        chain(
            "names for each other",
            "x = y = 1\n",
            "if a: x = y\nif a: y = x\n",
            "def f(): return x\nx\n",
        ),
        chain("bindings that may be", "", "if a: x = 1\n", "x\n"),
        chain("one function", "", "def f(a=[]): return a\n", "f()\n"),
        chain("one class", "", "class C: pass\n", "C()\n"),
        chain("lambdas", "x = [", "lambda: x, ", "]\n"),
        chain("loops of a comprehension", "x = [a", " for a in b if c", "]\n"),
        chain("breaks", "while x:\n", "    if a: break\n", "else: pass\n"),
        chain("returns", "def f():\n", "    if a: return 1\n", "    yield 2\n"),
        chain("statements of a line", "x = 1", "; x = 1", "\n"),
        chain("comments", "x = 1\n", "# a\n", "x\n"),
        chain("backslashes", "x = 1", " \\\n + 1", "\n"),
        chain("nothing but backslashes", "x = ", "\\\n", "1\n"),
        chain("deletions", "del a", ", a", "\n"),
        chain("asserts", "", "assert (x, 'y')\n", ""),
        chain("raises", "", "raise A from b\n", ""),
        chain("yields", "def f():\n", "    x = yield from y\n", ""),
        chain("awaits", "async def f():\n", "    await g()\n", ""),
        chain("walruses", "x = [", "(y := 1), ", "]\n"),
        chain("slices", "x[", "1:2, ", "]\n"),
        chain("type parameters", "def f[T", ", T", "](a): pass\n"),
        chain("exports", "__all__ = [", "'a', ", "]\nimport a\n"),
        chain("slots", "class C:\n    __slots__ = (", "'a', ", ")\n"),
        chain("errors", "", "x = = 1 )\n", ""),
        chain("half a def", "", "def f(\n", ""),
        chain("half an if", "", "if x\n", ""),
        chain("indented more and less", "", "  x\n y\n", ""),
    ]
}

/// A line of [`LINE`] bytes: `piece` again and again between `begin` and `end`.
fn line(name: &str, begin: &str, piece: &str, end: &str) -> Text {
    text(name, format!("{begin}{}{end}", piece.repeat(LINE / piece.len())))
}

/// A line of megabytes.
pub fn wide() -> Vec<Text> {
    vec![
        line("a line of text", "x = '", "a", "'\n"),
        line("a line of wide text", "x = '", "\u{1F40D}", "'\n"),
        line("a line of f-string", "x = f'", "a ", "'\n"),
        line("a line of name", "", "a", " = 1\n"),
        line("a line of digits", "x = 1", "0", "\n"),
        line("a line of comment", "x = 1 # ", "a", "\n"),
        line("a line of spaces", "x = 1", " ", "\n"),
        line("a line of indentation", "if x:\n", " ", "y\n"),
        line("a line of tabs", "if x:\n", "\t", "y\n"),
    ]
}

/// Large in lines.
pub fn many_lines() -> Vec<Text> {
    let lines = |name: &str, line: &str| text(name, line.repeat(LINES));
    vec![
        lines("assignments", "x = 1\n"),
        lines("blank lines", "\n"),
        lines("lone CR", "x = 1\r"),
        lines("form feeds", "x = 1\u{c}\n"),
        lines("CR LF", "def f(): yield\r\n"),
        lines("comments", "# a\n"),
        lines("line separators", "x = 1\u{2028}"),
    ]
}

/// What the parser alone takes seconds for: millions of nodes, millions of bytes behind a mistake, continued lines without end.
pub fn slow_to_parse() -> Vec<Text> {
    vec![
        line("a line of operators", "x = [", "-1, ", "]\n"),
        line("a line of lambdas", "x = ['\u{1F40D}', ", "lambda: x, ", "]\n"),
        line("a line of sums", "x = 1", " + 1", "\n"),
        line("a line of quotes", "x = ", "'", "\n"),
        line("an open text", "x = '''", "a\n", ""),
        line("an open bracket", "x = (\n", "a\n", ""),
        line("a line of NUL", "x = 1", "\0", "\n"),
        text("only backslashes", "\\\n".repeat(DEEP)),
    ]
}

/// Small and odd.
pub fn odd() -> Vec<Text> {
    let texts = [
        "",
        "\0",
        "x = '\0'\nyield\n",
        "\u{feff}x = 1\n",
        "x = 1\n\u{feff}y = 2\n",
        "\u{feff}\u{feff}",
        "a\rb\rif x:\r    pass\r",
        "\r",
        "\n\r\n\r\r\n",
        "if x:\u{c}\n\u{c}    pass\n",
        "if x:\n\tpass\n        pass\n    \tpass\n",
        "x = '\\ud800'\n",
        "x = b'\\ud800' '\\N{nothing}' '\\x' '\\u12'\n",
        "'\u{fffd}\u{fffe}\u{ffff}'\n",
        "x = '",
        "x = '''\n",
        "x = f'{",
        "x = f'{a!r",
        "x = f'{a:",
        "x = f'''{\n",
        "(",
        "[(",
        "{'a': ",
        "x = r'\\'",
        "\\",
        "x = \\\n",
        "# a\\\n# b\\\n",
        "def",
        "def f(",
        "class C(",
        "lambda",
        "@",
        "@\n",
        "if",
        "for x in",
        "import",
        "from",
        "from . import",
        "x.",
        "x[",
        "x[1:",
        "async",
        "await",
        "match x:\n    case",
        "with",
        "try:\n",
        "except",
        "yield\n  yield\n    yield\n",
        "\u{202e}x = 1\n",
        "ａ = 1\n",
        "e\u{301} = 1\n",
        "x = 1\u{2028}y = 2\n",
        "0x",
        "1__0",
        "1e",
        "0777",
        "...",
        "....",
        "*",
        "**",
        "->",
        ":=",
        "!",
        "`x`",
        "<>",
        "print x\n",
        "exec 'x'\n",
    ];
    texts.iter().map(|code| text(format!("{code:?}"), *code)).collect()
}

//! Programs by a grammar: mostly Python.

use std::fmt::Write as _;

use arbitrary::Unstructured;

use super::code::{LONGEST, NAMES};

/// A program that mostly is one.
pub fn program(u: &mut Unstructured<'_>) -> String {
    let mut text = String::new();
    while !u.is_empty() && text.len() < LONGEST {
        statement(u, 0, &mut text);
    }
    text
}

fn name<'a>(u: &mut Unstructured<'_>) -> &'a str {
    u.choose(NAMES).copied().unwrap_or("a")
}

/// Depth is bounded here: hostile depth is in `tests/hostile.rs`.
const DEEPEST: usize = 6;

fn block(u: &mut Unstructured<'_>, depth: usize, text: &mut String) {
    text.push_str(":\n");
    for _ in 0..u.int_in_range(1..=3_u8).unwrap_or(1) {
        statement(u, depth + 1, text);
    }
}

fn statement(u: &mut Unstructured<'_>, depth: usize, text: &mut String) {
    let indent = "    ".repeat(depth);
    text.push_str(&indent);
    let most = if depth >= DEEPEST || text.len() > LONGEST {
        11
    } else {
        23
    };
    match u.int_in_range(0..=most).unwrap_or(0) {
        0 => text.push_str("pass"),
        1 | 2 => {
            let _ = write!(text, "{} = {}", target(u, 0), expression(u, 0));
        }
        3 => text.push_str(&expression(u, 0)),
        4 => {
            let _ = write!(text, "return {}", expression(u, 0));
        }
        5 => {
            let _ = write!(
                text,
                "{} {}= {}",
                name(u),
                u.choose(&["+", "-", "**", "//", "|", "@", ">>"]).unwrap_or(&"+"),
                expression(u, 0)
            );
        }
        6 => {
            let _ = write!(
                text,
                "{} {}",
                u.choose(&[
                    "global",
                    "nonlocal",
                    "del",
                    "import",
                    "from a import",
                    "raise",
                    "assert",
                    "yield",
                    "await"
                ])
                .unwrap_or(&"del"),
                name(u)
            );
        }
        7 => {
            let _ = write!(text, "{}: {} = {}", name(u), expression(u, 2), expression(u, 1));
        }
        8 => {
            let _ = write!(text, "raise {} from {}", expression(u, 2), expression(u, 2));
        }
        9 => text.push_str(
            u.choose(&[
                "break",
                "continue",
                "from a import *",
                "from . import b as c",
                "import a.b.c as d",
                "from __future__ import annotations",
            ])
            .unwrap_or(&"break"),
        ),
        10 => {
            let _ = write!(text, "__slots__ = ({}, '__dict__')", string(u, 2));
        }
        11 => {
            let _ = write!(text, "{} = {} = {}", name(u), target(u, 0), expression(u, 1));
        }
        12 | 13 => {
            for _ in 0..u.int_in_range(0..=2_u8).unwrap_or(0) {
                let decorators = [
                    "@property",
                    "@staticmethod",
                    "@classmethod",
                    "@x.setter",
                    "@functools.cache",
                    "@contextmanager",
                    "@f(1)",
                ];
                let _ = write!(text, "{}\n{indent}", u.choose(&decorators).unwrap_or(&"@f"));
            }
            let _ = write!(
                text,
                "{}def {}({})",
                u.choose(&["", "", "async "]).unwrap_or(&""),
                name(u),
                parameters(u)
            );
            block(u, depth, text);
        }
        14 | 15 => {
            if u.ratio(1, 3).unwrap_or(false) {
                let _ = write!(
                    text,
                    "@dataclass{}\n{indent}",
                    u.choose(&["", "(frozen=True)", "(order=True, eq=False)", "(slots=True)"])
                        .unwrap_or(&"")
                );
            }
            let bases = [
                "",
                "(C)",
                "(Enum)",
                "(NamedTuple)",
                "(A, B, metaclass=M)",
                "(Exception)",
                "(Generic[T])",
                "(dict)",
            ];
            let _ = write!(text, "class {}{}", name(u), u.choose(&bases).unwrap_or(&""));
            block(u, depth, text);
        }
        16 => {
            let _ = write!(
                text,
                "{}for {} in {}",
                u.choose(&["", "async "]).unwrap_or(&""),
                target(u, 0),
                expression(u, 0)
            );
            block(u, depth, text);
            otherwise(u, depth, text);
        }
        17 => {
            let _ = write!(text, "while {}", expression(u, 0));
            block(u, depth, text);
            otherwise(u, depth, text);
        }
        18 | 19 => {
            let _ = write!(text, "if {}", expression(u, 0));
            block(u, depth, text);
            if u.arbitrary().unwrap_or(false) {
                let _ = write!(text, "{indent}elif {}", expression(u, 1));
                block(u, depth, text);
            }
            otherwise(u, depth, text);
        }
        20 => {
            let _ = write!(text, "with {} as {}", expression(u, 1), target(u, 1));
            block(u, depth, text);
        }
        21 => {
            text.push_str("try");
            block(u, depth, text);
            for _ in 0..u.int_in_range(0..=2_u8).unwrap_or(1) {
                let heads = [
                    "except",
                    "except ValueError",
                    "except (A, B) as e",
                    "except* C as e",
                    "except Exception",
                ];
                let _ = write!(text, "{indent}{}", u.choose(&heads).unwrap_or(&"except"));
                block(u, depth, text);
            }
            otherwise(u, depth, text);
            let _ = write!(text, "{indent}finally");
            block(u, depth, text);
        }
        22 => {
            let _ = writeln!(text, "match {}:", expression(u, 1));
            for _ in 0..u.int_in_range(1..=3_u8).unwrap_or(1) {
                let _ = write!(text, "{indent}  case {}", pattern(u, 0));
                if u.ratio(1, 4).unwrap_or(false) {
                    let _ = write!(text, " if {}", expression(u, 2));
                }
                block(u, depth, text);
            }
        }
        _ => {
            let _ = write!(
                text,
                "def {}(self)",
                u.choose(&[
                    "__init__",
                    "__eq__",
                    "__getattr__",
                    "__iter__",
                    "__enter__",
                    "__del__",
                    "__post_init__",
                    "__set_name__"
                ])
                .unwrap_or(&"__init__")
            );
            block(u, depth, text);
        }
    }
    text.push('\n');
}

fn otherwise(u: &mut Unstructured<'_>, depth: usize, text: &mut String) {
    if u.ratio(1, 3).unwrap_or(false) {
        text.push_str(&"    ".repeat(depth));
        text.push_str("else");
        block(u, depth, text);
    }
}

fn parameters(u: &mut Unstructured<'_>) -> String {
    let all = [
        "self",
        "a",
        "b=1",
        "c=[]",
        "*",
        "*args",
        "/",
        "d: int",
        "e: int = 2",
        "**kwargs",
        "f=lambda: 0",
        "(x)",
        "cls",
    ];
    let count = u.int_in_range(0..=5_u8).unwrap_or(0);
    let chosen: Vec<&str> = (0..count).map(|_| *u.choose(&all).unwrap_or(&"a")).collect();
    chosen.join(", ")
}

fn target(u: &mut Unstructured<'_>, depth: usize) -> String {
    if depth > 2 {
        return name(u).to_owned();
    }
    match u.int_in_range(0..=6_u8).unwrap_or(0) {
        0 => format!("{}, {}", target(u, depth + 1), target(u, depth + 1)),
        1 => format!("[{}, *{}]", target(u, depth + 1), name(u)),
        2 => format!("{}.{}", name(u), name(u)),
        3 => format!("{}[{}]", name(u), expression(u, depth + 2)),
        _ => name(u).to_owned(),
    }
}

fn pattern(u: &mut Unstructured<'_>, depth: usize) -> String {
    if depth > 2 {
        return "_".to_owned();
    }
    match u.int_in_range(0..=8_u8).unwrap_or(0) {
        0 => name(u).to_owned(),
        1 => format!("{} | {}", pattern(u, depth + 1), pattern(u, depth + 1)),
        2 => format!("[{}, *{}]", pattern(u, depth + 1), name(u)),
        3 => format!("{{'k': {}, **rest}}", pattern(u, depth + 1)),
        4 => format!("C({}, x={})", pattern(u, depth + 1), pattern(u, depth + 1)),
        5 => format!("({}) as {}", pattern(u, depth + 1), name(u)),
        6 => "a.B".to_owned(),
        7 => u
            .choose(&["1", "-1.5", "'s'", "None", "True", "1+2j"])
            .unwrap_or(&"1")
            .to_string(),
        _ => "_".to_owned(),
    }
}

fn string(u: &mut Unstructured<'_>, depth: usize) -> String {
    match u.int_in_range(0..=6_u8).unwrap_or(0) {
        0 => format!(
            "f'{{{}!r:>{{{}}}}}'",
            expression(u, depth + 1).replace('\'', "\""),
            name(u)
        ),
        1 => format!("f\"{{{}=}}\"", name(u)),
        2 => "'%s %(a)d' % x".to_owned(),
        3 => "'{} {0!r:>10}'.format(a)".to_owned(),
        4 => "rb'\\d' b'x'".to_owned(),
        5 => "'''a\n  b\\\nc'''".to_owned(),
        _ => "'s' \"t\"".to_owned(),
    }
}

fn expression(u: &mut Unstructured<'_>, depth: usize) -> String {
    if depth > 4 || u.is_empty() {
        return name(u).to_owned();
    }
    let d = depth + 1;
    match u.int_in_range(0..=27_u8).unwrap_or(0) {
        0..=2 => name(u).to_owned(),
        3 => u
            .choose(&[
                "0", "1", "-1", "1_000", "0xff", "1e3", "2j", "None", "True", "...", "[]", "{}", "()",
            ])
            .unwrap_or(&"0")
            .to_string(),
        4 => string(u, d),
        5 | 6 => format!(
            "{} {} {}",
            expression(u, d),
            u.choose(&["+", "-", "*", "/", "//", "%", "**", "@", "|", "&", "<<"])
                .unwrap_or(&"+"),
            expression(u, d)
        ),
        7 => format!(
            "{} {} {}",
            expression(u, d),
            u.choose(&["and", "or"]).unwrap_or(&"or"),
            expression(u, d)
        ),
        8 => format!(
            "{} {} {}",
            expression(u, d),
            u.choose(&["<", "==", "is", "is not", "in", "not in", ">="])
                .unwrap_or(&"<"),
            expression(u, d)
        ),
        9 => format!(
            "{}{}",
            u.choose(&["not ", "-", "~", "+", "await ", "*"]).unwrap_or(&"-"),
            expression(u, d)
        ),
        10 => format!("({})", expression(u, d)),
        11 => format!("{}.{}", expression(u, d), name(u)),
        12 => format!(
            "{}[{}:{}:{}]",
            expression(u, d),
            expression(u, d),
            expression(u, d),
            expression(u, d)
        ),
        13 => format!("{}[{}]", expression(u, d), expression(u, d)),
        14 | 15 => format!(
            "{}({}, {}={})",
            expression(u, d),
            expression(u, d),
            name(u),
            expression(u, d)
        ),
        16 => format!("{}(*{}, **{})", name(u), expression(u, d), expression(u, d)),
        17 => format!("{} if {} else {}", expression(u, d), expression(u, d), expression(u, d)),
        18 => format!("lambda {}: {}", parameters(u), expression(u, d)),
        19 => format!(
            "[{} for {} in {} if {}]",
            expression(u, d),
            target(u, 1),
            expression(u, d),
            expression(u, d)
        ),
        20 => format!(
            "{{{}: {} for {} in {}}}",
            expression(u, d),
            expression(u, d),
            target(u, 1),
            expression(u, d)
        ),
        21 => format!("({} async for {} in {})", expression(u, d), name(u), expression(u, d)),
        22 => format!("[{}, *{}]", expression(u, d), expression(u, d)),
        23 => format!("{{{}: {}, **{}}}", expression(u, d), expression(u, d), expression(u, d)),
        24 => format!("({} := {})", name(u), expression(u, d)),
        25 => format!("(yield {})", expression(u, d)),
        26 => format!("{{{}, {}}}", expression(u, d), expression(u, d)),
        _ => format!("({},)", expression(u, d)),
    }
}

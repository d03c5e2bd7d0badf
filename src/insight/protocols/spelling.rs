//! Special methods that are nearly spelt right.

use super::super::sentence::code;
use super::super::{Insight, Site};
use super::body::{self, Own};
use super::special::{self, ATTRIBUTES, METHODS};
use crate::document::Node;

/// What people write instead, where the letters are not near enough.
const WORDS: &[(&str, &[&str])] = &[
    ("__init__", &["constructor", "construct", "initialize", "initialise"]),
    ("__del__", &["destructor", "destroy"]),
    ("__len__", &["length", "lenght", "lenth", "legnth"]),
    ("__eq__", &["equals", "equal", "eql", "is_equal"]),
    ("__str__", &["string", "to_string", "tostring", "toString"]),
    ("__repr__", &["represent", "representation"]),
    ("__hash__", &["hashcode", "hash_code", "hashCode"]),
    ("__iter__", &["iterator", "iterate"]),
    ("__bool__", &["boolean"]),
];

/// The name of a `def` or an assignment in a class body that nothing calls, and the one that may be meant.
pub(super) fn spelling(site: &Site<'_>) -> Option<Insight> {
    let name = site.token.text();
    if !name.starts_with('_') || !name.ends_with('_') || name.len() > 40 {
        return None;
    }
    let parent = site.token.parent()?;
    let class = body::class_around(parent)?;
    match parent.kind() {
        "function_definition" if parent.child("name") == Some(site.token) => {
            if name == "__int__" {
                return conversion(class, parent);
            }
            let meant = meant_method(name)?;
            if is_own_protocol(site, name) || body::own(class, meant.name) != Own::Absent {
                return None;
            }
            let sentence = code(name).say(" is not a name that Python calls; for ");
            let sentence = meant.call(sentence).say(" it is ").code(meant.name);
            Some(Insight::new(sentence))
        }
        "assignment" if parent.child("left") == Some(site.token) && parent.child("right").is_some() => {
            let (meant, what) = meant_attribute(name)?;
            if is_own_protocol(site, name) || body::own(class, meant) != Own::Absent {
                return None;
            }
            let words = format!(" is not a name that Python reads; for {what} it is ");
            Some(Insight::new(code(name).say(&words).code(meant)))
        }
        _ => None,
    }
}

/// `__int__` with the parameters of an `__init__`.
fn conversion(class: Node<'_>, def: Node<'_>) -> Option<Insight> {
    let parameters = super::arity::parameters(def)?;
    if parameters.least < 2 || body::decorators(def).next().is_some() {
        return None;
    }
    if body::own(class, "__init__") != Own::Absent {
        return None;
    }
    let names = def.child("parameters")?;
    let sentence = code("int(x)")
        .say(" calls ")
        .code("__int__")
        .say(" with the object alone, and fails; with ")
        .node(names)
        .say(" it looks like ")
        .code("__init__");
    Some(Insight::new(sentence))
}

fn meant_method(name: &str) -> Option<&'static special::Special> {
    if special::is_known(name) {
        return None;
    }
    if let Some(meant) = unbalanced(name) {
        return special::method_named(&meant);
    }
    let core = core_of(name)?;
    if let Some((meant, _)) = WORDS.iter().find(|(_, words)| words.contains(&core)) {
        return special::method_named(meant);
    }
    let names = METHODS.iter().map(|method| method.name);
    special::method_named(nearest(core, names)?)
}

fn meant_attribute(name: &str) -> Option<(&'static str, &'static str)> {
    if special::is_known(name) {
        return None;
    }
    let core = core_of(name)?;
    let meant = nearest(core, ATTRIBUTES.iter().map(|(known, _)| *known))?;
    ATTRIBUTES.iter().find(|(known, _)| *known == meant).copied()
}

/// What stands between the underscores, two on each side.
fn core_of(name: &str) -> Option<&str> {
    let core = name.strip_prefix("__")?.strip_suffix("__")?;
    (!core.is_empty() && !core.starts_with('_') && !core.ends_with('_')).then_some(core)
}

/// `__init_`, `_init__`, `___init__`: a special name with too few or too many underscores on one side.
fn unbalanced(name: &str) -> Option<String> {
    let core = name.trim_matches('_');
    let before = name.len() - name.trim_start_matches('_').len();
    let after = name.len() - name.trim_end_matches('_').len();
    let is_off = matches!((before, after), (1, 2) | (2, 1) | (2, 3) | (3, 2 | 3));
    let meant = format!("__{core}__");
    (is_off && special::method_named(&meant).is_some()).then_some(meant)
}

/// The one special name that is nearest, if it is near and no other is as near.
fn nearest<'n>(core: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut best: Option<(usize, &str)> = None;
    let mut is_tie = false;
    for name in names {
        let Some(known) = core_of(name) else { continue };
        let Some(distance) = near(core, known) else { continue };
        match best {
            Some((least, _)) if least < distance => {}
            Some((least, _)) if least == distance => is_tie = true,
            _ => {
                best = Some((distance, name));
                is_tie = false;
            }
        }
    }
    best.filter(|_| !is_tie).map(|(_, name)| name)
}

/// The distance of two names, where it is small enough for a slip: two letters swapped, one missing or too many in names of four letters, another letter in
/// names of five, any two slips in names of seven.
fn near(written: &str, known: &str) -> Option<usize> {
    let shorter = written.len().min(known.len());
    let distance = distance(written, known);
    let mut letters = [written.as_bytes().to_vec(), known.as_bytes().to_vec()];
    letters.iter_mut().for_each(|word| word.sort_unstable());
    let is_swap = letters.first() == letters.last();
    let is_slip = match distance {
        1 if is_swap => shorter >= 2,
        1 if written.len() != known.len() => shorter >= 4,
        1 => shorter >= 5,
        2 => shorter >= 7,
        _ => false,
    };
    is_slip.then_some(distance)
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let width = b.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let of = |up: usize, column: usize| (i + 1).checked_sub(up).and_then(|r| rows.get(r)?.get(column).copied());
            let replaced = of(1, j).unwrap_or(0) + usize::from(x != y);
            let dropped = of(1, j + 1).unwrap_or(0) + 1;
            let added = row.last().copied().unwrap_or(0) + 1;
            let mut least = replaced.min(dropped).min(added);
            let is_swap = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if is_swap && let Some(before) = of(2, j - 1) {
                least = least.min(before + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last().copied()).unwrap_or(usize::MAX)
}

/// Whether the program itself calls or reads the name: then it is a protocol of its own.
fn is_own_protocol(site: &Site<'_>, name: &str) -> bool {
    [".", "\"", "'"]
        .iter()
        .any(|before| site.nodes.mentions(&format!("{before}{name}")))
}

#[cfg(test)]
pub(super) fn meant_for_tests(name: &str) -> Option<&'static str> {
    meant_method(name).map(|method| method.name)
}

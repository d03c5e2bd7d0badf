//! Built-in and standard classes: what CPython 3.8 to 3.15 agree on.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

/// A line a class: `name | bases | metaclass | flags | names | names that some versions have`, or `alias = name`. A question mark stands for
/// what differs between the versions. The flags: `d` instances have a `__dict__`, `w` have a `__weakref__`, `i` vary in size, `f` it cannot
/// be a base, `s` instances are laid out in a way of their own.
const TABLE: &str = include_str!("known.txt");

/// A class that Python brings along.
pub(in crate::insight) struct Known {
    /// Its dotted name.
    pub name: &'static str,
    /// The dotted names of its bases; `None` where versions differ or a base has no public name.
    pub bases: Option<Vec<&'static str>>,
    /// The name of its metaclass, undotted; `None` where versions differ.
    pub metaclass: Option<&'static str>,
    /// Whether its instances have a `__dict__`.
    pub has_dict: Option<bool>,
    /// Whether its instances can be referred to weakly.
    pub has_weakref: Option<bool>,
    /// Whether its instances vary in size: `int`, `tuple`, `bytes`.
    pub varies_in_size: bool,
    /// Whether it cannot be a base: `bool`, `range`.
    pub is_final: bool,
    /// Whether its instances are laid out in a way of their own, so that no other such class goes with it; `None` where versions differ.
    pub is_solid: Option<bool>,
    names: Vec<&'static str>,
    varying: Vec<&'static str>,
}

impl Known {
    /// Whether the class itself has an attribute of this name; `None` where versions differ.
    pub fn has(&self, name: &str) -> Option<bool> {
        if self.names.binary_search(&name).is_ok() {
            return Some(true);
        }
        let varies = self.varying.binary_search(&name).is_ok();
        // Every class has these, whatever `__dict__` says.
        let everywhere = ["__doc__", "__module__", "__annotations__", "__dict__", "__weakref__"].contains(&name);
        (!varies && !everywhere).then_some(false)
    }
}

/// Each class by its name: its line, and what that says once it was asked for.
static CLASSES: LazyLock<FxHashMap<&'static str, Line>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| {
        let (name, _) = line.split_once('|')?;
        let class = OnceLock::new();
        Some((name.trim(), Line { line, class }))
    });
    lines.collect()
});

struct Line {
    line: &'static str,
    class: OnceLock<Option<Known>>,
}

impl Line {
    fn class(&self) -> Option<&Known> {
        self.class.get_or_init(|| read(self.line)).as_ref()
    }
}

fn read(line: &'static str) -> Option<Known> {
    let mut cells = line.split('|').map(str::trim);
    let name = cells.next()?;
    let bases = cells.next()?;
    let metaclass = cells.next()?;
    let flags = cells.next()?;
    let flag = |letter: char, at: usize| match flags.as_bytes().get(at) {
        Some(b'?') | None => None,
        Some(byte) => Some(char::from(*byte) == letter),
    };
    let mut words = || cells.next().unwrap_or("").split_whitespace().collect();
    Some(Known {
        name,
        bases: match bases {
            "?" => None,
            "-" => Some(Vec::new()),
            _ => Some(bases.split(',').collect()),
        },
        metaclass: (metaclass != "?").then_some(metaclass),
        has_dict: flag('d', 0),
        has_weakref: flag('w', 1),
        varies_in_size: flag('i', 2) != Some(false),
        is_final: flag('f', 3) == Some(true),
        is_solid: flag('s', 4),
        names: words(),
        varying: words(),
    })
}

/// The class with this dotted name, or that the name is another name of.
pub(in crate::insight) fn known(dotted: &str) -> Option<&'static Known> {
    let line = CLASSES.get(dotted).or_else(|| {
        let mut aliases = TABLE.lines().filter_map(|line| line.split_once(" = "));
        let (_, name) = aliases.find(|(alias, _)| *alias == dotted)?;
        CLASSES.get(name)
    });
    line?.class()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_python_brings_along() {
        let bases = |name: &str| known(name).and_then(|class| class.bases.clone());
        assert_eq!(bases("builtins.KeyError"), Some(vec!["builtins.LookupError"]));
        assert_eq!(bases("builtins.IOError"), Some(vec!["builtins.Exception"]));
        assert_eq!(bases("builtins.object"), Some(Vec::new()));
        assert_eq!(bases("enum.IntEnum"), None);
        assert!(known("builtins.len").is_none());
        let has = |class: &str, name: &str| known(class).and_then(|class| class.has(name));
        assert_eq!(has("builtins.object", "__hash__"), Some(true));
        assert_eq!(has("builtins.object", "__iter__"), Some(false));
        assert_eq!(has("builtins.object", "__getstate__"), None);
        assert_eq!(has("builtins.dict", "__iter__"), Some(true));
    }

    #[test]
    fn every_base_is_a_class_of_the_table() {
        for line in CLASSES.values() {
            let class = line.class().expect(line.line);
            for base in class.bases.iter().flatten() {
                assert!(known(base).is_some(), "{base}");
            }
        }
    }
}

//! Names that mean something else than before: what uses them must be asked about again, wherever it stands.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::changes::{Changes, KINDS, Shape, parent};
use super::{Now, State};
use crate::detect::names::name_number;
use crate::document::Node;

/// Names, and in which bytes they mean something else.
#[derive(Default)]
struct Touched {
    todo: Vec<(u64, Range<usize>)>,
    seen: FxHashMap<u64, Vec<Range<usize>>>,
}

impl Touched {
    fn add(&mut self, name: u64, within: Range<usize>) {
        self.todo.push((name, within));
    }

    fn next(&mut self) -> Option<(u64, Range<usize>)> {
        while let Some((name, within)) = self.todo.pop() {
            let seen = self.seen.entry(name).or_default();
            if !seen.iter().any(|r| r.start <= within.start && within.end <= r.end) {
                seen.push(within.clone());
                return Some((name, within));
            }
        }
        None
    }
}

/// Marks the uses of every name that means something else.
pub(super) fn mark_uses(changes: &mut Changes, before: &State, state: &State, now: &Now<'_>) {
    let mut touched = Touched::default();
    add_other_meanings(&mut touched, changes, before, state, now);
    add_definitions(&mut touched, changes, before, state, now);
    let fresh: Vec<Range<usize>> = changes
        .changed
        .iter()
        .filter(|id| changes.fresh[**id as usize])
        .map(|id| state.shapes[*id as usize].range())
        .collect();
    let links = now.names.links();
    // Which of two bindings a changed statement reads is settled by their order.
    for link in &links {
        if fresh.iter().any(|r| r.contains(&link.bound_at)) {
            touched.add(link.name, link.scope.clone());
        }
    }
    if touched.todo.is_empty() {
        return;
    }
    let everywhere = 0..now.text_length();
    let words: FxHashMap<u64, usize> = now
        .contents
        .words()
        .map(|(text, word)| (name_number(text), word))
        .collect();
    while let Some((name, within)) = touched.next() {
        for link in links.iter().filter(|l| l.from == name && within.contains(&l.at)) {
            touched.add(link.name, link.scope.clone());
        }
        let Some(&word) = words.get(&name) else { continue };
        for identifier in now.contents.identifiers_in(word, &within) {
            changes.again[identifier.id() as usize] = true;
            // A class is another one if its base is.
            if let Some(name) = class_with_base(identifier) {
                touched.add(name_number(name.text()), everywhere.clone());
            }
        }
    }
}

/// Names that other bindings give a meaning to, or none any more.
fn add_other_meanings(touched: &mut Touched, changes: &Changes, before: &State, state: &State, now: &Now<'_>) {
    let moved = before
        .meanings
        .iter()
        .filter_map(|old| Some((old.key(changes.edit.moved_start(old.start)?), old)));
    let mut old: Vec<_> = moved.collect();
    old.sort_unstable_by_key(|(key, _)| *key);
    let mut old = old.into_iter().peekable();
    let mut other = Vec::new();
    for new in &state.meanings {
        let key = new.key(new.start);
        while let Some((_, gone)) = old.next_if(|(of_old, _)| *of_old < key) {
            other.push((changes.edit.moved_start(gone.start), *gone));
        }
        match old.next_if(|(of_old, _)| *of_old == key) {
            Some((_, was)) if was.is_like(new) => {}
            _ => other.push((Some(new.start), *new)),
        }
    }
    other.extend(old.map(|(_, gone)| (changes.edit.moved_start(gone.start), *gone)));
    for (start, meaning) in other {
        // What became of scopes that are not there any more, or were not, is in statements that are asked about again anyway.
        if let Some(scope) = start.and_then(|start| now.names.scope_of(&meaning.at(start))) {
            touched.add(meaning.name, scope);
        }
    }
}

/// Functions and classes that are others now: those in changed statements, classes whose members changed, functions that became generators.
fn add_definitions(touched: &mut Touched, changes: &Changes, before: &State, state: &State, now: &Now<'_>) {
    let everywhere = 0..now.text_length();
    let shapes: &[Shape] = &state.shapes;
    let mut names = FxHashSet::default();
    let is_definition = |kind| kind == KINDS.function || kind == KINDS.class;
    let ids = 0..u32::try_from(shapes.len()).unwrap_or(u32::MAX);
    for id in ids.filter(|id| changes.fresh[*id as usize] && is_definition(shapes[*id as usize].kind)) {
        names.insert(id);
    }
    for &changed in &changes.changed {
        let mut at = changed;
        while let Some(around) = parent(shapes, at) {
            match shapes[around as usize].kind {
                kind if kind == KINDS.function || kind == KINDS.lambda => break,
                kind if kind == KINDS.class => {
                    names.insert(around);
                }
                _ => {}
            }
            at = around;
        }
    }
    for id in state.generators.iter().filter(|id| {
        let was = changes.before(**id);
        was.is_some_and(|was| before.generators.binary_search(&was).is_err())
    }) {
        names.insert(*id);
    }
    for was in &before.generators {
        let is = changes.now[*was as usize];
        if is != super::changes::NONE && state.generators.binary_search(&is).is_err() {
            names.insert(is);
        }
    }
    for id in names {
        if let Some(name) = now.nodes.node(id).child("name") {
            touched.add(name_number(name.text()), everywhere.clone());
        }
    }
}

/// The name of the class among whose bases an identifier stands.
fn class_with_base(identifier: Node<'_>) -> Option<Node<'_>> {
    let mut at = identifier;
    while let Some(around) = at.parent() {
        if around.kind_id() == KINDS.class {
            return around.child("name").filter(|_| at.field() == Some("superclasses"));
        }
        if KINDS.holds_statements(around.kind_id()) {
            return None;
        }
        at = around;
    }
    None
}

//! The method resolution order, by C3.

use rustc_hash::{FxHashMap, FxHashSet};

use super::bases::{Base, bases};
use super::known::{Known, known};
use super::metaclass::{Metaclass, keeps_order, metaclass_keyword};
use crate::detect::Analysis;
use crate::document::Node;

/// A class in a method resolution order.
#[derive(Clone, Copy)]
pub(in crate::insight) enum Entry<'a> {
    /// A class of this file.
    Class(Node<'a>),
    /// A class that Python brings along.
    Known(&'static Known),
}

impl<'a> Entry<'a> {
    /// The class's name, without the module's.
    pub fn name(self) -> &'a str {
        match self {
            Self::Class(class) => class.child("name").map_or("", Node::text),
            Self::Known(known) => known.name.rsplit('.').next().unwrap_or(known.name),
        }
    }

    /// Whether both are the same class.
    pub fn is(self, other: Self) -> bool {
        self.key() == other.key()
    }

    fn key(self) -> (u32, usize) {
        match self {
            Self::Class(class) => (class.id(), 0),
            Self::Known(known) => (u32::MAX, known.name.as_ptr() as usize),
        }
    }
}

/// What is known of a method resolution order.
pub(in crate::insight) enum Mro<'a> {
    /// All of it, from the class itself to `object`.
    Complete(Vec<Entry<'a>>),
    /// There is none: the `class` statement of `class` raises `TypeError`.
    Conflict {
        /// The class whose statement fails: the one asked for, or one of its bases.
        class: Node<'a>,
        /// The message that CPython gives (from 3.13 on; earlier ones break the line before "order (MRO)").
        error: String,
    },
    /// A base is not known, or there are too many: the base's expression, where there is one.
    Unknown(Option<Node<'a>>),
}

/// How many classes are looked at, and how many steps all merges together may take.
const MOST_CLASSES: usize = 256;
const MOST_STEPS: usize = 10_000;
/// How many steps it counts for to find a base.
const STEPS_OF_BASE: usize = 16;

/// The method resolution order of a class, as CPython would find it.
pub(in crate::insight) fn mro<'a>(analysis: &Analysis, class: Node<'a>) -> Mro<'a> {
    let known = class.remembered(|| Remembered::of(order_of(analysis, Entry::Class(class))));
    known.seen_from(class)
}

/// An order as it is remembered of its class: with the nodes' numbers.
enum Remembered {
    Complete(Vec<Numbered>),
    Conflict { class: u32, error: String },
    Unknown(Option<u32>),
}

/// An [`Entry`] as it is remembered of a node: with the class's number.
pub(super) enum Numbered {
    Class(u32),
    Known(&'static Known),
}

impl Numbered {
    pub(super) fn of(entry: Entry<'_>) -> Self {
        match entry {
            Entry::Class(class) => Self::Class(class.id()),
            Entry::Known(known) => Self::Known(known),
        }
    }

    /// The entry, among the nodes that `node` is one of.
    pub(super) fn seen_from<'a>(&self, node: Node<'a>) -> Entry<'a> {
        match *self {
            Self::Class(id) => Entry::Class(node.nodes().node(id)),
            Self::Known(known) => Entry::Known(known),
        }
    }
}

impl Remembered {
    fn of(order: Mro<'_>) -> Self {
        match order {
            Mro::Complete(all) => Self::Complete(all.into_iter().map(Numbered::of).collect()),
            Mro::Conflict { class, error } => Self::Conflict {
                class: class.id(),
                error,
            },
            Mro::Unknown(base) => Self::Unknown(base.map(Node::id)),
        }
    }

    fn seen_from<'a>(&self, class: Node<'a>) -> Mro<'a> {
        let node = |id: u32| class.nodes().node(id);
        match self {
            Self::Complete(all) => Mro::Complete(all.iter().map(|one| one.seen_from(class)).collect()),
            Self::Conflict { class, error } => Mro::Conflict {
                class: node(*class),
                error: error.clone(),
            },
            Self::Unknown(base) => Mro::Unknown(base.map(node)),
        }
    }
}

/// The method resolution order of a class of this file or one that Python brings along.
pub(in crate::insight) fn order_of<'a>(analysis: &Analysis, class: Entry<'a>) -> Mro<'a> {
    let mut search = Search {
        analysis,
        found: FxHashMap::default(),
        steps: 0,
    };
    search.run(class)
}

/// The classes whose order is being found.
struct Search<'s, 'a> {
    analysis: &'s Analysis,
    found: FxHashMap<(u32, usize), Vec<Entry<'a>>>,
    steps: usize,
}

/// A class whose bases have to be done first.
struct Frame<'a> {
    entry: Entry<'a>,
    bases: Vec<Entry<'a>>,
    next: usize,
}

impl<'a> Search<'_, 'a> {
    fn run(&mut self, top: Entry<'a>) -> Mro<'a> {
        let mut begun = FxHashSet::default();
        let mut frames = match self.frame(top) {
            Ok(frame) => vec![frame],
            Err(unknown) => return unknown,
        };
        begun.insert(top.key());
        while let Some(frame) = frames.last_mut() {
            if let Some(base) = frame.bases.get(frame.next).copied() {
                frame.next += 1;
                if self.found.contains_key(&base.key()) {
                    continue;
                }
                // A class that is its own base, by names that change under way.
                if !begun.insert(base.key()) || begun.len() > MOST_CLASSES || is_too_much(base) {
                    return Mro::Unknown(None);
                }
                match self.frame(base) {
                    Ok(frame) => frames.push(frame),
                    Err(unknown) => return unknown,
                }
                continue;
            }
            let Some(frame) = frames.pop() else { break };
            match self.merge(&frame) {
                Ok(order) => self.found.insert(frame.entry.key(), order),
                Err(failed) => return failed,
            };
        }
        match self.found.remove(&top.key()) {
            Some(order) => Mro::Complete(order),
            None => Mro::Unknown(None),
        }
    }

    fn frame(&mut self, entry: Entry<'a>) -> Result<Frame<'a>, Mro<'a>> {
        let mut found = Vec::new();
        match entry {
            Entry::Class(class) => {
                if !is_ordered_by_type(self.analysis, class) {
                    return Err(Mro::Unknown(None));
                }
                for base in bases(self.analysis, class).ok_or(Mro::Unknown(None))? {
                    // To look a class up takes a walk over the statements of the file.
                    self.steps += STEPS_OF_BASE;
                    if self.steps > MOST_STEPS {
                        return Err(Mro::Unknown(None));
                    }
                    found.push(match base {
                        Base::Class(class) => Entry::Class(class),
                        Base::Known(known) => Entry::Known(known),
                        Base::Unknown(node) => return Err(Mro::Unknown(Some(node))),
                    });
                }
            }
            Entry::Known(class) => {
                let bases = class.bases.as_ref().ok_or(Mro::Unknown(None))?;
                found.extend(bases.iter().filter_map(|base| known(base)).map(Entry::Known));
                if found.is_empty() {
                    return Ok(Frame {
                        entry,
                        bases: found,
                        next: 0,
                    });
                }
            }
        }
        if found.is_empty() {
            found.extend(known("builtins.object").map(Entry::Known));
        }
        Ok(Frame {
            entry,
            bases: found,
            next: 0,
        })
    }

    /// C3: the orders of the bases and the list of the bases, merged so that each keeps its order.
    fn merge(&mut self, frame: &Frame<'a>) -> Result<Vec<Entry<'a>>, Mro<'a>> {
        let conflict = |error: String| match frame.entry {
            Entry::Class(class) => Mro::Conflict { class, error },
            Entry::Known(_) => Mro::Unknown(None),
        };
        if let Some(twice) = duplicate(&frame.bases) {
            return Err(conflict(format!("duplicate base class {}", twice.name())));
        }
        let mut lists: Vec<&[Entry<'a>]> = Vec::new();
        for base in &frame.bases {
            lists.push(self.found.get(&base.key()).ok_or(Mro::Unknown(None))?);
        }
        lists.push(&frame.bases);
        // How many lists have a class behind their head.
        let mut behind: FxHashMap<(u32, usize), usize> = FxHashMap::default();
        for entry in lists.iter().flat_map(|list| list.iter().skip(1)) {
            *behind.entry(entry.key()).or_default() += 1;
        }
        let mut order = vec![frame.entry];
        loop {
            let mut heads = lists.iter().filter_map(|list| list.first().copied());
            self.steps += lists.len();
            if self.steps > MOST_STEPS {
                return Err(Mro::Unknown(None));
            }
            let free = heads.find(|head| behind.get(&head.key()).copied().unwrap_or(0) == 0);
            let Some(next) = free else {
                break;
            };
            order.push(next);
            for list in &mut lists {
                if let [head, rest @ ..] = *list
                    && head.is(next)
                {
                    if let Some(count) = rest.first().and_then(|entry| behind.get_mut(&entry.key())) {
                        *count -= 1;
                    }
                    *list = rest;
                }
            }
        }
        let mut stuck: Vec<Entry<'a>> = Vec::new();
        for head in lists.iter().filter_map(|list| list.first().copied()) {
            if !stuck.iter().any(|known| known.is(head)) {
                stuck.push(head);
            }
        }
        if stuck.is_empty() {
            return Ok(order);
        }
        let names: Vec<&str> = stuck.iter().map(|entry| entry.name()).collect();
        Err(conflict(format!(
            "Cannot create a consistent method resolution order (MRO) for bases {}",
            names.join(", ")
        )))
    }
}

/// Whether a class is known to have too many classes above it: then all that derive from it do.
fn is_too_much(class: Entry<'_>) -> bool {
    match class {
        Entry::Class(class) => matches!(class.recalled().as_deref(), Some(Remembered::Unknown(None))),
        Entry::Known(_) => false,
    }
}

/// The first base that is there twice.
fn duplicate<'a>(bases: &[Entry<'a>]) -> Option<Entry<'a>> {
    let mut all = bases.iter().enumerate();
    let twice = all.find(|(at, base)| bases.iter().skip(at + 1).any(|other| other.is(**base)));
    twice.map(|(_, base)| *base)
}

/// Whether nothing in a class's own header makes its order another than `type` would.
fn is_ordered_by_type(analysis: &Analysis, class: Node<'_>) -> bool {
    match metaclass_keyword(analysis, class) {
        None | Some(Metaclass::Known(_)) => true,
        Some(Metaclass::Class(meta)) => keeps_order(analysis, meta),
        Some(Metaclass::Unknown) => false,
    }
}

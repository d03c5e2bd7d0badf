//! Everything that is found in a document, kept so that after an edit only what changed is searched again.
//!
//! What a pattern finds at a node depends on the node's own text and subtree, on the heads of the statements around it, on what its names mean, and with some
//! predicates on the rest of the function. So patterns are asked again where the tree or the text changed, at all that stands around that, in all of a statement whose
//! head changed, at the uses of names that mean something else, and (those that look at the rest of a function) in the functions around. What was found
//! elsewhere moves along. `tests/outlines.rs` holds that nothing differs from an outline made afresh.

mod changes;
mod meant;

use std::ops::Range;

use smallvec::SmallVec;

use self::changes::{Changes, Edit, KINDS, NONE, Shape, parent, shapes};
use super::contents::Contents;
use super::index::Word;
use super::names::{Meaning, Names, Whole};
use super::{Analysis, Detector, Found, FoundBy, Occurrence, in_order, number};
use crate::document::Nodes;

/// Everything that was found in one text, without the parts of the reader's code that complete a sentence.
pub struct Outline {
    occurrences: Vec<Occurrence>,
    /// What it was put together from.
    finds: Vec<Find>,
    state: State,
}

impl Outline {
    /// All occurrences, in the order of their first anchors.
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The functions and classes, each before those in it: its range, decorators included, and its name's.
    pub fn definitions(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let shapes = &self.state.shapes;
        let ids = 0..number(shapes.len());
        ids.filter_map(|id| {
            let definition = shapes[id as usize];
            if definition.kind != KINDS.function && definition.kind != KINDS.class {
                return None;
            }
            let around = parent(shapes, id).map(|around| shapes[around as usize]);
            let whole = around
                .filter(|around| around.kind == KINDS.decorated)
                .unwrap_or(definition);
            // `async`, `def`, and what is no Python between: the name follows soon.
            let inside = (id + 1..number(shapes.len())).take(16);
            let mut of_it = inside.filter(|at| parent(shapes, *at) == Some(id));
            let name = of_it.find(|at| shapes[*at as usize].is_name())?;
            Some((whole.range(), shapes[name as usize].range()))
        })
    }

    /// Without what a later outline would start from.
    pub fn into_occurrences(self) -> Vec<Occurrence> {
        self.occurrences
    }
}

/// What is kept of a text to compare the next with.
struct State {
    text: String,
    shapes: Vec<Shape>,
    meanings: Vec<Meaning>,
    /// See [`Whole::stars_if_followed`].
    stars: Option<Vec<String>>,
    /// The functions with a `yield` of their own, ascending.
    generators: Vec<u32>,
}

/// A text as it is read now.
struct Now<'a> {
    nodes: &'a Nodes<'a>,
    names: &'a Whole,
    contents: &'a Contents<'a>,
}

impl Now<'_> {
    fn text_length(&self) -> usize {
        self.nodes.root().end()
    }
}

/// One thing that was found.
#[derive(Clone)]
pub(super) struct Find {
    concept: u32,
    construct: (u32, u32),
    anchors: SmallVec<[(u32, u32); 1]>,
    by: FoundBy,
    from: From,
}

/// What a find depends on.
#[derive(Clone, Copy, Default)]
pub(super) struct From {
    /// The node that the pattern begins with.
    pub(super) root: u32,
    /// The pattern looks at the rest of the function.
    pub(super) looks_around: bool,
}

impl Find {
    pub(super) fn new(occurrence: &Occurrence, from: From) -> Self {
        let pair = |range: &Range<usize>| (number(range.start), number(range.end));
        Self {
            concept: number(occurrence.concept),
            construct: pair(&occurrence.construct),
            anchors: occurrence.anchors.iter().map(pair).collect(),
            by: occurrence.found_by,
            from,
        }
    }

    fn occurrence(&self) -> Occurrence {
        let range = |&(start, end): &(u32, u32)| start as usize..end as usize;
        Occurrence {
            concept: self.concept as usize,
            anchors: self.anchors.iter().map(range).collect(),
            construct: range(&self.construct),
            captures: Vec::new(),
            found_by: self.by,
        }
    }

    /// The same for its root as it is now, which stands `by` bytes farther on.
    fn moved(&self, root: u32, by: u32) -> Self {
        let moved = |&(start, end): &(u32, u32)| (start.wrapping_add(by), end.wrapping_add(by));
        Self {
            construct: moved(&self.construct),
            anchors: self.anchors.iter().map(moved).collect(),
            from: From { root, ..self.from },
            ..*self
        }
    }
}

impl Detector {
    /// What [`outline`](Self::outline) finds, kept so that the next starts from it; after an edit, from what was found `before`.
    pub fn outline_after(&self, analysis: &Analysis, before: Option<&Outline>) -> Outline {
        let nodes = Nodes::whole(&analysis.document);
        let names = analysis.whole.get_or_init(|| Whole::new(&nodes));
        let contents = Contents::new(&nodes);
        let now = Now {
            nodes: &nodes,
            names,
            contents: &contents,
        };
        let shapes = shapes(&nodes);
        let state = State {
            text: analysis.document.text().to_owned(),
            generators: generators(&shapes, &nodes),
            shapes,
            meanings: names.meanings(),
            stars: names.stars_if_followed(),
        };
        let mut found = Found::bare();
        found.finds = Some(Vec::new());
        match before.and_then(|before| Some((before, what_changed(&before.state, &state, &now)?))) {
            Some((before, mut changes)) => {
                let rooms = changes.rooms(&state.shapes);
                let kept = keep(&before.finds, &mut changes, &rooms, before, &state, &nodes, &self.rules);
                self.ask_again(analysis, &now, &changes, &rooms, &mut found);
                found.finds.get_or_insert_default().extend(kept);
            }
            None => self.ask_all(analysis, &nodes, Names::Whole(names), &contents, &mut found),
        }
        let finds = found.finds.take().unwrap_or_default();
        let mut all = Found::default();
        all.reserve(finds.len());
        finds.iter().for_each(|find| all.add(find.occurrence()));
        Outline {
            occurrences: in_order(all.finish()),
            finds,
            state,
        }
    }

    /// Asks where something changed.
    fn ask_again<'a>(
        &'a self,
        analysis: &'a Analysis,
        now: &Now<'a>,
        changes: &Changes,
        rooms: &[bool],
        found: &mut Found,
    ) {
        let names = Names::Whole(now.names);
        let mut asking = self.rules.asking_all(analysis, now.contents);
        let mut words: Vec<Option<(Word<'_>, bool)>> = vec![None; now.contents.word_count()];
        // For each node, how far below it a pattern still looks that begins at a node above and must be asked: at all, or for its room. Less than 0: not
        // even here.
        let mut reaches = vec![(-1_i16, -1_i16); now.nodes.len()];
        let (again, farthest) = (&changes.again, asking.reach_of_rooms());
        for node in now.nodes.all() {
            let id = node.id() as usize;
            let around = node.parent().map(|parent| parent.id() as usize);
            let above = around.map_or((-1, -1), |parent| reaches[parent]);
            let own = if again[id] { asking.reach(node.kind_id()) } else { -1 };
            let of_room = if rooms[id] { farthest } else { -1 };
            let reach = (own.max(above.0 - 1), of_room.max(above.1 - 1));
            reaches[id] = reach;
            let is_named_again = around.is_some_and(|parent| again[parent]);
            if reach.0 < 0 && reach.1 < 0 && !is_named_again {
                continue;
            }
            let word = now.contents.word_of(node).map(|word| {
                &*words[word].get_or_insert_with(|| {
                    let text = node.text();
                    (asking.word(text, names), self.tables.know(text, names))
                })
            });
            if is_named_again && matches!(word, Some((_, true))) {
                self.tables.ask(analysis, node, found);
            }
            let word = word.map(|(word, _)| word);
            let is_wanted = |looks_around: bool, root: u32| {
                let root = root as usize;
                again[root] || (looks_around && rooms[root])
            };
            if reach.0 >= 0 {
                asking.ask_where(node, word, &is_wanted, found);
            } else if reach.1 >= 0 {
                asking.ask_rooms(node, &is_wanted, found);
            }
        }
    }
}

/// What changed since an earlier text; `None` where all must be searched.
fn what_changed(before: &State, state: &State, now: &Now<'_>) -> Option<Changes> {
    if before.stars.is_none() || before.stars != state.stars {
        return None;
    }
    let edit = Edit::between(&before.text, &state.text)?;
    let mut changes = Changes::between(&before.shapes, &state.shapes, edit)?;
    meant::mark_uses(&mut changes, before, state, now);
    changes.mark_around(&state.shapes);
    changes.mark_first_statements(now.nodes);
    Some(changes)
}

/// What was found before and holds, where it is now. Where something does not hold any more, other patterns may have been left out because of it: what
/// begins there is marked to be asked again.
fn keep<'a>(
    finds: &[Find],
    changes: &mut Changes,
    rooms: &[bool],
    before: &Outline,
    state: &State,
    nodes: &'a Nodes<'a>,
    rules: &super::rules::Rules,
) -> Vec<Find> {
    let mut kept: Vec<(&Find, u32)> = Vec::new();
    for find in finds {
        let root = changes.now[find.from.root as usize];
        if root != NONE {
            kept.push((find, root));
        }
    }
    loop {
        let mut gone = Vec::new();
        kept.retain(|(find, root)| {
            let id = *root as usize;
            let is_gone = changes.again[id] || (find.from.looks_around && rooms[id]);
            if is_gone && rules.leaves_out(find.concept as usize) {
                gone.push(find.construct);
            }
            !is_gone
        });
        let mut is_settled = true;
        for (start, end) in gone {
            let (start, end) = (changes.edit.moved(start) as usize, changes.edit.moved(end) as usize);
            let mut at = Some(nodes.at(&(start..end))).filter(|node| node.range() == (start..end));
            while let Some(node) = at {
                let is_marked = &mut changes.again[node.id() as usize];
                is_settled &= *is_marked;
                *is_marked = true;
                at = node.children().find(|child| child.range() == node.range());
            }
        }
        if is_settled {
            break;
        }
    }
    let moved = kept.into_iter().map(|(find, root)| {
        let was = before.state.shapes[find.from.root as usize];
        find.moved(root, state.shapes[root as usize].start.wrapping_sub(was.start))
    });
    moved.collect()
}

/// The functions with a `yield` of their own.
fn generators<'a>(shapes: &[Shape], nodes: &'a Nodes<'a>) -> Vec<u32> {
    let mut found = Vec::new();
    let ids = 0..number(shapes.len());
    for id in ids.filter(|id| shapes[*id as usize].kind == KINDS.yields) {
        let mut at = id;
        while let Some(around) = parent(shapes, at) {
            let kind = shapes[around as usize].kind;
            if kind == KINDS.function && nodes.node(at).field() == Some("body") {
                found.push(around);
            }
            if kind == KINDS.function || kind == KINDS.lambda || kind == KINDS.class {
                break;
            }
            at = around;
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

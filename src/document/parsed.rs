//! A text's syntax tree: the tree of the whole text, and trees of outermost statements that were edited since, which stand in the place of theirs.
//!
//! tree-sitter takes over what it can of an earlier tree, but builds most of the outermost nodes anew: that takes as long as the file is. So after an edit
//! only the outermost statements around it are parsed, up to where the next one begins, and the result is grafted onto the tree there was. It is the tree that the whole text
//! has, because that is done only where
//!
//! * the parser understood the whole text before, and understands the statements now;
//! * what is parsed begins with a statement in the first column, as before, and another one, which the edit does not touch, follows in the first column: a token like its
//!   first one is shown to the parser, so that it closes blocks as it would there;
//! * the first of them does not go on with what stands before: `else` and its like are no statements, so the parser does not understand them.
//!
//! In all other cases the whole text is parsed, from the tree there was.

use std::cell::Cell;
use std::ops::Range;

use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

use super::edit::point;
use super::syntax::language;
use super::{LineIndex, statements};

/// So many grafts, and the whole text is parsed.
const GRAFTS: usize = 16;
/// Beyond so many neighbours no statement is looked for: there may be 200,000 lines of comment.
const NEIGHBOURS: usize = 64;

/// The syntax tree of one text, which goes along with its edits.
#[derive(Clone)]
pub(super) struct Parsed {
    base: Tree,
    /// In the order of the text. They do not overlap.
    grafts: Vec<Graft>,
    /// The bytes that were edited since it was parsed.
    edited: Option<Range<usize>>,
}

#[derive(Clone)]
struct Graft {
    /// From where its first statement begins to where the one behind it begins.
    range: Range<usize>,
    /// Before the range and behind it, it has what stood in for the rest of the text, see [`Shown`].
    tree: Tree,
}

impl Parsed {
    /// Parses a text.
    pub(super) fn new(text: &str) -> Self {
        Self::whole(text, None)
    }

    /// Parses a text that edits made of the one that `earlier` was parsed from; it was told of all of them.
    pub(super) fn after(text: &str, lines: &LineIndex, earlier: &Self) -> Self {
        let grafted = earlier.grafted(text, lines);
        grafted.unwrap_or_else(|| Self::whole(text, Some(&earlier.base)))
    }

    fn whole(text: &str, earlier: Option<&Tree>) -> Self {
        let shown = Shown {
            lead: b"",
            range: &(0..text.len()),
            behind: b"",
        };
        let base = parse(text, &shown, earlier, &[]);
        let (grafts, edited) = (Vec::new(), None);
        Self { base, grafts, edited }
    }

    /// Tells the tree of an edit of its text.
    pub(super) fn edit(&mut self, edit: &InputEdit) {
        let (old, new_end) = (edit.start_byte..edit.old_end_byte, edit.new_end_byte);
        let moved = |at: usize| {
            if at < old.end {
                at.min(new_end)
            } else {
                at - old.end + new_end
            }
        };
        let edited = self.edited.take().unwrap_or(old.start..old.end);
        self.edited = Some(edited.start.min(old.start)..moved(edited.end).max(new_end));
        self.base.edit(edit);
        for graft in &mut self.grafts {
            if old.start >= graft.range.end {
                continue;
            }
            graft.tree.edit(edit);
            graft.range = if old.end <= graft.range.start {
                moved(graft.range.start)..moved(graft.range.end)
            } else {
                graft.range.start.min(old.start)..moved(graft.range.end).max(new_end)
            };
        }
    }

    /// Parses only the statements around what was edited; `None` where that may not do.
    fn grafted(&self, text: &str, lines: &LineIndex) -> Option<Self> {
        let edited = self.edited.clone()?;
        if self.has_error() || !self.is_module() {
            return None;
        }
        let range = self.boundary_before(text, edited.start)?..self.boundary_behind(text, edited.end)?;
        let is_inside = |graft: &&Graft| range.start <= graft.range.start && graft.range.end <= range.end;
        let before = self.grafts.partition_point(|graft| graft.range.start < range.start);
        let replaced = self.grafts[before..].iter().take_while(is_inside).count();
        if range == (0..text.len()) || self.grafts.len() - replaced == GRAFTS {
            return None;
        }
        let same = self.grafts.get(before).filter(|graft| graft.range == range);
        let lead = if range.start < LEAD.len() { b"" } else { LEAD };
        let shown = Shown {
            lead,
            range: &range,
            behind: stand_in(text, range.end),
        };
        let earlier = match same {
            Some(graft) => graft.tree.clone(),
            None => {
                let mut tree = self.base.clone();
                // What is shown in the place of what stands before is not what the tree has there.
                let (from, to) = (point(lines, range.start - lead.len()), point(lines, range.start));
                tree.edit(&InputEdit {
                    start_byte: range.start - lead.len(),
                    old_end_byte: range.start,
                    new_end_byte: range.start,
                    start_position: from,
                    old_end_position: to,
                    new_end_position: to,
                });
                tree
            }
        };
        let tree = parse(text, &shown, Some(&earlier), &[shown.included(lines)]);
        let graft = Graft { range, tree };
        if !graft.is_sound(text) {
            return None;
        }
        let mut grafted = self.clone();
        grafted.edited = None;
        grafted.grafts.splice(before..before + replaced, [graft]);
        Some(grafted)
    }

    /// Where the last statement begins that can be parsed on its own, before the byte `at`; the beginning of the text where there is none.
    /// `None` where that would take long to say.
    fn boundary_before(&self, text: &str, at: usize) -> Option<usize> {
        let grafts = &self.grafts[..self.grafts.partition_point(|graft| graft.range.start < at)];
        let graft = grafts.last().map_or(0, |graft| graft.range.start);
        let mut cursor = self.base.walk();
        let mut has_more = if cursor.goto_first_child_for_byte(at).is_some() {
            true
        } else {
            cursor.goto_last_child()
        };
        for _ in 0..NEIGHBOURS {
            if !has_more || cursor.node().start_byte() < graft {
                return Some(graft);
            }
            let start = cursor.node().start_byte();
            if start < at && is_statement(text, cursor.node()) {
                return Some(self.graft_with(start).map_or(start, |graft| graft.range.start));
            }
            has_more = cursor.goto_previous_sibling();
        }
        None
    }

    /// Where the first statement begins that can be parsed on its own, behind the byte `at`; the end of the text where there is none.
    /// `None` where that would take long to say.
    fn boundary_behind(&self, text: &str, at: usize) -> Option<usize> {
        let next = self.grafts.iter().find(|graft| graft.range.start > at);
        let otherwise = next.map_or(text.len(), |graft| graft.range.start);
        // What stands in a graft is its own.
        let from = self.graft_with(at).map_or(at, |graft| graft.range.end - 1);
        let mut cursor = self.base.walk();
        let mut has_more = cursor.goto_first_child_for_byte(from).is_some();
        for _ in 0..NEIGHBOURS {
            let start = cursor.node().start_byte();
            if !has_more || start >= otherwise {
                return Some(otherwise);
            }
            if start > from && is_statement(text, cursor.node()) {
                return Some(start);
            }
            has_more = cursor.goto_next_sibling();
        }
        None
    }

    fn graft_with(&self, at: usize) -> Option<&Graft> {
        let behind = self.grafts.partition_point(|graft| graft.range.end <= at);
        self.grafts.get(behind).filter(|graft| graft.range.start <= at)
    }

    /// The root of the tree of the whole text. What is below it is out of date where [`tops`](Self::tops) says otherwise.
    pub(super) fn root(&self) -> Node<'_> {
        self.base.root_node()
    }

    /// The bytes of the whole, from its first node on.
    pub(super) fn range(&self) -> Range<usize> {
        let whole = self.root().byte_range();
        let first = (!self.is_one_tree()).then(|| self.top_behind(0)).flatten();
        first.map_or(whole.start, |node| node.start_byte())..whole.end
    }

    /// Whether the parser did not understand something.
    pub(super) fn has_error(&self) -> bool {
        // What is grafted was understood.
        self.root().has_error()
    }

    /// Whether the parser found statements, one after the other.
    pub(super) fn is_module(&self) -> bool {
        !self.root().is_error()
    }

    /// Whether everything is below [`root`](Self::root), as it stands there.
    pub(super) fn is_one_tree(&self) -> bool {
        self.grafts.is_empty()
    }

    /// A node that the node with these bytes is below, if there is one.
    pub(super) fn around(&self, range: &Range<usize>) -> Node<'_> {
        let graft = self.graft_with(range.start);
        graft.map_or(self.root(), |graft| graft.tree.root_node())
    }

    /// The outermost nodes, in the order of the text.
    pub(super) fn tops(&self) -> Vec<Node<'_>> {
        let mut found = Vec::new();
        let mut grafts = self.grafts.iter().peekable();
        let mut cursor = self.base.walk();
        let mut has_more = cursor.goto_first_child();
        loop {
            let start = has_more.then(|| cursor.node().start_byte());
            match grafts.next_if(|graft| start.is_none_or(|start| start >= graft.range.start)) {
                Some(graft) => {
                    found.extend(graft.tops());
                    // What was deleted up to the end of the text stands there.
                    let is_last = graft.range.end == self.root().end_byte();
                    while has_more && (is_last || cursor.node().start_byte() < graft.range.end) {
                        has_more = cursor.goto_next_sibling();
                    }
                }
                None if has_more => {
                    found.push(cursor.node());
                    has_more = cursor.goto_next_sibling();
                }
                None => return found,
            }
        }
    }

    /// The first of the outermost nodes that ends behind the byte at `offset`, found without the others.
    pub(super) fn top_behind(&self, offset: usize) -> Option<Node<'_>> {
        let mut at = offset;
        for graft in &self.grafts[self.grafts.partition_point(|graft| graft.range.end <= offset)..] {
            let before = first_behind(&self.base, at).filter(|node| node.start_byte() < graft.range.start);
            let found =
                before.or_else(|| first_behind(&graft.tree, at.max(graft.range.start)).filter(|node| graft.has(*node)));
            if found.is_some() {
                return found;
            }
            at = graft.range.end;
        }
        first_behind(&self.base, at)
    }
}

impl Graft {
    /// Whether a node of its tree does not stand in for others.
    fn has(&self, node: Node<'_>) -> bool {
        self.range.contains(&node.start_byte())
    }

    fn tops(&self) -> impl Iterator<Item = Node<'_>> {
        let mut cursor = self.tree.walk();
        let mut has_more = cursor.goto_first_child();
        let all = std::iter::from_fn(move || {
            let node = has_more.then(|| cursor.node());
            has_more = has_more && cursor.goto_next_sibling();
            node
        });
        all.filter(|node| self.has(*node))
    }

    /// Whether it can stand where it would: see the top of this file.
    fn is_sound(&self, text: &str) -> bool {
        let root = self.tree.root_node();
        if root.has_error() || root.is_error() {
            return false;
        }
        let first = self.tops().next();
        let begins = first.is_some_and(|node| node.start_byte() == self.range.start && is_statement(text, node));
        let mut cursor = root.walk();
        let last = cursor.goto_last_child().then(|| cursor.node());
        let ends = last.is_some_and(|node| node.start_byte() == self.range.end && is_statement(text, node));
        (begins || self.range.start == 0) && (ends || self.range.end == text.len())
    }
}

/// The first child of a tree's root that ends behind a byte.
fn first_behind(tree: &Tree, at: usize) -> Option<Node<'_>> {
    let mut cursor = tree.walk();
    cursor.goto_first_child_for_byte(at).map(|_| cursor.node())
}

/// Whether an outermost node is a statement in the first column.
fn is_statement(text: &str, node: Node<'_>) -> bool {
    let begins_line = match node.start_byte().checked_sub(1) {
        Some(before) => matches!(text.as_bytes().get(before), Some(b'\n' | b'\r')),
        None => true,
    };
    begins_line && statements::is_statement(node.kind())
}

/// What the parser is shown of a text.
struct Shown<'a> {
    /// Stands in for what is right before the range. (Behind another statement the parser recognizes more of the earlier tree: it has read the end of a line.)
    lead: &'static [u8],
    range: &'a Range<usize>,
    /// Stands in for what is behind the range.
    behind: &'static [u8],
}

/// A statement on a line of its own.
const LEAD: &[u8] = b"0\n";

/// A statement that the parser takes as the one that begins at the byte `at`, as far as what stands before goes: it makes a difference to blocks and comments whether a
/// text follows. Nothing at the end of the text.
fn stand_in(text: &str, at: usize) -> &'static [u8] {
    match text.as_bytes().get(at) {
        None => b"",
        Some(b'"' | b'\'') => b"''",
        Some(_) => b"pass",
    }
}

impl Shown<'_> {
    /// Where it stands in the text.
    fn included(&self, lines: &LineIndex) -> tree_sitter::Range {
        let (start, end) = (point(lines, self.range.start), point(lines, self.range.end));
        tree_sitter::Range {
            start_byte: self.range.start - self.lead.len(),
            end_byte: self.range.end + self.behind.len(),
            start_point: Point::new(start.row - usize::from(!self.lead.is_empty()), 0),
            end_point: Point::new(end.row, end.column + self.behind.len()),
        }
    }

    /// The bytes from `at` on, up to any place.
    fn read<'t>(&self, text: &'t str, at: usize) -> &'t [u8] {
        let lead = self.range.start - self.lead.len();
        if at < self.range.start {
            self.lead.get(at.saturating_sub(lead)..).unwrap_or_default()
        } else if at >= self.range.end {
            self.behind.get(at - self.range.end..).unwrap_or_default()
        } else {
            &text.as_bytes()[at..self.range.end]
        }
    }
}

thread_local! {
    /// A parser that this thread has used: a new one costs more than to parse a statement.
    static PARSER: Cell<Option<Parser>> = const { Cell::new(None) };
}

/// Parses what is shown of a text, from `earlier` (a tree that was edited along with the text) where there is one; `included` is where it stands, or nothing for all of it.
///
/// tree-sitter ends a line at `\n` only, Python and editors at a lone `\r` too, so the parser is shown a `\n` in its place: offsets stay, and
/// rows agree with [`LineIndex`].
fn parse(text: &str, shown: &Shown<'_>, earlier: Option<&Tree>, included: &[tree_sitter::Range]) -> Tree {
    let (bytes, range) = (text.as_bytes(), shown.range);
    let returns = memchr::memchr_iter(b'\r', &bytes[range.clone()]).map(|at| range.start + at);
    let lone: Vec<usize> = returns.filter(|at| bytes.get(at + 1) != Some(&b'\n')).collect();
    let mut read = |at: usize, _| -> &[u8] {
        let rest = shown.read(text, at);
        match lone.get(lone.partition_point(|&cr| cr < at)) {
            Some(&cr) if cr == at => b"\n",
            Some(&cr) if at >= range.start => &rest[..cr - at],
            _ => rest,
        }
    };
    let mut parser = PARSER.take().unwrap_or_else(|| {
        let mut parser = Parser::new();
        // Cannot fail: a test parses with this very grammar, whose version is fixed in the lock file.
        parser.set_language(&language()).expect("the grammar fits the parser");
        parser
    });
    // Cannot fail: there is one at most, and it ends behind its beginning.
    parser.set_included_ranges(included).expect("ranges in order");
    // `None` is for a parser that was cancelled or has no language; this one is neither.
    let tree = parser
        .parse_with_options(&mut read, earlier, None)
        .expect("a parse that nobody cancels ends with a tree");
    PARSER.set(Some(parser));
    tree
}

#[cfg(test)]
mod tests;

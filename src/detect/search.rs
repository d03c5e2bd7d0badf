//! Searching for a fragment: `#contains?` and its like.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::contents::Contents;
use super::pattern::{Capture, Compiled, Way};
use super::predicates::{Kind, Predicate, Scene};
use crate::document::{Node, mentions};

impl Predicate {
    /// How many nodes of `around`, within `range`, match one of the fragments, captures of the same name having the same text; counts to two.
    pub(super) fn search(
        &self,
        scene: &Scene<'_, '_>,
        around: Node<'_>,
        range: Range<usize>,
        captured: &Way<'_>,
    ) -> usize {
        let enough = 1 + usize::from(matches!(self.kind, Kind::ContainsTwice | Kind::FollowedTwiceBy));
        let mut found: Vec<Range<usize>> = Vec::new();
        let fragments = self
            .arguments
            .iter()
            .flat_map(|name| scene.rules.fragment(scene.concept, name));
        for (fragment, demands) in fragments {
            let mut given: SmallVec<[(Capture, Node<'_>); 4]> = SmallVec::new();
            for (number, name) in (0..).zip(&fragment.captures) {
                let outer = |c: Capture| scene.pattern.captures.get(usize::from(c)) == Some(name);
                given.extend(captured.iter().filter(|(c, _)| outer(*c)).map(|(_, n)| (number, n)));
            }
            let texts: SmallVec<[(Capture, &str); 4]> = given.iter().map(|(c, node)| (*c, node.text())).collect();
            let inner_scene = Scene {
                pattern: fragment,
                ..*scene
            };
            // Whether enough was found.
            let mut visit = |node: Node<'_>| {
                each_match(fragment, node, &texts, &mut |place, way| {
                    // What it names must lie there; the statement around may reach farther.
                    let inside = range.start <= place.start && place.end <= range.end;
                    if inside
                        && !found.contains(&place)
                        && fragment.predicates.iter().all(|p| p.holds(&inner_scene, way))
                    {
                        found.push(place);
                    }
                    found.len() >= enough
                })
            };
            let inside = around.nodes().text_of(&range);
            let in_scan = identifier_of(fragment, &given, scene.scan.map(|scan| scan.contents));
            let here = longest_identifier(fragment, &given).filter(|_| scene.scan.is_none());
            let done = match (in_scan, here) {
                (None, Some((name, depth))) => around
                    .nodes()
                    .at_word(&range, name)
                    .filter(|node| node.is_identifier(name))
                    .filter_map(|node| above(node, depth))
                    .any(visit),
                (Some((contents, word, depth)), _) if contents.identifiers_in(word, &range).nth(MANY).is_none() => {
                    contents
                        .identifiers_in(word, &range)
                        .filter_map(|node| above(node, depth))
                        .any(visit)
                }
                (Some((contents, word, depth)), _) => {
                    let everywhere = around.range();
                    let identifiers = contents.identifiers_in(word, &everywhere);
                    let roots = identifiers.filter_map(|node| above(node, depth));
                    let all = all_matches(fragment, around, roots, &texts, &inner_scene);
                    let first = all.partition_point(|place| place.start < range.start);
                    let begin_there = all[first..].iter().take_while(|place| place.start <= range.end);
                    for place in begin_there.filter(|place| place.end <= range.end) {
                        if !found.contains(place) {
                            found.push(place.clone());
                        }
                        if found.len() >= enough {
                            break;
                        }
                    }
                    found.len() >= enough
                }
                (None, None) => {
                    let has_any = |texts: &Vec<String>| texts.iter().any(|text| mentions(inside, text));
                    let may_be_there = match scene.scan {
                        Some(scan) => demands.are_met_in(scan, &range),
                        None => fragment.required.iter().all(has_any),
                    };
                    may_be_there
                        && given.iter().all(|(_, node)| is_there(*node, scene, inside, &range))
                        && match (scene.scan, certain_word(fragment, &given)) {
                            // Where the nodes of each kind stand is known: no need to walk over all.
                            (Some(scan), _) if !fragment.roots.is_empty() => fragment.roots.iter().any(|&kind| {
                                let mut all = scan.contents.of_kind_below(kind, around);
                                all.any(|node| touches(node, &range) && visit(node))
                            }),
                            (None, Some(word)) => nodes_around(word, around, &range).any(&mut visit),
                            _ => nodes_in(around, range.clone()).any(&mut visit),
                        }
                }
            };
            if done {
                break;
            }
        }
        found.len()
    }
}

/// Of more identifiers than these it is remembered which of them belong to matches: each of 50,000 places may ask about all that follow.
const MANY: usize = 64;

/// What was searched in a scan, by fragment, node around and the texts of what was given: where the matches are, in order.
pub(super) type Searched = RefCell<FxHashMap<(usize, u32, GivenTexts), Rc<[Range<usize>]>>>;

type GivenTexts = SmallVec<[(Capture, String); 2]>;

/// Gives the matches of a fragment that begin with `node`, each with the place of what it names, until `is_enough`; whether it was.
fn each_match<'a>(
    fragment: &Compiled,
    node: Node<'a>,
    texts: &[(Capture, &str)],
    is_enough: &mut dyn FnMut(Range<usize>, &Way<'a>) -> bool,
) -> bool {
    if !fragment.roots.is_empty() && !fragment.roots.contains(&node.kind_id()) {
        return false;
    }
    fragment.ways(node, texts, None).into_iter().any(|way| {
        let captures = way.iter().map(|(_, n)| n.range());
        let place = captures.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        is_enough(place.unwrap_or_else(|| node.range()), &way)
    })
}

/// The places of all matches of a fragment that begin with one of `roots`, which are those below `around` that may; in a scan.
fn all_matches<'n>(
    fragment: &Compiled,
    around: Node<'_>,
    roots: impl Iterator<Item = Node<'n>>,
    texts: &[(Capture, &str)],
    scene: &Scene<'_, '_>,
) -> Rc<[Range<usize>]> {
    let owned = texts.iter().map(|(capture, text)| (*capture, (*text).to_owned()));
    let key = (std::ptr::from_ref(fragment) as usize, around.id(), owned.collect());
    let searched = scene.scan.map(|scan| &scan.searched);
    if let Some(known) = searched.and_then(|searched| searched.borrow().get(&key).cloned()) {
        return known;
    }
    let mut all = Vec::new();
    for root in roots {
        each_match(fragment, root, texts, &mut |place, way| {
            if fragment.predicates.iter().all(|p| p.holds(scene, way)) {
                all.push(place);
            }
            false
        });
    }
    all.sort_unstable_by_key(|place| (place.start, place.end));
    all.dedup();
    let all: Rc<[Range<usize>]> = all.into();
    if let Some(searched) = searched {
        searched.borrow_mut().insert(key, Rc::clone(&all));
    }
    all
}

/// Whether the text of `node` stands in `range`, whose text is `inside`.
fn is_there(node: Node<'_>, scene: &Scene<'_, '_>, inside: &str, range: &Range<usize>) -> bool {
    let contents = scene.scan.map(|scan| scan.contents);
    match contents.and_then(|contents| Some((contents, contents.word_of(node)?))) {
        Some((contents, word)) => contents.identifiers_in(word, range).next().is_some(),
        None => mentions(inside, node.text()),
    }
}

/// The nodes below `around` that reach into `range`, parents first.
fn nodes_in<'a>(around: Node<'a>, range: Range<usize>) -> impl Iterator<Item = Node<'a>> {
    let inside = range.clone();
    let all = std::iter::successors(Some(around), move |node| {
        node.next_below(around, touches(*node, &inside))
    });
    all.filter(move |node| touches(*node, &range))
}

/// The nodes below `around` that a word stands in, somewhere in `range`.
fn nodes_around<'a: 'w, 'w>(
    word: &'w str,
    around: Node<'a>,
    range: &Range<usize>,
) -> impl Iterator<Item = Node<'a>> + use<'a, 'w> {
    let mut seen: FxHashSet<u32> = around.parent().iter().map(|node| node.id()).collect();
    around.nodes().at_word(range, word).flat_map(move |token| {
        let mut new = Vec::new();
        for node in std::iter::once(token).chain(token.ancestors()) {
            if !seen.insert(node.id()) {
                break;
            }
            new.push(node);
        }
        new
    })
}

/// Whether a node reaches into `range`.
fn touches(node: Node<'_>, range: &Range<usize>) -> bool {
    node.start() < range.end && range.start < node.end()
}

/// The node so many levels above another.
fn above(node: Node<'_>, levels: usize) -> Option<Node<'_>> {
    std::iter::successors(Some(node), |n| n.parent()).nth(levels)
}

/// The identifiers that every match of `fragment` has and whose text is given, each with how many levels below the fragment's root it stands.
fn given_identifiers<'a>(
    fragment: &Compiled,
    given: &[(Capture, Node<'a>)],
) -> impl Iterator<Item = (Node<'a>, usize)> {
    fragment.identifiers.iter().filter_map(|&(capture, depth)| {
        let (_, node) = given.iter().find(|(c, _)| *c == capture)?;
        Some((*node, depth))
    })
}

/// The longest identifier that is given and whose text stands somewhere in every match of `fragment`.
fn certain_word<'a>(fragment: &Compiled, given: &[(Capture, Node<'a>)]) -> Option<&'a str> {
    let certain = given.iter().filter(|(capture, _)| fragment.certain.contains(capture));
    let words = certain
        .map(|(_, node)| *node)
        .filter(|node| node.kind() == "identifier");
    words.map(Node::text).max_by_key(|word| word.len())
}

/// The longest of them: it is looked for in the text, so that the nodes there need not be read.
fn longest_identifier<'a>(fragment: &Compiled, given: &[(Capture, Node<'a>)]) -> Option<(&'a str, usize)> {
    let named = given_identifiers(fragment, given).map(|(node, depth)| (node.text(), depth));
    named.max_by_key(|(name, _)| name.len())
}

/// In a scan, the number of the rarest identifier that every match of `fragment` has, and how many levels below the fragment's root it stands: so that not every
/// node has to be looked at.
fn identifier_of<'a>(
    fragment: &Compiled,
    given: &[(Capture, Node<'_>)],
    contents: Option<&'a Contents<'a>>,
) -> Option<(&'a Contents<'a>, usize, usize)> {
    let contents = contents?;
    let known =
        given_identifiers(fragment, given).filter_map(|(node, depth)| Some((contents, contents.word_of(node)?, depth)));
    known.min_by_key(|&(_, word, _)| contents.count(word))
}

//! Searching for a fragment: `#contains?` and its like.

use std::ops::Range;

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
            let mut visit = |node: Node<'_>| {
                if !fragment.roots.is_empty() && !fragment.roots.contains(&node.kind_id()) {
                    return false;
                }
                for way in fragment.ways(node, &texts, None) {
                    let captures = way.iter().map(|(_, n)| n.range());
                    let place = captures.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
                    let place = place.unwrap_or_else(|| node.range());
                    // What it names must lie there; the statement around may reach farther.
                    let inside = range.start <= place.start && place.end <= range.end;
                    if inside
                        && !found.contains(&place)
                        && fragment.predicates.iter().all(|p| p.holds(&inner_scene, &way))
                    {
                        found.push(place);
                        if found.len() >= enough {
                            return true;
                        }
                    }
                }
                false
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
                (Some((contents, word, depth)), _) => contents
                    .identifiers_in(word, &range)
                    .filter_map(|node| above(node, depth))
                    .any(visit),
                (None, None) => {
                    let has_any = |texts: &Vec<String>| texts.iter().any(|text| mentions(inside, text));
                    let may_be_there = match scene.scan {
                        Some(scan) => demands.are_met_in(scan, &range),
                        None => fragment.required.iter().all(has_any),
                    };
                    may_be_there
                        && given.iter().all(|(_, node)| is_there(*node, scene, inside, &range))
                        && match scene.scan {
                            // Where the nodes of each kind stand is known: no need to walk over all.
                            Some(scan) if !fragment.roots.is_empty() => fragment.roots.iter().any(|&kind| {
                                let mut all = scan.contents.of_kind_below(kind, around);
                                all.any(|node| touches(node, &range) && visit(node))
                            }),
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

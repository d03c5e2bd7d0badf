//! Searching for a fragment: `#contains?` and its like.

use std::ops::Range;

use super::pattern::{Capture, Captured};
use super::predicates::{Kind, Predicate, Scene};
use crate::document::Node;

impl Predicate {
    /// How many nodes of `around`, within `range`, match one of the fragments, captures of the same name having the same text; counts to two.
    pub(super) fn search(
        &self,
        scene: &Scene<'_>,
        around: Node<'_>,
        range: Range<usize>,
        captured: &Captured<'_>,
    ) -> usize {
        let enough = 1 + usize::from(matches!(self.kind, Kind::ContainsTwice | Kind::FollowedTwiceBy));
        let mut found: Vec<Range<usize>> = Vec::new();
        let fragments = self
            .arguments
            .iter()
            .flat_map(|name| scene.rules.fragment(scene.concept, name));
        for fragment in fragments {
            let mut given: Vec<(Capture, &str)> = Vec::new();
            for (number, name) in (0..).zip(&fragment.captures) {
                let outer = |c: Capture| scene.pattern.captures.get(usize::from(c)) == Some(name);
                given.extend(
                    captured
                        .iter()
                        .filter(|(c, _)| outer(*c))
                        .map(|(_, n)| (number, n.text())),
                );
            }
            let inside = around.nodes().text_of(&range);
            let required = fragment
                .required
                .iter()
                .all(|texts| texts.iter().any(|t| inside.contains(t.as_str())));
            if !required || !given.iter().all(|(_, text)| inside.contains(text)) {
                continue;
            }
            let inner_scene = Scene {
                pattern: fragment,
                ..*scene
            };
            let mut at = Some(around);
            while let Some(node) = at {
                let touches = node.start() < range.end && range.start < node.end();
                at = node.next_below(around, touches);
                if !touches {
                    continue;
                }
                if !fragment.roots.is_empty() && !fragment.roots.contains(&node.kind_id()) {
                    continue;
                }
                for way in fragment.ways(node, &given) {
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
                            return found.len();
                        }
                    }
                }
            }
        }
        found.len()
    }
}

//! The course: all concepts in an order to read them in.
//!
//! What a concept builds on comes before it, always. Within that, the simple comes first: a part for each level, in it the areas in their order, in an
//! area first what most of the area builds on. A beginner's concept that builds on something harder waits for that one's part.

use std::collections::HashMap;

use super::areas::Area;
use crate::knowledge::{Concept, Knowledge, Level};

/// An order to read all concepts in.
#[derive(Debug)]
pub(super) struct Course<'k> {
    pub(super) chapters: Vec<Chapter<'k>>,
    places: HashMap<&'k str, usize>,
    all: Vec<&'k Concept>,
}

/// Neighbours of one level and area.
#[derive(Debug)]
pub(super) struct Chapter<'k> {
    pub(super) level: Level,
    /// Which of the areas.
    pub(super) area: usize,
    /// Whether the area has had a chapter of this level.
    pub(super) again: bool,
    /// The place of its first concept, from 1.
    pub(super) first: usize,
    pub(super) concepts: Vec<&'k Concept>,
}

impl<'k> Course<'k> {
    pub(super) fn new(knowledge: &'k Knowledge, areas: &[Area<'k>]) -> Self {
        let graph = Graph::new(knowledge, areas);
        let chapters = graph.chapters();
        let all: Vec<&Concept> = chapters
            .iter()
            .flat_map(|chapter| chapter.concepts.iter().copied())
            .collect();
        let places = all.iter().enumerate().map(|(at, c)| (c.id.as_str(), at)).collect();
        Self { chapters, places, all }
    }

    /// All concepts, in their order.
    pub(super) fn concepts(&self) -> &[&'k Concept] {
        &self.all
    }

    /// How many concepts there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The place of a concept, from 1.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).map(|at| at + 1)
    }

    /// The concept at a place, from 1.
    pub(super) fn at(&self, place: usize) -> Option<&'k Concept> {
        self.all.get(place.checked_sub(1)?).copied()
    }
}

/// What builds on what, by the concepts' places in the knowledge.
struct Graph<'k> {
    concepts: &'k [Concept],
    /// Those among them that each builds on.
    below: Vec<Vec<usize>>,
    area: Vec<usize>,
    areas: usize,
    /// The highest level among a concept and all it builds on.
    level: Vec<Level>,
    /// How much builds on it: in its level and area, and in its level.
    weight: Vec<(usize, usize)>,
}

impl<'k> Graph<'k> {
    fn new(knowledge: &'k Knowledge, areas: &[Area<'k>]) -> Self {
        let concepts = knowledge.concepts();
        let at: HashMap<&str, usize> = concepts.iter().enumerate().map(|(at, c)| (c.id.as_str(), at)).collect();
        let numbers: HashMap<&str, usize> = areas.iter().enumerate().map(|(n, area)| (area.key, n)).collect();
        let below: Vec<Vec<usize>> = concepts
            .iter()
            .map(|c| {
                c.builds_on
                    .iter()
                    .filter_map(|id| at.get(id.as_str()).copied())
                    .collect()
            })
            .collect();
        let area: Vec<usize> = concepts
            .iter()
            .map(|c| numbers.get(c.area.as_str()).copied().unwrap_or(0))
            .collect();
        // From the ground up, so that what is below is known.
        let mut upwards: Vec<usize> = (0..concepts.len()).collect();
        upwards.sort_by_key(|&at| (knowledge.depth(at), at));
        let mut level: Vec<Level> = concepts.iter().map(|c| c.level).collect();
        for &at in &upwards {
            level[at] = below[at].iter().map(|&b| level[b]).fold(level[at], Level::max);
        }
        let mut weight = vec![(0, 0); concepts.len()];
        for at in 0..concepts.len() {
            for ground in reached(at, &below) {
                weight[ground].0 += usize::from(level[ground] == level[at] && area[ground] == area[at]);
                weight[ground].1 += usize::from(level[ground] == level[at]);
            }
        }
        Self {
            concepts,
            below,
            area,
            areas: areas.len(),
            level,
            weight,
        }
    }

    fn chapters(&self) -> Vec<Chapter<'k>> {
        let mut done = vec![false; self.concepts.len()];
        let mut chapters: Vec<Chapter<'k>> = Vec::new();
        let mut place = 1;
        for level in [Level::Beginner, Level::Intermediate, Level::Advanced] {
            loop {
                let before = place;
                for area in 0..self.areas {
                    let run = self.run(level, area, &mut done);
                    if run.is_empty() {
                        continue;
                    }
                    let again = chapters.iter().any(|c| c.level == level && c.area == area);
                    chapters.push(Chapter {
                        level,
                        area,
                        again,
                        first: place,
                        concepts: run.iter().map(|&at| &self.concepts[at]).collect(),
                    });
                    place += run.len();
                }
                if place == before {
                    break;
                }
            }
        }
        chapters
    }

    /// All of a level and area that can be read now, one after the other.
    fn run(&self, level: Level, area: usize, done: &mut [bool]) -> Vec<usize> {
        let mut own: Vec<usize> = (0..self.concepts.len())
            .filter(|&at| !done[at] && self.level[at] == level && self.area[at] == area)
            .collect();
        own.sort_by_key(|&at| (std::cmp::Reverse(self.weight[at]), at));
        let mut run = Vec::new();
        while let Some(&next) = own
            .iter()
            .find(|&&at| !done[at] && self.below[at].iter().all(|&b| done[b]))
        {
            done[next] = true;
            run.push(next);
        }
        run
    }
}

/// Everything below one concept.
fn reached(from: usize, below: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; below.len()];
    let mut found = Vec::new();
    let mut todo = vec![from];
    while let Some(at) = todo.pop() {
        for &next in &below[at] {
            if !std::mem::replace(&mut seen[next], true) {
                found.push(next);
                todo.push(next);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::areas::areas;
    use super::*;
    use crate::gloss::Glossary;

    #[test]
    fn every_concept_comes_once_and_after_what_it_builds_on() {
        let knowledge = Glossary::builtin().knowledge();
        let areas = areas(knowledge);
        let course = Course::new(knowledge, &areas);
        assert_eq!(course.len(), knowledge.concepts().len());
        for concept in knowledge.concepts() {
            let place = course.place(&concept.id).expect("it has a place");
            assert_eq!(course.at(place).map(|c| &c.id), Some(&concept.id));
            for id in &concept.builds_on {
                assert!(course.place(id).expect("a place") < place, "{id} before {}", concept.id);
            }
        }
        assert!(course.at(0).is_none() && course.at(course.len() + 1).is_none());
    }

    #[test]
    fn levels_rise_and_areas_follow_each_other() {
        let knowledge = Glossary::builtin().knowledge();
        let areas = areas(knowledge);
        let course = Course::new(knowledge, &areas);
        let levels: Vec<Level> = course.chapters.iter().map(|c| c.level).collect();
        assert!(levels.is_sorted(), "{levels:?}");
        for chapter in &course.chapters {
            assert_eq!(
                course.at(chapter.first).map(|c| &c.id),
                chapter.concepts.first().map(|c| &c.id)
            );
            for concept in &chapter.concepts {
                assert_eq!(concept.area, areas[chapter.area].key);
                assert!(concept.level <= chapter.level, "{}", concept.id);
            }
        }
        // Beginners go through each area at most twice.
        let beginners = course.chapters.iter().filter(|c| c.level == Level::Beginner).count();
        assert!(beginners <= 2 * areas.len(), "{beginners}");
    }
}

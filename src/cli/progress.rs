//! `pygloss progress`: what its user has met, had explained and knows.

use anstyle::Style;
use serde_json::{Value, json};

use super::output::Output;
use super::{Failure, ListFormat, packs};
use crate::knowledge::{Concept, Knowledge};
use crate::progress::{Changes, Entry, Record, Store};

pub(super) const EXAMPLES: &str = "\
Examples:
  pygloss progress
  pygloss progress --format json
  pygloss progress --know dunder-slots --know yield-from
  pygloss progress --again dunder-slots

A concept is met when a tip in an editor explains it, explained when its page is opened there, known when you say so. It is all kept in one file on this
machine, whose name is printed last; nothing is sent anywhere. Take the file away to begin anew.";

const HEADING: Style = Style::new().bold();

/// How many concepts are proposed.
const PROPOSED: usize = 5;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// Say that you know a concept, as "I know this" does in an editor; may be given several times
    #[arg(long, value_name = "CONCEPT")]
    know: Vec<String>,
    /// Have a concept explained again; may be given several times
    #[arg(long, value_name = "CONCEPT")]
    again: Vec<String>,
    #[command(flatten)]
    with: super::With,
}

/// What is counted of some concepts.
#[derive(Clone, Copy, Default)]
struct Counts {
    concepts: usize,
    met: usize,
    explained: usize,
    known: usize,
}

impl Counts {
    fn add(&mut self, entry: &Entry) {
        self.concepts += 1;
        self.met += usize::from(entry.met > 0);
        self.explained += usize::from(entry.explained > 0);
        self.known += usize::from(entry.known);
    }

    fn row(self) -> [usize; 4] {
        [self.met, self.explained, self.known, self.concepts]
    }

    fn json(self) -> Value {
        json!({ "concepts": self.concepts, "met": self.met, "explained": self.explained, "known": self.known })
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let own = packs::load(&arguments.with.packs)?;
    let knowledge = own.glossary().knowledge();
    let store = Store::of_user().map_err(failed)?;
    let changes = changes(arguments, knowledge, &store)?;
    let record = if changes.is_empty() {
        store.read().map_err(failed)?
    } else {
        store.apply(&changes).map_err(failed)?
    };
    match arguments.format {
        ListFormat::Text => table(knowledge, &record, &store, output),
        ListFormat::Json => everything(knowledge, &record, &store, output),
    }
}

fn failed(error: crate::progress::Error) -> Failure {
    Failure::Impossible(error.to_string())
}

/// What the arguments say of concepts.
fn changes(arguments: &Arguments, knowledge: &Knowledge, store: &Store) -> Result<Changes, Failure> {
    let mut changes = Changes::default();
    let all = arguments.know.iter().map(|id| (id, true));
    for (id, known) in all.chain(arguments.again.iter().map(|id| (id, false))) {
        // What a pack that is gone had may be taken back.
        let is_recorded = || {
            let record = store.read();
            record.is_ok_and(|record| record.entries().any(|(recorded, _)| recorded == id))
        };
        let may_be_gone = !known && is_recorded();
        if knowledge.get(id).is_none() && !may_be_gone {
            let unknown = knowledge.unknown(id);
            return Err(Failure::Impossible(format!("{unknown}; `pygloss list` shows all")));
        }
        changes.know(id, known);
    }
    Ok(changes)
}

/// The areas in the order of the concepts, with what is counted of each.
fn areas<'k>(knowledge: &'k Knowledge, record: &Record) -> Vec<(&'k str, Counts)> {
    let mut areas: Vec<(&str, Counts)> = Vec::new();
    for concept in knowledge.concepts() {
        let at = match areas.iter().position(|(area, _)| *area == concept.area) {
            Some(at) => at,
            None => {
                areas.push((&concept.area, Counts::default()));
                areas.len() - 1
            }
        };
        areas[at].1.add(&record.of(&concept.id));
    }
    areas
}

fn total(areas: &[(&str, Counts)]) -> Counts {
    areas.iter().fold(Counts::default(), |sum, (_, counts)| Counts {
        concepts: sum.concepts + counts.concepts,
        met: sum.met + counts.met,
        explained: sum.explained + counts.explained,
        known: sum.known + counts.known,
    })
}

/// What was met most and neither explained nor known.
fn proposed<'k>(knowledge: &'k Knowledge, record: &Record) -> Vec<(&'k Concept, u64)> {
    let open = knowledge.concepts().iter().filter_map(|concept| {
        let entry = record.of(&concept.id);
        let is_open = entry.met > 0 && entry.explained == 0 && !entry.known;
        is_open.then_some((concept, entry.met))
    });
    let mut open: Vec<(&Concept, u64)> = open.collect();
    open.sort_by_key(|(_, met)| std::cmp::Reverse(*met));
    open.truncate(PROPOSED);
    open
}

fn table(knowledge: &Knowledge, record: &Record, store: &Store, output: &mut Output) -> Result<(), Failure> {
    let areas = areas(knowledge, record);
    let named = |area: &str| {
        if area.is_empty() {
            "(none)".to_owned()
        } else {
            area.to_owned()
        }
    };
    let sum = ("all".to_owned(), total(&areas));
    let rows: Vec<(String, Counts)> = areas.iter().map(|(area, counts)| (named(area), *counts)).collect();
    let width = rows
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0)
        .max("area".len());
    let heading = format!(
        "{:width$}  {:>9}  {:>9}  {:>9}  {:>9}",
        "area", "met", "explained", "known", "concepts"
    );
    output.text(&format!("{}\n", output.styled(HEADING, &heading)))?;
    for (name, counts) in rows.iter().chain([&sum]) {
        let [met, explained, known, concepts] = counts.row();
        output.text(&format!(
            "{name:width$}  {met:>9}  {explained:>9}  {known:>9}  {concepts:>9}\n"
        ))?;
    }
    let open = proposed(knowledge, record);
    if !open.is_empty() {
        let heading = output.styled(HEADING, "Met most, and neither explained nor known");
        output.text(&format!("\n{heading}\n"))?;
        let width = open.iter().map(|(concept, _)| concept.id.len()).max().unwrap_or(0);
        for (concept, met) in open {
            let times = if met == 1 {
                "once".to_owned()
            } else {
                format!("{met} times")
            };
            output.text(&format!("  {:width$}  {} ({times})\n", concept.id, concept.title))?;
        }
    }
    output.text(&format!("\nKept in {}\n", store.path().display()))?;
    Ok(())
}

fn everything(knowledge: &Knowledge, record: &Record, store: &Store, output: &mut Output) -> Result<(), Failure> {
    let areas = areas(knowledge, record);
    let by_area: Vec<Value> = areas
        .iter()
        .map(|(area, counts)| {
            let mut object = counts.json();
            object["area"] = json!(area);
            object
        })
        .collect();
    let concepts: Vec<Value> = record
        .entries()
        .map(|(id, entry)| {
            let concept = knowledge.get(id);
            json!({
                "id": id,
                // None: of a pack that is not here.
                "title": concept.map(|c| &c.title),
                "area": concept.map(|c| &c.area),
                "level": concept.map(|c| c.level),
                "met": entry.met,
                "explained": entry.explained,
                "known": entry.known,
            })
        })
        .collect();
    let all = json!({ "file": store.path(), "all": total(&areas).json(), "areas": by_area, "concepts": concepts });
    let text = serde_json::to_string_pretty(&all).map_err(std::io::Error::other)?;
    output.json(&format!("{text}\n"))?;
    Ok(())
}

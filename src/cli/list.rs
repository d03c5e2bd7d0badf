//! `pygloss list`: what can be explained.

use std::path::PathBuf;

use anstyle::Style;
use serde_json::json;

use super::output::Output;
use super::{Failure, ListFormat, packs};

const AREA: Style = Style::new().bold();

pub(super) fn run(format: ListFormat, packs: &[PathBuf], output: &mut Output) -> Result<(), Failure> {
    let own = packs::load(packs)?;
    let knowledge = own.glossary().knowledge();
    let concepts = knowledge.concepts();
    match format {
        ListFormat::Text => {
            let width = concepts.iter().map(|c| c.id.len()).max().unwrap_or(0);
            let mut area = "";
            for concept in concepts {
                if concept.area != area {
                    let gap = if area.is_empty() { "" } else { "\n" };
                    area = &concept.area;
                    let heading = output.styled(AREA, area);
                    output.text(&format!("{gap}{heading}\n"))?;
                }
                output.text(&format!("  {:width$}  {}\n", concept.id, concept.title))?;
            }
        }
        ListFormat::Json => {
            let all: Vec<_> = concepts
                .iter()
                .enumerate()
                .map(|(index, c)| {
                    json!({
                        "id": c.id,
                        "title": c.title,
                        "area": c.area,
                        "name": c.name,
                        "level": c.level,
                        "since": c.since.map(|v| v.to_string()),
                        "docs": c.docs_url(),
                        "peps": c.peps,
                        "asked": c.asked,
                        "aliases": c.aliases,
                        "builds_on": c.builds_on,
                        // Ascending, it is an order to read in: everything comes after what it builds on.
                        "depth": knowledge.depth(index),
                        "related": c.related,
                        "confused_with": c.confused_with.iter().map(|(id, _)| id).collect::<Vec<_>>(),
                        "summary": c.hover,
                    })
                })
                .collect();
            let text = serde_json::to_string_pretty(&all).map_err(std::io::Error::other)?;
            output.json(&text)?;
            output.text("\n")?;
        }
    }
    Ok(())
}

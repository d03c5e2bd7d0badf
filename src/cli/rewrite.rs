//! `pygloss rewrite`: a construct in plainer Python.

use super::output::Output;
use super::place::{self, Place};
use super::{Failure, source};
use crate::detect::Analysis;
use crate::document::{Encoding, Nodes, Position};
use crate::render;
use crate::rewrite::{Outcome, rewrites, rewrites_between};

pub(super) const EXAMPLES: &str = "The file itself is never changed.

Examples:
  pygloss rewrite demo/tour.py:42
  pygloss rewrite demo/tour.py:42:5";

pub(super) fn run(argument: &str, output: &mut Output) -> Result<(), Failure> {
    let place = place::parse(argument).ok_or_else(|| {
        Failure::Impossible(format!(
            "`{argument}` is no place in a file; a place is FILE:LINE or FILE:LINE:COLUMN"
        ))
    })?;
    let Some((row, column)) = place.at else {
        return Err(Failure::Impossible(format!(
            "{} is a whole file; give a place in it: FILE:LINE or FILE:LINE:COLUMN",
            place.path.display()
        )));
    };
    let analysis = source::read(&place.path)?;
    let rows = analysis.document().lines().count();
    if row == 0 || row > rows {
        return Err(Failure::Impossible(format!(
            "{} has no line {row}; it has lines 1 to {rows}",
            place.path.display()
        )));
    }
    show(&analysis, &place, row, column, output)
}

fn show(
    analysis: &Analysis,
    place: &Place,
    row: usize,
    column: Option<usize>,
    output: &mut Output,
) -> Result<(), Failure> {
    let document = analysis.document();
    let nodes = Nodes::new(document);
    let offset = |row, column| document.offset(Position { row, column }, Encoding::Utf32);
    let outcomes = match column {
        Some(column) => rewrites(analysis, &nodes, offset(row - 1, column.saturating_sub(1))),
        None => {
            let start = offset(row - 1, 0);
            let length = document.lines().line(document.text(), row - 1).len();
            rewrites_between(analysis, &nodes, start..start + length)
        }
    };
    let path = place.path.display();
    if outcomes.is_empty() {
        return Err(Failure::Nothing(format!(
            "{path}:{row}: there is nothing here that stands for something plainer"
        )));
    }
    for outcome in &outcomes {
        let at = document.position(outcome.range().start, Encoding::Utf32);
        output.text(&format!("{path}:{}:{}\n", at.row + 1, at.column + 1))?;
        output.markdown(&render::rewrite(document, outcome))?;
        output.text("\n")?;
    }
    let none = !outcomes.iter().any(|outcome| matches!(outcome, Outcome::Rewritten(_)));
    match none {
        true => Err(Failure::Nothing(format!("{path}:{row}: no plainer code does the same"))),
        false => Ok(()),
    }
}

//! `pygloss explain`: a concept, a question, a file, a place in a file, or some of its lines.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};

use super::output::Output;
use super::place::{self, Lines, Place};
use super::{Failure, packs, source};
use crate::detect::Analysis;
use crate::document::{Encoding, Position};
use crate::gloss::{Gloss, Glossary};
use crate::knowledge::Concept;
use crate::project::{self, Project};
use crate::render::{self, Language, Links};

pub(super) const EXAMPLES: &str = "Examples:
  pygloss explain dunder-slots
  pygloss explain difference between new and init
  pygloss explain demo/tour.py
  pygloss explain demo/tour.py:42
  pygloss explain demo/tour.py:42:5
  pygloss explain demo/tour.py:10-42";

const PLACE: Style = Style::new().dimmed();
const CARET: Style = AnsiColor::Yellow.on_default().bold();

pub(super) fn run(what: &[String], packs: &[PathBuf], output: &mut Output) -> Result<(), Failure> {
    let concepts = packs::load(packs)?;
    let glossary = concepts.glossary();
    if let [one] = what {
        if let Some(place) = place::parse(one) {
            let analysis = source::read(&place.path)?;
            return explain_file(glossary, &analysis, &place, output);
        }
        if let Some(lines) = place::parse_lines(one) {
            return explain_lines(glossary, &lines, output);
        }
        if place::looks_like_file(one) {
            return Err(Failure::Impossible(format!(
                "there is no file `{one}`; a place in a file is FILE:LINE or FILE:LINE:COLUMN, and some lines are FILE:START-END"
            )));
        }
    }
    explain_words(glossary, &what.join(" "), output)
}

fn explain_words(glossary: &Glossary, words: &str, output: &mut Output) -> Result<(), Failure> {
    let knowledge = glossary.knowledge();
    let found = knowledge.search(words);
    let Some((best, others)) = found.split_first() else {
        let near = knowledge.suggest(words);
        let hint = if near.is_empty() {
            "`pygloss list` shows all concepts".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        return Err(Failure::Nothing(format!("nothing is known about \"{words}\"; {hint}")));
    };
    output.markdown(&render::page(best, knowledge, None, Links::None, Language::default()))?;
    if !others.is_empty() {
        let all: Vec<&str> = others.iter().take(6).map(|c| c.id.as_str()).collect();
        output.text(&format!("\nSee also: {}\n", all.join(", ")))?;
    }
    Ok(())
}

fn explain_file(glossary: &Glossary, analysis: &Analysis, place: &Place, output: &mut Output) -> Result<(), Failure> {
    let rows = analysis.document().lines().count();
    match place.at {
        None => explain_whole(glossary, analysis, &place.path, output),
        Some((row, _)) if row == 0 || row > rows => Err(Failure::Impossible(format!(
            "{} has no line {row}; it has lines 1 to {rows}",
            place.path.display()
        ))),
        Some((row, Some(column))) => explain_point(glossary, analysis, &place.path, row, column, output),
        Some((row, None)) => explain_row(glossary, analysis, &place.path, row, output),
    }
}

/// The page of some lines.
fn explain_lines(glossary: &Glossary, lines: &Lines, output: &mut Output) -> Result<(), Failure> {
    let (first, last) = (lines.first, lines.last);
    let shown = lines.path.display();
    let analysis = source::read(&lines.path)?;
    let (document, project) = (analysis.document(), project_of(&lines.path));
    let rows = document.lines().count();
    if first == 0 || first > last || last > rows {
        return Err(Failure::Impossible(format!(
            "{shown} has no lines {first} to {last}; it has lines 1 to {rows}, and the first comes first"
        )));
    }
    let (start, end) = (document.lines().start(first - 1), document.lines().start(last));
    let within = start.unwrap_or(0)..end.unwrap_or(document.text().len());
    let mut digest = glossary.digest(&analysis, &within, |_| true, |_| true);
    if digest.met.is_empty() {
        return Err(Failure::Nothing(format!(
            "{shown}:{first}-{last}: nothing to explain was found here"
        )));
    }
    for met in &mut digest.met {
        met.gloss.belong_to(project.as_ref(), &analysis);
    }
    let excerpt = render::Excerpt {
        name: &lines.path.to_string_lossy(),
        is_cell: false,
        lines: Some((first, last)),
        document,
        line: &|offset| document.lines().row(offset) + 1,
    };
    let page = render::digest(
        &digest,
        &excerpt,
        glossary.knowledge(),
        Links::None,
        Language::default(),
    );
    output.markdown(&page)?;
    Ok(())
}

/// Each construct of the file once, in order.
fn explain_whole(glossary: &Glossary, analysis: &Analysis, path: &Path, output: &mut Output) -> Result<(), Failure> {
    let project = project_of(path);
    let mut seen = Vec::new();
    let mut first = None;
    for occurrence in glossary.all(analysis) {
        if !seen.contains(&occurrence.concept) {
            seen.push(occurrence.concept);
            let gloss = glossary.gloss(analysis, occurrence).within(project.as_ref(), analysis);
            let place = place_of(analysis, &gloss);
            first.get_or_insert(place);
            short(glossary, analysis, path, &gloss, output)?;
        }
    }
    let Some((row, column)) = first else {
        return Err(Failure::Nothing(format!(
            "{}: nothing to explain was found",
            path.display()
        )));
    };
    let path = path.display();
    output.text(&format!(
        "{} constructs. `pygloss explain {path}:{row}:{column}` shows the whole page of the one there.\n",
        seen.len()
    ))?;
    Ok(())
}

/// The constructs of one row: the whole page of one, or each in short.
fn explain_row(
    glossary: &Glossary,
    analysis: &Analysis,
    path: &Path,
    row: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    let project = project_of(path);
    let lines = analysis.document().lines();
    let found: Vec<_> = glossary
        .all(analysis)
        .into_iter()
        .filter(|o| o.anchors.iter().any(|a| lines.row(a.start) == row - 1))
        .map(|o| glossary.gloss(analysis, o).within(project.as_ref(), analysis))
        .collect();
    match found.as_slice() {
        [] => Err(Failure::Nothing(format!(
            "{}:{row}: nothing to explain was found here",
            path.display()
        ))),
        [one] => whole(glossary, analysis, path, one, &[], output),
        several => {
            for gloss in several {
                short(glossary, analysis, path, gloss, output)?;
            }
            let path = path.display();
            output.text(&format!("`pygloss explain {path}:{row}:COLUMN` shows a whole page.\n"))?;
            Ok(())
        }
    }
}

fn explain_point(
    glossary: &Glossary,
    analysis: &Analysis,
    path: &Path,
    row: usize,
    column: usize,
    output: &mut Output,
) -> Result<(), Failure> {
    let position = Position {
        row: row - 1,
        column: column.saturating_sub(1),
    };
    let offset = analysis.document().offset(position, Encoding::Utf32);
    let mut glosses = glossary.at(analysis, offset);
    if glosses.is_empty() {
        glosses = glossary.touching(analysis, offset..offset);
    }
    let project = project_of(path);
    let glosses: Vec<_> = glosses
        .into_iter()
        .map(|gloss| gloss.within(project.as_ref(), analysis))
        .collect();
    match glosses.split_first() {
        Some((first, others)) => whole(glossary, analysis, path, first, others, output),
        None => Err(Failure::Nothing(format!(
            "{}:{row}:{column}: nothing to explain was found here; `pygloss explain {}:{row}` looks at the whole line",
            path.display(),
            path.display()
        ))),
    }
}

fn whole(
    glossary: &Glossary,
    analysis: &Analysis,
    path: &Path,
    gloss: &Gloss<'_>,
    others: &[Gloss<'_>],
    output: &mut Output,
) -> Result<(), Failure> {
    output.text(&excerpt(analysis, path, gloss, output))?;
    output.text("\n")?;
    output.markdown(&render::page(
        gloss.concept,
        glossary.knowledge(),
        Some(gloss),
        Links::None,
        Language::default(),
    ))?;
    if !others.is_empty() {
        let all: Vec<&str> = others.iter().map(|g| g.concept.id.as_str()).collect();
        output.text(&format!("\nAlso here: {}\n", all.join(", ")))?;
    }
    Ok(())
}

/// The project around a file.
fn project_of(path: &Path) -> Option<Project> {
    let path = path.canonicalize().ok()?;
    let root = path.ancestors().last()?.to_owned();
    project::nearest(&path, &[root])
}

/// Place, line of code and hover.
fn short(
    glossary: &Glossary,
    analysis: &Analysis,
    path: &Path,
    gloss: &Gloss<'_>,
    output: &mut Output,
) -> Result<(), Failure> {
    output.text(&excerpt(analysis, path, gloss, output))?;
    let how = render::Hover {
        knowledge: glossary.knowledge(),
        explain: &|_: &Concept| None,
        know: &|_: &Concept| None,
        language: Language::default(),
        full: false,
    };
    if let Some(markdown) = render::hover(std::slice::from_ref(gloss), &how) {
        output.markdown(&markdown)?;
    }
    output.text("\n")?;
    Ok(())
}

/// Row and column from 1, in code points.
fn place_of(analysis: &Analysis, gloss: &Gloss<'_>) -> (usize, usize) {
    let at = analysis
        .document()
        .position(gloss.occurrence.anchor().start, Encoding::Utf32);
    (at.row + 1, at.column + 1)
}

/// The line of code with carets under the anchor.
fn excerpt(analysis: &Analysis, path: &Path, gloss: &Gloss<'_>, output: &Output) -> String {
    let document = analysis.document();
    let (row, column) = place_of(analysis, gloss);
    let line = document.lines().line(document.text(), row - 1).replace('\t', " ");
    let indent = line.chars().take_while(|c| c.is_whitespace()).count().min(column - 1);
    let code: String = line.chars().skip(indent).filter(|c| !c.is_control()).collect();
    let before: String = line.chars().skip(indent).take(column - 1 - indent).collect();
    let anchor = document.text().get(gloss.occurrence.anchor()).unwrap_or("");
    let width = textwrap::core::display_width(anchor.lines().next().unwrap_or("")).max(1);
    let mut text = String::new();
    let place = output.styled(PLACE, &format!("{}:{row}:{column}", path.display()));
    let carets = output.styled(CARET, &"^".repeat(width));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{place}");
    let _ = writeln!(text, "    {code}");
    let _ = writeln!(
        text,
        "    {}{carets}",
        " ".repeat(textwrap::core::display_width(&before))
    );
    text
}

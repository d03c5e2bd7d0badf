//! The page of the course: all concepts, in the order to read them.

use askama::Template;

use super::concept::level;
use super::order::Chapter;
use super::{Book, Error, Frame, Place};

#[derive(Template)]
#[template(path = "course.html")]
struct Page<'a> {
    frame: Frame<'a>,
    count: usize,
    parts: Vec<Part<'a>>,
}

/// All chapters of a level.
struct Part<'a> {
    title: &'static str,
    about: &'static str,
    slug: String,
    count: usize,
    chapters: Vec<(String, &'a Chapter<'a>)>,
}

pub(super) fn page(book: &Book<'_>) -> Result<String, Error> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for chapter in &book.course.chapters {
        let title = level(chapter.level);
        if parts.last().is_none_or(|part| part.title != title) {
            parts.push(Part {
                title,
                about: about(title),
                slug: title.to_lowercase(),
                count: 0,
                chapters: Vec::new(),
            });
        }
        let area = book.areas.get(chapter.area).map_or("", |area| area.title.as_str());
        let name = if chapter.again {
            format!("{area}, continued")
        } else {
            area.to_owned()
        };
        if let Some(part) = parts.last_mut() {
            part.count += chapter.concepts.len();
            part.chapters.push((name, chapter));
        }
    }
    let description = "Every concept in an order to read them in: each comes after what it builds on.";
    let page = Page {
        frame: book.frame("Course", description, "", Some(Place::Course)),
        count: book.course.len(),
        parts,
    };
    Ok(page.render()?)
}

fn about(level: &str) -> &'static str {
    match level {
        "Beginner" => "For somebody who learns the language.",
        "Intermediate" => "For somebody who writes it.",
        _ => "For somebody who writes libraries in it.",
    }
}

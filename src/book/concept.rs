//! The page of a concept.

use askama::Template;

use super::{Book, Error, Frame, Place, markdown};
use crate::knowledge::{Concept, Level};
use crate::render;

/// More concepts than these are folded away, where many build on one.
const LEADS_SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "concept.html")]
struct Page<'a> {
    frame: Frame<'a>,
    concept: &'a Concept,
    /// The name, where the title does not say it.
    token: Option<&'a str>,
    area: &'a str,
    area_slug: &'a str,
    level: &'static str,
    availability: String,
    changed: Vec<(String, String)>,
    summary: String,
    sections: Vec<Section<'a>>,
    confused: Vec<(&'a Concept, String)>,
    builds_on: Vec<&'a Concept>,
    leads_to: &'a [&'a Concept],
    leads_folded: &'a [&'a Concept],
    related: Vec<&'a Concept>,
    docs_label: &'static str,
    docs: String,
    place: usize,
    count: usize,
    before: Option<&'a Concept>,
    after: Option<&'a Concept>,
}

struct Section<'a> {
    title: &'a str,
    /// Its anchor.
    slug: String,
    html: String,
}

pub(super) fn page(book: &Book<'_>, concept: &Concept) -> Result<String, Error> {
    let renderer = book.renderer();
    let description = markdown::plain(&concept.hover);
    let area = book.area_of(concept);
    let known = |ids: &[String]| ids.iter().filter_map(|id| book.knowledge.get(id)).collect::<Vec<_>>();
    let leads_to = book.leads_to.get(concept.id.as_str()).map_or(&[][..], Vec::as_slice);
    // One more is no reason to fold.
    let shown = if leads_to.len() <= LEADS_SHOWN + 1 {
        leads_to.len()
    } else {
        LEADS_SHOWN
    };
    let (leads_to, leads_folded) = leads_to.split_at_checked(shown).unwrap_or((leads_to, &[]));
    let sections = concept.sections().iter().map(|section| Section {
        title: &section.title,
        slug: section.title.to_lowercase().replace(' ', "-"),
        html: renderer.html(&section.markdown),
    });
    let place = book.course.place(&concept.id).unwrap_or(0);
    let same = |name: &&str| !name.eq_ignore_ascii_case(&concept.title);
    let page = Page {
        frame: book.frame(&concept.title, &description, "../", Some(Place::Areas)),
        concept,
        token: concept.name.as_deref().filter(same),
        area: area.map_or("", |area| area.title.as_str()),
        area_slug: area.map_or("index", |area| area.slug.as_str()),
        level: level(concept.level),
        availability: render::availability(concept),
        changed: concept
            .changed
            .iter()
            .map(|(version, what)| (version.to_string(), renderer.inline(what)))
            .collect(),
        summary: renderer.inline(&concept.hover),
        sections: sections.collect(),
        confused: concept
            .confused_with
            .iter()
            .filter_map(|(id, how)| Some((book.knowledge.get(id)?, renderer.inline(how))))
            .collect(),
        builds_on: known(&concept.builds_on),
        leads_to,
        leads_folded,
        related: known(&concept.related),
        docs_label: render::docs_label(concept),
        docs: concept.docs_url(),
        place,
        count: book.course.len(),
        before: book.course.at(place.saturating_sub(1)),
        after: book.course.at(place + 1),
    };
    Ok(page.render()?)
}

/// A level as a word of a page.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Beginner => "Beginner",
        Level::Intermediate => "Intermediate",
        Level::Advanced => "Advanced",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{built_in, hostile, text_of};

    #[test]
    fn a_page_has_all_that_its_file_says() {
        let site = built_in();
        let html = text_of(site, "concepts/dunder-slots.html");
        for piece in [
            "<h1>Slots</h1>",
            "<code>__slots__</code>",
            "Python 3",
            "id=\"where-it-bites\"",
            "<samp>AttributeError\nFalse",
            "href=\"dunder-dict.html\"",
            "href=\"https://docs.python.org/3/reference/datamodel.html#object.__slots__\"",
            "href=\"https://peps.python.org/pep-0253/\"",
            "Do __slots__ save memory?",
            "href=\"../areas/data-model.html\"",
        ] {
            assert!(html.contains(piece), "{piece}");
        }
        assert!(!html.contains("Detection"), "how it is found is not for readers");
    }

    #[test]
    fn the_course_leads_from_page_to_page() {
        let site = built_in();
        let next = regex::Regex::new(r#"rel="next" href="([a-z0-9-]+\.html)""#).expect("a pattern");
        let before = regex::Regex::new(r#"rel="prev" href="([a-z0-9-]+\.html)""#).expect("a pattern");
        let mut at = site
            .files
            .iter()
            .find(|file| file.path.starts_with("concepts/") && !before.is_match(&String::from_utf8_lossy(&file.bytes)))
            .map(|file| file.path.clone());
        let mut read = 0;
        while let Some(path) = at {
            read += 1;
            at = next
                .captures(text_of(site, &path))
                .map(|found| format!("concepts/{}", &found[1]));
        }
        assert_eq!(
            read,
            site.files.iter().filter(|f| f.path.starts_with("concepts/")).count()
        );
    }

    #[test]
    fn a_hostile_pack_stays_text() {
        let site = hostile();
        let page = text_of(&site, "concepts/hostile.html");
        assert!(
            page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"),
            "{page}"
        );
        for file in &site.files {
            let text = String::from_utf8_lossy(&file.bytes);
            if file.path.ends_with(".html") {
                for bad in [
                    "<script>",
                    "<img",
                    "onerror=alert(1)>",
                    "<iframe",
                    "href=\"javascript",
                    "</title><",
                ] {
                    assert!(!text.contains(bad), "{}: {bad}", file.path);
                }
                assert!(!text.contains("https://x.org/\" on"), "{}", file.path);
            }
            assert!(
                file.path
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-./".contains(&b)),
                "{}",
                file.path
            );
            assert!(!file.path.contains(".."), "{}", file.path);
        }
    }
}

//! Pages in the user's cache folder, where an editor can open them. The only thing the server writes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use etcetera::BaseStrategy;

use super::configuration::Moment;
use crate::files::cache_whole;
use crate::render::{self, Language, Links};

/// The folder whose pages this process has brought up to date, and with which packs.
static WRITTEN: Mutex<Option<(PathBuf, Option<u64>)>> = Mutex::new(None);

/// Writes the page of `id`, and once in a process the pages of all other concepts, so that links between pages work.
///
/// # Errors
/// There is no cache folder, or it cannot be written; the message names it.
pub(super) fn write(id: &str, markdown: &str, moment: &Moment) -> io::Result<PathBuf> {
    let folder = folder(moment)?;
    let knowledge = moment.glossary.knowledge();
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    let mut written = WRITTEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = folder.join(format!("{id}.md"));
    cache_whole(&path, markdown.as_bytes()).map_err(named)?;
    let now = (folder.clone(), moment.glossary.fingerprint());
    if written.as_ref() != Some(&now) {
        let others = knowledge.concepts().iter().filter(|c| c.id != id);
        let all = others.map(|concept| {
            let page = render::page(concept, knowledge, None, Links::Files, moment.settings.language);
            cache_whole(&folder.join(format!("{}.md", concept.id)), page.as_bytes())
        });
        match all.collect::<io::Result<()>>() {
            Ok(()) => *written = Some(now),
            // The one that is wanted is there. The next one tries again.
            Err(error) => tracing::warn!("{}: not all pages can be written: {error}", folder.display()),
        }
    }
    Ok(path)
}

/// How many pages of a kind are kept that are about code as it once was.
const KEPT: usize = 20;

/// Writes a page about code as it is now. Its name is another whenever its text is: an editor that still shows the last one opens this one, and no stale copy.
/// The oldest of its kind go.
///
/// # Errors
/// As [`write`] has them.
pub(super) fn write_passing(kind: &str, markdown: &str, moment: &Moment) -> io::Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    markdown.hash(&mut hasher);
    let path = write(&format!("{kind}-{:016x}", hasher.finish()), markdown, moment)?;
    if let Some(folder) = path.parent() {
        forget_oldest(folder, kind, &path);
    }
    Ok(path)
}

/// Removes the oldest pages of a kind. What another process has removed meanwhile is as well.
fn forget_oldest(folder: &Path, kind: &str, newest: &Path) {
    let is_of_kind = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let number = stem.and_then(|stem| stem.strip_prefix(kind)?.strip_prefix('-'));
        number.is_some_and(|number| number.len() == 16 && number.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut pages: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| is_of_kind(path) && path != newest)
        .filter_map(|path| Some((path.metadata().and_then(|m| m.modified()).ok()?, path)))
        .collect();
    pages.sort();
    let surplus = (pages.len() + 1).saturating_sub(KEPT);
    for (_, path) in pages.into_iter().take(surplus) {
        let _ = std::fs::remove_file(path);
    }
}

/// `pygloss/pages` in the platform's cache folder (`XDG_CACHE_HOME` and its like are honoured). Pages in another language or with packs have a folder of
/// their own beside it: several servers write at once.
fn folder(moment: &Moment) -> io::Result<PathBuf> {
    let base =
        etcetera::choose_base_strategy().map_err(|error| io::Error::new(io::ErrorKind::NotFound, error.to_string()))?;
    let mut name = "pages".to_owned();
    if moment.settings.language != Language::default() {
        name = format!("{name}-{}", moment.settings.language.0);
    }
    // Not by what stands in the packs, or every change of a file would leave a folder behind.
    if let Some(place) = moment.glossary.place() {
        name = format!("{name}-{place:016x}");
    }
    Ok(base.cache_dir().join("pygloss").join(name))
}

//! The book, made when it is first asked for.

use std::sync::OnceLock;

use crate::book::{self, Options, Site};
use crate::gloss::Glossary;

/// A file of the book: its media type, and what is in it. `path` is below the book's root.
pub(super) async fn file(path: &str) -> Option<(&'static str, &'static [u8])> {
    let site = match SITE.get() {
        Some(site) => site,
        // All pages are written, which takes a moment.
        None => tokio::task::spawn_blocking(site).await.ok()?,
    };
    let file = site.as_ref()?.get(path)?;
    Some((file.kind.media_type(), file.bytes.as_ref()))
}

static SITE: OnceLock<Option<Site>> = OnceLock::new();

fn site() -> &'static Option<Site> {
    SITE.get_or_init(|| {
        let site = book::site(Glossary::builtin().knowledge(), Options { playground: true });
        site.inspect_err(|error| tracing::error!("there is no book: {error}"))
            .ok()
    })
}

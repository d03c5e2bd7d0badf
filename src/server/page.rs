//! `pygloss/page`: the page of a concept as text, for clients that show it themselves.

use serde::Deserialize as _;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

use super::{Server, explain};

impl Server {
    /// The page that `pygloss.explain` would open.
    pub(super) async fn page(&self, params: Value) -> Result<Value> {
        let wanted = explain::Wanted::deserialize(params).map_err(|error| {
            Error::invalid_params(format!("`pygloss/page` takes {{concept, uri, position}}: {error}"))
        })?;
        let page = self.explaining(wanted, explain::page).await?;
        self.note_explained(&page.about);
        Ok(json!({ "concept": page.about, "title": page.title, "markdown": page.markdown }))
    }
}

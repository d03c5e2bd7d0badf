//! `pygloss/page`: the page of a concept as text, for clients that show it themselves.

use std::sync::Arc;

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
        let moment = self.moment();
        let analysis = wanted.uri.as_deref().and_then(|uri| self.state.documents.snapshot(uri));
        let state = Arc::clone(&self.state);
        let page = move || {
            let project = wanted
                .uri
                .as_deref()
                .and_then(|uri| state.project(uri, &moment.settings));
            explain::page(&wanted, analysis.as_deref(), project.as_ref(), &moment)
        };
        let page = self.ask(page).await??;
        Ok(json!({ "concept": page.about, "title": page.title, "markdown": page.markdown }))
    }
}

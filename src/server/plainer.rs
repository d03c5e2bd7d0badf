//! `pygloss/plainer`: a construct in plainer Python as text, for clients that show it themselves.

use serde::Deserialize as _;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};

use super::{Server, rewrite};

impl Server {
    /// The page that `pygloss.rewrite` would open.
    pub(super) async fn plainer(&self, params: Value) -> Result<Value> {
        let wanted = rewrite::Wanted::deserialize(params).map_err(|error| {
            Error::invalid_params(format!("`pygloss/plainer` takes {{uri, position, about}}: {error}"))
        })?;
        let page = self.rewriting(wanted, rewrite::page).await?;
        Ok(json!({ "about": page.about, "title": page.title, "markdown": page.markdown }))
    }
}

//! Packs while the server runs: which folders they are, what is shown of their mistakes, and how a change of a file reaches us.
//!
//! Lives here: places, watchers, diagnostics. May not live here: how packs are loaded (that is `gloss`), when (`configuration`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use etcetera::home_dir;
use serde_json::{Value, json};
use tower_lsp::Client;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticSeverity, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, Range, Registration,
    TextDocumentSyncKind, Unregistration, Uri, WorkspaceFolder,
};

use super::configuration::Configuration;
use super::drafts::Drafts;
use super::options::Trust;
use super::state::Session;
use super::{Server, convert};
use crate::document::{Document, Encoding, Position};
use crate::gloss::{Packs, Place, Stamps};
use crate::knowledge::Problem;

/// The folder of a workspace that is a pack without a word.
const OWN: &str = ".pygloss";

/// How long a look at the disk serves, where nobody tells us of changes.
const FRESH: Duration = Duration::from_secs(1);

/// Diagnostics by the URI of their file.
pub(super) type Shown = BTreeMap<String, Vec<Diagnostic>>;

/// When somebody last looked, and what is watched.
#[derive(Default)]
pub(super) struct Watching {
    looked: Mutex<Option<Instant>>,
    /// The number of the registration in force, and the places it is for.
    registered: Mutex<(usize, Vec<Place>)>,
}

impl Watching {
    /// Whether it is time to look again.
    fn is_due(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = looked.is_none_or(|at| at.elapsed() >= FRESH);
        if is_due {
            *looked = Some(Instant::now());
        }
        is_due
    }
}

/// Where packs are, and why others are not loaded. Later ones come before earlier ones: what somebody named counts more than what lies there.
pub(super) fn places(packs: &[String], session: &Session) -> (Vec<Place>, Vec<String>) {
    if session.trust == Trust::No {
        let why = "`pygloss.packs`: your editor says that this workspace is not trusted; trust it to load them";
        let refused = (!packs.is_empty()).then(|| why.to_owned());
        return (Vec::new(), refused.into_iter().collect());
    }
    let is_trusted = session.trust == Trust::Yes;
    let own = session.folders.iter().map(|folder| folder.join(OWN));
    let own = own.filter(|folder| is_trusted || folder.is_dir());
    let (mut places, mut refused): (Vec<Place>, Vec<String>) = (Vec::new(), Vec::new());
    for folder in own {
        match is_trusted {
            true => places.push(Place {
                folder,
                is_named: false,
            }),
            false => refused.push(untrusted(&folder.display().to_string())),
        }
    }
    let mut add = |folder: PathBuf| {
        // Without dots and double slashes, so that one folder has one path.
        let folder: PathBuf = folder.components().collect();
        places.retain(|place| place.is_named || place.folder != folder);
        if !places.iter().any(|place| place.folder == folder) {
            places.push(Place { folder, is_named: true });
        }
    };
    for pack in packs {
        let path = match pack.strip_prefix("~/").zip(home_dir().ok()) {
            Some((rest, home)) => home.join(rest),
            None => PathBuf::from(pack),
        };
        let path = match (path.is_absolute(), session.folders.first()) {
            (true, _) => path,
            (false, Some(folder)) => Path::new(folder).join(path),
            (false, None) => {
                let why = "there is no workspace that it could be in; give the whole path";
                refused.push(format!("{pack}: {why}"));
                continue;
            }
        };
        match is_trusted || !is_inside(&path, &session.folders) {
            true => add(path),
            false => refused.push(untrusted(pack)),
        }
    }
    (places, refused)
}

fn untrusted(what: &str) -> String {
    format!(
        "{what}: it belongs to the workspace, and your editor does not say whether that is trusted; \"trusted\": true in initializationOptions loads it"
    )
}

/// Whether a path lies in one of these folders, by itself or through links.
fn is_inside(path: &Path, folders: &[PathBuf]) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (path, resolved) = (path, real(path));
    folders
        .iter()
        .any(|folder| path.starts_with(folder) || resolved.starts_with(real(folder)))
}

impl Server {
    /// Where packs are now.
    fn places(&self) -> Vec<Place> {
        places(&self.configuration().settings().packs, &self.session()).0
    }

    fn configuration(&self) -> &Configuration {
        &self.state.configuration
    }

    /// The client says that the workspace has other folders now.
    pub(super) async fn folders_changed(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<WorkspaceFolder>| -> Vec<PathBuf> {
            let uris = folders.into_iter().map(|folder| folder.uri);
            uris.filter_map(|uri| convert::path(uri.as_str())).collect()
        };
        let (added, removed) = (paths(params.event.added), paths(params.event.removed));
        self.state.change_folders(added, &removed);
        self.configuration().packs_changed();
        self.settle().await;
    }

    /// The client says that files changed.
    pub(super) async fn files_changed(&self, params: DidChangeWatchedFilesParams) {
        let places = self.places();
        // A folder that comes or goes may be all that is told.
        let concerns = |path: &PathBuf| {
            let near = |place: &Place| path.starts_with(&place.folder) || place.folder.starts_with(path);
            places.iter().any(near)
        };
        let mut paths = params
            .changes
            .iter()
            .filter_map(|change| convert::path(change.uri.as_str()));
        if paths.any(|path| concerns(&path)) {
            self.configuration().packs_changed();
            self.settle().await;
        }
    }

    /// An open document of prose changed, or came or went.
    pub(super) async fn draft_changed(&self, uri: &str) {
        let Some(path) = convert::path(uri) else {
            return;
        };
        if self.places().iter().any(|place| path.starts_with(&place.folder)) {
            self.configuration().packs_changed();
            self.settle().await;
        }
    }

    /// Looks whether files changed, where the client does not tell it; at most once in a while. Whether there are other concepts now.
    pub(super) async fn look_at_packs(&self) -> bool {
        let session = self.session();
        if session.watches || session.trust == Trust::No || !self.state.watching.is_due() {
            return false;
        }
        let places = self.places();
        if places.is_empty() {
            return false;
        }
        let concepts = self.configuration().concepts();
        let before = concepts.fingerprint();
        let look = move || Stamps::of(&places) != concepts.stamps();
        if !matches!(self.ask(look).await, Ok(true)) {
            return false;
        }
        self.configuration().packs_changed();
        if self.settle_now().await {
            // Whoever waits for an answer of ours does not wait for one of the client's.
            let client = self.client.clone();
            tokio::spawn(async move { Self::refresh(&client, &session).await });
        }
        self.configuration().concepts().fingerprint() != before
    }

    /// Shows what is wrong with files, and takes away what is mended.
    pub(super) async fn show_problems(&self, packs: Option<&Packs>, shown: &mut Shown) {
        let session = self.session();
        if !session.diagnostics {
            return;
        }
        let now = packs.map(|packs| diagnostics(packs, &self.state.drafts, session.encoding));
        let now = now.unwrap_or_default();
        let gone = shown.keys().filter(|uri| !now.contains_key(*uri));
        let gone = gone.map(|uri| (uri, &[][..]));
        let new = now.iter().filter(|(uri, list)| shown.get(*uri) != Some(*list));
        for (uri, list) in gone.chain(new.map(|(uri, list)| (uri, list.as_slice()))) {
            if let Ok(uri) = uri.parse() {
                self.client.publish_diagnostics(uri, list.to_vec(), None).await;
            }
        }
        *shown = now;
    }

    /// Asks to be told of changed files, where the client does so on request. Nothing waits for its answer.
    pub(super) fn watch(&self, places: &[Place], session: &Session) {
        let watching = &self.state.watching;
        let mut registered = watching.registered.lock().unwrap_or_else(PoisonError::into_inner);
        if !session.watches || registered.1 == places {
            return;
        }
        let old = registered.0;
        *registered = (old + 1, places.to_vec());
        let new = (!places.is_empty()).then(|| registration(old + 1, places, session));
        tokio::spawn(replace(self.client.clone(), new, old));
    }
}

/// Puts a registration in place of the one with the number `old`.
async fn replace(client: Client, new: Option<Registration>, old: usize) {
    if let Some(new) = new
        && let Err(error) = client.register_capability(vec![new]).await
    {
        tracing::warn!("the client does not tell changes of packs: {error}");
    }
    let old = Unregistration {
        id: registration_id(old),
        method: WATCHED.to_owned(),
    };
    if old.id != registration_id(0)
        && let Err(error) = client.unregister_capability(vec![old]).await
    {
        tracing::warn!("the client goes on telling changes of old packs: {error}");
    }
}

/// Asks for concept files that are open in the editor, which otherwise sends Python alone.
pub(super) fn document_registrations() -> impl Iterator<Item = Registration> {
    let methods = ["didOpen", "didChange", "didClose"];
    methods.into_iter().map(|method| {
        let pattern = format!("**/{OWN}/**/*.md");
        let mut options =
            json!({ "documentSelector": [{ "language": "markdown", "scheme": "file", "pattern": pattern }] });
        if method == "didChange" {
            options["syncKind"] = json!(TextDocumentSyncKind::INCREMENTAL);
        }
        Registration {
            id: format!("pygloss/packs-{method}"),
            method: format!("textDocument/{method}"),
            register_options: Some(options),
        }
    })
}

const WATCHED: &str = "workspace/didChangeWatchedFiles";

fn registration_id(number: usize) -> String {
    format!("pygloss/packs-{number}")
}

fn registration(number: usize, places: &[Place], session: &Session) -> Registration {
    // The folder itself, since its removal may be told in one piece.
    let mut patterns = vec![json!(format!("**/{OWN}")), json!(format!("**/{OWN}/**"))];
    for place in places.iter().filter(|place| place.is_named) {
        patterns.push(pattern(&place.folder, session));
    }
    let watchers: Vec<Value> = patterns
        .into_iter()
        .map(|pattern| json!({ "globPattern": pattern }))
        .collect();
    Registration {
        id: registration_id(number),
        method: WATCHED.to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }
}

/// All that is in a folder, which may lie anywhere.
fn pattern(folder: &Path, session: &Session) -> Value {
    match Uri::from_file_path(folder).filter(|_| session.relative_patterns) {
        Some(uri) => json!({ "baseUri": uri, "pattern": "**" }),
        None => {
            let mut pattern = String::new();
            for c in folder.to_string_lossy().chars() {
                match c {
                    // What means something in a pattern stands for any one character.
                    '*' | '?' | '[' | ']' | '{' | '}' => pattern.push('?'),
                    _ => pattern.push(c),
                }
            }
            json!(format!("{pattern}/**"))
        }
    }
}

/// What is wrong with the files of packs, as the client shows it.
fn diagnostics(packs: &Packs, drafts: &Drafts, encoding: Encoding) -> Shown {
    let mut shown = Shown::new();
    let mut add = |path: &Path, diagnostic: Diagnostic| {
        let uri = drafts.uri_of(path);
        let uri = uri.or_else(|| Uri::from_file_path(path).map(|uri| uri.as_str().to_owned()));
        if let Some(uri) = uri {
            shown.entry(uri).or_default().push(diagnostic);
        }
    };
    let documents: BTreeMap<&str, Document> = packs
        .texts
        .iter()
        .map(|(path, text)| (path.as_str(), Document::new(text.clone())))
        .collect();
    for problem in &packs.problems {
        let document = documents.get(problem.path.as_str());
        let range = document.map(|document| range(problem, document, encoding));
        let message = format!("{}\nhelp: {}", problem.message, problem.help);
        add(Path::new(&problem.path), error(range.unwrap_or_default(), message));
    }
    for folder in packs.unreadable.iter().filter(|folder| folder.is_own) {
        let message = format!(
            "cannot be read: {}\nhelp: it is where concept files of this workspace are looked for; mend it or take it away",
            folder.why
        );
        add(&folder.folder, error(Range::default(), message));
    }
    shown
}

fn error(range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("pygloss".to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// From where the problem is to the end of the word, the quoted text, or else the line.
fn range(problem: &Problem, document: &Document, encoding: Encoding) -> Range {
    let position = Position {
        row: problem.row.saturating_sub(1),
        column: problem.column.saturating_sub(1),
    };
    let start = document.offset(position, Encoding::Utf32);
    let rest = document.text().get(start..).and_then(|rest| rest.lines().next());
    let rest = rest.unwrap_or("").trim_end();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => rest.get(1..).and_then(|rest| rest.find(quote)).map(|at| at + 2),
        Some(c) if is_word(c) => rest.find(|c| !is_word(c)),
        _ => None,
    };
    let end = start + length.unwrap_or(rest.len());
    let place = |offset| convert::position_of(document.position(offset, encoding));
    Range::new(place(start), place(end))
}

//! What is in force now: the settings and the concepts, and how a change of them reaches the reader.
//!
//! A change is in force before anything waits. What takes longer follows, one change after the other (see [`Server::settle`]): packs are loaded while the
//! old concepts serve, then what is wrong is told, then views are asked to look again.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{ConfigurationItem, DidChangeConfigurationParams, MessageType, Registration};

use super::options::{self, Read, Trust};
use super::settings::Settings;
use super::state::Session;
use super::{Server, complaints, packs};
use crate::gloss::{Glossary, Packs, Place, Stamps};

/// The concepts that serve: the built-in ones, or those with packs.
#[derive(Clone, Default)]
pub(super) struct Concepts(Option<Arc<Packs>>);

impl Concepts {
    /// Tells these concepts from others.
    pub(super) fn fingerprint(&self) -> Option<u64> {
        self.packs().map(|packs| packs.fingerprint)
    }

    /// Tells the places that these concepts come from from others.
    pub(super) fn place(&self) -> Option<u64> {
        self.packs().map(|packs| packs.place)
    }

    fn packs(&self) -> Option<&Packs> {
        self.0.as_deref().filter(|packs| packs.has_concepts())
    }

    /// How the files of the packs were when they were read.
    pub(super) fn stamps(&self) -> Stamps {
        self.0.as_ref().map(|packs| packs.stamps().clone()).unwrap_or_default()
    }
}

impl Deref for Concepts {
    type Target = Glossary;

    fn deref(&self) -> &Glossary {
        match &self.0 {
            Some(packs) => packs.glossary(),
            None => Glossary::builtin(),
        }
    }
}

/// What a request is answered from: one moment of the state.
#[derive(Clone)]
pub(super) struct Moment {
    pub(super) session: Arc<Session>,
    pub(super) settings: Arc<Settings>,
    pub(super) glossary: Concepts,
}

/// Where settings come from, and what they amount to.
#[derive(Default)]
pub(super) struct Configuration {
    now: Mutex<Now>,
    settled: tokio::sync::Mutex<Settled>,
}

#[derive(Default)]
struct Now {
    options: Read,
    /// What came last, a change or an answer.
    given: Read,
    settings: Arc<Settings>,
    concepts: Concepts,
    /// Files of packs are no longer as they were read.
    stale: bool,
    /// How often the client has said that something changed.
    turn: u64,
}

/// What was last told and loaded.
#[derive(Default)]
struct Settled {
    settings: Settings,
    wrong: Vec<String>,
    /// All that is wrong, with what only the concepts show.
    told: Vec<String>,
    /// The last message about packs.
    about_packs: Option<String>,
    /// What is shown in files.
    shown: packs::Shown,
    /// The client may have asked for something already.
    begun: bool,
}

impl Configuration {
    /// Keeps what `initializationOptions` say.
    pub(super) fn begin(&self, options: Read) {
        self.with(|now| {
            now.options = options;
            now.renew();
        });
    }

    pub(super) fn settings(&self) -> Arc<Settings> {
        self.with(|now| Arc::clone(&now.settings))
    }

    pub(super) fn concepts(&self) -> Concepts {
        self.with(|now| now.concepts.clone())
    }

    /// Puts a change in force. The number of this turn, for what is asked because of it.
    fn change(&self, change: Option<Read>) -> u64 {
        self.with(|now| {
            now.turn += 1;
            if let Some(read) = change {
                now.given = read;
                now.renew();
            }
            now.turn
        })
    }

    /// Puts an answer in force, if nothing has changed since it was asked for in `turn`.
    fn answer(&self, turn: u64, answer: Read) {
        self.with(|now| {
            if now.turn == turn {
                now.given = answer;
                now.renew();
            }
        });
    }

    /// Notes that packs are to be read again.
    pub(super) fn packs_changed(&self) {
        self.with(|now| now.stale = true);
    }

    fn turn(&self) -> u64 {
        self.with(|now| now.turn)
    }

    fn serve(&self, concepts: Concepts) {
        self.with(|now| now.concepts = concepts);
    }

    fn with<T>(&self, work: impl FnOnce(&mut Now) -> T) -> T {
        work(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Now {
    fn renew(&mut self) {
        let mut settings = Settings::default();
        self.options.layer.apply(&mut settings);
        self.given.layer.apply(&mut settings);
        self.settings = Arc::new(settings);
    }
}

/// The notification that views should be asked anew.
enum Changed {}

impl Notification for Changed {
    type Params = Value;
    const METHOD: &'static str = "pygloss/changed";
}

impl Server {
    /// One moment of the state.
    pub(super) fn moment(&self) -> Moment {
        Moment {
            session: self.session(),
            settings: self.state.configuration.settings(),
            glossary: self.state.configuration.concepts(),
        }
    }

    /// After the client introduced itself: what it said is settled, and it is asked for more.
    pub(super) async fn begin_configuration(&self) {
        let turn = self.state.configuration.turn();
        self.settle().await;
        // Neither waits for the other: a client may be slow to answer.
        tokio::join!(self.register(), self.ask_client(turn));
    }

    /// Asks to be told of changes, where the client does so on request.
    async fn register(&self) {
        let session = self.session();
        let mut registrations = Vec::new();
        if session.registers_settings {
            registrations.push(Registration {
                id: "pygloss/settings".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(serde_json::json!({ "section": "pygloss" })),
            });
        }
        if session.registers_documents && session.trust == Trust::Yes {
            registrations.extend(packs::document_registrations());
        }
        if !registrations.is_empty()
            && let Err(error) = self.client.register_capability(registrations).await
        {
            tracing::warn!("the client does not tell changes of settings, or of concept files: {error}");
        }
    }

    /// The client says that settings changed, and perhaps which.
    pub(super) async fn change_configuration(&self, params: DidChangeConfigurationParams) {
        let turn = self.state.configuration.change(options::from_change(&params.settings));
        self.settle().await;
        self.ask_client(turn).await;
    }

    /// Asks for the section `pygloss`, where the client offers that.
    async fn ask_client(&self, turn: u64) {
        if !self.session().configuration {
            return;
        }
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some("pygloss".to_owned()),
        };
        match self.client.configuration(vec![item]).await {
            Ok(answer) => {
                if let Some(read) = answer.first().and_then(options::from_section) {
                    self.state.configuration.answer(turn, read);
                    self.settle().await;
                }
            }
            Err(error) => tracing::warn!("the client does not tell its settings: {error}"),
        }
    }

    /// Does what follows from a change of settings or packs and takes time. Changes that come meanwhile wait for their turn.
    pub(super) async fn settle(&self) {
        if self.settle_now().await {
            Self::refresh(&self.client, &self.session()).await;
        }
    }

    /// [`settle`](Self::settle) but for the last step, which waits for the client; whether it is to be done.
    pub(super) async fn settle_now(&self) -> bool {
        let configuration = &self.state.configuration;
        let mut settled = configuration.settled.lock().await;
        let (settings, wrong, stale) = configuration.with(|now| {
            let wrong = now.options.wrong.iter().chain(&now.given.wrong);
            let wrong = wrong.cloned().collect::<Vec<_>>();
            (Arc::clone(&now.settings), wrong, std::mem::take(&mut now.stale))
        });
        let begun = std::mem::replace(&mut settled.begun, true);
        let is_new = settled.settings != *settings;
        if begun && !stale && !is_new && settled.wrong == wrong {
            return false;
        }
        let session = self.session();
        let before = configuration.concepts().fingerprint();
        let mut about_packs = settled.about_packs.clone();
        if stale || !begun || settled.settings.packs != settings.packs {
            about_packs = self.settle_packs(&settings, &session, &mut settled.shown).await;
        }
        // Only now is it known which concepts there are.
        let concepts = configuration.concepts();
        let has_changed = concepts.fingerprint() != before;
        let ignored = Arc::clone(&settings);
        let unknown = self.ask(move || complaints::unknown(&ignored.ignore, &concepts)).await;
        let mut told: Vec<String> = Vec::new();
        for line in wrong.iter().cloned().chain(unknown.unwrap_or_default()) {
            // The same is often said in two places.
            if !told.contains(&line) {
                told.push(line);
            }
        }
        let is_untold = |line: &&String| !settled.told.contains(line);
        let new: Vec<&String> = told.iter().filter(is_untold).collect();
        if let Some(message) = complaints::about_settings(&new) {
            self.client.show_message(MessageType::WARNING, message).await;
        }
        if let Some(message) = about_packs.as_ref().filter(|_| about_packs != settled.about_packs) {
            self.client.show_message(MessageType::WARNING, message).await;
        }
        settled.settings = Settings::clone(&settings);
        settled.wrong = wrong;
        settled.told = told;
        settled.about_packs = about_packs;
        has_changed || is_new && (begun || !settings.packs.is_empty())
    }

    /// Loads the packs, puts them in force and shows what is wrong with them; the message about what cannot be shown in a file.
    async fn settle_packs(&self, settings: &Settings, session: &Session, shown: &mut packs::Shown) -> Option<String> {
        let (places, refused) = packs::places(&settings.packs, session);
        self.watch(&places, session);
        let concepts = match places.is_empty() {
            true => Some(Concepts::default()),
            false => self.load(places).await,
        };
        let Some(concepts) = concepts else {
            // The old ones serve on.
            return Some("pygloss failed to load your packs. Please report it.".to_owned());
        };
        let packs = concepts.0.as_deref();
        self.show_problems(packs, shown).await;
        let message = complaints::about_packs(&refused, packs, session.diagnostics);
        self.state.configuration.serve(concepts);
        message
    }

    /// Loads packs where it keeps no message waiting; `None` if that fails by a mistake of ours.
    async fn load(&self, places: Vec<Place>) -> Option<Concepts> {
        let open = self.state.drafts.texts(&places);
        let before = self.state.configuration.concepts();
        let load = move || Glossary::with_packs(&places, &open, before.0.as_deref());
        match tokio::task::spawn_blocking(load).await {
            Ok(packs) if packs.is_empty() => Some(Concepts::default()),
            Ok(packs) => Some(Concepts(Some(Arc::new(packs)))),
            Err(error) => {
                tracing::error!("packs are not loaded: {error}");
                None
            }
        }
    }

    /// Has the client look again at what depends on settings and packs.
    pub(super) async fn refresh(client: &Client, session: &Session) {
        if session.changes {
            client.send_notification::<Changed>(serde_json::json!({})).await;
        }
        if session.refreshes_lenses
            && let Err(error) = client.code_lens_refresh().await
        {
            tracing::warn!("the client does not refresh its lenses: {error}");
        }
    }
}

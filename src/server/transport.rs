//! Messages in and out.
//!
//! The library's own loop ends at the first malformed message, and leaves it to its executor in which order handlers begin. This one goes on, answers a
//! panicking handler's request with an error, and runs every handler up to its first wait before it reads the next message.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use serde::Deserialize as _;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::frames::{self, NoFrame};
use super::lane::Lane;
use super::{alive, convert, surrogates};

/// How many bytes may wait for a client that does not read, before reading pauses. A longer message waits alone.
const MOST_WAITING: u32 = 16 << 20;

/// How many answers wait to be put in line.
const WAITING: usize = 4;

/// How many handlers may be at work, or wait for the client, before reading pauses.
const HANDLERS: usize = 64;

/// How many of our own requests may wait for the client's answer; another one fails at once. Fewer than handlers, so that some of these always get on by
/// themselves, and the client's answers are read.
const QUESTIONS: usize = HANDLERS / 2;

/// RequestFailed in the protocol.
const REQUEST_FAILED: i64 = -32803;

/// How long anything waits for a thing that takes no time.
const MOMENT: Duration = Duration::from_secs(1);

/// Sees what passes.
pub(super) trait Watch {
    /// A message, before its handler begins; what it returns is handled.
    fn before(&self, request: Request) -> Request;
    /// The handler of a notification about the document or notebook `uri` panicked.
    fn panicked(&self, uri: Option<&str>);
}

/// Serves until the client says `exit`, closes `input` or `output`, or its process ends. Whether `shutdown` came first.
pub(super) async fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    watch: impl Watch,
) -> bool {
    let (to_client, writing) = Lane::with(output, MOST_WAITING);
    let (outgoing, answers) = mpsc::channel::<Value>(WAITING);
    let (requests, responses) = socket.split();
    let questions = Questions::default();
    let responses = Arc::new(tokio::sync::Mutex::new(responses));
    let forwarding = forward(requests, answers, to_client, questions.clone(), Arc::clone(&responses));
    // On the thread that reads: an answer has no way from thread to thread but the last, to the one that may wait for the client.
    let mut saying = pin!(async {
        let mut writing = pin!(writing);
        tokio::select! {
            // Nobody hears it.
            () = &mut writing => {}
            () = forwarding => writing.await,
        }
    });
    let mut conversation = Conversation {
        service,
        watch,
        outgoing,
        questions,
        broken: Broken::default(),
        handlers: Arc::new(Semaphore::new(HANDLERS)),
        gone: Arc::default(),
        shut_down: false,
    };
    let gone = Arc::clone(&conversation.gone);
    // Whatever reading waits for, it ends with the client.
    let leaves = tokio::select! {
        () = conversation.read(input, &responses) => true,
        () = gone.notified() => {
            tracing::warn!("the client's process has ended; so does pygloss");
            false
        }
        () = &mut saying => {
            tracing::warn!("the client closed our output; pygloss ends");
            false
        }
    };
    let shut_down = conversation.shut_down;
    drop(conversation);
    if leaves {
        // What is answered is written, unless the client no longer reads.
        let _ = tokio::time::timeout(MOMENT, saying).await;
    }
    shut_down
}

/// Our own requests that the client has not answered.
#[derive(Clone, Default)]
struct Questions(Arc<Mutex<HashSet<Id>>>);

impl Questions {
    fn open(&self) -> MutexGuard<'_, HashSet<Id>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one more may be asked.
    fn ask(&self, id: &Id) -> bool {
        let mut open = self.open();
        open.len() < QUESTIONS && open.insert(id.clone())
    }

    /// Whether it was asked.
    fn answered(&self, id: &Id) -> bool {
        self.open().remove(id)
    }
}

/// What passes between one client and the handlers.
struct Conversation<S: LanguageServer, W> {
    service: LspService<S>,
    watch: W,
    outgoing: mpsc::Sender<Value>,
    questions: Questions,
    broken: Broken,
    /// A permit for each handler that has begun and waits.
    handlers: Arc<Semaphore>,
    /// The client's process has ended.
    gone: Arc<Notify>,
    shut_down: bool,
}

impl<S: LanguageServer, W: Watch> Conversation<S, W> {
    /// Reads messages until the client says `exit` or `input` ends.
    async fn read(
        &mut self,
        input: impl AsyncRead + Unpin,
        responses: &tokio::sync::Mutex<impl Sink<Response> + Unpin>,
    ) {
        let mut input = BufReader::new(input);
        while let Some(frame) = frames::read(&mut input).await {
            let response = match frame.map_err(unreadable).map(|frame| message(frame.body())) {
                Ok(Ok(Message::Request(request))) => {
                    let exits = request.method() == "exit";
                    let response = self.handle(request).await;
                    if exits {
                        break;
                    }
                    response
                }
                Ok(Ok(Message::Response(response))) => {
                    // To what was not asked, or was answered already, there is nothing to say.
                    if self.questions.answered(response.id()) {
                        let _ = responses.lock().await.send(response).await;
                    }
                    None
                }
                Ok(Err(refusal)) => Some(refusal),
                Err(error) => Some(Response::from_error(Id::Null, error)),
            };
            if let Some(response) = response {
                let _ = self.outgoing.send(json!(response)).await;
            }
        }
    }

    /// Begins the handler of a message, when there is room for one more. The answer, where it is ready at once.
    async fn handle(&mut self, request: Request) -> Option<Response> {
        if let Some(error) = refused(&request) {
            return Some(error);
        }
        let permit = Arc::clone(&self.handlers).acquire_owned().await.ok()?;
        self.broken.forget(&mut self.service);
        let shuts_down = request.method() == "shutdown" && request.id().is_some();
        let client = (request.method() == "initialize").then(|| process(&request)).flatten();
        let request = self.watch.before(request);
        let response = self.begin(request, permit);
        // A refused one is none.
        let is_done = response.as_ref().is_none_or(Response::is_ok);
        self.shut_down |= shuts_down && is_done;
        if let Some(pid) = client.filter(|_| is_done) {
            alive::watch(pid, Arc::clone(&self.gone));
        }
        response
    }

    /// Runs a handler up to its first wait. An answer that is ready then is returned; another follows by itself.
    fn begin(&mut self, request: Request, permit: OwnedSemaphorePermit) -> Option<Response> {
        let id = request.id().cloned();
        let document = convert::subject(&request);
        let mut handler = AssertUnwindSafe(self.service.call(request)).catch_unwind().boxed();
        let Some(result) = (&mut handler).now_or_never() else {
            let (outgoing, broken) = (self.outgoing.clone(), self.broken.clone());
            tokio::spawn(async move {
                let result = handler.await;
                if let (Err(_), Some(id)) = (&result, &id) {
                    broken.note(id);
                }
                if let Some(response) = answer(id, result) {
                    let _ = outgoing.send(json!(response)).await;
                }
                drop(permit);
            });
            return None;
        };
        match (&result, &id) {
            (Err(_), None) => self.watch.panicked(document.as_deref()),
            (Err(_), Some(id)) => self.broken.note(id),
            _ => {}
        }
        answer(id, result)
    }
}

/// The client's process, as `initialize` names it.
fn process(request: &Request) -> Option<u32> {
    u32::try_from(request.params()?.get("processId")?.as_u64()?).ok()
}

/// Hands on what handlers say to the client and what they answer, in that order: an answer comes after all that was said before it. A question too many
/// is answered here.
async fn forward(
    mut requests: impl Stream<Item = Request> + Unpin,
    mut answers: mpsc::Receiver<Value>,
    to_client: Lane,
    questions: Questions,
    responses: Arc<tokio::sync::Mutex<impl Sink<Response> + Unpin>>,
) {
    let pass = async |message: Request| match message.id() {
        Some(id) if !questions.ask(id) => {
            let error = said(
                ErrorCode::ServerError(REQUEST_FAILED),
                "the client leaves too much unanswered",
            );
            let _ = responses
                .lock()
                .await
                .send(Response::from_error(id.clone(), error))
                .await;
            true
        }
        _ => to_client.send_text(&json!(message).to_string()).await,
    };
    let mut is_open = true;
    loop {
        let reaches = tokio::select! {
            biased;
            message = requests.next(), if is_open => {
                is_open = message.is_some();
                match message {
                    Some(message) => pass(message).await,
                    None => true,
                }
            }
            answer = answers.recv() => {
                let Some(answer) = answer else { break };
                while let Some(Some(message)) = requests.next().now_or_never() {
                    pass(message).await;
                }
                to_client.send_text(&answer.to_string()).await
            }
        };
        if !reaches {
            break;
        }
    }
}

/// The error for a request that nobody would answer: the library passes over whatever begins with `$/`, though a request has to be answered.
fn refused(request: &Request) -> Option<Response> {
    let id = request.id().filter(|_| request.method().starts_with("$/"))?;
    Some(Response::from_error(id.clone(), Error::method_not_found()))
}

/// Requests whose handlers panicked. The library still waits for their ends, and would refuse another request of the same id.
#[derive(Clone, Default)]
struct Broken(Arc<Mutex<Vec<Id>>>);

impl Broken {
    fn note(&self, id: &Id) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(id.clone());
    }

    /// Has the library forget them.
    fn forget<S: LanguageServer>(&self, service: &mut LspService<S>) {
        for id in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let cancel = Request::build("$/cancelRequest").params(json!({ "id": id })).finish();
            // Done when it returns: cancelling waits for nothing.
            let _ = service.call(cancel).now_or_never();
        }
    }
}

type Outcome<E> = Result<Result<Option<Response>, E>, Box<dyn std::any::Any + Send>>;

fn answer<E>(id: Option<Id>, result: Outcome<E>) -> Option<Response> {
    match (result, id) {
        (Ok(Ok(response)), _) => response,
        (Err(panic), Some(id)) => {
            let said = panic
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message");
            let mut error = Error::internal_error();
            error.message =
                format!("pygloss failed on this request ({said}); other requests still work. Please report it.").into();
            Some(Response::from_error(id, error))
        }
        // A notification has no answer; after `exit` nothing is said.
        _ => None,
    }
}

enum Message {
    Request(Request),
    Response(Response),
}

/// Reads a message; the answer to what is none.
fn message(body: &[u8]) -> Result<Message, Response> {
    let body = surrogates::whole(body);
    let mut value: Value = serde_json::from_slice(&body).map_err(|error| {
        let error = said(ErrorCode::ParseError, format!("not JSON: {error}"));
        Response::from_error(Id::Null, error)
    })?;
    // `"params": null` is none at all.
    if let Some(object) = value.as_object_mut()
        && object.get("params").is_some_and(Value::is_null)
    {
        object.remove("params");
    }
    let is_request = value.get("method").is_some();
    // Whoever waits for an answer gets one.
    let id = value.get("id").filter(|_| is_request).cloned();
    let invalid = |error: serde_json::Error| {
        let id = id.and_then(|id| Id::deserialize(id).ok()).unwrap_or_default();
        let why = format!("not a message of JSON-RPC 2.0: {error}");
        Response::from_error(id, said(ErrorCode::InvalidRequest, why))
    };
    if is_request {
        serde_json::from_value(value).map(Message::Request).map_err(invalid)
    } else {
        serde_json::from_value(value).map(Message::Response).map_err(invalid)
    }
}

fn unreadable(error: NoFrame) -> Error {
    let code = match error {
        NoFrame::Length => ErrorCode::ParseError,
        NoFrame::TooLong(_) => ErrorCode::InvalidRequest,
    };
    said(code, error.to_string())
}

fn said(code: ErrorCode, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error {
        code,
        message: message.into(),
        data: None,
    }
}

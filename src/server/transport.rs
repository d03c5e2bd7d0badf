//! Messages in and out.
//!
//! The library's own loop ends at the first malformed message, and leaves it to its executor in which order handlers begin. This one goes on, answers a
//! panicking handler's request with an error, and runs every handler up to its first wait before it reads the next message.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{FutureExt, SinkExt, Stream, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

use super::frames::{self, NoFrame};
use super::{convert, surrogates};

/// How many messages may wait to be written before reading pauses.
const WAITING: usize = 64;

/// Sees what passes.
pub(super) trait Watch {
    /// A message, before its handler begins; what it returns is handled.
    fn before(&self, request: Request) -> Request;
    /// The handler of a notification about the document or notebook `uri` panicked.
    fn panicked(&self, uri: Option<&str>);
}

/// Reads messages until the client says `exit` or `input` ends. Whether `shutdown` came first.
pub(super) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    socket: ClientSocket,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
    watch: impl Watch,
) -> bool {
    let (to_client, waiting) = mpsc::channel::<Value>(WAITING);
    let writer = tokio::spawn(write(output, waiting));
    let (outgoing, answers) = mpsc::channel::<Value>(WAITING);
    let (requests, mut responses) = socket.split();
    tokio::spawn(forward(requests, answers, to_client));
    let mut input = BufReader::new(input);
    let mut shut_down = false;
    let broken = Broken::default();
    while let Some(frame) = frames::read(&mut input).await {
        match frame.map_err(unreadable).and_then(|frame| message(frame.body())) {
            Ok(Message::Request(request)) => {
                let exits = request.method() == "exit";
                let shuts_down = request.method() == "shutdown" && request.id().is_some();
                broken.forget(&mut service);
                let response = match refused(&request) {
                    Some(error) => Some(error),
                    None => begin(&mut service, watch.before(request), &watch, &outgoing, &broken),
                };
                // A refused one is none.
                shut_down |= shuts_down && response.as_ref().is_none_or(|r| r.get("error").is_none());
                if let Some(response) = response {
                    let _ = outgoing.send(response).await;
                }
                if exits {
                    break;
                }
            }
            Ok(Message::Response(response)) => {
                let _ = responses.send(response).await;
            }
            Err(error) => {
                let _ = outgoing.send(json!(Response::from_error(Id::Null, error))).await;
            }
        }
    }
    drop(outgoing);
    // What is answered is written, unless the client no longer reads.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(1), writer).await;
    shut_down
}

/// Hands on what handlers say to the client and what they answer, in that order: an answer comes after all that was said before it.
async fn forward(
    mut said: impl Stream<Item = Request> + Unpin,
    mut answers: mpsc::Receiver<Value>,
    to_client: mpsc::Sender<Value>,
) {
    let mut is_open = true;
    loop {
        let next = tokio::select! {
            biased;
            message = said.next(), if is_open => {
                is_open = message.is_some();
                message.map(|message| json!(message))
            }
            answer = answers.recv() => {
                let Some(answer) = answer else { break };
                while let Some(Some(message)) = said.next().now_or_never() {
                    let _ = to_client.send(json!(message)).await;
                }
                Some(answer)
            }
        };
        if let Some(next) = next
            && to_client.send(next).await.is_err()
        {
            break;
        }
    }
}

/// The error for a request that nobody would answer: the library passes over whatever begins with `$/`, though a request has to be answered.
fn refused(request: &Request) -> Option<Value> {
    let id = request.id().filter(|_| request.method().starts_with("$/"))?;
    Some(json!(Response::from_error(id.clone(), Error::method_not_found())))
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

/// Runs a handler up to its first wait. An answer that is ready then is returned; another follows by itself.
fn begin<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    watch: &impl Watch,
    outgoing: &mpsc::Sender<Value>,
    broken: &Broken,
) -> Option<Value> {
    let id = request.id().cloned();
    let document = convert::subject(&request);
    let mut handler = AssertUnwindSafe(service.call(request)).catch_unwind().boxed();
    match (&mut handler).now_or_never() {
        Some(result) => {
            match (&result, &id) {
                (Err(_), None) => watch.panicked(document.as_deref()),
                (Err(_), Some(id)) => broken.note(id),
                _ => {}
            }
            answer(id, result)
        }
        None => {
            let (outgoing, broken) = (outgoing.clone(), broken.clone());
            tokio::spawn(async move {
                let result = handler.await;
                if let (Err(_), Some(id)) = (&result, &id) {
                    broken.note(id);
                }
                if let Some(response) = answer(id, result) {
                    let _ = outgoing.send(response).await;
                }
            });
            None
        }
    }
}

type Outcome<E> = Result<Result<Option<Response>, E>, Box<dyn std::any::Any + Send>>;

fn answer<E>(id: Option<Id>, result: Outcome<E>) -> Option<Value> {
    match (result, id) {
        (Ok(Ok(response)), _) => response.map(|r| json!(r)),
        (Err(panic), Some(id)) => {
            let said = panic
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message");
            let mut error = Error::internal_error();
            error.message =
                format!("pygloss failed on this request ({said}); other requests still work. Please report it.").into();
            Some(json!(Response::from_error(id, error)))
        }
        // A notification has no answer; after `exit` nothing is said.
        _ => None,
    }
}

enum Message {
    Request(Request),
    Response(Response),
}

fn message(body: &[u8]) -> Result<Message, Error> {
    let body = surrogates::whole(body);
    let mut value: Value =
        serde_json::from_slice(&body).map_err(|error| said(ErrorCode::ParseError, format!("not JSON: {error}")))?;
    // `"params": null` is none at all.
    if let Some(object) = value.as_object_mut()
        && object.get("params").is_some_and(Value::is_null)
    {
        object.remove("params");
    }
    let invalid = |error: serde_json::Error| {
        said(
            ErrorCode::InvalidRequest,
            format!("not a message of JSON-RPC 2.0: {error}"),
        )
    };
    if value.get("method").is_some() {
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

fn said(code: ErrorCode, message: String) -> Error {
    Error {
        code,
        message: message.into(),
        data: None,
    }
}

async fn write(mut output: impl AsyncWrite + Unpin, mut waiting: mpsc::Receiver<Value>) {
    while let Some(message) = waiting.recv().await {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let written = output.write_all(frame.as_bytes()).await;
        if written.is_err() || output.flush().await.is_err() {
            break;
        }
    }
}

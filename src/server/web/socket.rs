//! A WebSocket as the pipe of a server: one message of the protocol is one text message.
//!
//! Lives here: the handshake's answer, and carrying messages between the socket and the transport that serves editors too. May not live here: who may connect.

use futures_util::{SinkExt, StreamExt};
use hyper::header::{CONNECTION, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::sync::watch;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message, Role, WebSocketConfig};

use super::Body;
use crate::server::{Disk, frames};

/// The longest message that a page may send, in bytes. The whole text is one, with what JSON escapes.
const LONGEST: usize = 16 << 20;

/// What may lie between the socket and the server before the one waits for the other.
const BETWEEN: usize = 64 << 10;

/// The answer that turns the connection of `request` into a WebSocket; `None` if that is not what is asked for.
pub(super) fn accept(headers: &HeaderMap) -> Option<Response<Body>> {
    let lists = |name: HeaderName, wanted: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let mut words = values.flat_map(|value| value.split(','));
        words.any(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    let asked = lists(CONNECTION, "upgrade") && lists(UPGRADE, "websocket") && lists(SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(SEC_WEBSOCKET_KEY).filter(|_| asked)?;
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_ACCEPT, derive_accept_key(key.as_bytes()))
        .body(Body::default())
        .ok()
}

/// Serves the page behind a connection, with a server of its own, until it leaves or we do.
pub(super) async fn serve(request: Request<hyper::body::Incoming>, closing: watch::Receiver<bool>) {
    let connection = match hyper::upgrade::on(request).await {
        Ok(connection) => connection,
        Err(error) => {
            tracing::debug!("a connection was given up before it became a WebSocket: {error}");
            return;
        }
    };
    let limits = WebSocketConfig::default()
        .max_message_size(Some(LONGEST))
        .max_frame_size(Some(LONGEST));
    let socket = WebSocketStream::from_raw_socket(TokioIo::new(connection), Role::Server, Some(limits)).await;
    carry(socket, closing).await;
}

async fn carry<S>(socket: WebSocketStream<S>, mut closing: watch::Receiver<bool>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let (mut to_page, mut from_page) = socket.split();
    let (mut to_server, input) = tokio::io::duplex(BETWEEN);
    let (output, from_server) = tokio::io::duplex(BETWEEN);
    let server = tokio::spawn(crate::server::serve_within(Disk::Nothing, input, output));
    let inwards = async {
        // Ends with the page, with what is no WebSocket, with what is too long.
        while let Some(Ok(message)) = from_page.next().await {
            if let Message::Text(text) = message {
                let frame = frames::Frame::new(text.as_bytes()).into_bytes();
                if to_server.write_all(&frame).await.is_err() {
                    break;
                }
            }
        }
    };
    let outwards = async {
        let mut from_server = BufReader::new(from_server);
        while let Some(frame) = frames::read(&mut from_server).await {
            let Ok(frame) = frame else { continue };
            let text = String::from_utf8_lossy(frame.body()).into_owned();
            if to_page.send(Message::text(text)).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = inwards => {}
        () = outwards => {}
        () = super::closed(&mut closing) => {}
    }
    let goodbye = CloseFrame {
        code: CloseCode::Away,
        reason: "pygloss has ended".into(),
    };
    // The page may be gone already, and need not be waited for.
    let _ = tokio::time::timeout(
        std::time::Duration::from_millis(200),
        to_page.send(Message::Close(Some(goodbye))),
    )
    .await;
    // The end of its input is the end of the server.
    drop(to_server);
    let _ = server.await;
}

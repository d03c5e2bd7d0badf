//! The playground: a page with an editor, the book, and this very server behind them, on loopback.
//!
//! Lives here: listening, limits, and the end. Who may come in stands in [`gate`], what is served in [`answers`], the connection between the editor and a server
//! in [`socket`]. May not live here: anything of the protocol. Nothing here writes to the disk, or asks anything of another machine.

mod answers;
mod book;
mod gate;
mod socket;

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};

use gate::Gate;

type Body = Full<Bytes>;

/// How many connections are served at once; a further one waits. A page needs two or three.
const CONNECTIONS: usize = 64;

/// How many of them may be editors, each with a server of its own.
const EDITORS: usize = 16;

/// How long a request's head may take to arrive.
const HEAD: Duration = Duration::from_secs(10);

/// How long open connections have to be closed in order, at the end.
const GOODBYE: Duration = Duration::from_millis(500);

/// What is in the editor at first.
pub struct Sample {
    /// What it is called there.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Default for Sample {
    /// For who names no file.
    fn default() -> Self {
        Self {
            name: "sample.py".to_owned(),
            text: include_str!("assets/sample.py").to_owned(),
        }
    }
}

/// Why there is no playground.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The port.
    #[error("cannot listen on 127.0.0.1:{port}: {error}; choose another --port, or none to get one that is free")]
    Listen {
        /// The one that was asked for.
        port: u16,
        /// What the system says.
        error: io::Error,
    },
    /// Something else that the system does not give.
    #[error("the playground cannot start: {0}")]
    Start(#[from] io::Error),
}

/// Serves the playground until somebody interrupts the program. `ready` gets the address, which opens it once. Port 0 stands for any that is free.
///
/// # Errors
/// The port is taken, or the system lets the program not start.
pub fn run(sample: Sample, port: u16, ready: impl FnOnce(&str)) -> Result<(), Failure> {
    let runtime = super::runtime()?;
    let result = runtime.block_on(serve(sample, port, ready));
    // What still runs is nobody's any more.
    runtime.shutdown_background();
    result
}

/// What all connections share.
struct House {
    gate: Gate,
    sample: Sample,
    editors: Arc<Semaphore>,
    closing: watch::Receiver<bool>,
    /// Dropped by the last connection, so that the end can be waited for.
    open: mpsc::Sender<Infallible>,
}

async fn serve(sample: Sample, port: u16, ready: impl FnOnce(&str)) -> Result<(), Failure> {
    let listen = |error| Failure::Listen { port, error };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let port = listener.local_addr().map_err(listen)?.port();
    let mut interrupted = Interrupted::new()?;
    let token = gate::secret()?;
    let (close, closing) = watch::channel(false);
    let (open, mut all_closed) = mpsc::channel(1);
    let house = Arc::new(House {
        gate: Gate::new(port, token.clone(), gate::secret()?),
        sample,
        editors: Arc::new(Semaphore::new(EDITORS)),
        closing,
        open,
    });
    // The knowledge is read while the browser starts.
    tokio::task::spawn_blocking(crate::gloss::Glossary::builtin);
    ready(&format!("http://127.0.0.1:{port}{}?token={token}", answers::PLAYGROUND));
    tokio::select! {
        () = accept(listener, house) => {}
        () = interrupted.wait() => {}
    }
    let _ = close.send(true);
    let _ = tokio::time::timeout(GOODBYE, all_closed.recv()).await;
    Ok(())
}

/// Ctrl-C, or the signal that asks a process to end.
struct Interrupted {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Interrupted {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        Ok(Self { terminate })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

async fn accept(listener: TcpListener, house: Arc<House>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let house = Arc::clone(&house);
                tokio::spawn(async move {
                    connection(stream, house).await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors, as a rule: it gets better when a connection ends.
                tracing::warn!("a connection could not be accepted: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, house: Arc<House>) {
    let mut closing = house.closing.clone();
    let service = service_fn(|request| {
        let house = Arc::clone(&house);
        async move { Ok::<_, Infallible>(respond(request, &house).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = closed(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!("a connection ended: {error}");
    }
}

/// Returns when the program ends.
async fn closed(closing: &mut watch::Receiver<bool>) {
    // Nobody there to say so any more means the same.
    let _ = closing.wait_for(|closing| *closing).await;
}

async fn respond(mut request: Request<Incoming>, house: &Arc<House>) -> Response<Body> {
    if request.uri().path() != "/playground/lsp" {
        return answers::answer(&request, &house.gate, &house.sample).await;
    }
    if !house.gate.may_connect(request.headers()) {
        return answers::refuse(
            StatusCode::FORBIDDEN,
            "This connection is for the playground's own page.",
        );
    }
    let Some(response) = socket::accept(request.headers()) else {
        return answers::refuse(
            StatusCode::BAD_REQUEST,
            "Here the editor of the page is connected, by a WebSocket.",
        );
    };
    let Ok(place) = Arc::clone(&house.editors).try_acquire_owned() else {
        let why = format!("{EDITORS} pages are open, and no more can be. Close one of them.");
        return answers::refuse(StatusCode::SERVICE_UNAVAILABLE, &why);
    };
    let (closing, open) = (house.closing.clone(), house.open.clone());
    // Only what the upgrade needs goes along.
    request.headers_mut().clear();
    tokio::spawn(async move {
        socket::serve(request, closing).await;
        drop((place, open));
    });
    response
}

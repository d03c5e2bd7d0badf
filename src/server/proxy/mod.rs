//! Our server in front of another one, for editors that allow one server a buffer.
//!
//! Lives here: the other server's process, and the ways between the three. [`router`] decides what goes where; all else passes byte for byte. May not live
//! here: what a message means.

mod agreement;
mod child;
mod merge;
mod message;
mod rehearsal;
mod router;

use std::ffi::OsString;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::process::Child;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::lane::Lane;
use super::{alive, frames, stdio};
use child::{end_group, name, start};
use router::{Router, Step};

pub use child::Failure;
#[doc(hidden)]
pub use rehearsal::rehearse;

/// How many bytes may wait for one reader.
const MOST_WAITING: u32 = 64 << 20;

/// How long anything waits for a thing that takes no time.
const MOMENT: Duration = Duration::from_secs(1);

/// How long the other server has to end after `exit`, before it is ended.
const GRACE: Duration = Duration::from_secs(3);

/// How long our server has to answer to `initialize`.
const INTRODUCTION: Duration = Duration::from_secs(30);

/// The bounds within which the other server has to keep.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How long our hover waits for the other's.
    pub wait: Duration,
    /// How long a message waits for a server that does not read, when [`most_waiting`](Self::most_waiting) bytes wait already.
    pub stuck: Duration,
    /// How many bytes may wait for the other server.
    pub most_waiting: u32,
}

impl Bounds {
    /// With the usual bounds for a server that does not read.
    #[must_use]
    pub fn new(wait: Duration) -> Self {
        Self {
            wait,
            stuck: Duration::from_secs(30),
            most_waiting: MOST_WAITING,
        }
    }
}

/// Serves one client over standard input and output, in front of the server that `command` starts. Whether the client said `shutdown` before it left.
///
/// # Errors
/// The other server or our threads cannot be started.
pub fn run(command: &[OsString], bounds: Bounds) -> Result<bool, Failure> {
    let runtime = super::runtime()?;
    let orderly = runtime.block_on(async {
        let (input, output) = (stdio::input()?, stdio::output()?);
        let other = start(command)?;
        Ok(relay(input, output, other, name(command), bounds).await)
    });
    // The thread that reads standard input may sit in a read that never ends, so nothing waits for it.
    runtime.shutdown_background();
    orderly
}

struct Proxy {
    router: Mutex<Router>,
    client: Lane,
    other: Lane,
    own: Lane,
    bounds: Bounds,
    /// Our server has answered to `initialize`.
    agreed: Notify,
    /// The other server does not read what it is sent.
    stuck: Notify,
    /// The client's process has ended.
    gone: Arc<Notify>,
}

/// What ends the other server.
enum End {
    Itself(io::Result<ExitStatus>),
    Output,
    Stuck,
}

async fn relay(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
    mut other: Child,
    name: String,
    bounds: Bounds,
) -> bool {
    let (Some(to_other), Some(other_said)) = (other.stdin.take(), other.stdout.take()) else {
        return false; // both are piped
    };
    let group = other.id();
    let (near, far) = tokio::io::duplex(64 << 10);
    let (own_said, to_own) = tokio::io::split(near);
    let (own_input, own_output) = tokio::io::split(far);
    tokio::spawn(super::serve_within(super::Disk::Pages, own_input, own_output));

    let (client, mut written) = Lane::new(output, MOST_WAITING);
    let (to_other, _) = Lane::new(to_other, bounds.most_waiting);
    let (to_own, _) = Lane::new(to_own, MOST_WAITING);
    let proxy = Arc::new(Proxy {
        router: Mutex::new(Router::new(name, prefix(), bounds.wait)),
        client,
        other: to_other,
        own: to_own,
        bounds,
        agreed: Notify::new(),
        stuck: Notify::new(),
        gone: Arc::default(),
    });
    tokio::spawn(Arc::clone(&proxy).read_own(own_said));
    let reading = tokio::spawn(Arc::clone(&proxy).read_other(other_said));
    let watching = tokio::spawn(Arc::clone(&proxy).watch(other, reading));

    // Whatever passing on waits for, it ends with the client.
    let leaves = tokio::select! {
        () = proxy.read_client(input) => true,
        () = proxy.gone.notified() => false,
        _ = &mut written => false,
    };
    if !leaves {
        tracing::warn!("the client is gone; so are pygloss and the other server");
        proxy.client.abandon();
    }
    proxy.other.close();
    proxy.own.close();
    // Ends the process where it does not end by itself: `kill_on_drop`.
    let watcher = watching.abort_handle();
    if timeout(GRACE, watching).await.is_err() {
        tracing::warn!("the other server does not end, and is ended");
        watcher.abort();
    }
    end_group(group);
    proxy.client.close();
    if leaves {
        // What is answered is written, unless the client no longer reads.
        let _ = timeout(MOMENT, written).await;
    }
    proxy.router().is_leaving()
}

/// Begins the ids of our requests: no two processes have it in common, even if one is started by the other.
fn prefix() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    format!(
        "pygloss-{}-{:x}/",
        std::process::id(),
        since.unwrap_or_default().as_nanos()
    )
}

impl Proxy {
    /// Never held across a wait.
    fn router(&self) -> MutexGuard<'_, Router> {
        self.router.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes on what the client says, until it says `exit` or is gone.
    async fn read_client(self: &Arc<Self>, input: impl AsyncRead + Unpin) {
        let mut input = BufReader::new(input);
        while let Some(frame) = frames::read(&mut input).await {
            match frame {
                Ok(frame) => {
                    let exits = message::Message::parse(frame.body())
                        .is_some_and(|m| m.id.is_none() && m.method.as_deref() == Some("exit"));
                    let steps = self.router().client_said(frame);
                    self.perform(steps).await;
                    if exits {
                        break;
                    }
                }
                Err(error) => tracing::warn!("the client sent {error}"),
            }
        }
    }

    async fn read_other(self: Arc<Self>, output: impl AsyncRead + Unpin) {
        let mut output = BufReader::new(output);
        let mut complained = false;
        while let Some(frame) = frames::read(&mut output).await {
            match frame {
                Ok(frame) => {
                    let (steps, agreeing) = {
                        let mut router = self.router();
                        (router.other_said(frame), router.is_agreeing())
                    };
                    self.perform(steps).await;
                    // Nothing it says may overtake the answer to `initialize`.
                    if agreeing && timeout(INTRODUCTION, self.agreed.notified()).await.is_err() {
                        let steps = self.router().give_up_own();
                        self.perform(steps).await;
                    }
                }
                Err(error) if !complained => {
                    complained = true;
                    tracing::warn!("the other server sent {error}; it is passed over, and so are more of them");
                }
                Err(_) => {}
            }
        }
    }

    async fn read_own(self: Arc<Self>, output: impl AsyncRead + Unpin) {
        let mut output = BufReader::new(output);
        while let Some(frame) = frames::read(&mut output).await {
            if let Ok(frame) = frame {
                let steps = self.router().own_said(frame);
                self.perform(steps).await;
            }
        }
    }

    /// Sees to the end of the other server, whoever brings it about.
    async fn watch(self: Arc<Self>, mut other: Child, mut reading: tokio::task::JoinHandle<()>) {
        let end = tokio::select! {
            status = other.wait() => End::Itself(status),
            _ = &mut reading => End::Output,
            () = self.stuck.notified() => End::Stuck,
        };
        let how = match end {
            End::Itself(status) => ended(status),
            // Usually the process is about to end.
            End::Output => match timeout(MOMENT, other.wait()).await {
                Ok(status) => ended(status),
                Err(_) => "closed its output".to_owned(),
            },
            End::Stuck => "does not read what it is sent".to_owned(),
        };
        let _ = other.start_kill();
        // What it said before is passed on; a process that it left behind may keep its output open for ever.
        if !reading.is_finished() {
            let _ = timeout(MOMENT, &mut reading).await;
            reading.abort();
        }
        self.other.abandon();
        let steps = self.router().other_ended(&how);
        self.perform(steps).await;
        let _ = other.wait().await;
    }

    async fn perform(self: &Arc<Self>, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::ToClient(frame) => {
                    self.client.send(frame).await;
                }
                Step::ToOwn(frame) => {
                    self.own.send(frame).await;
                }
                Step::ToOther(frame) => {
                    if timeout(self.bounds.stuck, self.other.send(frame)).await.is_err() {
                        self.other.abandon();
                        self.stuck.notify_one();
                    }
                }
                Step::Later(id, serial, wait) => Arc::clone(self).later(id, serial, wait),
                Step::Agreed => self.agreed.notify_one(),
                Step::Watch(pid) => {
                    alive::watch(pid, Arc::clone(&self.gone));
                }
            }
        }
    }

    fn later(self: Arc<Self>, id: String, serial: u64, wait: Duration) {
        let then: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
            tokio::time::sleep(wait).await;
            let steps = self.router().late(&id, serial);
            self.perform(steps).await;
        });
        tokio::spawn(then);
    }
}

fn ended(status: io::Result<ExitStatus>) -> String {
    match status {
        Ok(status) => match status.code() {
            Some(code) => format!("has ended (exit code {code})"),
            None => format!("has ended ({status})"),
        },
        Err(error) => format!("has ended ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// What the client is told when `command` is in front of it and `sent` is written, until it closes.
    async fn told(command: &[&str], bounds: Bounds, sent: Vec<u8>) -> String {
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let other = start(&command).expect("the system has it");
        let (mut input, relay_input) = tokio::io::duplex(1 << 20);
        let (relay_output, mut output) = tokio::io::duplex(1 << 20);
        let relaying = tokio::spawn(relay(relay_input, relay_output, other, name(&command), bounds));
        let writing = tokio::spawn(async move {
            let _ = input.write_all(&sent).await;
            input
        });
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains("have the rest back") {
            let more = timeout(Duration::from_secs(20), output.read_buf(&mut said)).await;
            assert_ne!(more.expect("it says something in time").expect("a pipe in memory"), 0);
        }
        drop(writing.await);
        assert!(
            !timeout(Duration::from_secs(20), relaying)
                .await
                .expect("it ends")
                .expect("no panic")
        );
        String::from_utf8_lossy(&said).into_owned()
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_server_that_never_reads_is_given_up() {
        let bounds = Bounds {
            wait: MOMENT,
            stuck: Duration::from_millis(50),
            most_waiting: 1000,
        };
        let message = message::frame(&format!(r#"{{"method":"x","params":"{}"}}"#, "y".repeat(900)));
        let said = told(&["sleep", "600"], bounds, message.repeat(1000)).await;
        assert!(said.contains("`sleep 600` does not read what it is sent"), "{said}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_server_that_closes_its_output_is_given_up() {
        let command = ["sh", "-c", "exec >&-; exec sleep 600"];
        let said = told(&command, Bounds::new(MOMENT), Vec::new()).await;
        assert!(said.contains("closed its output"), "{said}");
    }
}

//! Whether the client's process is still there.
//!
//! A client that dies closes our input, unless another process holds the pipe too: a wrapper, a child that inherited it. `processId` of `initialize` says
//! whom to look after. Only a process that is there at that moment is: a client in another container may name any number, and one that is nobody's says
//! nothing about it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// How often is looked where the system does not tell.
const EVERY: Duration = Duration::from_secs(2);

/// Notifies `gone` when the process `pid` ends, if it is there now. Whether it is.
pub(super) fn watch(pid: u32, gone: Arc<Notify>) -> bool {
    let Some(process) = Process::find(pid) else {
        tracing::info!("the client's process {pid} cannot be seen from here, and is not watched");
        return false;
    };
    // A thread of its own, which sleeps: nothing has to wake up while the client lives.
    let waiting = std::thread::Builder::new().name("client".to_owned()).spawn(move || {
        process.wait();
        gone.notify_one();
    });
    waiting.is_ok()
}

/// A process that was there when it was found.
enum Process {
    /// A handle that stays this process's own, even if its number goes to another.
    #[cfg(target_os = "linux")]
    Handle(std::os::fd::OwnedFd),
    Number(u32),
}

impl Process {
    fn find(pid: u32) -> Option<Self> {
        #[cfg(target_os = "linux")]
        if let Ok(handle) = rustix::process::pidfd_open(number(pid)?, rustix::process::PidfdFlags::empty()) {
            return (!linux::has_ended(&handle, false)).then_some(Self::Handle(handle));
        }
        is_there(pid).then_some(Self::Number(pid))
    }

    /// Waits for its end.
    fn wait(self) {
        match self {
            #[cfg(target_os = "linux")]
            Self::Handle(handle) => while !linux::has_ended(&handle, true) {},
            Self::Number(pid) => {
                while is_there(pid) {
                    std::thread::sleep(EVERY);
                }
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::OwnedFd;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    /// Whether a process has ended, or, if that is wanted, waits until it has.
    pub(super) fn has_ended(process: &OwnedFd, wait: bool) -> bool {
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let timeout = (!wait).then_some(&at_once);
        // Interrupted is not ended.
        poll(&mut [PollFd::new(process, PollFlags::IN)], timeout).is_ok_and(|ready| ready > 0)
    }
}

#[cfg(unix)]
fn number(pid: u32) -> Option<rustix::process::Pid> {
    rustix::process::Pid::from_raw(i32::try_from(pid).ok().filter(|pid| *pid > 0)?)
}

/// One that belongs to somebody else is there as well.
#[cfg(unix)]
fn is_there(pid: u32) -> bool {
    number(pid).is_some_and(|pid| {
        !matches!(
            rustix::process::test_kill_process(pid),
            Err(rustix::io::Errno::SRCH | rustix::io::Errno::INVAL)
        )
    })
}

#[cfg(windows)]
fn is_there(pid: u32) -> bool {
    pid != 0 && process_alive::state(process_alive::Pid::from(pid)).is_alive()
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn the_end_of_a_process_is_told() {
        let mut child = Command::new("sleep").arg("600").spawn().expect("the system has it");
        let gone = Arc::new(Notify::new());
        assert!(watch(child.id(), Arc::clone(&gone)));
        let early = tokio::time::timeout(Duration::from_millis(20), gone.notified()).await;
        assert!(early.is_err(), "it lives");
        child.kill().expect("it is ours");
        // Nobody has asked how it ended yet: it has a number, and is no process any more.
        let told = tokio::time::timeout(Duration::from_secs(10), gone.notified()).await;
        #[cfg(target_os = "linux")]
        told.expect("in time");
        child.wait().expect("it is ours");
        #[cfg(not(target_os = "linux"))]
        drop(told);
        assert!(!watch(child.id(), gone), "it is not there any more");
    }

    #[test]
    fn the_number_alone_serves_where_there_is_no_handle() {
        let mut child = Command::new("sleep").arg("600").spawn().expect("the system has it");
        let process = Process::Number(child.id());
        assert!(is_there(child.id()));
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        let before = Instant::now();
        process.wait();
        assert!(before.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_is_no_process_is_not_watched() {
        for pid in [0, u32::MAX, i32::MAX as u32] {
            assert!(!watch(pid, Arc::default()), "{pid}");
        }
    }
}

//! Standard input and output as a server uses them.
//!
//! With tokio's own standard streams each read and each write is a task for a thread that may have to be woken, and what is written is flushed up to the last line break
//! first: a message takes that way twice. Here one thread reads all the time, and what a pipe takes at once is written at once; the rest goes the long way, so that a client that does not
//! read keeps nobody waiting but itself.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc;

/// How much is read at once, in bytes, and how many such pieces wait before reading pauses.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;

/// What comes in over standard input.
pub(super) struct Input {
    pieces: mpsc::Receiver<Vec<u8>>,
    /// The piece that is being handed out, and how much of it was.
    piece: Vec<u8>,
    taken: usize,
}

/// Standard input. Its thread may sit in a read that never ends: nothing should wait for it.
///
/// # Errors
/// The thread cannot be started.
pub(super) fn input() -> io::Result<Input> {
    let (sender, pieces) = mpsc::channel(WAITING);
    let read = move || {
        let (mut input, mut buffer) = (io::stdin().lock(), vec![0; PIECE]);
        loop {
            match input.read(&mut buffer) {
                Ok(count @ 1..) if sender.blocking_send(buffer[..count].to_vec()).is_ok() => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // The end, a broken pipe, or nobody who wants to know.
                Ok(_) | Err(_) => break,
            }
        }
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(Input {
        pieces,
        piece: Vec::new(),
        taken: 0,
    })
}

impl AsyncRead for Input {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.taken == self.piece.len() {
            let Some(piece) = ready!(self.pieces.poll_recv(context)) else {
                return Poll::Ready(Ok(()));
            };
            (self.piece, self.taken) = (piece, 0);
        }
        let rest = &self.piece[self.taken..];
        let count = rest.len().min(into.remaining());
        into.put_slice(&rest[..count]);
        self.taken += count;
        Poll::Ready(Ok(()))
    }
}

/// Standard output.
///
/// # Errors
/// It is closed.
#[cfg(unix)]
pub(super) fn output() -> io::Result<unix::Output> {
    use std::os::fd::AsFd;
    Ok(unix::Output::new(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Standard output.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub(super) fn output() -> io::Result<tokio::io::Stdout> {
    Ok(tokio::io::stdout())
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Write};
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::FileTypeExt;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::pipe::PIPE_BUF;
    use tokio::io::AsyncWrite;

    /// A pipe, or anything else that a message can be written to.
    pub(in crate::server) struct Output {
        /// The same file, where what it says to be ready for is done at once.
        pipe: Option<File>,
        file: tokio::fs::File,
        /// Nothing that was written to `file` waits.
        is_idle: bool,
    }

    impl Output {
        pub(super) fn new(output: OwnedFd) -> Self {
            let file = File::from(output);
            let is_pipe = file.metadata().is_ok_and(|metadata| {
                let kind = metadata.file_type();
                // A socket that is ready takes more than a pipe, on Linux: a quarter of its room is free.
                kind.is_fifo() || (cfg!(target_os = "linux") && kind.is_socket())
            });
            Self {
                pipe: is_pipe.then(|| file.try_clone().ok()).flatten(),
                file: file.into(),
                is_idle: true,
            }
        }

        /// The pipe, if it takes `count` bytes without waiting for its reader.
        fn ready_for(&self, count: usize) -> Option<&File> {
            let pipe = self.pipe.as_ref().filter(|_| self.is_idle && count <= PIPE_BUF)?;
            let mut asked = [PollFd::new(pipe, PollFlags::OUT)];
            let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
            let is_ready = poll(&mut asked, Some(&at_once)).is_ok() && asked[0].revents().contains(PollFlags::OUT);
            is_ready.then_some(pipe)
        }
    }

    impl AsyncWrite for Output {
        fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            if let Some(mut pipe) = self.ready_for(bytes.len()) {
                match pipe.write(bytes) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    written => return Poll::Ready(written),
                }
            }
            self.is_idle = false;
            Pin::new(&mut self.file).poll_write(context, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            ready!(Pin::new(&mut self.file).poll_flush(context))?;
            self.is_idle = true;
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.file).poll_shutdown(context)
        }
    }

    #[cfg(test)]
    mod tests {
        use std::io::Read;
        use std::time::Duration;

        use tokio::io::AsyncWriteExt;

        use super::*;

        #[tokio::test]
        async fn what_a_full_pipe_does_not_take_keeps_nobody_waiting_and_arrives_in_order() {
            let (mut reader, writer) = io::pipe().expect("a pipe");
            let mut output = Output::new(writer.into());
            assert!(output.pipe.is_some());
            let messages: Vec<Vec<u8>> = (0..400_u32)
                .map(|n| vec![b'a' + (n % 26) as u8; 1 + n as usize * 7])
                .collect();
            let all = messages.concat();
            let write = async {
                for message in &messages {
                    output.write_all(message).await.expect("it is open");
                    output.flush().await.expect("it is open");
                }
            };
            let mut write = std::pin::pin!(write);
            // Nobody reads, and there is far more than a pipe has room for.
            let full = tokio::time::timeout(Duration::from_millis(50), &mut write).await;
            assert!(full.is_err());
            let length = all.len();
            let reading = tokio::task::spawn_blocking(move || {
                let mut read = vec![0; length];
                reader.read_exact(&mut read).map(|()| read)
            });
            write.await;
            assert_eq!(reading.await.expect("no panic").expect("all of it"), all);
        }

        #[tokio::test]
        async fn a_reader_that_is_gone_is_an_error() {
            let (reader, writer) = io::pipe().expect("a pipe");
            let mut output = Output::new(writer.into());
            output.write_all(b"read by nobody").await.expect("it is open");
            drop(reader);
            assert!(output.write_all(b"more").await.is_err());
        }
    }
}

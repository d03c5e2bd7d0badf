//! A way to one reader: messages are written in order, and only so many bytes may wait.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinHandle;

use super::frames::Frame;

type Waiting = (Vec<u8>, OwnedSemaphorePermit);

pub(in crate::server) struct Lane {
    frames: Mutex<Option<mpsc::UnboundedSender<Waiting>>>,
    room: Arc<Semaphore>,
    most: u32,
}

impl Lane {
    /// [`with`](Self::with) a task of its own that writes.
    pub(in crate::server) fn new(
        output: impl AsyncWrite + Unpin + Send + 'static,
        most: u32,
    ) -> (Self, JoinHandle<()>) {
        let (lane, writing) = Self::with(output, most);
        (lane, tokio::spawn(writing))
    }

    /// A lane, and what writes to `output`, which is closed when the lane is closed or a write fails. At most `most` bytes wait; a longer message waits alone.
    pub(in crate::server) fn with<W: AsyncWrite + Unpin>(
        mut output: W,
        most: u32,
    ) -> (Self, impl Future<Output = ()> + use<W>) {
        let (frames, mut waiting) = mpsc::unbounded_channel::<Waiting>();
        let room = Arc::new(Semaphore::new(most as usize));
        let freed = Arc::clone(&room);
        let writing = async move {
            while let Some((frame, permit)) = waiting.recv().await {
                if output.write_all(&frame).await.is_err() || output.flush().await.is_err() {
                    break;
                }
                drop(permit);
            }
            // Whoever waits for room learns that none will be.
            freed.close();
        };
        let lane = Self {
            frames: Mutex::new(Some(frames)),
            room,
            most,
        };
        (lane, writing)
    }

    /// [`send`](Self::send) for a text, which gets its header.
    pub(in crate::server) async fn send_text(&self, body: &str) -> bool {
        self.send(Frame::new(body.as_bytes()).into_bytes()).await
    }

    /// Waits until there is room. Whether the message may still arrive.
    pub(in crate::server) async fn send(&self, frame: Vec<u8>) -> bool {
        let size = u32::try_from(frame.len()).unwrap_or(u32::MAX).clamp(1, self.most);
        let Ok(permit) = Arc::clone(&self.room).acquire_many_owned(size).await else {
            return false;
        };
        let frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames
            .as_ref()
            .is_some_and(|frames| frames.send((frame, permit)).is_ok())
    }

    /// Nothing more is taken, and whoever waits for room waits no longer.
    pub(in crate::server) fn abandon(&self) {
        self.close();
        self.room.close();
    }

    /// Nothing more is taken; what waits is still written.
    pub(in crate::server) fn close(&self) {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn only_so_much_waits_and_all_of_it_arrives_in_order() {
        let (near, mut far) = tokio::io::duplex(1);
        let (lane, writing) = Lane::new(near, 10);
        assert!(lane.send(b"12345".to_vec()).await);
        assert!(lane.send(b"67890".to_vec()).await);
        let full = tokio::time::timeout(Duration::from_millis(20), lane.send(b"a".to_vec()));
        assert!(full.await.is_err(), "nobody reads, and ten bytes wait");
        let long = vec![b'x'; 50];
        let sending = async {
            assert!(
                lane.send(long.clone()).await,
                "longer than all the room, and sent alone"
            );
            lane.close();
            assert!(!lane.send(b"b".to_vec()).await, "closed");
        };
        let mut read = Vec::new();
        let (_, count) = tokio::join!(sending, far.read_to_end(&mut read));
        assert_eq!(count.expect("a pipe in memory"), 60);
        assert_eq!(read, [b"1234567890".as_slice(), &long].concat());
        writing.await.expect("no panic");
    }

    #[tokio::test]
    async fn a_reader_that_is_gone_keeps_nobody_waiting() {
        let (near, far) = tokio::io::duplex(1);
        let (lane, writing) = Lane::new(near, 4);
        assert!(lane.send(b"1234".to_vec()).await);
        drop(far);
        assert!(!lane.send(b"5678".to_vec()).await);
        writing.await.expect("no panic");
    }
}

//! The router alone, fed with anything: for tests.

use futures_util::FutureExt;
use tokio::io::BufReader;

use super::router::{Router, Step};
use super::{MOMENT, frames};

/// What becomes of messages when three parties say these bytes by turns, a message each: the client, the other server, ours. How many go somewhere.
/// Nothing is started and nobody waits: this is for tests that feed it anything.
pub fn rehearse(said: [&[u8]; 3], lateness: u8) -> usize {
    let mut router = Router::new("`other`".to_owned(), "pygloss-0/".to_owned(), MOMENT);
    let mut sides = said.map(BufReader::new);
    let mut late = Vec::new();
    let mut sent = 0;
    loop {
        let mut over = true;
        for (side, input) in sides.iter_mut().enumerate() {
            // Bytes in memory are never waited for.
            let Some(frame) = frames::read(input).now_or_never().flatten() else {
                continue;
            };
            over = false;
            let steps = match (frame, side) {
                (Ok(frame), 0) => router.client_said(frame),
                (Ok(frame), 1) => router.other_said(frame),
                (Ok(frame), _) => router.own_said(frame),
                (Err(_), _) => Vec::new(),
            };
            for step in steps {
                match step {
                    Step::ToClient(_) | Step::ToOwn(_) | Step::ToOther(_) => sent += 1,
                    Step::Later(id, serial, _) => late.push((id, serial)),
                    Step::Agreed | Step::Watch(_) => {}
                }
            }
            if late.len() > usize::from(lateness) {
                let (id, serial) = late.remove(0);
                sent += router.late(&id, serial).len();
            }
        }
        if over {
            break;
        }
    }
    sent + router.other_ended("has ended").len()
}

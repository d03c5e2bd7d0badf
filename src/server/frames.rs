//! Messages as they stand on the wire: a block of headers, an empty line, a body.
//!
//! Lives here: finding the next message, whatever stands before it. May not live here: what a message means.

use tokio::io::{AsyncBufReadExt, AsyncReadExt};

/// The longest message that is read, in bytes. A longer one is passed over.
pub(super) const LONGEST: usize = 512 << 20;

/// The header that a message needs.
const HEADER: &[u8] = b"content-length:";

/// The most bytes of headers that are kept. No client comes near.
const MOST_HEADERS: usize = 16 << 10;

/// A message with its headers, byte for byte as it came.
#[derive(Debug)]
pub(super) struct Frame {
    bytes: Vec<u8>,
    body: usize,
}

impl Frame {
    /// A message of our own.
    pub(super) fn new(body: &[u8]) -> Self {
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        let start = bytes.len();
        bytes.extend_from_slice(body);
        Self { bytes, body: start }
    }

    pub(super) fn body(&self) -> &[u8] {
        self.bytes.get(self.body..).unwrap_or_default()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// What stands where a message should.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum NoFrame {
    #[error("a message without a valid Content-Length header")]
    Length,
    #[error("a message of {0} bytes; at most {LONGEST} are read")]
    TooLong(usize),
}

/// The next message; an error for what cannot be one; `None` at the end of the input.
pub(super) async fn read(input: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Result<Frame, NoFrame>> {
    let mut length = None;
    let mut garbage = false;
    let mut line = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        // A line longer than any header is read in pieces; a header may begin in one and end in the next.
        let unfinished = line
            .len()
            .min(if line.ends_with(b"\n") { 0 } else { HEADER.len() + 24 });
        line.drain(..line.len() - unfinished);
        let count = (&mut *input).take(4096).read_until(b'\n', &mut line).await.ok()?;
        if count == 0 {
            return None;
        }
        if !line.ends_with(b"\n") {
            garbage = true;
            continue;
        }
        let text = line.trim_ascii_end();
        // A body that belongs to no header ends without a line break, so the next header continues its line.
        if let Some(at) = header(text) {
            if at > 0 {
                garbage = true;
                bytes.clear();
            }
            // Said again and again: the last one counts.
            if bytes.len() >= MOST_HEADERS {
                bytes.clear();
            }
            let value = String::from_utf8_lossy(text.get(at + HEADER.len()..).unwrap_or_default()).into_owned();
            length = value.trim().parse::<usize>().ok();
            bytes.extend_from_slice(line.get(at..).unwrap_or_default());
        } else if text.is_empty() {
            if length.is_some() || garbage {
                bytes.extend_from_slice(&line);
                break;
            }
            bytes.clear();
        } else if is_other_header(&line) && bytes.len() < MOST_HEADERS {
            bytes.extend_from_slice(&line);
            // Alone it is no message.
            garbage |= !text.to_ascii_lowercase().starts_with(b"content-type:");
        } else {
            garbage = true;
            bytes.clear();
        }
    }
    let Some(length) = length else {
        return Some(Err(NoFrame::Length));
    };
    if length > LONGEST {
        let mut body = (&mut *input).take(length as u64);
        tokio::io::copy(&mut body, &mut tokio::io::sink()).await.ok()?;
        return Some(Err(NoFrame::TooLong(length)));
    }
    // Grows with what arrives: a header alone reserves nothing.
    let body = bytes.len();
    let count = (&mut *input).take(length as u64).read_to_end(&mut bytes).await.ok()?;
    (count == length).then_some(Ok(Frame { bytes, body }))
}

/// Where the last `Content-Length:` of a line begins.
fn header(line: &[u8]) -> Option<usize> {
    line.windows(HEADER.len())
        .rposition(|window| window.eq_ignore_ascii_case(HEADER))
}

/// Whether a line looks like a header that we have no use for, and not like what a program logs: a name without spaces, and a line end as in headers.
fn is_other_header(line: &[u8]) -> bool {
    line.ends_with(b"\r\n")
        && line.iter().position(|byte| *byte == b':').is_some_and(|colon| {
            let name = line.get(..colon).unwrap_or_default();
            !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every message in `wire` with its headers, and every error, as text.
    fn all(wire: &[u8]) -> Vec<String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut input = tokio::io::BufReader::new(wire);
            let mut found = Vec::new();
            while let Some(frame) = read(&mut input).await {
                found.push(match frame {
                    Ok(frame) => String::from_utf8_lossy(&frame.bytes).into_owned(),
                    Err(error) => error.to_string(),
                });
            }
            found
        })
    }

    #[test]
    fn every_byte_of_a_message_is_kept() {
        for frame in [
            "Content-Length: 2\r\n\r\n{}",
            "content-LENGTH:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n{}",
            "Content-Type: x\r\nX-Odd:  y \r\nContent-Length:   2  \r\n\r\n{}",
            "Content-Length: 2\n\n{}",
            "Content-Length: 0\r\n\r\n",
        ] {
            assert_eq!(all(frame.as_bytes()), [frame]);
            assert_eq!(all(format!("{frame}{frame}").as_bytes()), [frame, frame]);
        }
    }

    #[test]
    fn what_a_program_logs_between_messages_is_left_out() {
        let frame = "Content-Length: 2\r\n\r\n{}";
        for noise in [
            "starting\n",
            "INFO: up\n",
            "\r\n",
            "\n",
            "a tail without an end",
            "\u{fffd}x\n",
        ] {
            assert_eq!(
                all(format!("{noise}{frame}{noise}{frame}").as_bytes()),
                [frame, frame],
                "{noise:?}"
            );
        }
        assert_eq!(all(b"noise\n\r\n"), [NoFrame::Length.to_string()]);
        assert_eq!(
            all(b"Content-Length: 5\r\n\r\n{}"),
            Vec::<String>::new(),
            "the end came before the body's"
        );
    }
}

//! Halves of characters in JSON.
//!
//! An editor's text may hold a lone surrogate, and its JSON then holds `\ud800` where Rust's strings can hold nothing. The half becomes U+FFFD, which is one
//! UTF-16 code unit as well: every position stays what it was.

use std::borrow::Cow;

/// A message in which every half has become a whole character.
pub(super) fn whole(body: &[u8]) -> Cow<'_, [u8]> {
    // Most messages have none: then nothing is copied.
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        if *byte != b'\\' {
            at += 1;
            continue;
        }
        match (surrogate(body, at), surrogate(body, at + 6)) {
            (Some(Half::First), Some(Half::Second)) => at += 12,
            (Some(_), _) => {
                let mended = mended.get_or_insert_with(|| body.to_vec());
                if let Some(digits) = mended.get_mut(at + 2..at + 6) {
                    digits.copy_from_slice(b"fffd");
                }
                at += 6;
            }
            // Whatever is escaped begins no escape of its own: `\\ud800` is five letters behind a backslash.
            (None, _) => at += 2,
        }
    }
    mended.map_or(Cow::Borrowed(body), Cow::Owned)
}

enum Half {
    First,
    Second,
}

/// The half that an escape at `at` stands for, if it stands for one.
fn surrogate(body: &[u8], at: usize) -> Option<Half> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    match (digits.get(..2)?.to_ascii_lowercase().as_slice(), digits) {
        (_, digits) if !digits.iter().all(u8::is_ascii_hexdigit) => None,
        ([b'd', b'8'..=b'9' | b'a'..=b'b'], _) => Some(Half::First),
        ([b'd', b'c'..=b'f'], _) => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_whole_and_nothing_else_changes() {
        for (body, expected) in [
            (r#"{"a":"\ud800"}"#, r#"{"a":"\ufffd"}"#),
            (r#""x\uDFFFy""#, r#""x\ufffdy""#),
            (r#""\ud83d\udc0d""#, r#""\ud83d\udc0d""#),
            (r#""\ud83d\ud83d\udc0d""#, r#""\ufffd\ud83d\udc0d""#),
            (r#""\udc0d\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\\ud800""#, r#""\\ud800""#),
            (r#""\\\ud800""#, r#""\\\ufffd""#),
            (r#""\ud7ff\ue000\ud8g0\""#, r#""\ud7ff\ue000\ud8g0\""#),
            (r#""\ud800"#, r#""\ufffd"#),
            (r#""\ud80"#, r#""\ud80"#),
            ("é\\", "é\\"),
        ] {
            assert_eq!(String::from_utf8_lossy(&whole(body.as_bytes())), expected, "{body}");
        }
    }
}

//! Characters that a reader does not see, made to be seen.

use std::borrow::Cow;

/// One line of text without anything that a reader cannot see or that changes what stands around it: control characters, marks that reverse the order of
/// letters, characters without width. They are spelled as Python spells them: `\x1b`, `\u202e`.
pub fn spelled_out(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unseen(c) {
            shown.push_str(&spelling(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// [`spelled_out`] for several lines: line breaks and tabs stay.
pub fn lines_spelled_out(text: &str) -> Cow<'_, str> {
    let is_spelled = |c| is_unseen(c) && c != '\n' && c != '\t';
    if !text.contains(is_spelled) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // Line ends as other systems have them.
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' => shown.push('\n'),
            c if is_spelled(c) => shown.push_str(&spelling(c)),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

fn spelling(c: char) -> String {
    match u32::from(c) {
        0x09 => "\\t".to_owned(),
        0x0A => "\\n".to_owned(),
        0x0D => "\\r".to_owned(),
        code @ ..0x100 => format!("\\x{code:02x}"),
        code @ ..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// Whether a character is not seen, or does something to its neighbours. Joiners are not among them: words of some scripts, and emoji, need them.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        for (text, shown) in [
            ("plain é \u{1F40D} \u{200d}", "plain é \u{1F40D} \u{200d}"),
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{1b}[2J\u{7f}\u{9b}", "\\x1b[2J\\x7f\\x9b"),
            (
                "\u{202e}x\u{2066}\u{feff}\u{e0041}",
                "\\u202ex\\u2066\\ufeff\\U000e0041",
            ),
        ] {
            assert_eq!(spelled_out(text), shown);
        }
        assert_eq!(lines_spelled_out("a\r\n\tb\rc\u{1b}\n"), "a\n\tb\nc\\x1b\n");
    }
}

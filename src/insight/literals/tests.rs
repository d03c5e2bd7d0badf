//! What is said of literals.

use crate::insight::testing::fact;

fn said(about: &str, concept: &str, code: &str) -> String {
    fact(about, concept, code).unwrap_or_default()
}

#[test]
fn formats_in_words() {
    let words = |code| said("format-in-words", "fstring-format-spec", code);
    for (code, expected) in [
        (
            "f'{total<CURSOR>:>10.2f}'",
            "shows `total` right-aligned in 10 columns, with 2 decimals",
        ),
        ("f'{n<CURSOR>:,}'", "shows `n` with commas between the thousands"),
        ("f'{n<CURSOR>:#x}'", "shows `n` in hexadecimal with `0x` in front"),
        (
            "f'{n<CURSOR>:+.1%}'",
            "shows `n` times 100 with 1 decimal and a percent sign, always with a sign",
        ),
        (
            "f'{y<CURSOR>:*^{w}}'",
            "shows `y` centred in `w` columns, filled with `*`",
        ),
        (
            "f'{y<CURSOR>:{w}.{p}f}'",
            "shows `y` right-aligned in `w` columns, with `p` decimals",
        ),
        (
            "f'{n<CURSOR>:08.3f}'",
            "shows `n` padded with zeros behind the sign to 8 columns, with 3 decimals",
        ),
        (
            "f'{n<CURSOR>:.3}'",
            "shows `n` with 3 significant digits if a float, cut to 3 characters if a text",
        ),
        ("f'{n!r<CURSOR>:10}'", "shows `repr(n)` left-aligned in 10 columns"),
        (
            "f'{q<CURSOR>:10}'",
            "shows `q` in 10 columns, text to the left, numbers to the right",
        ),
        ("f'{d<CURSOR>:%H:%M}'", "asks a date or time for its hour (24), minute"),
        (
            "f'{3.5<CURSOR>:d}'",
            "raises `ValueError`: a float cannot be formatted by `d`",
        ),
    ] {
        assert_eq!(words(code), expected, "{code}");
    }
    assert_eq!(
        said("format-in-words", "builtin-format", "<CURSOR>format(x, '<8')\n"),
        "shows `x` left-aligned in 8 columns"
    );
}

#[test]
fn formats_of_others_are_left_alone() {
    let words = |code| fact("format-in-words", "fstring-format-spec", code);
    assert_eq!(words("f'{x<CURSOR>:custom}'"), None);
    assert_eq!(
        words("f'{x<CURSOR>:{spec}}'").as_deref(),
        Some("shows `x` in `spec` columns, text to the left, numbers to the right")
    );
    assert_eq!(words("f'{x<CURSOR>:\\t>5}'"), None);
    assert_eq!(words("f'{x<CURSOR>:,x}'"), None);
    assert_eq!(words("f'{x<CURSOR>:{a}{b}}'"), None);
    assert_eq!(
        fact(
            "format-in-words",
            "builtin-format",
            "def format(a, b): ...\n<CURSOR>format(x, '<8')\n"
        ),
        None
    );
}

#[test]
fn fields_as_calls() {
    let call = |concept, code| said("field-as-call", concept, code);
    assert_eq!(
        call("fstring-conversion", "f'{name<CURSOR>!r}'"),
        "puts in `repr(name)`"
    );
    assert_eq!(
        call("fstring-conversion", "f'{name<CURSOR>!r:>10}'"),
        "puts in `format(repr(name), '>10')`"
    );
    assert_eq!(
        call("fstring-debug", "f'{x <CURSOR>= }'"),
        "puts in the text `'x = '`, then `repr(x)`"
    );
    assert_eq!(
        call("fstring-debug", "f'{x<CURSOR>=:.2f}'"),
        "puts in the text `'x='`, then `format(x, '.2f')`"
    );
    // Neither quote would do; the text has a line break in it.
    assert_eq!(call("fstring-format-spec", "f'''{x<CURSOR>:'\"}'''"), "");
    assert_eq!(call("fstring-debug", "f'''{x\n<CURSOR>=}'''"), "");
}

#[test]
fn integers() {
    let value = |code| said("integer-value", "integer-literal", code);
    assert_eq!(value("<CURSOR>0b1010"), "is `10`");
    assert_eq!(value("<CURSOR>0xff"), "is `255`, 8 bits, all set");
    assert_eq!(value("<CURSOR>0o755"), "is `493`, as permissions of a file `rwxr-xr-x`");
    assert_eq!(value("<CURSOR>1_000_000"), "is `1000000`, 10 to the power 6");
    assert_eq!(value("<CURSOR>65536"), "is 2 to the power 16");
    assert_eq!(value("<CURSOR>42"), "");
    assert_eq!(value("<CURSOR>1000"), "");
}

#[test]
fn floats() {
    let value = |code| said("float-value", "float-literal", code);
    assert_eq!(
        value("<CURSOR>0.1"),
        "is stored as `0.100000000000000005551115123125…`, a little more than `0.1`"
    );
    assert_eq!(
        value("<CURSOR>2.675"),
        "is stored as `2.67499999999999982236431605997…`, a little less than `2.675`"
    );
    assert_eq!(
        value("<CURSOR>0.25"),
        "is stored exactly, which most decimal fractions are not"
    );
    assert_eq!(
        value("<CURSOR>1e23"),
        "is stored as `99999999999999991611392.0`, a little less than `1e23`"
    );
    assert_eq!(value("<CURSOR>1e3"), "is `1000.0`");
    assert_eq!(value("<CURSOR>1e999"), "is `inf`: no float is that large");
    assert_eq!(value("<CURSOR>1.0"), "");
    assert_eq!(value("<CURSOR>0.0"), "");
}

#[test]
fn escapes() {
    let meaning = |code| said("escape-meaning", "escape-sequence", code);
    assert_eq!(meaning("'<CURSOR>\\u20ac'"), "is the character `€` (U+20AC, EURO SIGN)");
    assert_eq!(
        meaning("'<CURSOR>\\0'"),
        "is one character, the null character (U+0000)"
    );
    assert_eq!(meaning("b'<CURSOR>\\xff'"), "is one byte, number 255");
    assert_eq!(
        meaning("'<CURSOR>\\ud800'"),
        "is U+D800, half of a pair: a text with it cannot be encoded as UTF-8"
    );
    assert_eq!(
        meaning("'<CURSOR>\\u200b'"),
        "is one character that shows nothing by itself (U+200B, ZERO WIDTH SPACE)"
    );
    assert_eq!(meaning("'<CURSOR>\\N{bullet}'"), "is the character `•` (U+2022)");
    // An alias, a misspelt name, one that only a looser reading finds; bytes.
    assert_eq!(meaning("'<CURSOR>\\N{LF}'"), "");
    assert_eq!(meaning("'<CURSOR>\\N{BULET}'"), "");
    assert_eq!(meaning("'<CURSOR>\\N{BUL LET}'"), "");
    assert_eq!(meaning("b'<CURSOR>\\u20ac'"), "");
    assert_eq!(meaning("r'<CURSOR>\\n'"), "");
}

#[test]
fn backslashes_that_escape_nothing() {
    let invalid = |code| said("invalid-escape", "invalid-escape", code);
    assert_eq!(
        invalid("<CURSOR>'\\d+\\w'"),
        "`\\d` is no escape, so the backslash stays; 3.12 and 3.13 say `SyntaxWarning`: `invalid escape sequence '\\d'`, later versions the same in other words; one more follows"
    );
    assert_eq!(
        invalid("<CURSOR>b\"\"\"a\\\\\n\\u20ac\"\"\""),
        "`\\u` on line 2 is no escape, so the backslash stays; 3.12 and 3.13 say `SyntaxWarning`: `invalid escape sequence '\\u'`, later versions the same in other words"
    );
    assert_eq!(invalid("<CURSOR>r'\\d'"), "");
    assert_eq!(invalid("<CURSOR>'\\\\d \\n \\N{BULLET}'"), "");
    assert_eq!(invalid("<CURSOR>f'\\n{x}'"), "");
}

#[test]
fn lengths() {
    assert_eq!(
        said("string-length", "string-literal", "x = <CURSOR>'a\\tb\\n'"),
        "is 4 characters long, though 6 stand between the quotes"
    );
    assert_eq!(
        said("string-length", "string-literal", "x = <CURSOR>'\\N{BULLET}'"),
        "is 1 character long, though 10 stand between the quotes"
    );
    assert_eq!(
        said("string-length", "string-literal", "x = <CURSOR>'café'"),
        "is 4 characters long, and 5 bytes as UTF-8"
    );
    assert_eq!(
        said("string-length", "raw-string", "x = <CURSOR>r'\\d+'"),
        "is 3 characters long, the same as `'\\\\d+'`"
    );
    assert_eq!(said("string-length", "string-literal", "x = <CURSOR>'plain'"), "");
    assert_eq!(said("string-length", "string-literal", "x = <CURSOR>'\\x4'"), "");
}

#[test]
fn concatenations() {
    let joined = |code| said("joined-strings", "implicit-concatenation", code);
    assert_eq!(
        joined("xs = ['a', <CURSOR>'b' 'c']"),
        "is the one string `'bc'`: the list has 2 items, not 3"
    );
    assert_eq!(
        joined("x = (<CURSOR>'there is'\n 'missing space')"),
        "joins `is` and `missing` to `ismissing`, without a blank"
    );
    assert_eq!(joined("x = <CURSOR>'a ' 'b'"), "is the one string `'a b'`");
    assert_eq!(joined("x = <CURSOR>'a ' f'{b}'"), "");
    assert_eq!(joined("x = <CURSOR>b'a ' b'b'"), "");
    assert_eq!(joined("xs = [*y, <CURSOR>'a ' 'b']"), "is the one string `'a b'`");
}

//! Values of numbers.

use std::cmp::Ordering;

use serde_json::json;

use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The longest number that is looked at, in bytes.
const LONGEST: usize = 80;
/// How many digits of an exact value are shown.
const SHOWN: usize = 30;

/// The value of an integer that is not written as plain decimal digits, or what is remarkable about one that is.
pub fn integer(site: &Site<'_>) -> Option<Insight> {
    let written = number(site, "integer")?;
    let digits = written.replace('_', "").to_ascii_lowercase();
    let base = match digits.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 10,
    };
    let digits = if base == 10 { digits.as_str() } else { digits.get(2..)? };
    let value = u128::from_str_radix(digits, base).ok()?;
    let remark = remark(value, base, digits);
    if base == 10 && digits == written {
        let sentence = say("is ").say(&remark?);
        return Some(Insight::new(sentence));
    }
    let sentence = say("is ").code(&value.to_string());
    let sentence = match remark {
        Some(remark) => sentence.say(", ").say(&remark),
        None if base == 8 => permissions(value, digits).map_or(sentence.clone(), |bits| {
            sentence.say(", as permissions of a file ").code(&bits)
        }),
        None => sentence,
    };
    Some(Insight::new(sentence).with_claim(json!({"literal": written, "value": value.to_string()})))
}

/// The literal under the cursor.
fn number<'a>(site: &Site<'a>, kind: &str) -> Option<&'a str> {
    let text = site.token.text();
    let fits = site.token.kind() == kind && text.len() <= LONGEST && !text.ends_with(['j', 'J', 'l', 'L']);
    fits.then_some(text)
}

/// A power of two, or one less; in decimal, only those that are not read at a glance.
fn remark(value: u128, base: u32, digits: &str) -> Option<String> {
    let least = if base == 10 { 1024 } else { 15 };
    if value < least {
        return None;
    }
    if value.is_power_of_two() {
        return Some(format!("2 to the power {}", value.trailing_zeros()));
    }
    if let Some(next) = value.checked_add(1).filter(|next| next.is_power_of_two()) {
        let bits = next.trailing_zeros();
        let plain = format!("one less than 2 to the power {bits}");
        return (base != 10 || bits >= 15).then_some(if base == 10 {
            plain
        } else {
            format!("{bits} bits, all set")
        });
    }
    let zeros = digits.strip_prefix('1').filter(|rest| rest.bytes().all(|b| b == b'0'));
    let zeros = zeros.filter(|zeros| base == 10 && zeros.len() >= 5)?;
    Some(format!("10 to the power {}", zeros.len()))
}

/// Three octal digits as `ls -l` shows them.
fn permissions(value: u128, digits: &str) -> Option<String> {
    if digits.len() != 3 {
        return None;
    }
    let bits = "rwxrwxrwx".chars().enumerate();
    let bits = bits.map(|(at, letter)| if value >> (8 - at) & 1 == 1 { letter } else { '-' });
    Some(bits.collect())
}

/// The value that a float has, which mostly is not the one that is written.
pub fn float(site: &Site<'_>) -> Option<Insight> {
    let written = number(site, "float")?;
    let plain = written.replace('_', "");
    let value: f64 = plain.parse().ok()?;
    if value.is_infinite() {
        return Some(Insight::new(say("is ").code("inf").say(": no float is that large")));
    }
    let (digits, power) = normal(&plain)?;
    if value == 0.0 {
        return (!digits.is_empty())
            .then(|| Insight::new(say("is ").code("0.0").say(": no float but 0 is that close to it")));
    }
    // Every float has a finite decimal expansion, of at most 1074 places.
    let expansion = format!("{value:.1074}");
    let (exact, exact_power) = normal(&expansion)?;
    let claim = json!({"literal": written, "exact": format!("0.{exact}e{exact_power}")});
    let order = exact_power.cmp(&power).then_with(|| exact.cmp(&digits));
    let sentence = match order {
        Ordering::Equal => {
            let short = format!("{value:?}");
            if plain.contains(['e', 'E']) && !short.contains('e') {
                say("is ").code(&short)
            } else if power < i64::try_from(digits.len()).ok()? {
                say("is stored exactly, which most decimal fractions are not")
            } else {
                return None;
            }
        }
        order => {
            let than = if order == Ordering::Greater { "more" } else { "less" };
            let sentence = say("is stored as ").code(&shown(&exact, exact_power));
            sentence.say(&format!(", a little {than} than ")).code(written)
        }
    };
    Some(Insight::new(sentence).with_claim(claim))
}

/// The digits of a decimal number without zeros at its ends, and the power of ten that `0.DIGITS` is multiplied by.
fn normal(text: &str) -> Option<(String, i64)> {
    let (number, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let zeros = i64::try_from(all.len() - digits.len()).ok()?;
    let power = i64::try_from(whole.len()).ok()? - zeros + exponent;
    Some((digits.trim_end_matches('0').to_owned(), power))
}

/// The first digits of an exact value.
fn shown(digits: &str, power: i64) -> String {
    let more = if digits.len() > SHOWN { "…" } else { "" };
    let first: String = digits.chars().take(SHOWN).collect();
    match usize::try_from(power) {
        Ok(0) => format!("0.{first}{more}"),
        Ok(whole) if whole < first.len() => {
            let (before, after) = first.split_at(whole);
            format!("{before}.{after}{more}")
        }
        Ok(whole) if whole <= SHOWN && more.is_empty() => format!("{first}{}.0", "0".repeat(whole - first.len())),
        _ if (-5..0).contains(&power) => {
            let zeros = "0".repeat(usize::try_from(-power).unwrap_or(0));
            format!("0.{zeros}{first}{more}")
        }
        _ => {
            let (before, after) = first.split_at(1.min(first.len()));
            format!("{before}.{after}{more}e{}", power - 1)
        }
    }
}

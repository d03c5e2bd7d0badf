//! What CPython says of a call that fails, in its words of 3.10 and later.

use super::callee::{Callee, Slot};
use super::parameters::Way;
use crate::document::Node;

/// A value by place and another by name.
pub(super) fn twice(callee: &Callee<'_>, name: &str) -> String {
    format!("{}() got multiple values for argument '{name}'", callee.qualified)
}

/// A name that is no parameter, or one that is given by place only.
pub(super) fn unknown(callee: &Callee<'_>, name: &str, given: &[(Node<'_>, Node<'_>)]) -> String {
    let by_place = callee.slots.iter().filter(|one| one.way == Way::Place);
    let named = by_place.filter(|one| given.iter().any(|(name, _)| name.text() == one.name));
    let names: Vec<&str> = named.map(|one| one.name.as_str()).collect();
    if names.is_empty() {
        return format!("{}() got an unexpected keyword argument '{name}'", callee.qualified);
    }
    format!(
        "{}() got some positional-only arguments passed as keyword arguments: '{}'",
        callee.qualified,
        names.join(", ")
    )
}

/// More by place than there are places. `named`: how many keyword-only ones are given.
pub(super) fn too_many(callee: &Callee<'_>, places: &[&Slot], given: usize, named: usize) -> String {
    let hidden = usize::from(callee.receiver.is_some());
    let most = places.len() + hidden;
    let least = places.iter().filter(|one| one.default.is_none()).count() + hidden;
    let given = given + hidden;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let takes = match least == most {
        true => format!("{most} positional argument{}", plural(most)),
        false => format!("from {least} to {most} positional arguments"),
    };
    let were = if given == 1 && named == 0 { "was" } else { "were" };
    let gives = match named {
        0 => given.to_string(),
        _ => format!(
            "{given} positional argument{} (and {named} keyword-only argument{})",
            plural(given),
            plural(named)
        ),
    };
    format!("{}() takes {takes} but {gives} {were} given", callee.qualified)
}

/// Parameters without a value: those by place come first.
pub(super) fn missing(callee: &Callee<'_>, missing: &[&Slot]) -> String {
    let by_place: Vec<&&Slot> = missing.iter().filter(|one| one.way != Way::Name).collect();
    let (kind, missing) = if by_place.is_empty() {
        ("keyword-only", missing.iter().collect())
    } else {
        ("positional", by_place)
    };
    let names: Vec<String> = missing.iter().map(|one| format!("'{}'", one.name)).collect();
    let listed = match names.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
        [] => String::new(),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    format!(
        "{}() missing {} required {kind} argument{plural}: {listed}",
        callee.qualified,
        names.len()
    )
}

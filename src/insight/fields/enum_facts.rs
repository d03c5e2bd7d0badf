//! What an enumeration's members are, their values, which are other names, what is no member.

use serde_json::{Map, Value as Json, json};

use super::super::sentence::{Sentence, code, code_span, say};
use super::super::{Finder, Insight, Site};
use super::body::{self, Base};
use super::enums::{Enumeration, Family, Member, Value, class_of_base, enumeration_at};
use crate::document::syntax;

const CONCEPTS: &[&str] = &[
    "class-definition",
    "enum-enum",
    "enum-intenum",
    "enum-strenum",
    "enum-flag",
];

pub(super) const FAULT: Finder = Finder {
    about: "enum-error",
    concepts: CONCEPTS,
    find: fault,
};

pub(super) const MEMBERS: Finder = Finder {
    about: "enum-members",
    concepts: CONCEPTS,
    find: members,
};

pub(super) const AUTO: Finder = Finder {
    about: "enum-auto",
    concepts: &["enum-auto"],
    find: auto,
};

/// How many members a sentence names, and a table.
const SHOWN: usize = 4;
const ROWS: usize = 30;

fn fault<'a>(site: &Site<'a>) -> Option<Insight> {
    if let Some(extended) = extends_members(site) {
        return Some(extended);
    }
    let enumeration = enumeration_at(site)?;
    let making = say("making ").code(enumeration.name).say(" raises ");
    if let Some(repeated) = enumeration.repeated {
        let sentence = making
            .code("TypeError")
            .say(": ")
            .code(repeated.text())
            .say(" is defined a second time");
        return Some(Insight::new(sentence));
    }
    if !enumeration.is_unique {
        return None;
    }
    let same = enumeration.members.iter().find(|member| member.alias_of.is_some())?;
    if enumeration.members.iter().any(|member| member.earlier.is_some()) {
        return None;
    }
    let error = "ValueError: duplicate values found";
    let sentence = making
        .code(error)
        .say(": ")
        .code(same.name)
        .say(" has the value of ")
        .code(same.alias_of?);
    let insight = Insight::new(sentence);
    Some(match body::qualified(enumeration.class) {
        Some(name) => insight.with_claim(json!({ "class": name, "raises": error })),
        None => insight,
    })
}

/// A class whose base has members.
fn extends_members<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = match site.concept {
        "class-definition" => body::class_at(site)?,
        _ => class_of_base(site.token)?,
    };
    let bases = body::bases(site.analysis, class);
    let (base, first) = bases.into_iter().find_map(|base| match base {
        Base::Class(base) => {
            let base = Enumeration::read(site.analysis, base)?;
            let first = base.members.first().map(|member| member.name)?;
            Some((base.name, first))
        }
        _ => None,
    })?;
    let sentence = say("making ")
        .code(body::name_of(class)?)
        .say(" raises ")
        .code("TypeError")
        .say(": ")
        .code(base)
        .say(" has members (")
        .code(first)
        .say("), and only an enumeration without members may be a base");
    Some(Insight::new(sentence))
}

/// An enumeration that can be made.
fn sound<'a>(site: &Site<'a>) -> Option<Enumeration<'a>> {
    let enumeration = enumeration_at(site)?;
    let is_refused = enumeration.is_unique && enumeration.members.iter().any(|member| member.alias_of.is_some());
    (enumeration.repeated.is_none() && !is_refused).then_some(enumeration)
}

fn members<'a>(site: &Site<'a>) -> Option<Insight> {
    let enumeration = sound(site)?;
    let insight = Insight::new(summary(&enumeration)?).with_detail(detail(&enumeration));
    Some(match claim(&enumeration) {
        Some(claim) => insight.with_claim(claim),
        None => insight,
    })
}

fn summary(enumeration: &Enumeration<'_>) -> Option<Sentence> {
    let is_member = |member: &&Member<'_>| member.alias_of.is_none() && !is_compound(enumeration, member);
    let members: Vec<String> = enumeration.members.iter().filter(is_member).map(shown).collect();
    if members.is_empty() {
        return None;
    }
    let mut sentence = match members.len() {
        1 => say("the only member is "),
        count => say(&format!("{count} members: ")),
    };
    sentence = sentence.codes(&members, SHOWN);
    let others: Vec<&Member<'_>> = enumeration.members.iter().filter(|m| m.alias_of.is_some()).collect();
    let mut clause = Sentence::default();
    for (at, other) in others.iter().take(2).enumerate() {
        clause = clause.say(if at == 0 { "; " } else { ", " }).code(other.name);
        clause = clause.say(if at == 0 { " is another name of " } else { " of " });
        clause = clause.code(other.alias_of?);
    }
    if others.len() > 2 {
        clause = clause.say(&format!(" and so on, {} other names in all", others.len()));
    }
    sentence = body::with_clause(sentence, clause);
    let compounds: Vec<String> = enumeration
        .members
        .iter()
        .filter(|member| member.alias_of.is_none() && is_compound(enumeration, member))
        .map(|member| member.name.to_owned())
        .collect();
    if !compounds.is_empty() {
        sentence = sentence
            .say("; a loop leaves out ")
            .codes(&compounds, 2)
            .say(" since 3.11");
    }
    if !enumeration.bare.is_empty() && compounds.is_empty() && others.is_empty() {
        let verb = if enumeration.bare.len() == 1 {
            " has no value and is no member"
        } else {
            " have no values and are no members"
        };
        sentence = body::with_clause(sentence, say("; ").codes(&enumeration.bare, 2).say(verb));
    }
    Some(sentence)
}

/// A flag of no bits or of several: a name for other flags together.
fn is_compound(enumeration: &Enumeration<'_>, member: &Member<'_>) -> bool {
    enumeration.family == Family::Flag && matches!(member.value, Value::Int(number) if number.count_ones() != 1)
}

fn shown(member: &Member<'_>) -> String {
    format!("{}={}", member.name, syntax::shorten_text(&member.value.shown(), 20))
}

fn detail(enumeration: &Enumeration<'_>) -> String {
    let mut text = "| name | value | |\n| --- | --- | --- |\n".to_owned();
    for member in enumeration.members.iter().take(ROWS) {
        let remark = match (member.alias_of, &member.earlier) {
            (Some(of), _) => format!("another name of {}", code_span(of)),
            (None, Some(earlier)) => format!("{} before 3.11", code_span(&earlier.shown())),
            (None, None) if is_compound(enumeration, member) => combination(enumeration, member),
            _ => String::new(),
        };
        let value = code_span(&syntax::shorten_text(&member.value.shown(), 40)).replace('|', "\\|");
        text.push_str(&format!("| {} | {value} | {remark} |\n", code_span(member.name)));
    }
    if enumeration.members.len() > ROWS {
        text.push_str(&format!("\n{} more.", enumeration.members.len() - ROWS));
    }
    text.trim().to_owned()
}

/// Which flags a flag of several bits is.
fn combination(enumeration: &Enumeration<'_>, member: &Member<'_>) -> String {
    let Value::Int(bits) = member.value else {
        return String::new();
    };
    if bits == 0 {
        return "no flag".to_owned();
    }
    let single = enumeration.members.iter().filter_map(|member| match member.value {
        Value::Int(bit) if bit.count_ones() == 1 && bit & bits != 0 && member.alias_of.is_none() => {
            Some((member.name, bit))
        }
        _ => None,
    });
    let single: Vec<(&str, i128)> = single.take(ROWS).collect();
    if single.iter().fold(0, |all, (_, bit)| all | bit) != bits {
        return "has bits without a name".to_owned();
    }
    let names: Vec<String> = single.iter().map(|(name, _)| code_span(name)).collect();
    names.join(" and ")
}

/// What a test can compare with `__members__`: names with their values, in order, where those are numbers or strings.
fn claim(enumeration: &Enumeration<'_>) -> Option<Json> {
    let name = body::qualified(enumeration.class)?;
    let mut members = Map::new();
    for member in &enumeration.members {
        let value = match &member.value {
            Value::Int(number) => json!(i64::try_from(*number).ok()?),
            Value::Str(text) => json!(text),
            Value::Other(_) => return None,
        };
        members.insert(member.name.to_owned(), value);
    }
    let aliases = enumeration.members.iter().filter(|member| member.alias_of.is_some());
    let aliases: Vec<&str> = aliases.map(|member| member.name).collect();
    let differs = enumeration.members.iter().any(|member| member.earlier.is_some());
    let mut claim = json!({ "enum": name, "members": members, "aliases": aliases });
    if differs {
        claim["since"] = json!("3.11");
    }
    Some(claim)
}

fn auto<'a>(site: &Site<'a>) -> Option<Insight> {
    let enumeration = sound(site)?;
    let around = site.token.ancestors().take(4).find(|n| n.kind() == "assignment")?;
    let name = around.child("left")?;
    let member = enumeration.members.iter().find(|member| member.node == name)?;
    if !member.is_auto {
        return None;
    }
    let sentence = code(member.name).say(" is ").code(&member.value.shown());
    let sentence = match &member.earlier {
        Some(earlier) => sentence
            .say(", one above the greatest value; before 3.11 ")
            .code(&earlier.shown())
            .say(", one above the last"),
        None => sentence,
    };
    Some(Insight::new(match member.alias_of {
        Some(of) => sentence.say(", so it is another name of ").code(of),
        None => sentence,
    }))
}

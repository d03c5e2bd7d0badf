//! The members of an enumeration, as `class NAME(Enum)` makes them of its body.

use super::super::{Site, model};
use super::body::{self, Base, Item};
use crate::detect::Analysis;
use crate::document::{Node, syntax};

/// How many members are read, and how deep an expression.
const MOST: usize = 256;
const DEPTH: usize = 24;

/// Which enumeration a class derives from, and the type of its values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Family {
    Enum,
    /// `IntEnum`, or `Enum` with `int`.
    Int,
    /// `Enum` with `str`: `auto()` counts, then the number becomes a string.
    Str,
    /// `StrEnum`: `auto()` gives the name in lower case.
    StrEnum,
    Flag,
}

/// The value of a member.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    Int(i128),
    Str(String),
    /// Another constant, by its text.
    Other(String),
}

impl Value {
    /// As Python shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Int(number) => number.to_string(),
            Self::Str(text) if text.contains('\'') && !text.contains('"') => format!("\"{text}\""),
            Self::Str(text) => format!("'{text}'"),
            Self::Other(text) => text.clone(),
        }
    }
}

pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) node: Node<'a>,
    pub(super) value: Value,
    /// The value before 3.11, where `auto()` went on from the last value and not from the greatest.
    pub(super) earlier: Option<Value>,
    pub(super) is_auto: bool,
    /// The member whose value it has: it is another name of that.
    pub(super) alias_of: Option<&'a str>,
}

pub(super) struct Enumeration<'a> {
    pub(super) class: Node<'a>,
    pub(super) name: &'a str,
    pub(super) family: Family,
    pub(super) members: Vec<Member<'a>>,
    /// Annotated names without a value.
    pub(super) bare: Vec<&'a str>,
    /// A name that is assigned a second time.
    pub(super) repeated: Option<Node<'a>>,
    pub(super) is_unique: bool,
}

/// The enumeration that a site is about: at its `class`, its name, a base, in its body.
pub(super) fn enumeration_at<'a>(site: &Site<'a>) -> Option<Enumeration<'a>> {
    let class = match site.concept {
        "class-definition" => body::class_at(site)?,
        "enum-auto" => body::class_around(site.token)?,
        _ => class_of_base(site.token)?,
    };
    Enumeration::read(site.analysis, class)
}

/// The class of whose bases a name, or the last part of a dotted one, is.
pub(super) fn class_of_base(token: Node<'_>) -> Option<Node<'_>> {
    let base = match token.parent()? {
        dotted if dotted.kind() == "attribute" && token.field() == Some("attribute") => dotted,
        _ => token,
    };
    let bases = base.parent().filter(|n| n.field() == Some("superclasses"))?;
    bases.parent().filter(|n| n.kind() == "class_definition")
}

impl Family {
    pub(super) fn of(analysis: &Analysis, class: Node<'_>) -> Option<Self> {
        let bases = body::bases(analysis, class);
        let names: Option<Vec<&str>> = bases
            .iter()
            .map(|base| match base {
                Base::Library(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        Some(match names?.as_slice() {
            ["enum.Enum"] => Self::Enum,
            ["enum.IntEnum"] | ["builtins.int", "enum.Enum"] => Self::Int,
            ["builtins.str", "enum.Enum"] => Self::Str,
            ["enum.StrEnum"] => Self::StrEnum,
            ["enum.Flag" | "enum.IntFlag"] => Self::Flag,
            _ => return None,
        })
    }
}

impl<'a> Enumeration<'a> {
    /// Reads the class; `None` where it is no enumeration, or where its members are not settled in this file.
    pub(super) fn read(analysis: &Analysis, class: Node<'a>) -> Option<Self> {
        let family = Family::of(analysis, class)?;
        let keywords = class.child("superclasses").into_iter().flat_map(Node::named_children);
        let mut keywords = keywords.filter(|n| n.kind() == "keyword_argument");
        let is_boundary = |n: Node<'_>| n.child("name").is_some_and(|n| n.text() == "boundary");
        if !keywords.all(is_boundary) {
            return None;
        }
        let mut is_unique = false;
        for decorator in body::decorators(class) {
            match body::dotted(analysis, decorator)?.as_str() {
                "enum.unique" => is_unique = true,
                "typing.final" | "enum.global_enum" => {}
                _ => return None,
            }
        }
        let mut enumeration = Self {
            class,
            name: body::name_of(class)?,
            family,
            members: Vec::new(),
            bare: Vec::new(),
            repeated: None,
            is_unique,
        };
        enumeration.read_body(analysis)?;
        Some(enumeration)
    }

    fn read_body(&mut self, analysis: &Analysis) -> Option<()> {
        let items = body::items(self.class)?;
        let refused = ["__new__", "__init__", "_ignore_", "_generate_next_value_", "_value_"];
        if items.iter().any(|item| refused.contains(&item.name().text())) {
            return None;
        }
        for item in &items {
            let name = item.name();
            let value = match *item {
                // A nested class is a member before 3.13.
                Item::Defined { definition, .. } if definition.kind() == "class_definition" => return None,
                Item::Defined { .. } => continue,
                Item::Annotated { value: None, .. } => {
                    self.bare.push(name.text());
                    continue;
                }
                Item::Annotated { value, .. } | Item::Assigned { value, .. } => value?,
            };
            let text = name.text();
            let is_special = text.len() > 4 && text.starts_with("__") && text.ends_with("__");
            if is_special || value.kind() == "lambda" || text == "_order_" {
                continue;
            }
            // Private and reserved names: versions differ.
            if text.starts_with("__") || (text.starts_with('_') && text.ends_with('_')) || text == "mro" {
                return None;
            }
            if self.members.iter().any(|known| known.name == text) {
                self.repeated = self.repeated.or(Some(name));
                continue;
            }
            self.add(analysis, name, value)?;
        }
        let defined = |name: &str| {
            let is_def = |item: &&Item<'_>| matches!(item, Item::Defined { .. }) && item.name().text() == name;
            items.iter().find(is_def).map(|item| item.name())
        };
        let clash = self.members.iter().find_map(|member| defined(member.name));
        self.repeated = self.repeated.or(clash);
        self.bare
            .retain(|name| !self.members.iter().any(|member| member.name == *name));
        (self.members.len() <= MOST).then_some(())
    }

    fn add(&mut self, analysis: &Analysis, node: Node<'a>, value: Node<'a>) -> Option<()> {
        let is_auto = value.kind() == "call" && body::is(analysis, value, "enum.auto");
        if is_auto
            && value
                .child("arguments")
                .is_some_and(|n| n.named_children().next().is_some())
        {
            return None;
        }
        let name = node.text();
        let (value, earlier) = if is_auto {
            self.next(name)?
        } else {
            let value = self.evaluate(value, DEPTH)?;
            self.accepts(&value).then_some((value, None))?
        };
        // `1` and `1.0` are equal.
        let is_float = |value: &Value| matches!(value, Value::Other(text) if text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-'));
        let is_int = |value: &Value| matches!(value, Value::Int(_));
        let mixes = |other: &Member<'_>| {
            (is_float(&value) && is_int(&other.value)) || (is_int(&value) && is_float(&other.value))
        };
        if self.members.iter().any(mixes) {
            return None;
        }
        let same = self.members.iter().find(|known| known.value == value);
        let alias_of = same.map(|known| known.alias_of.unwrap_or(known.name));
        self.members.push(Member {
            name,
            node,
            value,
            earlier,
            is_auto,
            alias_of,
        });
        Some(())
    }

    /// Whether the type of values takes this one as it is.
    fn accepts(&self, value: &Value) -> bool {
        match self.family {
            Family::Enum => true,
            Family::Int | Family::Flag => {
                matches!(value, Value::Int(number) if self.family == Family::Int || *number >= 0)
            }
            Family::Str | Family::StrEnum => matches!(value, Value::Str(_)),
        }
    }

    /// What `auto()` gives, since 3.11 and before.
    fn next(&self, name: &str) -> Option<(Value, Option<Value>)> {
        if self.family == Family::StrEnum {
            return Some((Value::Str(name.to_lowercase()), None));
        }
        let number = |member: &Member<'_>| match &member.value {
            Value::Int(number) => Some(*number),
            Value::Str(text) if self.family == Family::Str && member.is_auto => text.parse().ok(),
            _ => None,
        };
        let before: Option<Vec<i128>> = self.members.iter().map(number).collect();
        let before = before?;
        let (greatest, last) = (before.iter().max().copied(), before.last().copied());
        let follow = |number: Option<i128>| match (self.family, number) {
            (Family::Flag, Some(number)) => power_above(number),
            (_, Some(number)) => number.checked_add(1),
            (_, None) => Some(1),
        };
        let value = |number: i128| {
            if self.family == Family::Str {
                Value::Str(number.to_string())
            } else {
                Value::Int(number)
            }
        };
        let now = value(follow(greatest)?);
        // Once versions differ, what follows differs as well.
        if self.members.iter().any(|member| member.earlier.is_some()) {
            return None;
        }
        let earlier = follow(last).map(value).filter(|earlier| *earlier != now);
        Some((now, earlier))
    }

    fn evaluate(&self, node: Node<'a>, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match node.kind() {
            "integer" => integer(node.text()).map(Value::Int),
            "true" => Some(Value::Int(1)),
            "false" => Some(Value::Int(0)),
            "none" | "float" => Some(Value::Other(node.text().to_owned())),
            "string" => model::string(node).map(Value::Str),
            "parenthesized_expression" => self.evaluate(node.named_children().next()?, depth),
            "identifier" => {
                let known = self.members.iter().find(|member| member.name == node.text())?;
                known.earlier.is_none().then(|| known.value.clone())
            }
            "tuple" if self.family == Family::Enum => self.constant(node),
            "unary_operator" => {
                let Value::Int(number) = self.evaluate(node.child("argument")?, depth)? else {
                    return None;
                };
                let value = match node.child("operator")?.kind() {
                    "-" => number.checked_neg()?,
                    "+" => number,
                    "~" => !number,
                    _ => return None,
                };
                Some(Value::Int(value))
            }
            "binary_operator" => {
                let left = self.evaluate(node.child("left")?, depth)?;
                let right = self.evaluate(node.child("right")?, depth)?;
                let (Value::Int(left), Value::Int(right)) = (left, right) else {
                    return None;
                };
                apply(node.child("operator")?.kind(), left, right).map(Value::Int)
            }
            _ => None,
        }
    }

    /// A tuple of constants.
    fn constant(&self, tuple: Node<'a>) -> Option<Value> {
        let is_constant = |n: Node<'_>| {
            matches!(n.kind(), "integer" | "true" | "false" | "none" | "unary_operator")
                || (n.kind() == "string" && model::string(n).is_some())
        };
        if !tuple.named_children().all(is_constant) {
            return None;
        }
        Some(Value::Other(syntax::shorten_text(tuple.text(), 200).into_owned()))
    }
}

fn apply(operator: &str, left: i128, right: i128) -> Option<i128> {
    let small = u32::try_from(right).ok().filter(|n| *n < 100);
    match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "|" => Some(left | right),
        "&" => Some(left & right),
        "^" => Some(left ^ right),
        "<<" => left.checked_mul(1_i128.checked_shl(small?)?),
        ">>" => left.checked_shr(small?),
        "**" => left.checked_pow(small?),
        _ => None,
    }
}

/// The power of two above the highest bit of a number.
fn power_above(number: i128) -> Option<i128> {
    if number < 0 {
        return None;
    }
    1_i128
        .checked_shl(i128::BITS - number.leading_zeros())
        .filter(|n| *n > 0)
}

fn integer(text: &str) -> Option<i128> {
    let text: String = text.chars().filter(|c| *c != '_').collect::<String>().to_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (text.get(2..)?, 16),
        Some("0o") => (text.get(2..)?, 8),
        Some("0b") => (text.get(2..)?, 2),
        _ => (text.as_str(), 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

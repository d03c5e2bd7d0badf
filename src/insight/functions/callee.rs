//! What a call reaches: a function of this file, a method of an object whose class is known, the method that makes an object.

use super::parameters::{Way, parameters};
use super::shape::{decorator_value, decorators, is_called_as_written, is_private, name_of, qualified_name};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;
use crate::insight::fields::signature;
use crate::insight::model::{
    Member, Metaclass, Winner, class_of_object, class_with, find_member, is_default, makes_its_own, mangled, metaclass,
};
use crate::insight::sentence::Sentence;

/// A parameter, as far as a call goes.
pub(super) struct Slot {
    pub(super) name: String,
    pub(super) way: Way,
    /// What it is where the call does not give it, as code.
    pub(super) default: Option<String>,
}

/// What a call reaches.
pub(super) struct Callee<'a> {
    /// As a sentence names it: `f`, `C.m`.
    name: String,
    /// As messages of CPython's do.
    pub(super) qualified: String,
    /// What the line is told of.
    place: Node<'a>,
    /// Without the one that Python gives.
    pub(super) slots: Vec<Slot>,
    /// That one, such as `self`.
    pub(super) receiver: Option<String>,
    /// A class below may have a method of its own in its place.
    pub(super) may_be_overridden: bool,
    /// That the call fails may not be claimed: another error comes first.
    pub(super) may_fail_otherwise: bool,
    /// It takes nothing at all, and says so in words of its own.
    pub(super) takes_none: bool,
}

impl<'a> Callee<'a> {
    /// What is called here; `None` where the file does not tell.
    pub(super) fn of(analysis: &Analysis, call: Node<'a>) -> Option<Self> {
        let function = call.child("function")?;
        if let Some(class) = class_with(analysis, function) {
            return Self::of_class(analysis, class);
        }
        match function.kind() {
            "identifier" => {
                let Resolution::Function(range) = analysis.resolve(function) else {
                    return None;
                };
                let function = call.nodes().at(&range);
                // A decorator may take other arguments.
                let is_plain = function.kind() == "function_definition" && decorators(function).next().is_none();
                let callee = Self::of_function(function, name_of(function).to_owned(), false)?;
                is_plain.then_some(callee)
            }
            "attribute" => Self::of_method(analysis, function),
            _ => None,
        }
    }

    /// "`f` (line 3)".
    pub(super) fn tell(&self, sentence: Sentence) -> Sentence {
        sentence.code(&self.name).say(" (").line(self.place).say(")")
    }

    fn of_function(function: Node<'a>, name: String, has_receiver: bool) -> Option<Self> {
        let mut slots: Vec<Slot> = Vec::new();
        for one in parameters(function)? {
            slots.push(Slot {
                name: one.name.text().to_owned(),
                way: one.way,
                default: one.default.map(|value| value.text().to_owned()),
            });
        }
        let mut receiver = None;
        if has_receiver {
            let first = slots
                .first()
                .filter(|one| matches!(one.way, Way::Place | Way::Either))?;
            receiver = Some(first.name.clone());
            slots.remove(0);
        }
        Some(Self {
            name,
            qualified: qualified_name(function),
            place: function,
            slots,
            receiver,
            may_be_overridden: false,
            may_fail_otherwise: false,
            takes_none: false,
        })
    }

    /// `self.m`, or `v.m` where `v` is `C(…)`.
    fn of_method(analysis: &Analysis, attribute: Node<'a>) -> Option<Self> {
        let object = attribute
            .child("object")
            .filter(|object| object.kind() == "identifier")?;
        let written = attribute.child("attribute")?.text();
        let class = class_of_object(analysis, object)?;
        let is_receiver = analysis.resolve(object) == Resolution::Parameter;
        let name = match is_private(written) {
            true if is_receiver => mangled(class, written),
            true => return None,
            false => written.to_owned(),
        };
        // An attribute of the object itself comes first.
        if analysis.document().mentions(&format!(".{written} =")) || !is_default(analysis, class, "__getattribute__") {
            return None;
        }
        let (owner, def) = match find_member(analysis, class, &name) {
            Member::Here(def) => (class, def),
            Member::Inherited(owner, def) => (owner, def),
            _ => return None,
        };
        if def.kind() != "function_definition" || !is_called_as_written(analysis, def) {
            return None;
        }
        let is_static = decorators(def)
            .filter_map(decorator_value)
            .any(|value| analysis.resolve(value) == Resolution::Dotted(vec!["builtins.staticmethod".to_owned()]));
        let mut callee = Self::of_function(def, format!("{}.{written}", name_of(owner)), !is_static)?;
        callee.may_be_overridden = is_receiver;
        Some(callee)
    }

    /// `C(…)`.
    fn of_class(analysis: &Analysis, class: Node<'a>) -> Option<Self> {
        let mut callee = Self {
            name: name_of(class).to_owned(),
            qualified: qualified_name(class),
            place: class,
            slots: Vec::new(),
            receiver: Some("self".to_owned()),
            may_be_overridden: false,
            // Abstract methods that are left count first.
            may_fail_otherwise: !matches!(metaclass(analysis, class), Winner::Is(Metaclass::Known("type"), _)),
            takes_none: false,
        };
        if let Some(made) = signature(analysis, class) {
            callee.qualified = format!("{}.{}", callee.qualified, made.method);
            // A named tuple has a metaclass that its class statement leaves behind.
            callee.may_fail_otherwise &= made.method == "__init__";
            callee.slots = made
                .parameters
                .into_iter()
                .map(|one| Slot {
                    name: one.name,
                    way: if one.is_keyword_only { Way::Name } else { Way::Either },
                    default: one.default,
                })
                .collect();
            return Some(callee);
        }
        if !makes_its_own(analysis, class) {
            return None;
        }
        let (owner, def) = match find_member(analysis, class, "__init__") {
            Member::Here(def) => (class, def),
            Member::Inherited(owner, def) => (owner, def),
            Member::Builtin("builtins.object") => {
                callee.qualified = name_of(class).to_owned();
                callee.takes_none = true;
                return Some(callee);
            }
            _ => return None,
        };
        if def.kind() != "function_definition" || decorators(def).next().is_some() {
            return None;
        }
        let made = Self::of_function(def, format!("{}.__init__", name_of(owner)), true)?;
        Some(Self {
            may_fail_otherwise: callee.may_fail_otherwise,
            ..made
        })
    }
}

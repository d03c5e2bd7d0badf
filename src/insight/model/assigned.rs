//! Attributes of a class that are set from outside of it, by its name.

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::detect::Analysis;
use crate::document::Node;

/// Whether a statement outside of a class may set this attribute of it: `C.x = …`, `setattr(C, …)`.
pub(super) fn is_set_from_outside(analysis: &Analysis, class: Node<'_>, name: &str) -> bool {
    let Some(class_name) = class.child("name") else {
        return true;
    };
    is_assigned(analysis.document().text(), class, class_name.text(), name)
        || class.nodes().mentions(&format!("setattr({},", class_name.text()))
}

/// Whether the text assigns to this attribute of a class by the class's name: `C.x = …`, or nearly so.
fn is_assigned(text: &str, class: Node<'_>, class_name: &str, name: &str) -> bool {
    let nodes = class.nodes();
    // A list asks for thousands of classes, a hover for one or two.
    if nodes.len() > 0 {
        let all = nodes.root().remembered(|| {
            let mut all: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
            for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
                if let Some(name) = assigned_behind(text, dot) {
                    let known = all.entry(name_before(text, dot).to_owned()).or_default();
                    known.insert(name.to_owned());
                }
            }
            AssignedOfAll(all)
        });
        return all.0.get(class_name).is_some_and(|names| names.contains(name));
    }
    let of_class = class.remembered(|| {
        let dots = memmem::find_iter(text.as_bytes(), class_name).map(|at| at + class_name.len());
        let dots = dots.filter(|dot| text.as_bytes().get(*dot) == Some(&b'.') && name_before(text, *dot) == class_name);
        Assigned(
            dots.filter_map(|dot| assigned_behind(text, dot).map(str::to_owned))
                .collect(),
        )
    });
    of_class.0.contains(name)
}

/// What a text assigns to attributes of names, by the name.
struct AssignedOfAll(FxHashMap<String, FxHashSet<String>>);

/// What a text assigns to attributes of one class.
struct Assigned(FxHashSet<String>);

/// The name that ends where a dot stands.
fn name_before(text: &str, dot: usize) -> &str {
    let before = text.get(..dot).unwrap_or("");
    let start = before.rfind(|c| !is_of_name(c));
    let start = start.map_or(0, |at| before.ceil_char_boundary(at + 1));
    before.get(start..).unwrap_or("")
}

/// The name that begins behind a dot, if a value or an annotation follows it.
fn assigned_behind(text: &str, dot: usize) -> Option<&str> {
    let rest = text.get(dot + 1..)?;
    let (name, after) = rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()));
    let after = after.trim_start_matches([' ', '\t']);
    let is_assigned = after.starts_with('=') && !after.starts_with("==");
    (is_assigned || after.starts_with([':', ','])).then_some(name)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Nodes};

    #[test]
    fn what_is_assigned_by_the_name_of_a_class() {
        let text = "class C: pass\nclass É: pass\nC.a = 1\nm.C . b = 1\nm.C.c: int\nXC.d = 1\nC.e == 1\nC.f, É.g = 1, 2\nC.h\n.i = 1\nÉC.j = C.k.l = 0\n.C.m=1";
        let document = Document::new(text.to_owned());
        let (some, whole) = (Nodes::new(&document), Nodes::whole(&document));
        for root in [some.root(), whole.root()] {
            let classes = root.named_children().filter(|node| node.kind() == "class_definition");
            let assigned = classes.map(|class| {
                let name = class.child("name").expect("a name").text();
                let is_there = |c: &char| is_assigned(text, class, name, &c.to_string());
                ('a'..='m').filter(is_there).collect::<String>()
            });
            assert_eq!(assigned.collect::<Vec<_>>(), ["acfm", "g"]);
        }
    }
}

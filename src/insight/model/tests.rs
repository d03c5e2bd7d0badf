//! The order, the bases and the members of classes.

use super::*;
use crate::detect::Analysis;
use crate::document::{Document, Node, Nodes};

/// What `ask` says of the last class of `code`.
fn of_last(code: &str, ask: impl for<'a> Fn(&Analysis, Node<'a>) -> String) -> String {
    let analysis = Analysis::new(Document::new(code.to_owned()));
    let nodes = Nodes::whole(analysis.document());
    let class = nodes.all().filter(|n| n.kind() == "class_definition").last();
    class.map_or(String::new(), |class| ask(&analysis, class))
}

fn order(code: &str) -> String {
    of_last(code, |analysis, class| match mro(analysis, class) {
        Mro::Complete(order) => order.iter().map(|entry| entry.name()).collect::<Vec<_>>().join(" "),
        Mro::Conflict { error, .. } => error,
        Mro::Unknown(base) => format!("unknown {}", base.map_or("", Node::text)),
    })
}

fn member(code: &str, name: &str) -> String {
    of_last(code, |analysis, class| match find_member(analysis, class, name) {
        Member::Here(_) => "here".to_owned(),
        Member::Inherited(owner, _) => format!("in {}", owner.child("name").map_or("", Node::text)),
        Member::Builtin(owner) => owner.to_owned(),
        Member::NoHash(owner) => format!("none by {}", owner.child("name").map_or("", Node::text)),
        Member::Absent => "absent".to_owned(),
        Member::Unknown => "unknown".to_owned(),
    })
}

#[test]
fn the_order_of_a_diamond() {
    assert_eq!(
        order("class A: pass\nclass B(A): pass\nclass C(A): pass\nclass D(B, C): pass\n"),
        "D B C A object"
    );
}

#[test]
fn known_bases() {
    assert_eq!(
        order("class E(KeyError, AttributeError): pass\n"),
        "E KeyError LookupError AttributeError Exception BaseException object"
    );
    assert_eq!(
        order(
            "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass B(dict[str, T], Generic[T]): pass\nclass C(B[int]): pass\n"
        ),
        "C B dict Generic object"
    );
    assert_eq!(
        order("from typing import Generic\nclass B(Generic[T]): pass\nclass C(Generic[T], B[T]): pass\n"),
        "C B Generic object"
    );
    assert_eq!(
        order("class B[T]: pass\nclass C[T](B[T]): pass\n"),
        "C B Generic object"
    );
}

#[test]
fn what_is_not_known() {
    assert_eq!(order("from m import A\nclass B(A): pass\n"), "unknown A");
    assert_eq!(order("class A: pass\nclass A: pass\nclass B(A): pass\n"), "B A object");
    assert_eq!(order("class A: pass\nA = f(A)\nclass B(A): pass\n"), "unknown A");
    assert_eq!(order("@f\nclass A: pass\nclass B(A): pass\n"), "unknown A");
    assert_eq!(order("class B(*bases): pass\n"), "unknown ");
    assert_eq!(
        order("class M(type):\n    def mro(cls): pass\nclass B(metaclass=M): pass\n"),
        "unknown "
    );
    assert_eq!(
        order("if x:\n    class A: pass\nelse:\n    class A: pass\nclass B(A): pass\n"),
        "unknown A"
    );
}

#[test]
fn conflicts() {
    assert_eq!(order("class A: pass\nclass B(A, A): pass\n"), "duplicate base class A");
    assert_eq!(
        order("class A: pass\nclass B(A): pass\nclass C(A, B): pass\n"),
        "Cannot create a consistent method resolution order (MRO) for bases A, B"
    );
}

#[test]
fn hostile_hierarchies() {
    let mut cyclic = String::from("def f():\n    global X\n    class X(Y): pass\nclass Y(X): pass\n");
    assert_eq!(order(&cyclic), "unknown ");
    cyclic.push_str(&format!("class Z({}): pass\n", vec!["object"; 5000].join(", ")));
    assert_eq!(order(&cyclic), "unknown ");
    let mut deep = String::from("class A0: pass\nclass B0: pass\n");
    for at in 1..400 {
        let before = at - 1;
        deep.push_str(&format!(
            "class A{at}(A{before}, B{before}): pass\nclass B{at}(A{before}, B{before}): pass\n"
        ));
    }
    assert_eq!(order(&deep), "unknown ");
}

#[test]
fn members_along_the_order() {
    let code = "class A:\n    def f(self): pass\n    x = 1\nclass B(A):\n    def __eq__(self, other): pass\n";
    assert_eq!(member(code, "f"), "in A");
    assert_eq!(member(code, "__eq__"), "here");
    assert_eq!(member(code, "__hash__"), "none by B");
    assert_eq!(member(code, "__lt__"), "builtins.object");
    assert_eq!(member(code, "__iter__"), "absent");
    assert_eq!(member("class B(dict): pass\n", "__iter__"), "builtins.dict");
    assert_eq!(member("class B(dict): pass\n", "__enter__"), "absent");
}

#[test]
fn members_that_may_come_from_elsewhere() {
    assert_eq!(member("from m import A\nclass B(A): pass\n", "f"), "unknown");
    assert_eq!(member("@g\nclass B: pass\n", "f"), "unknown");
    assert_eq!(member("class B: pass\nB.f = 1\n", "f"), "unknown");
    assert_eq!(
        member("class B:\n    if x:\n        def f(self): pass\n", "f"),
        "unknown"
    );
    assert_eq!(member("class B:\n    exec('f = 1')\n", "f"), "unknown");
    assert_eq!(member("class B:\n    __slots__ = ('f',)\n", "f"), "here");
    assert_eq!(member("class B:\n    __slots__ = names\n", "f"), "unknown");
}

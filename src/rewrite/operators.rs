//! Binary operators as the special methods they call.

use super::assignments::in_call;
use super::comprehensions::before_statement;
use super::scopes::{builtins, sees_new_names};
use super::{Answer, Code, Draft, Rewriting, Site};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "binary-operator",
    kinds: &["binary_operator"],
    rewrite: operator,
}];

/// An operator: its sign, a word for it, its methods, how errors call it.
struct Operator {
    sign: &'static str,
    word: &'static str,
    method: &'static str,
    reflected: &'static str,
    called: &'static str,
}

const fn row(
    sign: &'static str,
    word: &'static str,
    method: &'static str,
    reflected: &'static str,
    called: &'static str,
) -> Operator {
    Operator {
        sign,
        word,
        method,
        reflected,
        called,
    }
}

const OPERATORS: [Operator; 12] = [
    row("+", "add", "__add__", "__radd__", "+"),
    row("-", "subtract", "__sub__", "__rsub__", "-"),
    row("/", "divide", "__truediv__", "__rtruediv__", "/"),
    row("//", "floor_divide", "__floordiv__", "__rfloordiv__", "//"),
    row("%", "remainder", "__mod__", "__rmod__", "%"),
    row("**", "power", "__pow__", "__rpow__", "** or pow()"),
    row("@", "matrix_multiply", "__matmul__", "__rmatmul__", "@"),
    row("&", "and", "__and__", "__rand__", "&"),
    row("|", "or", "__or__", "__ror__", "|"),
    row("^", "xor", "__xor__", "__rxor__", "^"),
    row(">>", "shift_right", "__rshift__", "__rrshift__", ">>"),
    row("<<", "shift_left", "__lshift__", "__rlshift__", "<<"),
];

/// The built-ins that the function uses.
const NEEDED: [&str; 5] = ["type", "vars", "hasattr", "list", "TypeError"];

/// `a - b` as a function that asks `__sub__` and `__rsub__`.
fn operator(site: &Site<'_>) -> Answer {
    let sign = site.node.child("operator")?.kind();
    let (left, right) = (site.node.child("left")?, site.node.child("right")?);
    if sign == "*" {
        return Some(Err(
            "a sequence takes part in `*` below the level of special methods: `__mul__` alone does not tell what it does".to_owned(),
        ));
    }
    let operator = OPERATORS.iter().find(|operator| operator.sign == sign)?;
    Some(call(site, operator, left, right))
}

fn call(site: &Site<'_>, operator: &Operator, left: Node<'_>, right: Node<'_>) -> Result<Draft, String> {
    sees_new_names(site.node)?;
    builtins(site, &NEEDED)?;
    let name = site.fresh().name(operator.word);
    let code = protocol(operator, &name);
    let expression = format!("{name}({}, {})", in_call(left), in_call(right));
    let (range, after) = before_statement(site, &code, &expression, &[])?;
    let Operator { method, reflected, .. } = operator;
    let draft = Draft::new("an operator as calls of special methods", range, after)
        .note(format!("`{method}` of the left operand's type is asked first, `{reflected}` of the right one's where that gives no answer; the other way round where the right operand's type is a subclass that has a `{reflected}` of its own."))
        .note("Special methods are looked up on the type, never on the object.")
        .note("Of a type from a module written in C the error message gives the module's name, too.");
    Ok(match operator.sign {
        "+" => draft
            .note("Lists, strings and other sequences built in concatenate only after the right operand was asked."),
        _ => draft,
    })
}

/// The function that does what the interpreter does.
fn protocol(operator: &Operator, name: &str) -> Code {
    let Operator {
        method,
        reflected,
        called,
        ..
    } = operator;
    let mut code = Code::default();
    code.line(0, format!("def {name}(left, right):"));
    code.line(1, "def find(cls, name):");
    code.line(2, "for base in cls.__mro__:");
    code.line(3, "if name in vars(base):");
    code.line(4, "return [vars(base)[name]]");
    code.line(2, "return []");
    code.line(1, "def ask(value, name, other):");
    code.line(2, "for method in find(type(value), name):");
    code.line(3, "if hasattr(type(method), \"__get__\"):");
    code.line(4, "method = method.__get__(value, type(value))");
    code.line(3, "return method(other)");
    code.line(2, "return NotImplemented");
    code.line(1, "differ = type(left) is not type(right)");
    code.line(1, "right_first = (");
    code.line(2, "differ");
    code.line(2, "and type(left) in type(right).__mro__");
    code.line(
        2,
        format!("and find(type(right), \"{reflected}\") != find(type(left), \"{reflected}\")"),
    );
    code.line(1, ")");
    if operator.sign == "+" {
        code.line(1, "right_first = right_first or (");
        code.line(2, "differ");
        code.line(
            2,
            format!("and [type(method) for method in find(type(left), \"{method}\")] == [type(list.__add__)]"),
        );
        code.line(2, format!("and not find(type(left), \"{reflected}\")"));
        code.line(1, ")");
    }
    code.line(1, "result = NotImplemented");
    code.line(1, "if right_first:");
    code.line(2, format!("result = ask(right, \"{reflected}\", left)"));
    code.line(1, "if result is NotImplemented:");
    code.line(2, format!("result = ask(left, \"{method}\", right)"));
    code.line(1, "if result is NotImplemented and differ and not right_first:");
    code.line(2, format!("result = ask(right, \"{reflected}\", left)"));
    code.line(1, "if result is NotImplemented:");
    code.line(2, format!("raise TypeError(f\"unsupported operand type(s) for {called}: {{type(left).__name__!r}} and {{type(right).__name__!r}}\")"));
    code.line(1, "return result");
    code
}

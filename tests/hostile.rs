//! Hostile code: what is known of one place is told within 50 milliseconds, or not at all.

use std::fmt::Write as _;
use std::time::Duration;

use cpu_time::ThreadTime;

use pygloss::detect::Analysis;
use pygloss::document::{Document, Nodes};
use pygloss::gloss::Glossary;
use pygloss::rewrite;

const LIMIT: Duration = Duration::from_millis(50);

/// The fastest of a few tries: whatever disturbs the machine makes it slower.
fn fastest(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let start = ThreadTime::now();
        work();
        start.elapsed()
    };
    (0..5).map(once).min().unwrap_or_default()
}

/// Asks about the place of `marked` in `code`, which is read (parsed, its names bound) before the clock starts.
fn ask(name: &str, code: &str, marked: &str) {
    let offset = code.rfind(marked).unwrap_or_else(|| panic!("{name}: {marked}"));
    let analysis = Analysis::new(Document::new(code.to_owned()));
    let glossary = Glossary::builtin();
    let _ = glossary.at(&analysis, offset);
    let taken = fastest(|| {
        let _ = glossary.at(&analysis, offset);
    });
    assert!(taken <= LIMIT, "{name}: a hover took {taken:?}");
    let taken = fastest(|| {
        let nodes = Nodes::new(analysis.document());
        let _ = rewrite::rewrites(&analysis, &nodes, offset);
    });
    assert!(taken <= 4 * LIMIT, "{name}: a rewriting took {taken:?}");
}

fn repeated(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        let _ = writeln!(text, "{}", line(number));
    }
    text
}

#[test]
fn classes() {
    let diamonds = format!(
        "class A0: pass\n{}",
        repeated(400, |n| format!(
            "class B{n}(A{n}): pass\nclass C{n}(A{n}): pass\nclass A{}(B{n}, C{n}): pass",
            n + 1
        ))
    );
    ask("diamonds", &diamonds, "A400");
    ask("diamonds, keyword", &diamonds, "class A400");
    let cycle = "class A(B): pass\nclass B(C): pass\nclass C(A): pass\nclass A(C): pass\n";
    ask("cycle", cycle, "A(C)");
    let many = format!(
        "{}class D({}): pass\n",
        repeated(3000, |n| format!("class B{n}: pass")),
        (0..3000).map(|n| format!("B{n}")).collect::<Vec<_>>().join(", ")
    );
    ask("thousands of bases", &many, "D(");
    let chain = repeated(3000, |n| format!("class K{}(K{n}): pass", n + 1));
    ask("a long chain", &chain, "K3000");
    let methods = format!(
        "class E:\n{}",
        repeated(5000, |n| format!("    def m{n}(self): return self.m{}", n + 1))
    );
    ask("thousands of methods", &methods, "E:");
    let fields = format!(
        "from dataclasses import dataclass\n@dataclass\nclass F:\n{}",
        repeated(5000, |n| format!("    f{n}: int = {n}"))
    );
    ask("thousands of fields", &fields, "dataclass\nclass");
    let members = format!(
        "from enum import Enum\nclass G(Enum):\n{}",
        repeated(5000, |n| format!("    M{n} = {n}"))
    );
    ask("thousands of members", &members, "G(Enum)");
    let slots = format!(
        "class H:\n    __slots__ = ({})\n",
        (0..5000).map(|n| format!("'s{n}', ")).collect::<String>()
    );
    ask("thousands of slots", &slots, "__slots__");
}

#[test]
fn functions() {
    let parameters = format!(
        "def f({}): pass\n",
        (0..5000).map(|n| format!("p{n}, ")).collect::<String>()
    );
    ask("thousands of parameters", &parameters, "f(");
    let mut nested = String::new();
    for depth in 0..90 {
        let _ = writeln!(nested, "{}def f{depth}(x{depth}):", " ".repeat(depth));
    }
    let _ = writeln!(nested, "{}return x0", " ".repeat(90));
    ask("deep functions", &nested, "x0");
    ask("deep functions, name", &nested, "f89");
    let decorators = format!("{}def g(): pass\n", "@d\n".repeat(3000));
    ask("thousands of decorators", &decorators, "g()");
    ask("thousands of decorators, one", &decorators, "@d");
    let closures = format!(
        "def h():\n{}    return lambda: x9\n",
        repeated(5000, |n| format!("    x{n} = {n}"))
    );
    ask("thousands of variables", &closures, "x9");
    let calls = format!("def k(*a): pass\nk({})\n", "1, ".repeat(5000));
    ask("thousands of arguments", &calls, "(1");
    let methods = format!(
        "class C:\n    def m(self): pass\n{}c = C()\nc.m(1)\n",
        repeated(5000, |n| format!("    def m{n}(self): self.m(1)"))
    );
    ask("a call among thousands", &methods, "(1");
    let late = format!(
        "def f(): return a\n{}a = 1\ndef g(): return a\n",
        repeated(5000, |_| "f()".to_owned())
    );
    ask(
        "thousands of calls before a binding",
        &late.replacen("return a", "return  a", 1),
        "  a",
    );
    let private = format!(
        "class D:\n    def __init__(self): self.__k = 1\nd = D()\n{}d.__k\n",
        repeated(5000, |n| format!("x{n} = d.__k"))
    );
    ask("thousands of private names", &private, "__k");
}

#[test]
fn expressions() {
    let chain = format!("y = {}x\n", "x < ".repeat(5000));
    ask("a long chain", &chain, "<");
    let nested = format!("y = {}1{}\n", "(not ".repeat(2000), ")".repeat(2000));
    ask("deep brackets", &nested, "not");
    let mixed = format!("y = {}1\n", "a or b and ".repeat(3000));
    ask("mixed operators", &mixed, "and");
    let power = format!("y = {}1\n", "-a ** ".repeat(2000));
    ask("many powers", &power, "**");
    let strings = format!("y = ({})\n", "'a' ".repeat(5000));
    ask("many strings", &strings, "'a'");
    let backslashes = format!("y = '{}'\n", "\\d".repeat(50_000));
    ask("many backslashes", &backslashes, "'\\d");
    let digits = format!("y = 0x{}\n", "f".repeat(100_000));
    ask("a long number", &digits, "0x");
    let float = format!("y = 0.{}\n", "1".repeat(100_000));
    ask("a long fraction", &float, "0.");
    let unpacked = format!("{} = {}\n", "a, ".repeat(3000), "1, ".repeat(3000));
    ask("thousands of targets", &unpacked, " = ");
    let field = format!("y = f'{{x:{}}}'\n", ">10".repeat(3000));
    ask("a long format", &field, ":>");
    let range = "y = range(0, 10 ** 18, 3)\nz = range(0, 999999999999999999, 1)\n";
    ask("a long range", range, "range(0, 9");
    let comprehension = format!("y = [x {}]\n", "for x in z ".repeat(1000));
    ask("many loops", &comprehension, "for");
}

#[test]
fn statements() {
    let handlers = format!("try: f()\n{}", repeated(3000, |n| format!("except E{n}: pass")));
    ask("thousands of handlers", &handlers, "except");
    let cases = format!(
        "match x:\n{}",
        repeated(3000, |n| format!("    case {n} | [a, *b]: pass"))
    );
    ask("thousands of cases", &cases, "case");
    let managers = format!(
        "with {}: pass\n",
        (0..2000)
            .map(|n| format!("a{n} as b{n}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    ask("thousands of managers", &managers, "with");
    let breaks = format!(
        "for x in y:\n{}else: pass\n",
        repeated(5000, |_| "    if x: break".to_owned())
    );
    ask("thousands of breaks", &breaks, "else");
    let exported = format!(
        "__all__ = [{}]\n{}",
        (0..3000).map(|n| format!("'n{n}', ")).collect::<String>(),
        repeated(3000, |n| format!("n{n} = {n}"))
    );
    ask("thousands of exports", &exported, "__all__");
    let bound = format!("{}list = 1\n", repeated(5000, |n| format!("list = {n}")));
    ask("thousands of bindings", &bound, "list");
    let imports = format!("{}import os\n", repeated(5000, |n| format!("import a{n}.b as c{n}")));
    ask("thousands of imports", &imports, "import os");
}

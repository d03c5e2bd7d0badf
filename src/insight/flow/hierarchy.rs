//! Which class derives from which: built-in ones, some of the standard library, and those of the file.

use std::ops::Range;

use crate::detect::{Resolution, bases};
use crate::document::Node;
use crate::insight::Site;

/// A class that is known by name or by its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::insight) enum Class {
    /// A built-in, or one of the standard library: its dotted name, a built-in without its module.
    Named(String),
    /// One of this file: the range of its `class` statement.
    Local(Range<usize>),
}

/// How many classes are followed upwards.
const MOST: usize = 64;

/// Decorators that give back the class they were given, or one that derives from the same bases.
const HARMLESS: [&str; 5] = [
    "dataclasses.dataclass",
    "functools.total_ordering",
    "typing.final",
    "typing.runtime_checkable",
    "enum.unique",
];

/// The class that an expression stands for.
pub(in crate::insight) fn class_of(site: &Site<'_>, node: Node<'_>) -> Option<Class> {
    match site.analysis.resolve(node) {
        Resolution::Dotted(names) => match names.as_slice() {
            [only] => Some(named(only)),
            _ => None,
        },
        Resolution::Class(range) => {
            let class = site.nodes.at(&range);
            is_itself(site, class).then_some(Class::Local(range))
        }
        _ => None,
    }
}

/// Whether a `class` statement binds the class it makes.
fn is_itself(site: &Site<'_>, class: Node<'_>) -> bool {
    let Some(outer) = class.parent().filter(|p| p.kind() == "decorated_definition") else {
        return class.kind() == "class_definition";
    };
    let mut decorators = outer.children().filter(|n| n.kind() == "decorator");
    decorators.all(|decorator| {
        let expression = decorator.named_children().next();
        let function = expression.and_then(|e| {
            if e.kind() == "call" {
                e.child("function")
            } else {
                Some(e)
            }
        });
        match function.map(|f| site.analysis.resolve(f)) {
            Some(Resolution::Dotted(names)) => names.iter().all(|name| HARMLESS.contains(&name.as_str())),
            _ => false,
        }
    })
}

/// Its name, other names of the same class made one.
fn named(dotted: &str) -> Class {
    let name = dotted.strip_prefix("builtins.").unwrap_or(dotted);
    let name = match name {
        "IOError" | "EnvironmentError" | "socket.error" | "select.error" | "os.error" => "OSError",
        "json.decoder.JSONDecodeError" => "json.JSONDecodeError",
        "asyncio.exceptions.CancelledError" => "asyncio.CancelledError",
        other => other,
    };
    Class::Named(name.to_owned())
}

/// A class and all the classes it is known to derive from. There may be more: a base can come from elsewhere.
pub(in crate::insight) fn lineage(site: &Site<'_>, class: &Class) -> Vec<Class> {
    let mut found = vec![class.clone()];
    let mut at = 0;
    while let Some(class) = found.get(at).cloned() {
        at += 1;
        for parent in parents(site, &class) {
            if found.len() < MOST && !found.contains(&parent) {
                found.push(parent);
            }
        }
    }
    found
}

fn parents(site: &Site<'_>, class: &Class) -> Vec<Class> {
    match class {
        Class::Named(name) => {
            let of_name = PARENTS.iter().filter(|(child, _)| child == name);
            of_name.map(|(_, parent)| Class::Named((*parent).to_owned())).collect()
        }
        Class::Local(range) => {
            let class = site.nodes.at(range);
            bases(class)
                .take(MOST)
                .filter_map(|base| class_of(site, base))
                .collect()
        }
    }
}

/// Whether everything a class derives from is known.
pub(in crate::insight) fn is_known(site: &Site<'_>, class: &Class) -> bool {
    let all = lineage(site, class);
    all.len() < MOST
        && all.iter().all(|class| match class {
            Class::Named(name) => name == "object" || PARENTS.iter().any(|(child, _)| child == name),
            Class::Local(range) => {
                let class = site.nodes.at(range);
                let list = class.child("superclasses");
                let plain = list.is_none_or(|l| {
                    l.named_children()
                        .all(|n| matches!(n.kind(), "identifier" | "attribute" | "comment"))
                });
                plain && bases(class).take(MOST).all(|base| class_of(site, base).is_some())
            }
        })
}

/// Classes and what they derive from: CPython 3.8 to 3.15 agree on these.
pub(super) const PARENTS: &[(&str, &str)] = &[
    ("ArithmeticError", "Exception"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BaseExceptionGroup", "BaseException"),
    ("BlockingIOError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("BufferError", "Exception"),
    ("BytesWarning", "Warning"),
    ("ChildProcessError", "OSError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionError", "OSError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("DeprecationWarning", "Warning"),
    ("EOFError", "Exception"),
    ("EncodingWarning", "Warning"),
    ("Exception", "BaseException"),
    ("ExceptionGroup", "BaseExceptionGroup"),
    ("ExceptionGroup", "Exception"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("FloatingPointError", "ArithmeticError"),
    ("FutureWarning", "Warning"),
    ("GeneratorExit", "BaseException"),
    ("ImportCycleError", "ImportError"),
    ("ImportError", "Exception"),
    ("ImportWarning", "Warning"),
    ("IndentationError", "SyntaxError"),
    ("IndexError", "LookupError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("KeyError", "LookupError"),
    ("KeyboardInterrupt", "BaseException"),
    ("LookupError", "Exception"),
    ("MemoryError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("NameError", "Exception"),
    ("NotADirectoryError", "OSError"),
    ("NotImplementedError", "RuntimeError"),
    ("OSError", "Exception"),
    ("OverflowError", "ArithmeticError"),
    ("PendingDeprecationWarning", "Warning"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("PythonFinalizationError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("ReferenceError", "Exception"),
    ("ResourceWarning", "Warning"),
    ("RuntimeError", "Exception"),
    ("RuntimeWarning", "Warning"),
    ("StopAsyncIteration", "Exception"),
    ("StopIteration", "Exception"),
    ("SyntaxError", "Exception"),
    ("SyntaxWarning", "Warning"),
    ("SystemError", "Exception"),
    ("SystemExit", "BaseException"),
    ("TabError", "IndentationError"),
    ("TimeoutError", "OSError"),
    ("TypeError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("UnicodeError", "ValueError"),
    ("UnicodeTranslateError", "UnicodeError"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
    ("ValueError", "Exception"),
    ("Warning", "Exception"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("asyncio.CancelledError", "BaseException"),
    ("json.JSONDecodeError", "ValueError"),
    ("binascii.Error", "ValueError"),
    ("subprocess.SubprocessError", "Exception"),
    ("subprocess.CalledProcessError", "subprocess.SubprocessError"),
    ("subprocess.TimeoutExpired", "subprocess.SubprocessError"),
    ("urllib.error.URLError", "OSError"),
    ("urllib.error.HTTPError", "urllib.error.URLError"),
    ("ssl.SSLError", "OSError"),
    ("socket.gaierror", "OSError"),
    ("shutil.Error", "OSError"),
    ("configparser.Error", "Exception"),
    ("configparser.NoSectionError", "configparser.Error"),
    ("configparser.NoOptionError", "configparser.Error"),
    ("queue.Empty", "Exception"),
    ("queue.Full", "Exception"),
    ("struct.error", "Exception"),
    ("zlib.error", "Exception"),
    ("pickle.PickleError", "Exception"),
    ("pickle.PicklingError", "pickle.PickleError"),
    ("pickle.UnpicklingError", "pickle.PickleError"),
    ("io.UnsupportedOperation", "OSError"),
    ("io.UnsupportedOperation", "ValueError"),
    ("bool", "int"),
    ("bytearray", "object"),
    ("bytes", "object"),
    ("complex", "object"),
    ("dict", "object"),
    ("float", "object"),
    ("frozenset", "object"),
    ("int", "object"),
    ("list", "object"),
    ("set", "object"),
    ("str", "object"),
    ("tuple", "object"),
    ("BaseException", "object"),
];

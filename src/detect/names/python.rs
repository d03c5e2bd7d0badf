//! What Python itself brings: its built-in names and its modules. Taken from CPython 3.11 (`dir(builtins)`, `sys.stdlib_module_names`),
//! with what 3.13, 3.14 and 3.15 added.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Whether `name` is a built-in.
pub fn is_builtin(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| BUILTINS.split_ascii_whitespace().collect());
    NAMES.contains(name)
}

/// Whether a class pattern of this built-in compares its one pattern by position with the object itself: `case int(n)`.
pub fn matches_itself(name: &str) -> bool {
    const CLASSES: [&str; 11] = [
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "set",
        "str",
        "tuple",
    ];
    CLASSES.contains(&name)
}

/// Whether `module` is, or lies in, a public package of the standard library.
pub fn is_standard(module: &str) -> bool {
    let top = module.split('.').next().unwrap_or(module);
    MODULES.split_ascii_whitespace().any(|n| n == top)
}

/// Whether `from MODULE import *` puts something else in the place of the built-in `name`.
pub fn star_hides(module: &str, name: &str) -> bool {
    HIDDEN_BY_STAR.contains(&(module, name))
}

const BUILTINS: &str = "
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
    ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning
    EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError
    FutureWarning GeneratorExit IOError ImportError ImportWarning ImportCycleError IndentationError IndexError InterruptedError
    IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None
    NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
    PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning
    RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
    SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
    UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
    __build_class__ __debug__ __import__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod
    compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format
    frozendict frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list
    locals map max memoryview min next object oct open ord pow print property quit range repr reversed round
    sentinel set setattr slice sorted staticmethod str sum super tuple type vars zip";

const MODULES: &str = "
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb
    binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections
    colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv
    ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip
    enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt
    getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib
    inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal
    math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path
    numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform
    plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat
    queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve
    shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
    sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog
    tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize
    tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid
    venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport
    zlib zoneinfo";

const HIDDEN_BY_STAR: &[(&str, &str)] = &[
    ("aifc", "open"),
    ("ast", "slice"),
    ("audioop", "max"),
    ("bz2", "open"),
    ("codecs", "open"),
    ("curses", "filter"),
    ("dbm", "open"),
    ("enum", "property"),
    ("fileinput", "input"),
    ("fnmatch", "filter"),
    ("gzip", "open"),
    ("importlib", "__import__"),
    ("locale", "str"),
    ("locale", "format"),
    ("lzma", "open"),
    ("math", "pow"),
    ("multiprocessing", "TimeoutError"),
    ("operator", "abs"),
    ("operator", "pow"),
    ("os", "open"),
    ("ossaudiodev", "open"),
    ("pdb", "help"),
    ("posix", "open"),
    ("py_compile", "compile"),
    ("pydoc", "help"),
    ("re", "compile"),
    ("reprlib", "repr"),
    ("shelve", "open"),
    ("sqlite3", "Warning"),
    ("sre_compile", "compile"),
    ("sunau", "open"),
    ("sys", "exit"),
    ("sys", "copyright"),
    ("tarfile", "open"),
    ("threading", "enumerate"),
    ("wave", "open"),
    ("webbrowser", "open"),
];

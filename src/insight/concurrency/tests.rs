//! What is said of coroutines and processes, and where nothing is.

use crate::insight::testing::{fact, says, silent};

const FUNCTIONS: &str = "import asyncio\nasync def co():\n    return 1\nasync def agen():\n    yield 1\ndef gen():\n    yield 1\ndef plain():\n    print()\n";

#[track_caller]
fn in_async(about: &str, concept: &str, line: &str, sentence: Option<&str>) {
    let code = format!("{FUNCTIONS}async def main():\n    {line}");
    assert_eq!(fact(about, concept, &code).as_deref(), sentence, "{code}");
}

#[test]
fn never_awaited() {
    let about = "never-awaited";
    let sentence = "runs nothing: `co` is an `async def` (line 2), and no `await` takes its coroutine";
    in_async(about, "closure", "<CURSOR>co()", Some(sentence));
    let outside = format!("{FUNCTIONS}<CURSOR>co()");
    let sentence = "runs nothing: `co` is an `async def` (line 2), and no `await` takes its coroutine; outside of `async def`, `asyncio.run` runs it";
    says(about, "closure", &outside, sentence);
    let method = "class C:\n    async def go(self): pass\n    async def run(self):\n        self.<CURSOR>go()";
    let sentence = "runs nothing: `self.go` is an `async def` (line 2), and no `await` takes its coroutine";
    says(about, "closure", method, sentence);
    let sentence = "does nothing: `asyncio.sleep(1)` only makes a coroutine, and nothing awaits it";
    in_async(about, "asyncio-sleep", "asyncio.<CURSOR>sleep(1)", Some(sentence));
    for silence in [
        "await <CURSOR>co()",
        "x = <CURSOR>co()",
        "<CURSOR>plain()",
        "<CURSOR>agen()",
        "co = f\n    <CURSOR>co()",
    ] {
        in_async(about, "closure", silence, None);
    }
    in_async(about, "asyncio-sleep", "await asyncio.<CURSOR>sleep(1)", None);
    silent(about, "closure", "@wrap\nasync def co(): pass\n<CURSOR>co()");
    silent(about, "closure", "from m import co\n<CURSOR>co()");
}

#[test]
fn awaited() {
    let about = "await-operand";
    let concept = "await-expression";
    let sentence = "raises `TypeError`: `plain` (line 8) is a plain function that returns `None`";
    in_async(about, concept, "<CURSOR>await plain()", Some(sentence));
    let sentence = "raises `TypeError`: `gen` (line 6) is a generator function, which `await` does not take";
    in_async(about, concept, "<CURSOR>await gen()", Some(sentence));
    let sentence = "raises `TypeError`: `agen` (line 4) is an async generator, for `async for` alone";
    in_async(about, concept, "<CURSOR>await agen()", Some(sentence));
    in_async(about, concept, "<CURSOR>await co()", None);
    silent(
        about,
        concept,
        "def f():\n    return g()\nasync def main():\n    <CURSOR>await f()",
    );
    silent(
        about,
        concept,
        "@wrap\ndef f():\n    pass\nasync def main():\n    <CURSOR>await f()",
    );
}

#[test]
fn iterated() {
    let about = "async-iteration";
    let sentence = "raises `TypeError`: `agen` (line 4) is an async generator: that needs `async for`";
    in_async(about, "for-loop", "<CURSOR>for x in agen(): pass", Some(sentence));
    let sentence = "raises `TypeError`: `gen` (line 6) is a plain generator: that needs a plain `for`";
    in_async(about, "async-for", "<CURSOR>async for x in gen(): pass", Some(sentence));
    let sentence = "raises `TypeError`: `co` (line 2) is an `async def`, its coroutine must be awaited first";
    in_async(about, "for-loop", "<CURSOR>for x in co(): pass", Some(sentence));
    in_async(about, "for-loop", "<CURSOR>for x in gen(): pass", None);
    in_async(about, "async-for", "<CURSOR>async for x in agen(): pass", None);
    in_async(about, "for-loop", "<CURSOR>for x in await co(): pass", None);
}

#[test]
fn tasks() {
    let sentence = "nothing keeps this task: the event loop holds it weakly, so `co` may be collected before it ends";
    in_async(
        "task-dropped",
        "asyncio-create-task",
        "asyncio.<CURSOR>create_task(co())",
        Some(sentence),
    );
    in_async(
        "task-dropped",
        "asyncio-create-task",
        "t = asyncio.<CURSOR>create_task(co())",
        None,
    );
    in_async(
        "task-dropped",
        "asyncio-create-task",
        "await asyncio.<CURSOR>create_task(co())",
        None,
    );
    let in_loop = "for _ in range(3):\n        asyncio.<CURSOR>create_task(co())";
    in_async("task-dropped", "asyncio-create-task", in_loop, Some(sentence));
    let uncalled = format!("{FUNCTIONS}async def other(): pass\nasyncio.<CURSOR>run(other)");
    let sentence =
        "raises `ValueError`: it needs the coroutine `other()`, not the function `other` (`TypeError` from 3.14)";
    says("run-uncalled", "asyncio-run", &uncalled, sentence);
    let uncalled = format!("{FUNCTIONS}asyncio.<CURSOR>run(co)");
    let sentence = "raises `ValueError`: it needs the coroutine `co()`, not the function `co` (`TypeError` from 3.14)";
    says("run-uncalled", "asyncio-run", &uncalled, sentence);
    silent(
        "run-uncalled",
        "asyncio-run",
        &format!("{FUNCTIONS}asyncio.<CURSOR>run(co())"),
    );
    silent(
        "run-uncalled",
        "asyncio-run",
        "import asyncio\nfrom m import co\nasyncio.<CURSOR>run(co)",
    );
}

#[test]
fn cached() {
    let about = "cached-coroutine";
    let lru = "import functools\n@functools.<CURSOR>lru_cache(maxsize=9)\nasync def f(x): pass";
    let sentence = "`functools.lru_cache` keeps the coroutine that `f` makes, not its result: the second `await` with the same arguments raises `RuntimeError`";
    says(about, "functools-lru-cache", lru, sentence);
    let property =
        "from functools import cached_property\nclass C:\n    @<CURSOR>cached_property\n    async def f(self): pass";
    let sentence = "`cached_property` keeps the coroutine that `f` makes, not its result: the second `await` on the same object raises `RuntimeError`";
    says(about, "lru-cache-on-async", property, sentence);
    silent(
        about,
        "functools-lru-cache",
        "import functools\n@functools.<CURSOR>lru_cache\ndef f(x): pass",
    );
    silent(
        about,
        "functools-lru-cache",
        "import functools\n@functools.<CURSOR>lru_cache\n@as_task\nasync def f(x): pass",
    );
}

#[test]
fn blocked() {
    let about = "blocks-loop";
    let concept = "blocking-call-in-async";
    let sentence =
        "every other task waits 2 seconds while `time.sleep` blocks `f`: `await asyncio.sleep(2)` lets them run";
    says(
        about,
        concept,
        "import time\nasync def f():\n    time.<CURSOR>sleep(2)",
        sentence,
    );
    let sentence =
        "every other task waits while `input` blocks `f`: `await asyncio.to_thread(input, p)` lets them run (3.9)";
    says(about, concept, "async def f():\n    <CURSOR>input(p)", sentence);
    silent(about, concept, "import time\ndef f():\n    time.<CURSOR>sleep(2)");
    silent(
        about,
        concept,
        "import time\nasync def f():\n    def g():\n        time.<CURSOR>sleep(2)",
    );
    silent(
        about,
        concept,
        "from m import sleep\nasync def f():\n    <CURSOR>sleep(2)",
    );
}

#[test]
fn processes() {
    let about = "process-at-import";
    let fails = |line: usize| {
        format!(
            "starts at import (line {line}): where children are spawned (Windows, macOS; Linux from 3.14 by `forkserver`) each imports this file again and fails: put it under `if __name__ == \"__main__\":`"
        )
    };
    let process = "from multiprocessing import Process\np = <CURSOR>Process(target=f)\np.start()";
    says(about, "multiprocessing-process", process, &fails(3));
    says(
        about,
        "multiprocessing-pool",
        "from multiprocessing import Pool\np = <CURSOR>Pool(3)",
        &fails(2),
    );
    for silence in [
        "from multiprocessing import Process\np = <CURSOR>Process(target=f)",
        "from multiprocessing import Process\nif __name__ == '__main__':\n    p = <CURSOR>Process(target=f)\n    p.start()",
        "from multiprocessing import Process\np = <CURSOR>Process(target=f)\ndef g():\n    p.start()",
        "from m import Process\np = <CURSOR>Process(target=f)\np.start()",
        "import multiprocessing\nfrom multiprocessing import Process\nmultiprocessing.set_start_method('fork')\np = <CURSOR>Process(target=f)\np.start()",
    ] {
        silent(about, "multiprocessing-process", silence);
    }
    let guard = "setup()\n<CURSOR>if __name__ == '__main__':\n    main()";
    says(
        "main-guard",
        "main-guard",
        guard,
        "an import of this file skips `main()`, but still runs `setup()` (line 1)",
    );
    says(
        "main-guard",
        "main-guard",
        "def main(): pass\nmain()\n<CURSOR>if __name__ == '__main__':\n    main()",
        "an import of this file skips `main()`, but still runs `main()` (line 2)",
    );
    silent(
        "main-guard",
        "main-guard",
        "<CURSOR>if __name__ == '__main__':\n    main()",
    );
    silent(
        "main-guard",
        "main-guard",
        "x = setup()\n<CURSOR>if __name__ == '__main__':\n    pass",
    );
}

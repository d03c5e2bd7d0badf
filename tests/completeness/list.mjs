// What CPython 3.14 has, and whether the samples are what they say; see tests/completeness.rs.
//
// Standard input: a JSON array of {names, source, start, end}. Standard output: {version, names, special, wrong}: the names that need a sample, each with
// what it is written as; the special names that its objects carry; and what is wrong with the samples.
import { readFileSync } from "node:fs";
import { loadPyodide } from "../python/node_modules/pyodide/pyodide.mjs";

const python = await loadPyodide();
python.globals.set("samples_json", readFileSync(0, "utf8"));
python.runPython(readFileSync(new URL("list.py", import.meta.url), "utf8"));
process.stdout.write(python.globals.get("answer"));
process.exit(0);

"""Compiles Python sources, to check the pieces of code that pages show without running them.

Standard input: a JSON array of {name, source, refused}. Standard output: a JSON array of the names that did not behave, each
with the reason.
"""
import json
import sys
import warnings

warnings.simplefilter("ignore")
wrong = []
for piece in json.load(sys.stdin):
    try:
        compile(piece["source"], piece["name"], "exec", dont_inherit=True)
        error = None
    except SyntaxError as problem:
        error = str(problem)
    if bool(error) != piece["refused"]:
        wrong.append("%s: %s" % (piece["name"], error or "compiles, and is said not to"))
json.dump(wrong, sys.stdout)

/**
 * The functions and classes of a Python text, with the lines they take. Knows nothing of VS Code.
 *
 * Reads strings, brackets and indentation, which is enough to tell the lines of a definition; what is in them is the server's business.
 */

export interface Scope {
  /** As it is written: `class Reading`, `def area`, `async def fetch`. */
  readonly label: string;
  readonly kind: 'class' | 'function';
  /** The first line: that of the first decorator, if it has any. */
  readonly start: number;
  /** The line after the last one. */
  readonly end: number;
  readonly scopes: readonly Scope[];
}

interface Open {
  label: string;
  kind: 'class' | 'function';
  start: number;
  end: number;
  scopes: Scope[];
  indent: number;
}

const DEFINITION = /^(async\s+def|def|class)\s+([\p{L}\p{N}_]+)/u;

/** The outermost functions and classes of a text, in order; the others are within them. */
export function scopesOf(text: string): Scope[] {
  const lines = text.split(/\r\n|\r|\n/);
  const outermost: Scope[] = [];
  const open: Open[] = [];
  let decorators: { line: number; indent: number } | undefined;
  let last = 0;
  const close = (indent: number): void => {
    for (let top = open.at(-1); top !== undefined && top.indent >= indent; top = open.at(-1)) {
      open.pop();
      top.end = last + 1;
      const { label, kind, start, end, scopes } = top;
      (open.at(-1)?.scopes ?? outermost).push({ label, kind, start, end, scopes });
    }
  };
  for (const { first, end } of logicalLines(lines)) {
    const line = lines[first] ?? '';
    const code = line.trimStart();
    const indent = width(line.slice(0, line.length - code.length));
    close(indent);
    last = end - 1;
    if (code.startsWith('@')) {
      decorators = decorators?.indent === indent ? decorators : { line: first, indent };
      continue;
    }
    const definition = DEFINITION.exec(code);
    if (definition !== null) {
      const [, keyword = '', name = ''] = definition;
      open.push({
        label: `${keyword.replace(/\s+/g, ' ')} ${name}`,
        kind: keyword === 'class' ? 'class' : 'function',
        start: decorators?.indent === indent ? decorators.line : first,
        end: end,
        scopes: [],
        indent,
      });
    }
    decorators = undefined;
  }
  close(0);
  return outermost;
}

/** The columns that blanks and tabs take. */
function width(blanks: string): number {
  let columns = 0;
  for (const blank of blanks) {
    columns = blank === '\t' ? (Math.floor(columns / 8) + 1) * 8 : blank === '\f' ? 0 : columns + 1;
  }
  return columns;
}

/** The lines on which statements begin, and those after their ends. Blank lines and comments belong to no statement. */
function* logicalLines(lines: readonly string[]): Generator<{ first: number; end: number }> {
  let first: number | undefined;
  let depth = 0;
  let quote: string | undefined;
  for (const [number, line] of lines.entries()) {
    if (first === undefined) {
      if (/^\s*(#|$)/.test(line)) {
        continue;
      }
      first = number;
    }
    let goesOn = false;
    for (let at = 0; at < line.length; at += 1) {
      const here = line[at];
      if (here === '\\') {
        goesOn = at === line.length - 1;
        at += 1;
      } else if (quote !== undefined) {
        if (line.startsWith(quote, at)) {
          at += quote.length - 1;
          quote = undefined;
        }
      } else if (here === '#') {
        break;
      } else if (here === '"' || here === "'") {
        quote = line.startsWith(here.repeat(3), at) ? here.repeat(3) : here;
        at += quote.length - 1;
      } else if (here === '(' || here === '[' || here === '{') {
        depth += 1;
      } else if (here === ')' || here === ']' || here === '}') {
        depth = Math.max(0, depth - 1);
      }
    }
    // A string in single quotes ends with its line, whether it was closed or not.
    if (quote?.length === 1 && !goesOn) {
      quote = undefined;
    }
    // A bracket that is never closed must not swallow the rest of the file.
    const next = lines[number + 1] ?? '';
    if (depth > 0 && quote === undefined && /^(?:(?:async\s+def|def|class)\b|@\w)/.test(next)) {
      depth = 0;
    }
    if (quote === undefined && depth === 0 && !goesOn) {
      yield { first, end: number + 1 };
      first = undefined;
    }
  }
  if (first !== undefined) {
    yield { first, end: lines.length };
  }
}

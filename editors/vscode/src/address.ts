/**
 * Addresses of pages: what is shown, and from where. Knows nothing of VS Code, so that it can be tested without.
 *
 * A page is a file of the scheme `pygloss`, such as `pygloss:/dunder-slots.md?{"uri":…,"position":…}`; the query says which code it is about. Pages about no single
 * concept begin with `_`, which no concept's id does.
 */

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** What to explain. Without `concept`, what stands at the position. */
export interface Explained {
  readonly kind: 'concept';
  readonly concept?: string;
  readonly uri?: string;
  readonly position?: Position;
}

/** What to show in plainer Python. */
export interface Plainer {
  readonly kind: 'plainer';
  readonly uri: string;
  readonly position: Position;
  readonly about?: string;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A selection to explain, or without `range` a whole file. */
export interface Digested {
  readonly kind: 'digest';
  readonly uri: string;
  readonly range?: Range;
}

/** All files of the workspace. */
export interface Workspace {
  readonly kind: 'workspace';
}

export type Address = Explained | Plainer | Digested | Workspace;

/** An address as the parts of a URI of the scheme `pygloss`. */
export function toParts(address: Address): { readonly path: string; readonly query: string } {
  if (address.kind === 'workspace') {
    return { path: '/_workspace.md', query: '' };
  }
  if (address.kind === 'digest') {
    const { uri, range } = address;
    return { path: range === undefined ? '/_file.md' : '/_selection.md', query: JSON.stringify({ uri, range }) };
  }
  const { uri, position } = address;
  const about = address.kind === 'plainer' ? address.about : undefined;
  const query = uri === undefined ? '' : JSON.stringify({ uri, position, about });
  const name = address.kind === 'plainer' ? `plainer/${about ?? 'here'}` : (address.concept ?? 'here');
  return { path: `/${name}.md`, query };
}

/** The address in the parts of a URI, or nothing if it is none of ours. */
export function fromParts(path: string, query: string): Address | undefined {
  if (path === '/_workspace.md') {
    return { kind: 'workspace' };
  }
  if (path === '/_file.md' || path === '/_selection.md') {
    const digested = digestedFrom(parse(query));
    return (digested?.range !== undefined) === (path === '/_selection.md') ? digested : undefined;
  }
  const [, folder, name] = /^\/(plainer\/)?([a-z0-9][a-z0-9_-]*)\.md$/i.exec(path) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const place = query === '' ? undefined : parse(query);
  const { uri, position } = isObject(place) ? place : { uri: undefined, position: undefined };
  const at = typeof uri === 'string' && isPosition(position) ? { uri, position } : undefined;
  if (folder !== undefined) {
    return at && { kind: 'plainer', ...at, ...(name === 'here' ? {} : { about: name }) };
  }
  if (name === 'here') {
    return at && { kind: 'concept', ...at };
  }
  return { kind: 'concept', concept: name, ...at };
}

/** The argument of `pygloss.explain`, from a link, a code action or a keybinding: an id, or an object with `concept`, `uri` and `position`. */
export function explainedFrom(argument: unknown): Explained | undefined {
  if (typeof argument === 'string') {
    return { kind: 'concept', concept: argument };
  }
  if (!isObject(argument)) {
    return undefined;
  }
  const { concept, uri, position } = argument;
  const at = typeof uri === 'string' && isPosition(position) ? { uri, position } : undefined;
  if (typeof concept === 'string') {
    return { kind: 'concept', concept, ...at };
  }
  return at && { kind: 'concept', ...at };
}

/** The argument of `pygloss.rewrite`: an object with `uri`, `position` and perhaps `about`. */
export function plainerFrom(argument: unknown): Plainer | undefined {
  if (!isObject(argument)) {
    return undefined;
  }
  const { uri, position, about } = argument;
  if (typeof uri !== 'string' || !isPosition(position)) {
    return undefined;
  }
  return { kind: 'plainer', uri, position, ...(typeof about === 'string' ? { about } : {}) };
}

/** The argument of `pygloss.explainSelection` and `pygloss.explainFile`: an object with `uri`, and of the first with `range`. */
export function digestedFrom(argument: unknown): Digested | undefined {
  if (!isObject(argument) || typeof argument.uri !== 'string') {
    return undefined;
  }
  const { uri, range } = argument;
  if (range === undefined) {
    return { kind: 'digest', uri };
  }
  return isRange(range) ? { kind: 'digest', uri, range: { start: range.start, end: range.end } } : undefined;
}

/** The concept that a link of a page leads to, such as `dunder-slots.md`. */
export function conceptOfLink(href: string): string | undefined {
  return /^(?:\.\/)?([a-z0-9][a-z0-9-]*)\.md(?:#.*)?$/.exec(href)?.[1];
}

/** Whether two addresses show the same page. */
export function isSame(a: Address, b: Address): boolean {
  const [one, two] = [toParts(a), toParts(b)];
  return one.path === two.path && one.query === two.query;
}

/** The pages seen, as a browser keeps them. */
export class History<Entry extends Address = Address> {
  #entries: Entry[] = [];
  #at = -1;

  get current(): Entry | undefined {
    return this.#entries[this.#at];
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  get canGoForward(): boolean {
    return this.#at < this.#entries.length - 1;
  }

  /** Goes to a page; what lay ahead is forgotten. */
  visit(address: Entry): void {
    if (this.current !== undefined && isSame(this.current, address)) {
      return;
    }
    this.#entries = [...this.#entries.slice(Math.max(0, this.#at - 99), this.#at + 1), address];
    this.#at = this.#entries.length - 1;
  }

  /** One page back (-1) or forward (1), if there is one. */
  go(step: -1 | 1): Entry | undefined {
    const next = this.#entries[this.#at + step];
    if (next !== undefined) {
      this.#at += step;
    }
    return next;
  }

  clear(): void {
    this.#entries = [];
    this.#at = -1;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPosition(value: unknown): value is Position {
  const isNumber = (n: unknown): boolean => typeof n === 'number' && Number.isInteger(n) && n >= 0;
  return isObject(value) && isNumber(value.line) && isNumber(value.character);
}

function isRange(value: unknown): value is Range {
  return isObject(value) && isPosition(value.start) && isPosition(value.end);
}

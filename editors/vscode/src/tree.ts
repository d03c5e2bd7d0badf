/** What the side view shows, as data: groups, concepts, places. Knows nothing of VS Code. */

import type { Scope } from './scopes.ts';

export type Level = 'beginner' | 'intermediate' | 'advanced';

export interface Point {
  readonly line: number;
  readonly character: number;
}

export interface Span {
  readonly start: Point;
  readonly end: Point;
}

/** A construct of the file, as the server tells it. */
export interface Concept {
  readonly concept: string;
  readonly title: string;
  readonly level: Level;
  readonly area: string;
  readonly name?: string;
  /** What is underlined. */
  readonly range: Span;
  /** The whole construct. */
  readonly construct: Span;
  /** What it does in this code. */
  readonly here?: string;
}

export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly scope: Scope;
  readonly parent: Group | undefined;
  readonly children: Node[];
}

/** One concept in one function, class or module, with all its places there. */
export interface Item {
  readonly kind: 'concept';
  readonly id: string;
  readonly parent: Group | undefined;
  /** At least one. More than one only where the view is grouped. */
  readonly places: Place[];
  readonly first: Concept;
}

export interface Place {
  readonly kind: 'place';
  readonly id: string;
  readonly parent: Item;
  readonly found: Concept;
}

export type Node = Group | Item | Place;

export interface Wishes {
  readonly grouped: boolean;
  readonly advancedOnly: boolean;
  /** What has to be in title, id, name or area. */
  readonly filter: string;
}

export interface Tree {
  readonly roots: readonly Node[];
  /** The item of each concept that is shown. */
  readonly items: ReadonlyMap<Concept, Item>;
}

export function build(all: readonly Concept[], scopes: readonly Scope[], wishes: Wishes): Tree {
  const wanted = all.filter((concept) => passes(concept, wishes));
  const roots: Node[] = [];
  const items = new Map<Concept, Item>();
  const groups = new Map<Scope, Group>();
  const known = new Map<string, Item>();

  const group = (scope: Scope, parent: Group | undefined): Group => {
    let found = groups.get(scope);
    if (found === undefined) {
      const siblings = parent?.children ?? roots;
      const same = siblings.filter((node) => node.kind === 'group' && node.scope.label === scope.label).length;
      found = { kind: 'group', id: `${parent?.id ?? ''}/${scope.label}${same === 0 ? '' : `#${same}`}`, scope, parent, children: [] };
      groups.set(scope, found);
      siblings.push(found);
    }
    return found;
  };

  for (const [index, concept] of wanted.entries()) {
    let parent: Group | undefined;
    if (wishes.grouped) {
      let inside = scopes;
      for (let scope = at(inside, concept.range.start.line); scope !== undefined; scope = at(inside, concept.range.start.line)) {
        parent = group(scope, parent);
        inside = scope.scopes;
      }
    }
    const id = wishes.grouped ? `${parent?.id ?? ''}:${concept.concept}` : `:${concept.concept}@${index}`;
    let item = known.get(id);
    if (item === undefined) {
      item = { kind: 'concept', id, parent, places: [], first: concept };
      known.set(id, item);
      (parent?.children ?? roots).push(item);
    }
    item.places.push({ kind: 'place', id: `${id}@${item.places.length}`, parent: item, found: concept });
    items.set(concept, item);
  }
  return { roots, items };
}

function at(scopes: readonly Scope[], line: number): Scope | undefined {
  return scopes.find((scope) => scope.start <= line && line < scope.end);
}

function passes(concept: Concept, wishes: Wishes): boolean {
  if (wishes.advancedOnly && concept.level !== 'advanced') {
    return false;
  }
  const filter = wishes.filter.trim().toLowerCase();
  return filter === '' || [concept.title, concept.concept, concept.name ?? '', concept.area].some((text) => text.toLowerCase().includes(filter));
}

/** The concept that the cursor is at: on it, on its line, or around it. */
export function nearest(shown: Iterable<Concept>, cursor: Point): Concept | undefined {
  let best: Concept | undefined;
  let cost: readonly number[] = [];
  for (const concept of shown) {
    const own = distance(concept, cursor);
    if (own !== undefined && (best === undefined || isLess(own, cost))) {
      best = concept;
      cost = own;
    }
  }
  return best;
}

/** Ascending: on the concept's name, on its line, within it. Nothing if it is elsewhere. */
function distance({ range, construct }: Concept, cursor: Point): readonly number[] | undefined {
  const size = (span: Span): readonly number[] => [span.end.line - span.start.line, span.end.character - span.start.character];
  if (holds(range, cursor)) {
    return [0, ...size(range)];
  }
  if (range.start.line === cursor.line) {
    return [1, Math.min(Math.abs(range.start.character - cursor.character), Math.abs(range.end.character - cursor.character))];
  }
  return holds(construct, cursor) ? [2, ...size(construct)] : undefined;
}

function holds(span: Span, point: Point): boolean {
  const before = (a: Point, b: Point): boolean => a.line < b.line || (a.line === b.line && a.character <= b.character);
  return before(span.start, point) && before(point, span.end);
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? 0;
    if (one !== other) {
      return one < other;
    }
  }
  return false;
}

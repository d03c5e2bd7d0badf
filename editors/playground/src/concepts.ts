/** What is in the text: every concept, in the functions and classes where it stands. */

import type { EditorView } from '@codemirror/view';
import { scopesOf } from '../../vscode/src/scopes.ts';
import { build, nearest } from '../../vscode/src/tree.ts';
import type { Concept, Item, Node } from '../../vscode/src/tree.ts';
import type { Connection } from './connection.ts';
import { button, known, make } from './dom.ts';

/** How long nothing has to be typed before the server is asked again, in milliseconds. */
const PAUSE = 300;

export interface Wants {
  readonly explain: (concept: Concept) => void;
  readonly jump: (concept: Concept) => void;
}

export class ConceptsPanel {
  readonly #connection: Connection;
  readonly #view: EditorView;
  readonly #uri: string;
  readonly #wants: Wants;
  readonly #list = known('concepts', HTMLElement);
  readonly #filter = known('filter', HTMLInputElement);
  readonly #advanced = known('advanced-only', HTMLInputElement);
  readonly #count = known('concept-count', HTMLElement);
  /** The line of each concept that is shown. */
  readonly #rows = new Map<Item, HTMLElement>();
  #items: ReadonlyMap<Concept, Item> = new Map();
  #all: readonly Concept[] = [];
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(connection: Connection, view: EditorView, uri: string, wants: Wants) {
    this.#connection = connection;
    this.#view = view;
    this.#uri = uri;
    this.#wants = wants;
    this.#filter.addEventListener('input', () => {
      this.#show();
    });
    this.#advanced.addEventListener('change', () => {
      this.#show();
    });
  }

  get all(): readonly Concept[] {
    return this.#all;
  }

  /** Asks anew, once nothing was typed for a while. */
  refreshSoon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.refresh(), PAUSE);
  }

  async refresh(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const all = await this.#connection.concepts(this.#uri);
      if (asked === this.#asked) {
        this.#all = all;
        this.#show();
      }
    } catch {
      // The connection was lost, which is told elsewhere.
    }
  }

  /** Marks the concept that the cursor is at. */
  follow(): void {
    const { head } = this.#view.state.selection.main;
    const line = this.#view.state.doc.lineAt(head);
    const here = nearest(this.#items.keys(), { line: line.number - 1, character: head - line.from });
    const current = here === undefined ? undefined : this.#items.get(here);
    for (const [item, row] of this.#rows) {
      row.classList.toggle('current', item === current);
    }
  }

  #show(): void {
    const { roots, items } = build(this.#all, scopesOf(this.#view.state.doc.toString()), { grouped: true, advancedOnly: this.#advanced.checked, filter: this.#filter.value });
    this.#items = items;
    this.#rows.clear();
    this.#list.replaceChildren(...(roots.length === 0 ? [make('p', { class: 'empty' }, this.#all.length === 0 ? 'Nothing in this text is explained.' : 'Nothing here is called so.')] : [this.#tree(roots)]));
    const count = new Set(this.#all.map((concept) => concept.concept)).size;
    this.#count.textContent = count === 0 ? '' : ` ${count}`;
    this.follow();
  }

  #tree(nodes: readonly Node[]): HTMLElement {
    const list = make('ul');
    for (const node of nodes) {
      if (node.kind === 'group') {
        list.append(make('li', { class: 'group' }, make('span', { class: `scope ${node.scope.kind}` }, node.scope.label), this.#tree(node.children)));
      } else if (node.kind === 'concept') {
        list.append(this.#row(node));
      }
    }
    return list;
  }

  #row(item: Item): HTMLElement {
    const { first, places } = item;
    const title = button(first.title, 'link', () => {
      this.#wants.explain(first);
    });
    if (first.here !== undefined) {
      title.title = first.here;
    }
    const lines = make('span', { class: 'lines' });
    const rows = [...new Map(places.map(({ found }) => [found.range.start.line + 1, found])).entries()];
    for (const [number, found] of rows.slice(0, 6)) {
      const jump = button(String(number), 'line', () => {
        this.#wants.jump(found);
      });
      jump.setAttribute('aria-label', `Line ${number}: ${first.title}`);
      lines.append(jump);
    }
    if (rows.length > 6) {
      lines.append(make('span', { class: 'more' }, `+${rows.length - 6}`));
    }
    const row = make('li', { class: 'row' }, make('span', { class: `level ${first.level}`, title: first.level }, make('span', { class: 'unseen' }, first.level)), title, lines);
    this.#rows.set(item, row);
    return row;
  }
}

/** Search over all concepts, asked as one types. */

import type { LSPPlugin } from '@codemirror/lsp-client';
import { reasonOf } from './connection.ts';
import type { Connection, Hit } from './connection.ts';
import { known, make } from './dom.ts';
import { bookPage, render } from './render.ts';

/** How long nothing has to be typed, in milliseconds. */
const PAUSE = 120;

export class SearchPanel {
  readonly #connection: Connection;
  readonly #plugin: () => LSPPlugin | null;
  readonly #explain: (concept: string) => void;
  readonly #words = known('words', HTMLInputElement);
  readonly #results = known('results', HTMLElement);
  readonly #status = known('search-status', HTMLElement);
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #hits: readonly Hit[] = [];

  constructor(connection: Connection, plugin: () => LSPPlugin | null, explain: (concept: string) => void) {
    this.#connection = connection;
    this.#plugin = plugin;
    this.#explain = explain;
    this.#words.addEventListener('input', () => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => void this.#search(), PAUSE);
    });
    this.#words.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(this.#waiting);
      void this.#search().then(() => {
        const [first] = this.#hits;
        if (first !== undefined) {
          this.#explain(first.concept);
        }
      });
    });
  }

  focus(): void {
    this.#words.focus();
    this.#words.select();
  }

  async #search(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const words = this.#words.value.trim();
    try {
      const hits = words === '' ? [] : await this.#connection.search(words);
      if (asked === this.#asked) {
        this.#hits = hits;
        this.#results.replaceChildren(...hits.map((hit) => this.#row(hit)));
        this.#status.textContent = words === '' ? 'Names, operators, or a question in your own words.' : hits.length === 0 ? `Nothing is known about “${words}”.` : hits.length === 1 ? 'One concept' : `${hits.length} concepts`;
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#status.textContent = reasonOf(error);
      }
    }
  }

  #row(hit: Hit): HTMLElement {
    const link = make('a', { href: bookPage(hit.concept) }, make('strong', {}, hit.title));
    if (hit.name !== undefined) {
      link.append(' ', make('code', {}, hit.name));
    }
    link.addEventListener('click', (event) => {
      if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        this.#explain(hit.concept);
      }
    });
    const summary = make('div', { class: 'summary' });
    const plugin = this.#plugin();
    if (plugin !== null) {
      summary.append(render(plugin, hit.summary, ({ concept }) => { if (concept !== undefined) this.#explain(concept); }));
    }
    return make('li', {}, make('span', { class: `level ${hit.level}`, title: hit.level }, make('span', { class: 'unseen' }, hit.level)), make('div', {}, link, summary));
  }
}

/** The page beside the code: of a concept, or of a construct in plainer Python, with the way back. */

import type { LSPPlugin } from '@codemirror/lsp-client';
import { History } from '../../vscode/src/address.ts';
import type { Explained, Plainer } from '../../vscode/src/address.ts';
import { reasonOf } from './connection.ts';
import type { Connection } from './connection.ts';
import { button, known, make } from './dom.ts';
import { bookPage, render } from './render.ts';

/** The pages that the playground has. */
export type Address = Explained | Plainer;

interface Shown {
  readonly address: Address;
  readonly title: string;
  readonly markdown: string;
}

export class PagePanel {
  readonly #connection: Connection;
  readonly #plugin: () => LSPPlugin | null;
  readonly #reveal: () => void;
  readonly #article = known('article', HTMLElement);
  readonly #tools = known('page-tools', HTMLElement);
  readonly #history = new History<Address>();
  readonly #back: HTMLButtonElement;
  readonly #forward: HTMLButtonElement;
  readonly #plainer: HTMLButtonElement;
  readonly #book: HTMLAnchorElement;
  /** What is there before anything was explained. */
  readonly #welcome: HTMLElement;
  /** Counts what was asked for: an answer that comes after a later one is dropped. */
  #asked = 0;

  /** `reveal` brings the panel to the front, `leave` goes back to the code. */
  constructor(connection: Connection, plugin: () => LSPPlugin | null, welcome: HTMLElement, reveal: () => void, leave: () => void) {
    this.#connection = connection;
    this.#plugin = plugin;
    this.#welcome = welcome;
    this.#reveal = reveal;
    this.#back = button('←', 'icon', () => void this.#go(-1));
    this.#back.setAttribute('aria-label', 'Page before');
    this.#back.title = 'Page before';
    this.#forward = button('→', 'icon', () => void this.#go(1));
    this.#forward.setAttribute('aria-label', 'Page after');
    this.#forward.title = 'Page after';
    this.#plainer = button('In plainer Python', '', () => {
      const address = this.#history.current;
      if (address?.uri !== undefined && address.position !== undefined) {
        void this.open({ kind: 'plainer', uri: address.uri, position: address.position });
      }
    });
    this.#book = make('a', { class: 'button', target: '_blank', rel: 'noreferrer' }, 'In the book');
    const code = button('Back to the code', 'leave', leave);
    this.#tools.append(this.#back, this.#forward, this.#plainer, this.#book, code);
    this.showWelcome();
  }

  /** Shows what can be done here. */
  showWelcome(): void {
    this.#asked += 1;
    this.#article.replaceChildren(this.#welcome);
    this.#article.scrollTop = 0;
    this.#tools.hidden = true;
  }

  /** Shows a page, and puts the focus on it. */
  async open(wanted: Address): Promise<void> {
    const shown = await this.#fetch(wanted);
    if (shown !== undefined) {
      this.#history.visit(shown.address);
      this.#show(shown);
    }
  }

  async #go(step: -1 | 1): Promise<void> {
    const address = this.#history.go(step);
    const shown = address === undefined ? undefined : await this.#fetch(address);
    if (shown !== undefined) {
      this.#show(shown);
    }
  }

  async #fetch(wanted: Address): Promise<Shown | undefined> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const shown = wanted.kind === 'plainer' ? await this.#fetchPlainer(wanted) : await this.#fetchPage(wanted);
      return asked === this.#asked ? shown : undefined;
    } catch (error) {
      if (asked === this.#asked) {
        this.#article.replaceChildren(make('div', { class: 'prose', role: 'alert' }, make('h2', {}, 'No page'), make('p', {}, `${capital(reasonOf(error))}.`)));
        this.#settle(wanted);
      }
      return undefined;
    }
  }

  async #fetchPage(wanted: Explained): Promise<Shown> {
    const { concept, uri, position } = wanted;
    const page = await this.#connection.page({ ...(concept === undefined ? {} : { concept }), ...(uri === undefined ? {} : { uri }), ...(position === undefined ? {} : { position }) });
    return { address: { ...wanted, concept: page.concept }, title: page.title, markdown: page.markdown };
  }

  async #fetchPlainer(wanted: Plainer): Promise<Shown> {
    const page = await this.#connection.plainer({ uri: wanted.uri, position: wanted.position, ...(wanted.about === undefined ? {} : { about: wanted.about }) });
    return { address: wanted, title: page.title, markdown: page.markdown };
  }

  #show(shown: Shown): void {
    const plugin = this.#plugin();
    if (plugin === null) {
      return;
    }
    const { address } = shown;
    const body = make('div', { class: address.kind === 'plainer' ? 'prose plainer' : 'prose' });
    body.append(render(plugin, shown.markdown, (wanted) => void this.open(wanted)));
    // The window has a heading of its own.
    for (const heading of body.querySelectorAll('h1, h2, h3')) {
      const lower = make(heading.localName === 'h1' ? 'h2' : heading.localName === 'h2' ? 'h3' : 'h4');
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
    this.#article.replaceChildren(body);
    this.#settle(address);
    void this.#offerPlainer(address);
  }

  /** Buttons and focus for what is shown now. */
  #settle(address: Address): void {
    this.#tools.hidden = false;
    this.#back.disabled = !this.#history.canGoBack;
    this.#forward.disabled = !this.#history.canGoForward;
    this.#plainer.hidden = true;
    this.#book.hidden = address.kind !== 'concept' || address.concept === undefined;
    this.#book.href = bookPage(address.kind === 'concept' ? address.concept : undefined);
    this.#reveal();
    this.#article.scrollTop = 0;
    this.#article.focus({ preventScroll: true });
  }

  async #offerPlainer({ kind, uri, position }: Address): Promise<void> {
    if (kind === 'concept' && uri !== undefined && position !== undefined) {
      const asked = this.#asked;
      const offers = await this.#connection.plainer({ uri, position }).then(
        () => true,
        () => false,
      );
      if (asked === this.#asked) {
        this.#plainer.hidden = !offers;
      }
    }
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, '');
}

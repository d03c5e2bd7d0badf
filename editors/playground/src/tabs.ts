/** The tabs of the side: arrow keys go from one to the next. */

import { known } from './dom.ts';

export type Tab = 'page' | 'file' | 'search';

const ALL: readonly Tab[] = ['page', 'file', 'search'];

export class Tabs {
  #chosen: Tab = 'page';
  readonly #opened: (tab: Tab) => void;

  constructor(opened: (tab: Tab) => void) {
    this.#opened = opened;
    for (const [index, tab] of ALL.entries()) {
      const element = this.#tab(tab);
      element.addEventListener('click', () => {
        this.open(tab);
      });
      element.addEventListener('keydown', (event) => {
        const steps: Record<string, number> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: ALL.length - 1 };
        const step = steps[event.key];
        const next = step === undefined ? undefined : ALL.at(step % ALL.length);
        if (next !== undefined) {
          event.preventDefault();
          this.open(next);
          this.#tab(next).focus();
        }
      });
    }
  }

  get chosen(): Tab {
    return this.#chosen;
  }

  open(chosen: Tab): void {
    this.#chosen = chosen;
    for (const tab of ALL) {
      const element = this.#tab(tab);
      const is = tab === chosen;
      element.setAttribute('aria-selected', String(is));
      element.tabIndex = is ? 0 : -1;
      known(`panel-${tab}`, HTMLElement).hidden = !is;
    }
    this.#opened(chosen);
  }

  #tab(tab: Tab): HTMLElement {
    return known(`tab-${tab}`, HTMLElement);
  }
}

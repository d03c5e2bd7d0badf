/** Tips: beside the mouse, or at the cursor with a key or a touch. What the server says, and what can be done about it. */

import { LSPPlugin } from '@codemirror/lsp-client';
import { StateEffect, StateField } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { closeHoverTooltips, Decoration, EditorView, hoverTooltip, keymap, showTooltip } from '@codemirror/view';
import type { DecorationSet, Tooltip, TooltipView } from '@codemirror/view';
import type { Explained, Plainer, Position } from '../../vscode/src/address.ts';
import type { Connection } from './connection.ts';
import { button, make } from './dom.ts';
import { render } from './render.ts';

/** How long the mouse rests before a tip comes, in milliseconds. */
const REST = 250;

interface Hover {
  readonly contents: { readonly value: string };
  readonly range?: { readonly start: Position; readonly end: Position };
}

export interface Actions {
  readonly explain: (wanted: Explained) => void;
  readonly plainer: (wanted: Plainer) => void;
  /** Says something to those who do not see it. */
  readonly announce: (text: string) => void;
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly markdown: string;
  readonly position: Position;
  /** What it is called in plainer Python, where there is such a thing. */
  readonly plainer: string | undefined;
}

const setTip = StateEffect.define<Tooltip | null>();

/** The tip at the cursor. It goes when the text changes, or the cursor moves. */
const tipAtCursor = StateField.define<Tooltip | null>({
  create: () => null,
  update(tip, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setTip)) {
        return effect.value;
      }
    }
    return transaction.docChanged || transaction.selection !== undefined ? null : tip;
  },
  provide: (field) => showTooltip.from(field),
});

const setMark = StateEffect.define<{ readonly from: number; readonly to: number } | null>();
const mark = Decoration.mark({ class: 'explained' });

/** The code that the open tip is about. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        const range = effect.value;
        return range === null || range.from >= range.to ? Decoration.none : Decoration.set(mark.range(range.from, Math.min(range.to, transaction.newDoc.length)));
      }
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class Tips {
  readonly #connection: Connection;
  readonly #actions: Actions;

  constructor(connection: Connection, actions: Actions) {
    this.#connection = connection;
    this.#actions = actions;
  }

  get extension(): Extension {
    return [
      tipAtCursor,
      marked,
      hoverTooltip(
        async (view, pos) => {
          const found = await this.#find(view, pos);
          // One tip is enough: what the cursor's says is being read.
          return found === undefined || view.state.field(tipAtCursor) !== null ? null : this.#tooltip(found);
        },
        { hideOn: (transaction) => transaction.docChanged, hoverTime: REST },
      ),
      keymap.of([
        { key: 'F1', run: this.#show, preventDefault: true },
        { key: 'Ctrl-Space', run: this.#show, preventDefault: true },
        { key: 'Escape', run: (view) => this.close(view) },
      ]),
      EditorView.domEventHandlers({
        // A finger cannot rest: a touch asks.
        pointerup: (event, view) => {
          if (event.pointerType === 'touch') {
            setTimeout(() => {
              if (view.state.selection.main.empty) {
                void this.showAt(view, view.state.selection.main.head, false);
              }
            }, 50);
          }
        },
      }),
    ];
  }

  /** Closes what is open; whether anything was. */
  close(view: EditorView): boolean {
    const isOpen = view.state.field(tipAtCursor) !== null || view.dom.querySelector('.tip') !== null;
    if (isOpen) {
      view.dispatch({ effects: [setTip.of(null), setMark.of(null), closeHoverTooltips] });
      this.#actions.announce('');
    }
    return isOpen;
  }

  /** The tip for a place; `loudly` where it was asked for with a key, so that nothing is said too. */
  async showAt(view: EditorView, pos: number, loudly: boolean): Promise<void> {
    const { doc, selection } = view.state;
    const found = await this.#find(view, pos);
    if (view.state.doc !== doc || !view.state.selection.eq(selection)) {
      return;
    }
    view.dispatch({ effects: [closeHoverTooltips, setTip.of(found === undefined ? null : this.#tooltip(found))] });
    if (found === undefined && loudly) {
      this.#actions.announce('Nothing is explained here.');
    }
  }

  /** At the cursor; where it is shown already, the focus goes into it. */
  readonly #show = (view: EditorView): boolean => {
    const inside = view.dom.querySelector<HTMLElement>('.tip button');
    if (inside !== null && view.state.field(tipAtCursor) !== null) {
      inside.focus();
    } else {
      void this.showAt(view, view.state.selection.main.head, true);
    }
    return true;
  };

  async #find(view: EditorView, pos: number): Promise<Found | undefined> {
    const plugin = LSPPlugin.get(view);
    if (plugin === null || !this.#connection.isOpen) {
      return undefined;
    }
    const { client, uri } = plugin;
    client.sync();
    const doc = view.state.doc;
    const position = plugin.toPosition(pos);
    try {
      const [hover, plainer] = await Promise.all([
        client.request<unknown, Hover | null>('textDocument/hover', { textDocument: { uri }, position }),
        // It fails where there is nothing plainer.
        this.#connection.plainer({ uri, position }).then(
          ({ title }) => title,
          () => undefined,
        ),
      ]);
      if (hover === null || view.state.doc !== doc) {
        return undefined;
      }
      const [from, to] = hover.range === undefined ? [pos, pos] : [plugin.fromPosition(hover.range.start), plugin.fromPosition(hover.range.end)];
      return { from, to, markdown: hover.contents.value, position, plainer };
    } catch {
      // The connection was lost, which is told elsewhere.
      return undefined;
    }
  }

  #tooltip(found: Found): Tooltip {
    return { pos: found.from, end: found.to, above: true, arrow: false, create: (view) => this.#create(view, found) };
  }

  #create(view: EditorView, found: Found): TooltipView {
    const dom = make('div', { class: 'tip', role: 'group', 'aria-label': 'What stands here' });
    const plugin = LSPPlugin.get(view);
    if (plugin !== null) {
      const { uri } = plugin;
      const text = make('div', { class: 'tip-text' });
      text.append(render(plugin, found.markdown, (wanted) => { this.#leave(view, () => { this.#actions.explain(wanted); }); }));
      withoutExplain(text);
      const actions = make('div', { class: 'tip-actions' });
      actions.append(button('Explain this construct', 'primary', () => { this.#leave(view, () => { this.#actions.explain({ kind: 'concept', uri, position: found.position }); }); }));
      if (found.plainer !== undefined) {
        const plainer = button('In plainer Python', '', () => { this.#leave(view, () => { this.#actions.plainer({ kind: 'plainer', uri, position: found.position }); }); });
        plainer.title = found.plainer;
        actions.append(plainer);
      }
      dom.append(text, actions);
      this.#actions.announce(text.innerText || text.textContent);
    }
    dom.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        view.focus();
        this.close(view);
      }
    });
    // The editor is in the middle of an update when it shows and removes a tip.
    const later = (range: Found | null): void => {
      queueMicrotask(() => {
        if (view.dom.isConnected && (range === null ? view.dom.querySelector('.tip') === null : dom.isConnected)) {
          view.dispatch({ effects: setMark.of(range) });
        }
      });
    };
    return {
      dom,
      mount: () => {
        later(found);
      },
      destroy: () => {
        later(null);
      },
    };
  }

  #leave(view: EditorView, run: () => void): void {
    this.close(view);
    run();
  }
}

/** The link "Explain" of the text is a button below it. */
function withoutExplain(text: HTMLElement): void {
  for (const link of text.querySelectorAll('a')) {
    if (link.textContent === 'Explain') {
      const next = link.nextSibling;
      if (next instanceof Text) {
        next.data = next.data.replace(/^\s*·\s*/, '');
      }
      link.remove();
      return;
    }
  }
}

/** The server behind the page: a WebSocket, CodeMirror's client of the protocol over it, and pygloss's own requests. */

import { LSPClient } from '@codemirror/lsp-client';
import type { Transport } from '@codemirror/lsp-client';
import type { Position } from '../../vscode/src/address.ts';
import type { Concept, Level } from '../../vscode/src/tree.ts';

/** How long an answer may take, in milliseconds: the first one waits until the server has read what it knows. */
const PATIENCE = 20_000;

export interface Page {
  readonly concept: string;
  readonly title: string;
  readonly markdown: string;
}

export interface PlainerPage {
  readonly about: string;
  readonly title: string;
  readonly markdown: string;
}

export interface Hit {
  readonly concept: string;
  readonly title: string;
  readonly name?: string;
  readonly level: Level;
  readonly area: string;
  readonly summary: string;
}

export class Connection {
  readonly client: LSPClient;
  readonly #lost: (reason: string) => void;
  #socket: WebSocket | undefined;

  constructor(changed: () => void, lost: (reason: string) => void) {
    this.#lost = lost;
    this.client = new LSPClient({
      timeout: PATIENCE,
      // What stands in the text is the reader's, and folders of the machine have no say in it.
      initializationOptions: { commandLinks: true, changes: true, trusted: false },
      notificationHandlers: {
        'pygloss/changed': () => {
          changed();
          return true;
        },
      },
    });
  }

  /** Opens the connection; when it returns, the server knows what is in the editor. */
  async open(): Promise<void> {
    this.client.disconnect();
    const address = new URL('lsp', location.href);
    address.protocol = 'ws:';
    address.search = '';
    const socket = new WebSocket(address);
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => {
        resolve();
      });
      socket.addEventListener('close', (event) => {
        reject(new Error(event.reason));
        if (this.#socket === socket) {
          this.#socket = undefined;
          this.client.disconnect();
          this.#lost(event.reason);
        }
      });
    });
    this.client.connect(transportOver(socket));
    await this.client.initializing;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** The page of a concept, or of what stands at a place. */
  page(wanted: { concept?: string; uri?: string; position?: Position }): Promise<Page> {
    return this.#ask('pygloss/page', wanted);
  }

  plainer(wanted: { uri: string; position: Position; about?: string }): Promise<PlainerPage> {
    return this.#ask('pygloss/plainer', wanted);
  }

  async concepts(uri: string): Promise<readonly Concept[]> {
    return (await this.#ask<Concept[] | null>('pygloss/concepts', { uri })) ?? [];
  }

  search(words: string): Promise<readonly Hit[]> {
    return this.#ask('pygloss/search', { words });
  }

  configure(settings: { readonly level: string }): void {
    if (this.isOpen) {
      this.client.notification('workspace/didChangeConfiguration', { settings: { pygloss: settings } });
    }
  }

  async #ask<T>(method: string, params: unknown): Promise<T> {
    // What was typed since counts too.
    this.client.sync();
    return await this.client.request<unknown, T>(method, params);
  }
}

/** What the server said when a request failed; it is meant for the reader. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') {
    return error.message;
  }
  return String(error);
}

function transportOver(socket: WebSocket): Transport {
  const handlers = new Map<(message: string) => void, (event: MessageEvent) => void>();
  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) {
        throw new Error('the connection to pygloss is closed');
      }
      socket.send(message);
    },
    subscribe(handler) {
      const listener = (event: MessageEvent): void => {
        if (typeof event.data === 'string') {
          handler(event.data);
        }
      };
      handlers.set(handler, listener);
      socket.addEventListener('message', listener);
    },
    unsubscribe(handler) {
      const listener = handlers.get(handler);
      if (listener !== undefined) {
        socket.removeEventListener('message', listener);
        handlers.delete(handler);
      }
    },
  };
}

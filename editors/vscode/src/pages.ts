/** Pages as files of the scheme `pygloss`, read-only: the server writes them when they are asked for. */

import * as vscode from 'vscode';
import { fromParts, toParts } from './address.ts';
import type { Address } from './address.ts';
import { fileRequest, pageRequest, plainerRequest, selectionRequest, workspaceRequest } from './protocol.ts';
import type { PyglossServer } from './server.ts';

export const SCHEME = 'pygloss';

export interface Shown {
  readonly address: Address;
  readonly title: string;
  readonly markdown: string;
}

interface Written {
  readonly bytes: Uint8Array;
  readonly time: number;
}

/** As many pages are kept. */
const MOST = 200;

export class Pages implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #server: PyglossServer;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #written = new Map<string, Written>();

  #workspace: Shown | undefined;

  readonly onDidChangeFile = this.#changed.event;

  constructor(server: PyglossServer) {
    this.#server = server;
  }

  /** Asks the server for a page, which is the file's text from now on. */
  async fetch(wanted: Address): Promise<Shown> {
    const shown = await this.#ask(wanted);
    if (shown === undefined) {
      // The reader ended it, and knows.
      throw new vscode.CancellationError();
    }
    return this.#keep(shown);
  }

  /** The page of the workspace as it was last made: making it anew takes a while. */
  get workspace(): Shown | undefined {
    return this.#workspace;
  }

  #keep(shown: Shown): Shown {
    const uri = uriOf(shown.address);
    const key = uri.toString();
    const bytes = new TextEncoder().encode(shown.markdown);
    const old = this.#written.get(key);
    if (old === undefined || Buffer.compare(old.bytes, bytes) !== 0) {
      this.#written.set(key, { bytes, time: Date.now() });
      if (old !== undefined) {
        this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      }
      for (const oldest of [...this.#written.keys()].slice(0, Math.max(0, this.#written.size - MOST))) {
        this.#written.delete(oldest);
      }
    }
    return shown;
  }

  async #ask(wanted: Address): Promise<Shown | undefined> {
    if (wanted.kind === 'workspace') {
      const page = await this.#server.askLong(workspaceRequest, {}, 'Explaining the workspace');
      this.#workspace = page === undefined ? this.#workspace : { address: wanted, ...page };
      return page && { address: wanted, ...page };
    }
    if (wanted.kind === 'digest') {
      const { uri, range } = wanted;
      const page = range === undefined ? await this.#server.ask(fileRequest, { uri }) : await this.#server.ask(selectionRequest, { uri, range });
      return { address: wanted, ...page };
    }
    if (wanted.kind === 'plainer') {
      const { uri, position, about } = wanted;
      const page = await this.#server.ask(plainerRequest, { uri, position, ...(about === undefined ? {} : { about }) });
      return { address: { ...wanted, about: page.about }, title: page.title, markdown: page.markdown };
    }
    const { concept, uri, position } = wanted;
    const page = await this.#server.ask(pageRequest, {
      ...(concept === undefined ? {} : { concept }),
      ...(uri === undefined || position === undefined ? {} : { uri, position }),
    });
    return { address: { ...wanted, concept: page.concept }, title: page.title, markdown: page.markdown };
  }

  async #read(uri: vscode.Uri): Promise<Written> {
    const known = this.#written.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const address = fromParts(uri.path, uri.query);
    if (address === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    try {
      const { markdown } = await this.fetch(address);
      return this.#written.get(uri.toString()) ?? { bytes: new TextEncoder().encode(markdown), time: Date.now() };
    } catch (error) {
      throw vscode.FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (uri.path === '/' || uri.path === '/plainer') {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { bytes, time } = await this.#read(uri);
    return { type: vscode.FileType.File, ctime: time, mtime: time, size: bytes.length, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export function uriOf(address: Address): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...toParts(address) });
}

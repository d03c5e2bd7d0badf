/** The item in the language status: which server runs, and the button that restarts it. */

import * as vscode from 'vscode';
import { describe } from './lookup.ts';
import { PYTHON } from './server.ts';
import type { PyglossServer } from './server.ts';

export class Status implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #server: PyglossServer;
  readonly #subscription: vscode.Disposable;

  constructor(server: PyglossServer) {
    this.#server = server;
    this.#item = vscode.languages.createLanguageStatusItem('pygloss', PYTHON);
    this.#item.name = 'pygloss';
    this.#subscription = server.onDidChangePhase(() => {
      this.#show();
    });
    this.#show();
  }

  #show(): void {
    const { phase, server } = this.#server;
    const item = this.#item;
    item.busy = phase === 'starting';
    item.severity = phase === 'missing' || phase === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = server === undefined ? 'pygloss' : `pygloss ${server.version}`;
    item.detail = phase === 'missing' ? 'not found' : phase === 'stopped' ? 'has stopped' : server === undefined ? '' : describe(server.source);
    item.command = phase === 'missing' ? { command: 'pygloss.setUp', title: 'Set Up…' } : { command: 'pygloss.restart', title: 'Restart' };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}

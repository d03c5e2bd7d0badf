/** "Search Concepts": everything that can be explained, from `pygloss list`. */

import * as vscode from 'vscode';
import { run } from './lookup.ts';
import type { Server } from './lookup.ts';
import type { PyglossServer } from './server.ts';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly name?: string | null;
  readonly level: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
}

interface Choice extends vscode.QuickPickItem {
  readonly id?: string;
}

const PATIENCE = 20_000;

export class Search {
  readonly #server: PyglossServer;
  #known: { readonly server: Server; readonly choices: Choice[] } | undefined;

  constructor(server: PyglossServer) {
    this.#server = server;
  }

  /** Lets the user choose a concept. */
  async choose(): Promise<string | undefined> {
    const { server } = this.#server;
    if (server === undefined) {
      await vscode.commands.executeCommand('pygloss.setUp');
      return undefined;
    }
    const choice = await vscode.window.showQuickPick(this.#choices(server), {
      title: 'Search Concepts',
      placeHolder: 'What is to be explained?',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    return choice?.id;
  }

  async #choices(server: Server): Promise<Choice[]> {
    if (this.#known?.server === server) {
      return this.#known.choices;
    }
    const answer = await run(server.path, ['list', '--format', 'json'], PATIENCE);
    if ('problem' in answer) {
      throw new Error(`pygloss cannot list its concepts: ${answer.problem}`);
    }
    const choices: Choice[] = [];
    let area = '';
    for (const concept of JSON.parse(answer.output) as Listed[]) {
      if (concept.area !== area) {
        area = concept.area;
        choices.push({ label: area.replaceAll('-', ' '), kind: vscode.QuickPickItemKind.Separator });
      }
      const words = [concept.name, ...(concept.aliases ?? [])].filter((word) => word !== undefined && word !== null && word !== '');
      choices.push({ id: concept.id, label: concept.title, description: words.join(' · '), detail: plain(concept.summary) });
    }
    this.#known = { server, choices };
    return choices;
  }
}

/** The first paragraph, without marks of Markdown: a QuickPick shows plain text. */
function plain(markdown: string): string {
  const [paragraph = ''] = markdown.split(/\n\s*\n/);
  return paragraph
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

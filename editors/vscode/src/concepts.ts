/** The side view "Concepts in This File". */

import * as vscode from 'vscode';
import { inBackground } from './background.ts';
import type { Tidy } from './background.ts';
import { conceptsRequest, hereRequest } from './protocol.ts';
import { scopesOf } from './scopes.ts';
import { PYTHON } from './server.ts';
import type { PyglossServer } from './server.ts';
import { build, nearest } from './tree.ts';
import type { Concept, Item, Level, Node, Tree } from './tree.ts';

/** How long nothing has to be typed before the server is asked again, in milliseconds. */
const PAUSE = 300;

/** The cursor is followed faster than that, but not on every key. */
const FOLLOW_PAUSE = 80;

const ICONS: Record<Level, vscode.ThemeIcon> = {
  beginner: new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('charts.green')),
  intermediate: new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.blue')),
  advanced: new vscode.ThemeIcon('mortar-board', new vscode.ThemeColor('charts.purple')),
};

type State = 'none' | 'starting' | 'empty' | 'filtered' | 'missing' | 'stopped' | 'shown';

export class ConceptsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #server: PyglossServer;
  readonly #output: vscode.LogOutputChannel;
  readonly #memory: vscode.Memento;
  readonly #view: vscode.TreeView<Node>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: Tidy[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  #document: vscode.TextDocument | undefined;
  #all: readonly Concept[] = [];
  /** The text that `#all` is about. */
  #text = '';
  #tree: Tree = { roots: [], items: new Map() };
  #grouped: boolean;
  #advancedOnly = false;
  #filter = '';
  #refreshing: NodeJS.Timeout | undefined;
  #following: NodeJS.Timeout | undefined;
  #asking: vscode.CancellationTokenSource | undefined;

  constructor(context: vscode.ExtensionContext, server: PyglossServer, output: vscode.LogOutputChannel, explain: (concept: string, uri: vscode.Uri, at: Concept) => Promise<void>) {
    this.#server = server;
    this.#output = output;
    this.#memory = context.globalState;
    this.#grouped = this.#memory.get('concepts.grouped', true);
    this.#view = vscode.window.createTreeView('pygloss.concepts', { treeDataProvider: this, showCollapseAll: true });
    const command = (name: string, run: (node?: Node) => unknown): vscode.Disposable => vscode.commands.registerCommand(`pygloss.concepts.${name}`, run);
    this.#disposables.push(
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) {
          this.#refresh(0);
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#refresh(0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === this.#document && contentChanges.length > 0) {
          this.#refresh(PAUSE);
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) {
          this.#document = undefined;
          this.#refresh(0);
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.document === this.#document) {
          this.#follow(FOLLOW_PAUSE);
        }
      }),
      server.onDidChangePhase(() => {
        this.#refresh(0);
      }),
      server.onDidChangeAnswers(() => {
        this.#refresh(0);
      }),
      command('explain', async (node) => {
        const found = node?.kind === 'concept' ? node.first : node?.kind === 'place' ? node.found : undefined;
        if (found !== undefined && this.#document !== undefined) {
          await explain(found.concept, this.#document.uri, found);
        }
      }),
      command('reveal', (node) => this.#jump(node)),
      command('advanced', () => this.#wish({ advancedOnly: true })),
      command('all', () => this.#wish({ advancedOnly: false })),
      command('group', () => this.#wish({ grouped: true })),
      command('flat', () => this.#wish({ grouped: false })),
      command('filter', () => this.#askFilter()),
      command('clearFilter', () => this.#wish({ filter: '' })),
      command('showEverything', () => this.#wish({ filter: '', advancedOnly: false })),
    );
    inBackground(output, this.#wish({}));
    this.#refresh(0);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'group': {
        const item = new vscode.TreeItem(node.scope.label, vscode.TreeItemCollapsibleState.Expanded);
        item.iconPath = new vscode.ThemeIcon(node.scope.kind === 'class' ? 'symbol-class' : 'symbol-method');
        item.id = node.id;
        return item;
      }
      case 'concept':
        return this.#itemOf(node);
      case 'place': {
        const { found } = node;
        const item = new vscode.TreeItem(`Line ${found.range.start.line + 1}`);
        item.description = this.#document?.lineAt(Math.min(found.range.start.line, this.#document.lineCount - 1)).text.trim() ?? '';
        item.contextValue = 'concept';
        item.id = node.id;
        item.command = { command: 'pygloss.concepts.reveal', title: 'Go There', arguments: [node] };
        return item;
      }
    }
  }

  #itemOf(node: Item): vscode.TreeItem {
    const { first, places } = node;
    const several = places.length > 1;
    const item = new vscode.TreeItem(first.title, several ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
    item.description = several ? `${first.level} · ${places.length}×` : first.level;
    item.iconPath = ICONS[first.level];
    item.contextValue = 'concept';
    item.id = node.id;
    item.accessibilityInformation = { label: `${first.title}, ${first.level}, line ${first.range.start.line + 1}` };
    item.command = { command: 'pygloss.concepts.reveal', title: 'Go There', arguments: [node] };
    return item;
  }

  /** What a construct does is asked for when somebody points at it. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    const found = node.kind === 'concept' ? node.first : node.kind === 'place' ? node.found : undefined;
    const document = this.#document;
    if (found === undefined || document === undefined) {
      return item;
    }
    const { concept, range, construct } = found;
    let here: string | undefined;
    try {
      here = (await this.#server.ask(hereRequest, { uri: document.uri.toString(), concept, range, construct }, token)).here;
    } catch (error) {
      // The rest of the tip is known.
      this.#output.debug(`what ${concept} does here: ${String(error)}`);
    }
    item.tooltip = tooltip(found, here);
    return item;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      return [...this.#tree.roots];
    }
    switch (node.kind) {
      case 'group':
        return node.children;
      case 'concept':
        return node.places.length > 1 ? node.places : [];
      case 'place':
        return [];
    }
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  /** Asks the server anew after a pause, if the view is seen. */
  #refresh(pause: number): void {
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(() => {
      inBackground(this.#output, this.#load());
    }, pause);
  }

  async #load(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor !== undefined && vscode.languages.match(PYTHON, editor.document) > 0) {
      this.#document = editor.document;
    } else if (this.#document?.isClosed === true || (editor !== undefined && editor.document.uri.scheme !== 'output')) {
      // Another kind of file. A panel or a side view in front is no reason to forget the file.
      this.#document = undefined;
    }
    if (!this.#view.visible) {
      return;
    }
    this.#asking?.cancel();
    this.#asking?.dispose();
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    const document = this.#document;
    if (document === undefined || this.#server.phase !== 'running') {
      this.#all = [];
      await this.#rebuild();
      return;
    }
    const text = document.getText();
    let all: readonly Concept[];
    try {
      all = (await this.#server.ask(conceptsRequest, { uri: document.uri.toString(), here: false }, asking.token)) ?? [];
    } catch (error) {
      if (!asking.token.isCancellationRequested) {
        this.#output.warn(`no list of the concepts in ${document.uri.toString()}: ${error instanceof Error ? error.message : String(error)}`);
        this.#all = [];
        await this.#rebuild();
      }
      return;
    }
    if (asking.token.isCancellationRequested) {
      return;
    }
    this.#all = all;
    this.#text = text;
    await this.#rebuild();
    this.#follow(0);
  }

  async #rebuild(): Promise<void> {
    const scopes = this.#grouped && this.#all.length > 0 ? scopesOf(this.#text) : [];
    this.#tree = build(this.#all, scopes, { grouped: this.#grouped, advancedOnly: this.#advancedOnly, filter: this.#filter });
    // Above an empty view a message would stand in place of the text that says what to do.
    this.#view.message = this.#filter === '' || this.#tree.roots.length === 0 ? '' : `Filter: ${this.#filter}`;
    this.#view.description = this.#document === undefined ? '' : nameOf(this.#document.uri);
    await vscode.commands.executeCommand('setContext', 'pygloss.concepts.state', this.#state());
    this.#changed.fire(undefined);
  }

  #state(): State {
    const { phase } = this.#server;
    if (phase === 'missing' || phase === 'stopped') {
      return phase;
    }
    if (this.#document === undefined) {
      return 'none';
    }
    if (phase === 'starting') {
      return 'starting';
    }
    return this.#tree.roots.length > 0 ? 'shown' : this.#all.length > 0 ? 'filtered' : 'empty';
  }

  /** The editor that shows the file: of several the one that is used. */
  #editor(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    return activeTextEditor?.document === this.#document ? activeTextEditor : visibleTextEditors.find(({ document }) => document === this.#document);
  }

  /** Selects what the cursor is at. */
  #follow(pause: number): void {
    clearTimeout(this.#following);
    this.#following = setTimeout(() => {
      this.#reveal().catch((error: unknown) => {
        this.#output.debug(`following the cursor: ${String(error)}`);
      });
    }, pause);
  }

  async #reveal(): Promise<void> {
    const editor = this.#editor();
    if (editor === undefined || !this.#view.visible) {
      return;
    }
    const concept = nearest(this.#tree.items.keys(), editor.selection.active);
    const item = concept && this.#tree.items.get(concept);
    if (item === undefined || concept === undefined) {
      return;
    }
    const [selected] = this.#view.selection;
    // One of several places may be selected already: then it stays so.
    const node: Node = selected?.kind === 'place' && selected.parent === item ? (item.places.find(({ found }) => found === concept) ?? item) : item;
    if (selected !== node) {
      await this.#view.reveal(node, { select: true, focus: false, expand: false });
    }
  }

  async #jump(node: Node | undefined): Promise<void> {
    const found = node?.kind === 'concept' ? node.first : node?.kind === 'place' ? node.found : undefined;
    const document = this.#document;
    if (found === undefined || document === undefined) {
      return;
    }
    const { start, end } = found.range;
    const range = document.validateRange(new vscode.Range(start.line, start.character, end.line, end.character));
    const visible = this.#editor();
    if (visible?.viewColumn === undefined && visible !== undefined) {
      // A cell of a notebook, or one side of a diff: opening the document would show it a second time.
      visible.selection = new vscode.Selection(range.start, range.start);
      visible.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      return;
    }
    await vscode.window.showTextDocument(document, {
      selection: new vscode.Range(range.start, range.start),
      ...(visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn }),
    });
  }

  async #askFilter(): Promise<void> {
    const filter = await vscode.window.showInputBox({ title: 'Filter Concepts', prompt: 'A part of a title, an id, a name or an area', value: this.#filter });
    if (filter !== undefined) {
      await this.#wish({ filter });
    }
  }

  async #wish(wishes: { grouped?: boolean; advancedOnly?: boolean; filter?: string }): Promise<void> {
    this.#grouped = wishes.grouped ?? this.#grouped;
    this.#advancedOnly = wishes.advancedOnly ?? this.#advancedOnly;
    this.#filter = wishes.filter ?? this.#filter;
    await this.#memory.update('concepts.grouped', this.#grouped);
    await vscode.commands.executeCommand('setContext', 'pygloss.concepts.grouped', this.#grouped);
    await vscode.commands.executeCommand('setContext', 'pygloss.concepts.advancedOnly', this.#advancedOnly);
    await vscode.commands.executeCommand('setContext', 'pygloss.concepts.filtered', this.#filter !== '');
    await this.#rebuild();
    this.#follow(0);
  }

  dispose(): void {
    clearTimeout(this.#refreshing);
    clearTimeout(this.#following);
    this.#asking?.cancel();
    this.#asking?.dispose();
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }
}

function tooltip(concept: Concept, here: string | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(concept.title).appendMarkdown('**');
  if (concept.name !== undefined) {
    text.appendText(` ${concept.name}`);
  }
  if (here !== undefined) {
    text.appendMarkdown('\n\n').appendText(here);
  }
  return text.appendMarkdown('\n\n').appendText(`Line ${concept.range.start.line + 1} · ${concept.level} · ${concept.area}`);
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

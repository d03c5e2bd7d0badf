/** The page beside the code: one panel, in which links lead on and back. */

import * as vscode from 'vscode';
import { fromParts, History, toParts } from './address.ts';
import type { Address } from './address.ts';
import { inBackground } from './background.ts';
import { documentOf } from './html.ts';
import { uriOf } from './pages.ts';
import type { Pages, Shown } from './pages.ts';

const TYPE = 'pygloss.page';
const SHOW = 'pygloss.page.show';

/** Where the page that was open last is remembered, for when the window is opened again. */
const REMEMBERED = 'page';

export class PagePanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #context: vscode.ExtensionContext;
  readonly #output: vscode.LogOutputChannel;
  readonly #pages: Pages;
  readonly #history = new History();
  readonly #disposables: vscode.Disposable[] = [];
  #panel: vscode.WebviewPanel | undefined;
  /** Counts what was asked for: an answer that comes after a later one is dropped. */
  #asked = 0;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, pages: Pages) {
    this.#context = context;
    this.#output = output;
    this.#pages = pages;
    this.#disposables.push(
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
      vscode.commands.registerCommand(SHOW, (concept: unknown) => (typeof concept === 'string' ? this.open({ kind: 'concept', concept }) : undefined)),
      vscode.commands.registerCommand('pygloss.page.back', () => this.#go(-1)),
      vscode.commands.registerCommand('pygloss.page.forward', () => this.#go(1)),
      vscode.commands.registerCommand('pygloss.page.source', () => this.#openSource()),
    );
  }

  /** Shows a page, beside the code if there is no panel yet. */
  async open(wanted: Address): Promise<void> {
    const shown = await this.#fetch(wanted);
    if (shown !== undefined) {
      this.#history.visit(shown.address);
      await this.#show(shown);
    }
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const { path, query } = this.#context.workspaceState.get(REMEMBERED, { path: '', query: '' });
    const address = fromParts(path, query);
    // The place in the code may be another by now.
    const wanted: Address | undefined = address?.kind === 'concept' && address.concept !== undefined ? { kind: 'concept', concept: address.concept } : address;
    // Nobody asked for a look at a whole workspace, and what was selected is not open yet.
    if (wanted === undefined || wanted.kind === 'workspace' || wanted.kind === 'digest') {
      panel.dispose();
      return;
    }
    this.#adopt(panel);
    await this.open(wanted);
    if (this.#history.current === undefined) {
      panel.dispose();
    }
  }

  async #go(step: -1 | 1): Promise<void> {
    const address = this.#history.go(step);
    if (address === undefined) {
      return;
    }
    const shown = address.kind === 'workspace' && this.#pages.workspace !== undefined ? this.#pages.workspace : await this.#fetch(address);
    if (shown === undefined) {
      this.#history.go(step === 1 ? -1 : 1);
    } else {
      await this.#show(shown);
    }
  }

  async #fetch(wanted: Address): Promise<Shown | undefined> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const shown = await this.#pages.fetch(wanted);
      return asked === this.#asked ? shown : undefined;
    } catch (error) {
      if (error instanceof vscode.CancellationError) {
        return undefined;
      }
      // What the server says is meant for the user: nothing here stands for something plainer, and the like.
      const message = error instanceof Error ? error.message : String(error);
      this.#output.info(`no page: ${message}`);
      inBackground(this.#output, vscode.window.showInformationMessage(`pygloss: ${message}`));
      return undefined;
    }
  }

  async #show(shown: Shown): Promise<void> {
    const body = await this.#render(shown);
    if (body === undefined) {
      await this.#openText(shown);
      return;
    }
    const panel = this.#panel ?? this.#create();
    panel.title = shown.title;
    panel.webview.html = documentOf(
      body,
      { title: shown.title, source: panel.webview.cspSource, styles: panel.webview.asWebviewUri(vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'page.css')).toString() },
      SHOW,
    );
    if (!panel.visible) {
      panel.reveal(undefined, true);
    }
    await this.#context.workspaceState.update(REMEMBERED, toParts(shown.address));
    await this.#tellContext();
  }

  /** The page as HTML, by VS Code's own renderer; nothing if that extension is disabled. */
  async #render(shown: Shown): Promise<string | undefined> {
    try {
      return await vscode.commands.executeCommand<string>('markdown.api.render', shown.markdown);
    } catch (error) {
      this.#output.warn(`the page is shown as text, since VS Code's Markdown extension does not render it: ${String(error)}`);
      return undefined;
    }
  }

  #create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(TYPE, 'pygloss', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, this.#options());
    this.#adopt(panel);
    return panel;
  }

  #options(): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    return {
      enableScripts: false,
      enableForms: false,
      enableFindWidget: true,
      enableCommandUris: [SHOW],
      localResourceRoots: [vscode.Uri.joinPath(this.#context.extensionUri, 'media')],
    };
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.webview.options = this.#options();
    panel.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      if (this.#panel === panel) {
        this.#panel = undefined;
        this.#history.clear();
        inBackground(this.#output, this.#tellContext());
      }
    });
  }

  async #openText(shown: Shown): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(shown.address));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  async #openSource(): Promise<void> {
    const address = this.#history.current;
    if (address !== undefined) {
      const document = await vscode.workspace.openTextDocument(uriOf(address));
      await vscode.window.showTextDocument(document, { preview: true });
    }
  }

  async #tellContext(): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'pygloss.page.open', this.#panel !== undefined);
    await vscode.commands.executeCommand('setContext', 'pygloss.page.canGoBack', this.#history.canGoBack);
    await vscode.commands.executeCommand('setContext', 'pygloss.page.canGoForward', this.#history.canGoForward);
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
    this.#panel?.dispose();
  }
}

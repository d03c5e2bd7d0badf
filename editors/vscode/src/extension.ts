/** Puts the parts together, and says what each command does. */

import * as vscode from 'vscode';
import { digestedFrom, explainedFrom, plainerFrom } from './address.ts';
import type { Position, Range } from './address.ts';
import { inBackground } from './background.ts';
import { ConceptsView } from './concepts.ts';
import { knowRequest } from './protocol.ts';
import { PagePanel } from './panel.ts';
import { Pages, SCHEME } from './pages.ts';
import { Search } from './search.ts';
import { PYTHON, PyglossServer } from './server.ts';
import { setUp, tellMissing } from './setup.ts';
import { Status } from './status.ts';

let running: PyglossServer | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('pygloss', { log: true });
  const server = new PyglossServer(context, output);
  running = server;
  const pages = new Pages(server);
  const panel = new PagePanel(context, output, pages);
  const search = new Search(server);
  const view = new ConceptsView(context, server, output, (concept, uri, found) => panel.open({ kind: 'concept', concept, uri: uri.toString(), position: found.range.start }));
  context.subscriptions.push(
    output,
    server,
    pages,
    panel,
    view,
    new Status(server),
    vscode.workspace.registerFileSystemProvider(SCHEME, pages, { isReadonly: true }),
    server.onDidChangePhase((phase) => {
      if (phase === 'missing') {
        inBackground(output, tellMissing(server));
      }
    }),
    ...commands(context, server, panel, search, output),
  );
  // Not waited for: what needs the server waits for it.
  inBackground(
    output,
    server.restart().then(() => greet(context, server)),
  );
}

export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

function commands(context: vscode.ExtensionContext, server: PyglossServer, panel: PagePanel, search: Search, output: vscode.LogOutputChannel): vscode.Disposable[] {
  const register = (name: string, run: (argument?: unknown) => unknown): vscode.Disposable => vscode.commands.registerCommand(`pygloss.${name}`, run);
  return [
    // From a link or a menu of the editor's, with an argument; from the palette or a key, about the cursor.
    register('explain', async (argument) => {
      const here = cursor();
      const wanted = explainedFrom(argument) ?? (here && { kind: 'concept' as const, ...here });
      await (wanted === undefined ? tellNoPython() : panel.open(wanted));
    }),
    register('rewrite', async (argument) => {
      const here = cursor();
      const wanted = plainerFrom(argument) ?? (here && { kind: 'plainer' as const, ...here });
      await (wanted === undefined ? tellNoPython() : panel.open(wanted));
    }),
    register('know', (argument) => know(server, 'pygloss.know', argument)),
    register('explainAgain', (argument) => know(server, 'pygloss.explainAgain', argument)),
    register('explainSelection', async (argument) => {
      const given = digestedFrom(argument);
      const here = selection();
      const wanted = given?.range === undefined ? here && { kind: 'digest' as const, ...here } : given;
      await (wanted === undefined ? tellNoPython() : panel.open(wanted));
    }),
    register('explainFile', async (argument) => {
      const here = selection();
      const wanted = digestedFrom(argument) ?? (here && { kind: 'digest' as const, uri: here.uri });
      await (wanted === undefined ? tellNoPython() : panel.open({ kind: 'digest', uri: wanted.uri }));
    }),
    register('explainWorkspace', () => panel.open({ kind: 'workspace' })),
    register('search', async () => {
      const concept = await search.choose();
      if (concept !== undefined) {
        await panel.open({ kind: 'concept', concept });
      }
    }),
    register('restart', () => server.restart()),
    register('showOutput', () => {
      output.show(true);
    }),
    register('setUp', () => setUp(server)),
    register('openWalkthrough', () => openWalkthrough(context)),
    register('openSample', () => openSample(context)),
  ];
}

/** "I know this" and "Explain again": of the concept of a link or menu, or of what stands at the cursor. */
async function know(server: PyglossServer, command: 'pygloss.know' | 'pygloss.explainAgain', argument: unknown): Promise<void> {
  const wanted = explainedFrom(argument) ?? cursor();
  if (wanted === undefined) {
    await tellNoPython();
    return;
  }
  const { concept, uri, position } = { concept: undefined, ...wanted };
  try {
    const answer = await server.ask(knowRequest, { command, arguments: [{ concept, uri, position }] });
    const said = answer.known ? 'known: its tip is short from now on' : 'its tip explains it again';
    vscode.window.setStatusBarMessage(`$(mortar-board) ${answer.concept}: ${said}`, 5000);
  } catch (error) {
    await vscode.window.showInformationMessage(`pygloss: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where the cursor stands, if that is in Python. */
function cursor(): { readonly uri: string; readonly position: Position } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || vscode.languages.match(PYTHON, editor.document) === 0) {
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** What is selected, if that is Python. */
function selection(): { readonly uri: string; readonly range: Range } | undefined {
  const here = cursor();
  const selected = vscode.window.activeTextEditor?.selection;
  if (here === undefined || selected === undefined) {
    return undefined;
  }
  const position = ({ line, character }: vscode.Position): Position => ({ line, character });
  return { uri: here.uri, range: { start: position(selected.start), end: position(selected.end) } };
}

async function tellNoPython(): Promise<void> {
  await vscode.window.showInformationMessage('pygloss: Put the cursor into Python code first.');
}

async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false);
}

/** A program to try it on, as an untitled file. */
async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'walkthrough', 'sample.py'));
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: new TextDecoder().decode(bytes) });
  await vscode.window.showTextDocument(document);
}

/** Once, when it runs for the first time. */
async function greet(context: vscode.ExtensionContext, server: PyglossServer): Promise<void> {
  const wanted = vscode.workspace.getConfiguration('workbench').get<boolean>('welcomePage.walkthroughs.openOnInstall', true);
  if (server.phase !== 'running' || !wanted || context.globalState.get<boolean>('greeted') === true) {
    return;
  }
  await context.globalState.update('greeted', true);
  const show = 'Show Me Around';
  if ((await vscode.window.showInformationMessage('pygloss explains Python: rest the mouse on a construct.', show)) === show) {
    await openWalkthrough(context);
  }
}

/** What can be done where no server was found. */

import * as vscode from 'vscode';
import { probe } from './lookup.ts';
import type { PyglossServer } from './server.ts';

const SET_UP = 'Set Up the Server…';

/** Tells once that there is no server, with the button that helps. */
export async function tellMissing(server: PyglossServer): Promise<void> {
  const [reason] = server.tried;
  const message = reason === undefined ? 'The language server pygloss was not found.' : `The language server pygloss was not found: ${reason}.`;
  if ((await vscode.window.showErrorMessage(message, SET_UP)) === SET_UP) {
    await setUp(server);
  }
}

export async function setUp(server: PyglossServer): Promise<void> {
  const choices = [
    { label: '$(file) Choose a file…', detail: 'Sets pygloss.server.path to a pygloss that you have.', run: choose },
    { label: '$(terminal) Install it with pip', detail: 'Writes the command into a terminal; you run it. Then try again.', run: install },
    { label: '$(refresh) Try again', detail: 'Looks for pygloss anew.', run: () => server.restart() },
    { label: '$(output) Show where it was looked for', detail: 'Opens the output channel.', run: () => vscode.commands.executeCommand('pygloss.showOutput') },
  ];
  const choice = await vscode.window.showQuickPick(choices, { title: 'Set Up the Server' });
  await choice?.run();
}

async function choose(): Promise<void> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'Choose pygloss', openLabel: 'Use This pygloss' })) ?? [];
  if (file === undefined) {
    return;
  }
  const answer = await probe({ source: 'setting', path: file.fsPath });
  if (answer === 'absent' || 'problem' in answer) {
    const why = answer === 'absent' ? 'does not exist' : answer.problem;
    await vscode.window.showErrorMessage(`${file.fsPath} ${why}.`);
    return;
  }
  // The change of the setting starts the server.
  await vscode.workspace.getConfiguration('pygloss').update('server.path', file.fsPath, vscode.ConfigurationTarget.Global);
}

function install(): Promise<void> {
  const terminal = vscode.window.createTerminal('pygloss');
  terminal.show();
  terminal.sendText(`${process.platform === 'win32' ? 'py' : 'python3'} -m pip install pygloss`, false);
  return Promise.resolve();
}

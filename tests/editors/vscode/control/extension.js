// Stands beside pygloss in its test. It offers a code action on lines with the word LIGHT, shows in the status bar for which line VS Code last
// asked by itself, tells all that the hovers at the cursor say, changes settings, and opens a Python file that is on no disk.

const fs = require('node:fs');
const vscode = require('vscode');

const VIRTUAL = 'class Virtual:\n    __slots__ = ("x",)\n';

exports.activate = (context) => {
  const status = vscode.window.createStatusBarItem('control', vscode.StatusBarAlignment.Left, 1000);
  status.text = 'control';
  status.show();
  const said = vscode.window.createStatusBarItem('said', vscode.StatusBarAlignment.Left, 999);
  said.show();
  const actions = {
    provideCodeActions(document, range, { triggerKind }) {
      if (triggerKind === vscode.CodeActionTriggerKind.Automatic) {
        status.text = `asked-for-line-${range.start.line + 1}`;
      }
      return document.lineAt(range.start.line).text.includes('LIGHT') ? [new vscode.CodeAction('Lit', vscode.CodeActionKind.QuickFix)] : [];
    },
  };
  let asked = 0;
  const tellHovers = async () => {
    asked += 1;
    const number = asked;
    const { document, selection } = vscode.window.activeTextEditor;
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, selection.active);
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join(' ');
    said.text = `hovers ${number}: ${text.replace(/\s+/g, ' ').slice(0, 60)}.`;
  };
  // The settings that a file names, as the editor of settings would change them; `null` takes one away.
  const applySettings = async () => {
    const changes = JSON.parse(fs.readFileSync(process.env.CONTROL_SETTINGS, 'utf8'));
    for (const [name, value] of Object.entries(changes)) {
      await vscode.workspace.getConfiguration().update(name, value === null ? undefined : value, vscode.ConfigurationTarget.Global);
    }
    fs.rmSync(process.env.CONTROL_SETTINGS);
  };
  const openVirtual = async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('control:/virtual.py'));
    await vscode.window.showTextDocument(document);
  };
  context.subscriptions.push(
    status,
    said,
    vscode.languages.registerCodeActionsProvider('python', actions),
    vscode.workspace.registerTextDocumentContentProvider('control', { provideTextDocumentContent: () => VIRTUAL }),
    vscode.commands.registerCommand('control.tellHovers', tellHovers),
    vscode.commands.registerCommand('control.openVirtual', openVirtual),
    vscode.commands.registerCommand('control.applySettings', applySettings),
  );
};

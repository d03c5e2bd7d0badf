// Tells of a Python environment as the Python extension does. The command selects the one that CONTROL_ENVIRONMENT names, and takes it back.

const vscode = require('vscode');

const NONE = { id: 'none', path: '/nowhere/bin/python' };

exports.activate = (context) => {
  const changed = new vscode.EventEmitter();
  const other = { id: 'other', path: process.env.CONTROL_ENVIRONMENT };
  let selected = NONE;
  const select = () => {
    selected = selected === NONE ? other : NONE;
    changed.fire({ id: selected.id, path: selected.path });
  };
  context.subscriptions.push(changed, vscode.commands.registerCommand('python.selectTheOther', select));
  return {
    environments: {
      getActiveEnvironmentPath: () => selected,
      resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};

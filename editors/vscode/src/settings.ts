/** The settings as the server is told them. */

import * as vscode from 'vscode';

/** What the extension reads itself; the server would not know it. */
const OWN = ['server', 'trace'];

/** The commands that links in tips may run. */
export const LINKED = ['pygloss.explain', 'pygloss.know', 'pygloss.explainAgain'];

/** The section `pygloss`, for the server. */
export function settings(): unknown {
  return withoutOwn(vscode.workspace.getConfiguration().get('pygloss'));
}

export function initializationOptions(): Record<string, unknown> {
  const section = settings();
  return {
    ...(typeof section === 'object' && section !== null ? section : {}),
    commandLinks: LINKED,
    changes: true,
    trusted: vscode.workspace.isTrusted,
  };
}

/** The section `pygloss` without the extension's own settings. */
export function withoutOwn(section: unknown): unknown {
  if (typeof section !== 'object' || section === null) {
    return section;
  }
  return Object.fromEntries(Object.entries(section).filter(([key]) => !OWN.includes(key)));
}

/** The selected Python environment, asked of the Python extension where that is installed. */

import * as path from 'node:path';
import * as vscode from 'vscode';

/** What is used of the Python extension's interface. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(environment: { readonly id: string; readonly path: string }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const PYTHON_EXTENSION = 'ms-python.python';

/** How long the Python extension may take, in milliseconds. It says so when it learns of an environment later. */
const PATIENCE = 8000;

export class Environment implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #output: vscode.LogOutputChannel;
  #subscription: vscode.Disposable | undefined;

  /** Another environment was selected. */
  readonly onDidChange = this.#changed.event;

  constructor(output: vscode.LogOutputChannel) {
    this.#output = output;
  }

  /** The folder of the selected environment's interpreter. */
  async interpreterFolder(): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<PythonExtension | undefined>(PYTHON_EXTENSION);
    if (extension === undefined) {
      return undefined;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.#output.warn(`the Python extension has not told its environment within ${PATIENCE / 1000} s`);
        resolve(undefined);
      }, PATIENCE);
    });
    try {
      return await Promise.race([this.#ask(extension), late]);
    } catch (error) {
      this.#output.warn(`the Python extension does not tell its environment: ${String(error)}`);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(extension: vscode.Extension<PythonExtension | undefined>): Promise<string | undefined> {
    const environments = (await extension.activate())?.environments;
    if (environments === undefined) {
      return undefined;
    }
    this.#subscription ??= environments.onDidChangeActiveEnvironmentPath(() => {
      this.#changed.fire();
    });
    const resource = vscode.workspace.workspaceFolders?.[0]?.uri;
    const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
    const executable = environment?.executable.uri;
    return executable === undefined ? undefined : path.dirname(executable.fsPath);
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }
}

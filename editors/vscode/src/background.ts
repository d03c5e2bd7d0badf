/** Work that nobody waits for, and what has to be tidied up. */

import type { LogOutputChannel } from 'vscode';

/** VS Code asks no more of a disposable than this. */
export interface Tidy {
  dispose(): unknown;
}

/** Lets a promise run on; what goes wrong is written down. */
export function inBackground(output: LogOutputChannel, work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    output.error(error instanceof Error ? error : String(error));
  });
}

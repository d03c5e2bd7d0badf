/** The requests that pygloss has beside the standard ones. `docs/protocol.md` describes them. */

import { ExecuteCommandRequest, NotificationType0, RequestType } from 'vscode-languageclient/node';
import type { Position, Range } from 'vscode-languageclient/node';
import type { Concept } from './tree.ts';

export interface Page {
  readonly concept: string;
  readonly title: string;
  readonly markdown: string;
}

export interface PlainerPage {
  readonly about: string;
  readonly title: string;
  readonly markdown: string;
}

export const pageRequest = new RequestType<{ concept?: string; uri?: string; position?: Position }, Page, void>('pygloss/page');
export const plainerRequest = new RequestType<{ uri: string; position: Position; about?: string }, PlainerPage, void>('pygloss/plainer');
export const conceptsRequest = new RequestType<{ uri: string }, (Concept & { readonly range: Range; readonly construct: Range })[] | null, void>('pygloss/concepts');

/** Whether a concept is known, and whether that could be stored. */
export interface Known {
  readonly concept: string;
  readonly known: boolean;
  readonly stored: boolean;
}

/** "I know this" and "Explain again". */
export const knowRequest = new RequestType<{ command: 'pygloss.know' | 'pygloss.explainAgain'; arguments: unknown[] }, Known, void>(ExecuteCommandRequest.method);

/** Settings or packs have changed: what was asked before may be answered differently. */
export const changedNotification = new NotificationType0('pygloss/changed');

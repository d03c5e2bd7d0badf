/** The requests that pygloss has beside the standard ones. `docs/protocol.md` describes them. */

import { ExecuteCommandRequest, NotificationType0, RequestType } from 'vscode-languageclient/node';
import type { Position, Range } from 'vscode-languageclient/node';
import type { Concept, Span } from './tree.ts';

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

/** A page about a part of the reader's code. */
export interface DigestPage {
  readonly title: string;
  readonly markdown: string;
}

export const pageRequest = new RequestType<{ concept?: string; uri?: string; position?: Position }, Page, void>('pygloss/page');
export const plainerRequest = new RequestType<{ uri: string; position: Position; about?: string }, PlainerPage, void>('pygloss/plainer');
export const selectionRequest = new RequestType<{ uri: string; range: Range }, DigestPage, void>('pygloss/selection');
export const fileRequest = new RequestType<{ uri: string }, DigestPage, void>('pygloss/file');
export const workspaceRequest = new RequestType<{ workDoneToken?: string }, DigestPage, void>('pygloss/workspace');
export const conceptsRequest = new RequestType<{ uri: string; here?: boolean }, (Concept & { readonly range: Range; readonly construct: Range })[] | null, void>('pygloss/concepts');
export const hereRequest = new RequestType<{ uri: string; concept: string; range: Span; construct: Span }, { readonly here?: string }, void>('pygloss/here');

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

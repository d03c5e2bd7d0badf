/**
 * The server's Markdown as elements. CodeMirror's client turns it into HTML, with code in the editor's own colours; DOMPurify takes out whatever is not text;
 * and links lead to the page beside the code, to the book, or out into a new tab.
 */

import type { LSPPlugin } from '@codemirror/lsp-client';
import DOMPurify from 'dompurify';
import { conceptOfLink, explainedFrom } from '../../vscode/src/address.ts';
import type { Explained } from '../../vscode/src/address.ts';

const TAGS = ['a', 'blockquote', 'br', 'code', 'em', 'h1', 'h2', 'h3', 'h4', 'hr', 'li', 'ol', 'p', 'pre', 'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];

/** Addresses that a link may have: documentation, pages of concepts, our one command. */
const ADDRESS = /^(?:https:\/\/|command:pygloss\.explain\?|(?:\.\/)?[a-z0-9][a-z0-9-]*\.md(?:#|$))/;

/** A fragment with the text; `explain` runs where a link to a concept is followed. */
export function render(plugin: LSPPlugin, markdown: string, explain: (wanted: Explained) => void): DocumentFragment {
  const html = plugin.docToHTML({ kind: 'markdown', value: markdown });
  const fragment = DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'class', 'start'],
    ALLOWED_URI_REGEXP: ADDRESS,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
  for (const link of fragment.querySelectorAll('a')) {
    const wanted = wantedBy(link.getAttribute('href') ?? '');
    if (wanted !== undefined) {
      link.href = bookPage(wanted.concept);
      link.addEventListener('click', (event) => {
        // With a key held, or the middle button, the browser opens the book's page in a tab, as with any link.
        if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          explain(wanted);
        }
      });
    } else if (link.getAttribute('href')?.startsWith('https://') === true) {
      link.target = '_blank';
      link.rel = 'noreferrer';
    } else {
      link.replaceWith(...link.childNodes);
    }
  }
  for (const code of fragment.querySelectorAll('pre')) {
    // Long lines scroll; with the keyboard too.
    code.tabIndex = 0;
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', 'Code');
  }
  for (const table of fragment.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'table';
    table.replaceWith(frame);
    frame.append(table);
  }
  return fragment;
}

/** Where the book has the page of a concept. */
export function bookPage(concept: string | undefined): string {
  return concept === undefined ? '../' : `../concepts/${encodeURIComponent(concept)}.html`;
}

/** What a link asks for: the page of a concept, or the command with its one argument. */
function wantedBy(href: string): Explained | undefined {
  const concept = conceptOfLink(href);
  if (concept !== undefined) {
    return { kind: 'concept', concept };
  }
  const [, argument] = /^command:pygloss\.explain\?(.*)$/.exec(href) ?? [];
  if (argument === undefined) {
    return undefined;
  }
  try {
    const [first]: unknown[] = JSON.parse(decodeURIComponent(argument)) as unknown[];
    return explainedFrom(first);
  } catch {
    return undefined;
  }
}

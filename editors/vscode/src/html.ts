/** The document of a page from the HTML that VS Code's own Markdown renderer makes. Knows nothing of VS Code. */

import { conceptOfLink } from './address.ts';

export interface Frame {
  readonly title: string;
  /** Where style sheets and pictures may come from. */
  readonly source: string;
  readonly styles: string;
}

/** A whole document: no scripts, nothing from elsewhere. Links to concepts run the command `show`. */
export function documentOf(body: string, frame: Frame, show: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${frame.source}; img-src ${frame.source}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(frame.title)}</title>
<link rel="stylesheet" href="${escape(frame.styles)}">
</head>
<body>
<main>
${withCommands(body, show)}
</main>
</body>
</html>
`;
}

/** Links between pages become links that show the page in the same place. */
export function withCommands(body: string, show: string): string {
  return body.replace(/(<a\b[^>]*?\s)href="([^"]*)"/g, (whole: string, before: string, href: string) => {
    const concept = conceptOfLink(href);
    return concept === undefined ? whole : `${before}title="${concept}" href="command:${show}?${encodeURIComponent(JSON.stringify([concept]))}"`;
  });
}

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
}

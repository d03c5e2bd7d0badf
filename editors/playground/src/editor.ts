/** The editor: CodeMirror with Python, its keys, its looks in the page's colours. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are variables of the style sheet, so that a change of the theme needs nothing here. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.self, tags.bool, tags.null], color: 'var(--keyword)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className), tags.className], color: 'var(--definition)', fontWeight: '600' },
  { tag: [tags.meta, tags.annotation, tags.modifier], color: 'var(--decorator)' },
  { tag: [tags.string, tags.special(tags.string), tags.docString], color: 'var(--string)' },
  { tag: [tags.number, tags.escape], color: 'var(--number)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--call)' },
]);

const LOOKS = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--paper)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '0.75rem 0' },
  '.cm-line': { padding: '0 1rem 0 0.6rem' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--faint)', border: 'none', paddingLeft: '0.4rem' },
  '.cm-activeLine': { backgroundColor: 'var(--line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--line)', color: 'var(--muted)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--match)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--match)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--border)', borderRadius: '8px', boxShadow: 'var(--shadow)', color: 'var(--text)', zIndex: '20' },
  '.cm-panels': { backgroundColor: 'var(--side)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--raised)', border: '1px solid var(--border)', borderRadius: '5px', color: 'inherit' },
  '.cm-textfield': { backgroundColor: 'var(--paper)', border: '1px solid var(--border)', borderRadius: '5px', color: 'inherit' },
  '.cm-panel.cm-search': { padding: '0.45rem 0.75rem', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search input.cm-textfield, .cm-panel.cm-search button.cm-button, .cm-panel.cm-search label': { fontSize: '0.82rem' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '0.3rem', marginLeft: '0.4rem' },
  '.cm-searchMatch': { backgroundColor: 'var(--match)' },
  '.cm-panel.cm-search [name=close]': { color: 'inherit' },
});

/** How far tips stay from the edges of the window, in pixels. */
const EDGE = 8;

export interface Beginning {
  readonly parent: HTMLElement;
  readonly name: string;
  readonly text: string;
  readonly extensions: Extension;
}

export function createEditor({ parent, name, text, extensions }: Beginning): EditorView {
  const state = EditorState.create({
    doc: text,
    extensions: [
      // Before everything else: what an open tip does with Escape, and what F1 does.
      extensions,
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentUnit.of('    '),
      indentOnInput(),
      python(),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      syntaxHighlighting(COLOURS),
      LOOKS,
      tooltips({ tooltipSpace: () => ({ top: EDGE, left: EDGE, bottom: innerHeight - EDGE, right: innerWidth - EDGE }) }),
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? ''),
      EditorView.contentAttributes.of({ 'aria-label': `Python code, ${name}`, 'aria-describedby': 'hint', tabindex: '0', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false' }),
    ],
  });
  return new EditorView({ state, parent });
}

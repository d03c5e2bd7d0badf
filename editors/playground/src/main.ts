/** The playground's page: puts its parts together. */

import { LSPPlugin } from '@codemirror/lsp-client';
import { Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { Concept } from '../../vscode/src/tree.ts';
import { ConceptsPanel } from './concepts.ts';
import { Connection } from './connection.ts';
import { button, known, make } from './dom.ts';
import { createEditor } from './editor.ts';
import { recall, recallTheme, remember, rememberTheme } from './memory.ts';
import { PagePanel } from './page.ts';
import type { Address } from './page.ts';
import { SearchPanel } from './search.ts';
import { Tabs } from './tabs.ts';
import { Tips } from './tips.ts';

/** How many concepts the first page names. */
const WORTH = 6;

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly version: string;
}

async function main(): Promise<void> {
  // The token is used up, and need not stand in the address.
  history.replaceState(null, '', location.pathname);
  setUpTheme();
  const answer = await fetch('file.json');
  if (!answer.ok) {
    throw new Error(`pygloss answered ${answer.status}`);
  }
  const sample = (await answer.json()) as Sample;
  document.title = `${sample.name} · pygloss playground`;
  known('file', HTMLElement).textContent = sample.name;
  known('version', HTMLElement).textContent = sample.version;
  const uri = `playground:/${encodeURIComponent(sample.name)}`;

  const live = known('live', HTMLElement);
  const level = known('level', HTMLSelectElement);
  const connection = new Connection(
    () => void concepts.refresh(),
    (reason) => {
      lost(reason);
    },
  );
  const explain = (wanted: Address): void => {
    void page.open(wanted);
  };
  const tips = new Tips(connection, {
    explain,
    plainer: explain,
    announce: (text) => {
      live.textContent = text;
    },
  });
  const atCursor = (view: EditorView, kind: Address['kind']): boolean => {
    const plugin = LSPPlugin.get(view);
    if (plugin !== null) {
      tips.close(view);
      explain({ kind, uri, position: plugin.toPosition(view.state.selection.main.head) });
    }
    return true;
  };
  const view = createEditor({
    parent: known('editor', HTMLElement),
    name: sample.name,
    text: recall(`text:${sample.name}`) ?? sample.text,
    extensions: [
      connection.client.plugin(uri, 'python'),
      Prec.high([
        tips.extension,
        keymap.of([
          { key: 'Alt-Enter', run: (editor) => atCursor(editor, 'concept') },
          { key: 'Shift-Alt-Enter', run: (editor) => atCursor(editor, 'plainer') },
        ]),
      ]),
      EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
        if (docChanged) {
          const text = state.doc.toString();
          remember(`text:${sample.name}`, text === sample.text ? undefined : text);
          reset.disabled = text === sample.text;
          concepts.refreshSoon();
        } else if (selectionSet) {
          concepts.follow();
        }
      }),
    ],
  });
  const reset = button('Start over', '', () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: sample.text }, selection: { anchor: 0 }, scrollIntoView: true });
    view.focus();
  });
  reset.title = `Puts ${sample.name} back as it was`;
  reset.disabled = view.state.doc.toString() === sample.text;
  known('file-tools', HTMLElement).append(reset);

  const tabs = new Tabs((tab) => {
    if (tab === 'search') {
      search.focus();
    }
  });
  const leave = (): void => {
    view.focus();
    view.dispatch({ scrollIntoView: true });
    view.dom.scrollIntoView({ block: 'nearest' });
  };
  const welcome = known('welcome', HTMLElement);
  const page = new PagePanel(
    connection,
    () => LSPPlugin.get(view),
    welcome,
    () => {
      tabs.open('page');
      known('side', HTMLElement).scrollIntoView({ block: 'nearest' });
    },
    leave,
  );
  const positionOf = (concept: Concept): { line: number; character: number } => concept.range.start;
  const select = (concept: Concept): number => {
    const line = view.state.doc.line(Math.min(concept.range.start.line + 1, view.state.doc.lines));
    const at = Math.min(line.from + concept.range.start.character, line.to);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    return at;
  };
  const concepts = new ConceptsPanel(connection, view, uri, {
    explain: (concept) => {
      select(concept);
      explain({ kind: 'concept', concept: concept.concept, uri, position: positionOf(concept) });
    },
    jump: (concept) => {
      const at = select(concept);
      leave();
      void tips.showAt(view, at, true);
    },
  });
  const search = new SearchPanel(connection, () => LSPPlugin.get(view), (concept) => {
    explain({ kind: 'concept', concept });
  });

  known('keys', HTMLButtonElement).addEventListener('click', () => {
    page.showWelcome();
    tabs.open('page');
    known('article', HTMLElement).focus({ preventScroll: true });
  });
  known('side', HTMLElement).addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      tabs.open('search');
    }
  });

  level.value = recall('level') ?? 'beginner';
  level.addEventListener('change', () => {
    remember('level', level.value);
    tips.close(view);
    connection.configure({ level: level.value });
  });

  const notice = known('notice', HTMLElement);
  const lost = (reason: string): void => {
    document.body.dataset.connection = 'lost';
    const ended = reason !== '';
    const what = ended ? `${reason}. Start it again for a new page; copy what you would like to keep. ` : 'The connection to pygloss is lost. ';
    notice.replaceChildren(what, button('Connect again', '', () => void connect()));
    notice.hidden = false;
  };
  const connect = async (): Promise<void> => {
    document.body.dataset.connection = 'opening';
    try {
      await connection.open();
    } catch {
      // Told by `lost`.
      return;
    }
    notice.hidden = true;
    document.body.dataset.connection = 'open';
    if (level.value !== 'beginner') {
      connection.configure({ level: level.value });
    }
    await concepts.refresh();
  };
  await connect();
  worthALook(concepts.all, (concept) => {
    select(concept);
    explain({ kind: 'concept', concept: concept.concept, uri, position: positionOf(concept) });
  });
  view.focus();
}

/** The first page names some of what is advanced in the text. */
function worthALook(all: readonly Concept[], open: (concept: Concept) => void): void {
  const seen = new Set<string>();
  const chosen = ['advanced', 'intermediate'].flatMap((level) => all.filter((concept) => concept.level === level)).filter(({ concept }) => !seen.has(concept) && seen.add(concept));
  const list = known('worth', HTMLElement);
  const first = chosen.slice(0, WORTH).sort((a, b) => a.range.start.line - b.range.start.line);
  for (const concept of first) {
    const item = make('li', {}, button(concept.title, 'link', () => { open(concept); }), make('span', { class: 'where' }, ` line ${concept.range.start.line + 1}`));
    list.append(item);
  }
  known('worth-a-look', HTMLElement).hidden = chosen.length === 0;
}

/** As the system has it, or as the reader chose. */
function setUpTheme(): void {
  const select = known('theme', HTMLSelectElement);
  const show = (): void => {
    document.documentElement.dataset.theme = select.value;
  };
  select.value = recallTheme() ?? 'auto';
  select.addEventListener('change', () => {
    rememberTheme(select.value);
    show();
  });
  show();
}

main().catch((error: unknown) => {
  const notice = known('notice', HTMLElement);
  notice.textContent = `The playground cannot start: ${error instanceof Error ? error.message : String(error)}`;
  notice.hidden = false;
});

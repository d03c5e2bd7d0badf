// What the pages do beyond being read: the theme switch, the search, copying a program, remembering what was read.
// Everything works from a disk too, so nothing is fetched: the search's index is a script that is loaded when it is first wanted.
'use strict';

const root = document.documentElement;
const base = root.dataset.root;
const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Storage may be forbidden; then nothing is remembered.
const memory = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // It is not remembered.
    }
  },
};

// The theme: the system's, or the other one if the reader said so.
function themes() {
  const button = one('.theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const current = () => root.dataset.theme ?? (system.matches ? 'dark' : 'light');
  const show = () => button.setAttribute('aria-checked', String(current() === 'dark'));
  button.addEventListener('click', () => {
    const theme = current() === 'dark' ? 'light' : 'dark';
    const isSystems = (theme === 'dark') === system.matches;
    if (isSystems) delete root.dataset.theme;
    else root.dataset.theme = theme;
    memory.set('pygloss-theme', isSystems ? null : theme);
    show();
  });
  system.addEventListener('change', show);
  button.hidden = false;
  show();
}

// The search.

const IDLE = new Set(
  'a an and are as between by can do does explain example for from how i in is it me mean of on or provide purpose python the to use what when why with'.split(' '),
);

/** Lower-case words, as the command line has them: `__new__` is `new`, `decorators` is `decorator`. */
function wordsOf(text) {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .map((word) => word.replace(/^_+|_+$/g, ''))
    .map((word) => (/[^s]s$/.test(word) && word.length > 4 ? word.slice(0, -1) : word))
    .filter(Boolean);
}

const lower = (text) => text.toLowerCase().trim().replace(/\s+/g, ' ');

/** What of the index is compared, worked out once. */
function prepare(index) {
  return index.concepts.map(([id, title, name, area, level, summary, others, asked], place) => {
    const labels = [name, title, id, ...others].filter(Boolean).map(lower);
    return {
      id,
      title,
      name,
      area: index.areas[area] ?? '',
      level: ['Beginner', 'Intermediate', 'Advanced'][level],
      summary,
      asked,
      place,
      labels,
      // `functools.lru_cache` is asked for as `lru_cache` too.
      lasts: labels.filter((label) => /^[\w.]+$/.test(label)).map((label) => label.split('.').pop()),
      words: new Set(labels.flatMap(wordsOf)),
      questions: asked.map((question) => ({ text: question, plain: lower(question), words: new Set(wordsOf(question)) })),
      summaryWords: new Set(wordsOf(summary)),
    };
  });
}

const begins = (words, word) => {
  for (const other of words) if (other.startsWith(word)) return true;
  return false;
};

/** How well a concept answers, and by which of its questions. */
function rate(concept, query, words, telling) {
  let score = 0;
  let question = null;
  concept.labels.forEach((label, at) => {
    const worth = at < 2 ? 60 : 0; // its name and title before its other names
    if (label === query) score = Math.max(score, 1000 + worth);
    else if (label.startsWith(query)) score = Math.max(score, 500 + worth - Math.min(label.length - query.length, 100));
    else if (query.length > 1 && label.includes(query)) score = Math.max(score, 260 + worth - Math.min(label.length, 100));
  });
  if (concept.lasts.includes(query)) score = Math.max(score, 950);
  const bare = query.replace(/^_+|_+$/g, '');
  if (bare && concept.lasts.some((label) => label.replace(/^_+|_+$/g, '') === bare)) score = Math.max(score, 900);
  const isSymbol = words.length === 0;
  for (const asked of concept.questions) {
    if (asked.plain === query) score = Math.max(score, 990);
    // A token in a question stands between blanks: `What does := do?`
    else if (isSymbol && ` ${asked.plain} `.includes(` ${query} `)) score = Math.max(score, 200);
    else continue;
    question = asked.text;
  }
  if (isSymbol) return { score, question };
  let met = 0;
  let sum = 0;
  for (const word of telling) {
    let best = 0;
    if (concept.words.has(word)) best = 40;
    else if (begins(concept.words, word)) best = 28;
    else if (concept.questions.some((asked) => asked.words.has(word))) best = 22;
    else if (concept.questions.some((asked) => begins(asked.words, word))) best = 14;
    else if (concept.summaryWords.has(word)) best = 8;
    else if (begins(concept.summaryWords, word)) best = 5;
    met += best > 0;
    sum += best;
  }
  if (met * 2 < telling.length || met === 0) return { score, question };
  if (met === telling.length) sum += 60;
  // The question that has most of the words is the one to show.
  let most = 0;
  for (const asked of concept.questions) {
    const inIt = words.filter((word) => asked.words.has(word) || begins(asked.words, word)).length;
    if (words.length > 1 && inIt > most && inIt * 3 >= words.length * 2) {
      most = inIt;
      if (score < 500) question = asked.text;
    }
  }
  const telledIn = Math.max(0, ...concept.questions.map((asked) => telling.filter((word) => asked.words.has(word)).length));
  sum += telledIn * 6 + (telledIn === telling.length ? 30 : 0) + most * 4;
  return { score: Math.max(score, sum), question };
}

/** Whether two words differ by one slip of a finger (two, if they are long). */
function near(a, b) {
  const limit = a.length > 7 ? 2 : 1;
  if (a.length < 4 || Math.abs(a.length - b.length) > limit) return false;
  let rows = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[1][j] + 1, row[j - 1] + 1, rows[1][j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[0][j - 2] + 1);
    }
    rows = [rows[1], row];
  }
  return rows[1][b.length] <= limit;
}

/** The concepts that answer `text`, best first. */
function find(concepts, text) {
  const query = lower(text);
  if (!query) return [];
  const words = wordsOf(query);
  const told = words.filter((word) => !IDLE.has(word));
  const telling = told.length ? told : words;
  const rated = concepts.map((concept) => ({ concept, ...rate(concept, query, words, telling) }));
  let found = rated.filter((hit) => hit.score > 0);
  if (!found.length && telling.length) {
    const slips = (concept) => telling.every((word) => [...concept.words].some((other) => near(word, other)));
    found = concepts.filter(slips).map((concept) => ({ concept, score: 1, question: null }));
  }
  return found.sort((a, b) => b.score - a.score || a.concept.place - b.concept.place);
}

const SHOWN = 20;

function search() {
  const dialog = one('#search');
  const input = one('#words');
  const list = one('#hits');
  const status = one('#found');
  let concepts = null;
  let wanted = null;

  function load() {
    wanted ??= new Promise((resolve, reject) => {
      const script = element('script', { src: `${base}search-index.js` });
      script.addEventListener('load', () => resolve(prepare(globalThis.pyglossIndex)));
      script.addEventListener('error', () => reject(new Error('search-index.js cannot be loaded')));
      document.head.append(script);
    });
    wanted.then(
      (prepared) => {
        concepts = prepared;
        show();
      },
      () => {
        status.textContent = 'The search cannot be loaded: the file search-index.js of the book is missing.';
      },
    );
  }

  function show() {
    if (!concepts) return;
    const found = find(concepts, input.value);
    list.replaceChildren(...found.slice(0, SHOWN).map(({ concept, question }) => entry(concept, question)));
    const more = found.length > SHOWN ? `, the best ${SHOWN} are shown` : '';
    if (!input.value.trim()) status.textContent = 'A token such as := or *args, a name, some words of a question.';
    else if (!found.length) status.textContent = 'Nothing fits. Fewer words find more.';
    else status.textContent = `${found.length} ${found.length === 1 ? 'page' : 'pages'}${more}`;
    list.scrollTop = 0;
  }

  function entry(concept, question) {
    const head = element('span', { className: 'hit' }, element('span', { className: 'hit-title', textContent: concept.title }));
    if (concept.name && lower(concept.name) !== lower(concept.title)) head.append(' ', element('code', { textContent: concept.name }));
    const where = element('span', { className: 'hit-area', textContent: `${concept.area} · ${concept.level}` });
    const why = element('span', { className: 'hit-why', textContent: question ?? concept.summary });
    return element('li', {}, element('a', { href: `${base}concepts/${concept.id}.html` }, head, where, why));
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
    show();
    load();
  }

  for (const button of all('[data-search]')) {
    button.hidden = false;
    button.addEventListener('click', open);
    button.addEventListener('pointerenter', () => load(), { once: true });
  }
  input.addEventListener('input', show);
  one('form', dialog).addEventListener('submit', (event) => {
    event.preventDefault();
    one('a', list)?.click();
  });
  one('.close', dialog).addEventListener('click', () => dialog.close());
  // A click beside it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => {
    const links = all('a', list);
    const at = links.indexOf(document.activeElement);
    if (event.key === 'ArrowDown') (links[at + 1] ?? links.at(-1) ?? input).focus();
    else if (event.key === 'ArrowUp') (links[at - 1] ?? input).focus();
    else if (event.key === 'Home' && at >= 0) links[0].focus();
    else if (event.key === 'End' && at >= 0) links.at(-1).focus();
    else if (at >= 0 && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // Whoever types on a result goes on writing the question.
      input.focus();
      return;
    } else return;
    event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    const isText = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
    const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isText;
    const isCommand = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !isText;
    if (!(isSlash || isCommand) || dialog.open || event.defaultPrevented) return;
    event.preventDefault();
    open();
  });
}

// Programs.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function programs() {
  for (const figure of all('figure.python')) {
    const button = element('button', { type: 'button', className: 'copy', textContent: 'Copy' });
    button.addEventListener('click', async () => {
      const done = await copy(`${one('code', figure).textContent}\n`);
      button.textContent = done ? 'Copied' : 'Cannot copy';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    figure.append(button);
  }
  // What scrolls sideways can be reached and scrolled by keyboard; what does not is no stop.
  const scrolling = all('pre, .scroll');
  const mark = (box) => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', box.matches('pre') ? 'Code, wider than the page' : 'Table, wider than the page');
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    }
  };
  const observer = new ResizeObserver((changes) => changes.forEach(({ target }) => mark(target)));
  scrolling.forEach((box) => observer.observe(box));
}

// What was read, and where the reader stands. It stays in this browser.
function reading() {
  const read = new Set((memory.get('pygloss-read') ?? '').split(' ').filter(Boolean));
  const entry = one('[data-concept]');
  if (entry) {
    read.add(entry.dataset.concept);
    memory.set('pygloss-read', [...read].join(' '));
    memory.set('pygloss-last', JSON.stringify([entry.dataset.concept, entry.dataset.title]));
  }
  const count = one('[data-read-count]');
  if (count) {
    const items = all('li[id^="at-"]').filter((item) => read.has(item.id.slice(3)));
    for (const item of items) {
      item.classList.add('read');
      one('a', item).append(element('span', { className: 'unseen', textContent: ' (read)' }));
    }
    if (items.length) count.textContent = `You have opened ${items.length} of them.`;
  }
  const go = one('[data-continue]');
  if (go) {
    try {
      const [id, title] = JSON.parse(memory.get('pygloss-last') ?? '[]');
      if (/^[a-z0-9-]+$/.test(id ?? '') && title) {
        go.href = `concepts/${id}.html`;
        go.textContent = `Go on with ${title}`;
      }
    } catch {
      // Something else wrote there; begin at the beginning.
    }
  }
}

themes();
search();
programs();
reading();

// pygloss in JupyterLab, seen in a real browser: `node test.mjs`, started by `run`, with in the environment
// PYGLOSS (the binary), JUPYTER (the environment's jupyter-lab), CHROMIUM, WORK (a folder of its own), ARTIFACTS (where screenshots go).
//
// Prints one line a check, as TAP does. Exit code: 0 passed, 1 failed.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const { PYGLOSS, JUPYTER, CHROMIUM, WORK, ARTIFACTS, NODE_MODULES } = process.env;
const { chromium } = createRequire(join(NODE_MODULES, 'x'))('playwright-core');
const LIMIT = 60_000; // milliseconds that each wait may take

let checks = 0;
let failures = 0;
function check(name, good, expected, came) {
  checks += 1;
  console.log(`${good ? 'ok' : 'not ok'} - ${name}`);
  if (!good) {
    failures += 1;
    for (const [label, value] of [['expected', expected], ['came', came]]) {
      console.log(`#   ${label}: ${String(value).replaceAll('\n', '\n#     ')}`);
    }
  }
  return good;
}

// What the cells of the notebook are. The function is decorated two cells below the import; the class with a name that nothing binds yet.
const CELLS = [
  'from functools import lru_cache as remember',
  '%config InlineBackend.figure_format = "svg"\nlimit = 16',
  '@remember(maxsize=limit)\ndef area(width, height):\n    return width * height',
  '@record\nclass Point:\n    x: int\n    y: int',
];
const SECOND_IMPORT = 'from dataclasses import dataclass as record';

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
    language_info: { name: 'python', mimetype: 'text/x-python', file_extension: '.py' },
  },
  cells: CELLS.map((source, index) => ({ cell_type: 'code', id: `cell${index}`, source, metadata: {}, outputs: [], execution_count: null })),
};
notebook.cells.splice(1, 0, { cell_type: 'markdown', id: 'prose', source: 'Not Python: `@remember`', metadata: {} });

/** Titles by id, as the binary has them: a better title breaks no test. */
function titles() {
  const { stdout } = spawnSync(PYGLOSS, ['list', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 27 });
  return Object.fromEntries(JSON.parse(stdout).map((concept) => [concept.id, concept.title]));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks until there is an answer that `good` likes. */
async function until(what, ask, good = Boolean) {
  const end = Date.now() + LIMIT;
  let last;
  while (Date.now() < end) {
    try {
      last = await ask();
      if (good(last)) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited ${LIMIT / 1000} s for ${what}; last: ${last}`);
}

/** Where the letter at `index` of `text` stands on the screen, in the first line that has `line`. */
function place(page, line, text, index) {
  return page
    .locator('.cm-line', { hasText: line })
    .first()
    .evaluate((element, [wanted, letter]) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      // The text may be cut into several nodes by the highlighter.
      const from = element.textContent.indexOf(wanted) + letter;
      let before = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (from < before + node.data.length) {
          const range = document.createRange();
          range.setStart(node, from - before);
          range.setEnd(node, from - before + 1);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        before += node.data.length;
      }
      return null;
    }, [text, index]);
}

const tooltips = (page) => page.locator('.lsp-tooltip, .jp-Tooltip').allInnerTexts().then((all) => all.join('\n'));

/** Rests the mouse on `text` with Ctrl held, as the user does, until a tip has `wanted`. Its text, or what came last. */
async function hover(page, line, text, wanted) {
  const end = Date.now() + LIMIT;
  let last = '';
  while (Date.now() < end) {
    await page.keyboard.up('Control');
    await page.mouse.move(1150, 850);
    // Ctrl is noticed where the mouse moves to another letter, as a hand does; what stands before the first letter does not count.
    const [from, to] = await Promise.all([2, 4].map((index) => place(page, line, text, index)));
    await page.mouse.move(from.x, from.y);
    await page.keyboard.down('Control');
    await page.mouse.move(to.x, to.y);
    // A tip that was asked for before the server had the text does not come by itself: the mouse has to move again.
    const again = Math.min(end, Date.now() + 3000);
    while (Date.now() < again) {
      last = (await tooltips(page)) || last;
      if (wanted.every((part) => last.includes(part))) return last;
      await page.waitForTimeout(50);
    }
  }
  return last;
}

async function test(page, base) {
  const title = titles();
  const cached = title['functools-lru-cache'];
  const record = title['dataclasses-dataclass'];

  // What the wheel's entry point told jupyter-lsp.
  const status = await until('jupyter-lsp', async () => (await fetch(`${base}/lsp/status`)).json());
  const session = status.sessions.pygloss;
  check('jupyter-lsp knows the server by its entry point', session?.spec.languages.includes('python'), 'a session for python', JSON.stringify(Object.keys(status.sessions)));

  // A notebook.
  await page.goto(`${base}/lab/tree/notebook.ipynb?reset`, { waitUntil: 'domcontentloaded' });
  await page.locator('.cm-line', { hasText: 'def area' }).first().waitFor({ timeout: LIMIT });
  await page.waitForFunction(() => /Fully initialized/i.test(document.body.innerText), null, { timeout: LIMIT });
  const came = await hover(page, '@remember(', 'remember', [cached, 'area']);
  check('a cell shows the hover for a name imported two cells above', came.includes(cached), `a tip with "${cached}"`, came);
  check('  it says what that does here', came.includes('area') && came.includes('maxsize=limit'), 'area, maxsize=limit', came);
  if (session?.spec.config_schema) {
    const links = await page.locator('.lsp-tooltip a').evaluateAll((all) => all.map((a) => a.href));
    check('  a setting of JupyterLab counts: its links lead to the French documentation', links.some((link) => link.startsWith('https://docs.python.org/fr/')), '/fr/', links);
  }
  check('  rendered', !came.includes('**') && !came.includes(']('), 'no marks of Markdown', came);
  await page.screenshot({ path: join(ARTIFACTS, 'notebook.png') });
  await page.keyboard.up('Control');

  // An edit in one cell is known in the others. Without it, the name says nothing:
  const code = CELLS.join('\n').replace(/^%.*$/m, '');
  writeFileSync(join(WORK, 'before.py'), code);
  const alone = spawnSync(PYGLOSS, ['explain', join(WORK, 'before.py')], { encoding: 'utf8' }).stdout;
  check('the class is not known for a data class before its import', !alone.includes(record) && alone.includes(cached), `no "${record}"`, alone);
  const first = page.locator('.cm-line', { hasText: 'from functools' }).first();
  await first.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText(SECOND_IMPORT);
  const after = await hover(page, '@record', 'record', [record, 'Point']);
  check('an import that is typed into the first cell is known in the last', after.includes(record) && after.includes('Point'), `a tip with "${record}" and Point`, after);
  await page.screenshot({ path: join(ARTIFACTS, 'notebook-edited.png') });
  await page.keyboard.up('Control');

  // A file.
  await page.goto(`${base}/lab/tree/plain.py?reset`, { waitUntil: 'domcontentloaded' });
  await page.locator('.cm-line', { hasText: 'def area' }).first().waitFor({ timeout: LIMIT });
  await page.waitForFunction(() => /Fully initialized/i.test(document.body.innerText), null, { timeout: LIMIT });
  const file = await hover(page, '@remember(', 'remember', [cached, 'area']);
  check('a file shows the same', file.includes(cached), `a tip with "${cached}"`, file);
  await page.screenshot({ path: join(ARTIFACTS, 'file.png') });
  await page.keyboard.up('Control');

  const now = await (await fetch(`${base}/lsp/status`)).json();
  check('the server runs', now.sessions.pygloss?.status === 'started', 'started', JSON.stringify(now.sessions.pygloss?.status));
}

async function main() {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const folder = join(WORK, 'project');
  mkdirSync(folder, { recursive: true });
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(folder, 'notebook.ipynb'), JSON.stringify(notebook));
  writeFileSync(join(folder, 'plain.py'), [CELLS[0], 'limit = 16', CELLS[2], ''].join('\n'));

  // What a user answers to the question for news, once.
  const notifications = join(WORK, 'settings', '@jupyterlab', 'apputils-extension');
  mkdirSync(notifications, { recursive: true });
  writeFileSync(join(notifications, 'notification.jupyterlab-settings'), JSON.stringify({ fetchNews: 'false', checkForUpdates: false }));

  // Settings, as the settings editor keeps them.
  const plugin = join(WORK, 'settings', '@jupyter-lsp', 'jupyterlab-lsp');
  mkdirSync(plugin, { recursive: true });
  const wanted = { language_servers: { pygloss: { serverSettings: { 'pygloss.docs.language': 'fr' } } } };
  writeFileSync(join(plugin, 'plugin.jupyterlab-settings'), JSON.stringify(wanted));

  const log = openSync(join(WORK, 'jupyter.log'), 'w');
  const lab = spawn(
    JUPYTER,
    [
      '--allow-root', '--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0', '--IdentityProvider.token=',
      '--ServerApp.password=', '--ServerApp.disable_check_xsrf=True', `--ServerApp.root_dir=${folder}`, '--LabApp.news_url=',
      '--check_for_updates_class=jupyterlab.NeverCheckForUpdate', `--LabApp.user_settings_dir=${join(WORK, 'settings')}`,
      `--LabApp.workspaces_dir=${join(WORK, 'workspaces')}`,
    ],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const gone = new Promise((resolve) => lab.once('exit', resolve));
  let browser;
  try {
    await until('JupyterLab', async () => (await fetch(`${base}/api`)).ok);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
    try {
      await test(page, base);
    } catch (error) {
      check('the test runs to its end', false, 'no error', error.stack);
      await page.screenshot({ path: join(ARTIFACTS, 'failed.png') }).catch(() => {});
    }
  } catch (error) {
    check('JupyterLab and the browser start', false, 'no error', error.stack);
  } finally {
    await browser?.close();
    lab.kill('SIGTERM');
    const late = setTimeout(() => lab.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }
  if (failures > 0) {
    const tail = readFileSync(join(WORK, 'jupyter.log'), 'utf8').trimEnd().split('\n').slice(-40);
    for (const line of tail) console.log(`# jupyter.log: ${line}`);
  }
  console.log(`# ${checks} checks in JupyterLab, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();

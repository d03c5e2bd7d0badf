// The playground in a real browser: `node test.mjs`, started by `run`, with in the environment PYGLOSS (the binary), CHROMIUM, WORK (a folder of its own),
// ARTIFACTS (where screenshots go), ROOT (the repository), NODE_MODULES.
//
// Prints one line a check, as TAP does. Exit code: 0 passed, 1 failed.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check, counted, holds, LIMIT, Playground, raw, same, until } from './harness.mjs';

const { PYGLOSS, CHROMIUM, WORK, ARTIFACTS, ROOT, NODE_MODULES } = process.env;
const require = createRequire(join(NODE_MODULES, 'x'));
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TOUR = join(ROOT, 'demo', 'tour.py');
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Titles by id, as the binary has them: a better title breaks no test. */
const title = Object.fromEntries(
  JSON.parse(spawnSync(PYGLOSS, ['list', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 27 }).stdout).map((concept) => [concept.id, concept.title]),
);

/** All that pages of a context ask for, and what they complain of. */
async function watch(context) {
  const asked = [];
  const complaints = [];
  context.on('request', (request) => { asked.push(request.url()); });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => { complaints.push(String(error.error().stack)); });
  context.on('page', (page) => { page.on('websocket', (socket) => { asked.push(socket.url()); }); });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ sourceFile, lineNumber, columnNumber, target }) => {
      console.error(`violated the policy at ${sourceFile}:${lineNumber}:${columnNumber}: ${target?.outerHTML?.slice(0, 300)}`);
    });
  });
  return { asked, complaints };
}

/** Waits until the page talks to its server and has shown what is in the text. */
async function ready(page) {
  await page.waitForFunction(() => document.body.dataset.connection === 'open' && document.querySelector('.cm-content') && document.querySelector('#concept-count')?.textContent !== '', null, { timeout: LIMIT });
}

// Anything but `initial` would put a style into the page, which its policy forbids.
const shot = (page, name) => page.screenshot({ path: join(ARTIFACTS, `${name}.png`), caret: 'initial' });
const active = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.localName);
const inEditor = (page) => page.evaluate(() => document.activeElement?.classList.contains('cm-content') === true);
const heading = (page) => page.locator('#article h2').first();
const tip = (page) => page.locator('.tip');

/** Where a letter of the text stands on the screen; the line is brought into view. */
async function place(page, line, text, index = 1) {
  // Lines far from what is seen are not in the page at all.
  await page.evaluate((wanted) => {
    const scroller = document.querySelector('.cm-scroller');
    const seen = [...document.querySelectorAll('.cm-line')].find((element) => element.textContent.includes(wanted));
    if (seen === undefined) scroller.scrollTop = 0;
  }, line);
  const element = page.locator('.cm-line', { hasText: line }).first();
  await until(async () => {
    if ((await element.count()) > 0) return true;
    await page.evaluate(() => { document.querySelector('.cm-scroller').scrollTop += 300; });
    return false;
  });
  await element.evaluate((node) => {
    node.scrollIntoView({ block: 'center' });
    node.closest('.cm-scroller').scrollLeft = 0;
  });
  return element.evaluate((node, [wanted, letter]) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    // The text may be cut into several nodes by the highlighter.
    const from = node.textContent.indexOf(wanted) + letter;
    let before = 0;
    for (let part = walker.nextNode(); part; part = walker.nextNode()) {
      if (from < before + part.data.length) {
        const range = document.createRange();
        range.setStart(part, from - before);
        range.setEnd(part, from - before + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      before += part.data.length;
    }
    throw new Error(`no ${wanted}`);
  }, [text, index]);
}

/** Rests the mouse on `text` until a tip has all of `wanted`; what it says, or what came last. */
async function hover(page, line, text, ...wanted) {
  let came;
  // A tip that was asked for before the server had the text does not come by itself: the mouse has to move again.
  for (const end = Date.now() + LIMIT; Date.now() < end; ) {
    const { x, y } = await place(page, line, text);
    await page.mouse.move(x - 2, y);
    await page.mouse.move(x, y);
    const good = (seen) => typeof seen === 'string' && wanted.every((part) => seen.includes(part));
    came = await until(() => tip(page).innerText({ timeout: 500 }), good, 6000);
    if (good(came)) return came;
    await page.mouse.move(2, 2);
  }
  return came;
}

/** Pastes `text` in place of what is there. */
async function paste(page, text) {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
  await page.keyboard.press('ControlOrMeta+v');
}

async function accessible(page, what) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length}: ${nodes.slice(0, 2).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`);
  check(`axe finds nothing: ${what}`, told.length === 0, 'no violations', told.join('\n'));
}

async function reading(page) {
  holds('the file is in the editor', await page.locator('.cm-content').innerText(), 'Three days at four weather stations');
  const colours = await page.locator('.cm-line').first().locator('xpath=..').evaluate((content) => new Set([...content.querySelectorAll('.cm-line span')].map((span) => getComputedStyle(span).color)).size);
  check('  in colours', colours >= 4, 'at least 4 colours', colours);
  same('  and the address has no token any more', await page.evaluate(() => location.search), '');
  check('the first page names what is worth a look', (await page.locator('#worth li').count()) >= 3, 'at least 3', await page.locator('#worth').innerText());
  await shot(page, 'start');

  const slots = await hover(page, '__slots__ = tuple', '__slots__', title['dunder-slots'], 'Explain this construct');
  holds('the mouse on a construct shows its tip', slots, title['dunder-slots'], 'Explain this construct');
  check('  rendered, without marks of Markdown', !slots.includes('**') && !slots.includes(']('), 'no marks', slots);
  check('  the code it is about is marked', (await page.locator('.explained').allInnerTexts()).join('') === '__slots__', '__slots__', await page.locator('.explained').allInnerTexts());
  await accessible(page, 'light, a tip is open');
  await shot(page, 'tip-light');
  await page.locator('.tip').getByRole('button', { name: 'Explain this construct' }).click();
  same('“Explain this construct” opens its page', await until(() => heading(page).innerText(), (text) => text === title['dunder-slots']), title['dunder-slots']);
  holds('  with what it does in this code', await page.locator('#article blockquote, #article h3').first().innerText(), 'ere'); // "Here" or "Where"
  same('  which has the focus', await active(page), 'article');
  check('  and the tip is gone', (await tip(page).count()) === 0, 'no tip', await tip(page).count());
  const colouredPage = await page.locator('#article pre').first().evaluate((pre) => new Set([...pre.querySelectorAll('span')].map((span) => getComputedStyle(span).color)).size);
  check('  its code has colours', colouredPage >= 2, 'at least 2', colouredPage);
  await accessible(page, 'light, a page is open');
  await shot(page, 'page-light');

  const link = page.locator('#article a[href^="../concepts/"]').first();
  const to = (await link.getAttribute('href')).replace(/.*\/|\.html$/g, '');
  await link.click();
  same('a link in a page leads to another page', await until(() => heading(page).innerText(), (text) => text === title[to]), title[to]);
  await page.getByRole('button', { name: 'Page before' }).click();
  same('  and back', await until(() => heading(page).innerText(), (text) => text === title['dunder-slots']), title['dunder-slots']);
  await page.keyboard.press('Escape');
  check('Escape in a page goes back to the code', await inEditor(page), 'the editor', await active(page));

  await hover(page, 'with self.lock', 'with', 'In plainer Python');
  await page.locator('.tip').getByRole('button', { name: 'In plainer Python' }).click();
  const plainer = await until(() => page.locator('#article .plainer').innerText({ timeout: 1000 }), (text) => String(text).includes('finally') || String(text).includes('except'));
  holds('“In plainer Python” shows the same without the construct', plainer, 'In plainer Python', 'try:');
  await shot(page, 'plainer-light');
}

async function listing(page) {
  await page.locator('#tab-file').click();
  const rows = page.locator('#concepts .row');
  const all = await rows.count();
  check('the concepts in the file are listed', all > 40, 'more than 40', all);
  holds('  in their functions and classes', await page.locator('#concepts').innerText(), 'class Reading', 'def __init__', title['dunder-slots']);
  await accessible(page, 'light, the list');
  await shot(page, 'list-light');
  await page.locator('#advanced-only').check();
  const advanced = await until(() => rows.count(), (count) => count < all);
  check('  “advanced only” leaves some', advanced > 0 && advanced < all, `fewer than ${all}`, advanced);
  await page.locator('#advanced-only').uncheck();
  await page.locator('#filter').fill('slots');
  await until(() => rows.count(), (count) => count < advanced);
  check('  a filter leaves what is called so', (await rows.allInnerTexts()).every((text) => /slots/i.test(text)), 'slots alone', await rows.allInnerTexts());
  await page.locator('#concepts button.line').first().click();
  check('  a line number goes there, and shows the tip', String(await until(() => tip(page).innerText({ timeout: 1000 }))).includes('Explain this construct') && (await inEditor(page)), 'a tip', await active(page));
  const row = page.locator('#concepts .row.current');
  check('  the concept at the cursor is marked', (await until(() => row.count(), (count) => count === 1)) === 1, 'one', await row.count());
  await page.locator('#filter').fill('');

  await page.locator('#level').selectOption('advanced');
  const fewer = await until(() => rows.count(), (count) => count > 0 && count < all);
  check('the level leaves out what is known', fewer > 0 && fewer < all, `fewer than ${all}`, fewer);
  await page.locator('#level').selectOption('beginner');
  same('  and brings it back', await until(() => rows.count(), (count) => count === all), all);
}

async function searching(page) {
  await page.keyboard.press('ControlOrMeta+k');
  same('Ctrl+K goes to the search', await active(page), 'words');
  const results = page.locator('#results li');
  for (const [words, id] of [['genera', 'generator-expression'], ['difference between new and init', 'dunder-new'], ['**', 'power-operator']]) {
    await page.locator('#words').fill(words);
    holds(`the search knows “${words}”`, await until(() => results.allInnerTexts().then((all) => all.join('\n')), (text) => text.includes(title[id])), title[id]);
  }
  await page.locator('#words').fill('qqqqxyzzy');
  holds('  and says where nothing is known', await until(() => page.locator('#search-status').innerText(), (text) => text.includes('qqqq')), 'Nothing');
  await page.locator('#words').fill('__slots__');
  await until(() => results.allInnerTexts().then((all) => all.join('\n')), (text) => text.includes(title['dunder-slots']));
  await accessible(page, 'light, the search');
  await shot(page, 'search-light');
  await page.locator('#words').press('Enter');
  same('  Enter opens the first', await until(() => heading(page).innerText(), (text) => text === title['dunder-slots']), title['dunder-slots']);
}

/** From the first key to the last without a mouse. */
async function keyboardOnly(page) {
  await page.reload();
  await ready(page);
  check('the cursor is in the editor at first', await until(() => inEditor(page)), 'the editor', await active(page));
  await page.keyboard.press('ControlOrMeta+Home');
  const rows = readFileSync(TOUR, 'utf8').split('\n');
  const row = rows.findIndex((line) => line.includes('@functools.lru_cache'));
  for (let step = 0; step < row; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < '@functools.lru'.length; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F1');
  const cache = title['functools-lru-cache'];
  holds('F1 shows the tip at the cursor', await until(() => tip(page).innerText({ timeout: 1000 }), (text) => String(text).includes(cache)), cache);
  holds('  which is said to a screen reader', await page.locator('#live[aria-live=polite]').textContent(), cache);
  await page.keyboard.press('Escape');
  check('  Escape closes it', (await tip(page).count()) === 0 && (await inEditor(page)), 'no tip', await tip(page).count());
  await page.keyboard.press('Control+Space');
  await until(() => tip(page).count());
  await page.keyboard.press('F1');
  same('F1 again goes into it', await page.evaluate(() => document.activeElement.closest('.tip') !== null), true);
  await page.keyboard.press('Escape');
  check('  and Escape out of it', (await inEditor(page)) && (await tip(page).count()) === 0, 'the editor', await active(page));
  await page.keyboard.press('F1');
  await until(() => tip(page).count());
  await page.keyboard.press('F1');
  await page.evaluate(() => document.activeElement.textContent === 'Explain this construct' || document.querySelector('.tip .primary').focus());
  await page.keyboard.press('Enter');
  same('Enter on its button opens the page', await until(() => heading(page).innerText(), (text) => text === cache), cache);
  same('  which has the focus', await active(page), 'article');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < '    if not a '.length; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+Enter');
  check('Alt+Enter opens the page of what stands at the cursor', (await until(() => heading(page).innerText(), (text) => text !== cache)) !== cache, `not ${cache}`, await heading(page).innerText());
  await page.keyboard.press('Escape');
  check('  and Escape goes back', await inEditor(page), 'the editor', await active(page));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  check('Escape, then Tab leaves the editor', !(await inEditor(page)) && (await page.evaluate(() => document.activeElement !== document.body)), 'the next control', await active(page));
  await page.keyboard.press('ArrowRight');
  same('arrow keys go through the tabs', await active(page), 'tab-file');
  await page.keyboard.press('Tab');
  same('  and Tab into them', await active(page), 'filter');
  const reached = new Set();
  await page.locator('#level').focus();
  reached.add(await active(page));
  for (let step = 0; step < 14; step += 1) {
    await page.keyboard.press('Tab');
    reached.add(await active(page));
    if (await inEditor(page)) await page.keyboard.press('Escape');
  }
  holds('Tab reaches everything', [...reached].join(' '), 'level', 'theme', 'keys', 'cm-content', 'tab-file', 'filter', 'advanced-only');
}

const DATA_CLASS = 'from dataclasses import dataclass as record\n\n@record\nclass Point:\n    x: int\n    y: int\n';

async function writing(page, other) {
  await paste(page, DATA_CLASS);
  const data = title['dataclasses-dataclass'];
  holds('new code has new answers', await hover(page, '@record', 'record', data), data, 'Point');
  await page.locator('.cm-content').focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('odd = [n for n in range(9) if n % 2]');
  holds('  and what is typed counts', await hover(page, 'odd =', 'for n', title['list-comprehension']), title['list-comprehension']);
  await page.locator('#tab-file').click();
  const listed = await until(() => page.locator('#concepts').innerText(), (text) => text.includes('class Point') && !text.includes('class Reading'));
  holds('  and a new list', listed, 'class Point', data);
  holds('another tab has a text and a server of its own', await other.locator('.cm-content').innerText(), 'Three days');
  const slots = await hover(other, '__slots__ = tuple', '__slots__', title['dunder-slots']);
  holds('  and its own answers', slots, title['dunder-slots']);
  await page.reload();
  await ready(page);
  holds('what was written survives a reload of its tab', await page.locator('.cm-content').innerText(), '@record');
  await page.getByRole('button', { name: 'Start over' }).click();
  holds('“Start over” brings the file back', await until(() => page.locator('.cm-content').innerText(), (text) => text.includes('Three days')), 'Three days');
  same('  which was not changed', readFileSync(TOUR, 'utf8').startsWith('"""Three days'), true);

  // Somebody else's code is text, wherever it is shown.
  await paste(page, 'class Evil:\n    __slots__ = ("<img src=x onerror=document.title=1>", "[x](javascript:alert(1))")\n');
  await hover(page, '__slots__', '__slots__', title['dunder-slots']);
  await page.locator('.tip .primary').click();
  await until(() => heading(page).innerText(), (text) => text === title['dunder-slots']);
  same('code with HTML in it stays text', await page.evaluate(() => document.querySelectorAll('.tip img, #article img, #concepts img, a[href^="javascript"]').length + Number(document.title === '1')), 0);
}

async function looks(page) {
  await page.locator('#theme').selectOption('dark');
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.locator('#theme').selectOption('light');
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const brightness = (colour) => colour.match(/\d+/g).map(Number).reduce((sum, part) => sum + part, 0) / 3;
  check('the theme can be chosen', brightness(dark) < 60 && brightness(light) > 200, 'dark and light', `${dark} ${light}`);
  await page.locator('#theme').selectOption('dark');
  await page.getByRole('button', { name: 'Keys' }).click();
  await accessible(page, 'dark, the first page');
  await hover(page, '@functools.wraps', 'wraps', 'Explain this construct');
  await accessible(page, 'dark, a tip is open');
  await shot(page, 'tip-dark');
  await page.locator('.tip .primary').click();
  await until(() => page.locator('#article #welcome').count(), (count) => count === 0);
  await accessible(page, 'dark, a page is open');
  await shot(page, 'page-dark');
  await page.locator('#tab-file').click();
  await accessible(page, 'dark, the list');
  await shot(page, 'list-dark');
  await page.reload();
  await ready(page);
  same('  and is remembered', await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
}

async function phone(browser, state, address) {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, storageState: state, colorScheme: 'dark' });
  const { complaints } = await watch(context);
  const page = await context.newPage();
  await page.goto(address.origin + address.pathname);
  await ready(page);
  const { x, y } = await place(page, '@functools.wraps', 'wraps');
  await page.touchscreen.tap(x, y);
  const text = await until(() => tip(page).innerText({ timeout: 1000 }));
  holds('on a phone, a tap shows the tip', text, 'Explain this construct');
  const box = await tip(page).boundingBox();
  check('  which fits', box.x >= 0 && box.x + box.width <= 390, 'within 390', JSON.stringify(box));
  await shot(page, 'phone-tip');
  await accessible(page, 'a phone, a tip is open');
  await page.locator('.tip .primary').tap();
  await until(() => page.locator('#article #welcome').count(), (count) => count === 0);
  const seen = await heading(page).boundingBox();
  check('  the page is in sight', seen.y > 0 && seen.y + seen.height < 780, 'within 780', JSON.stringify(seen));
  same('  nothing is wider than the screen', await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), true);
  await accessible(page, 'a phone, a page is open');
  await shot(page, 'phone-page');
  check('  and nothing is complained of', complaints.length === 0, 'nothing', complaints.join('\n'));
  await context.close();
}

async function book(page, address) {
  await page.goto(`${address.origin}/`);
  holds('the book is served', await page.title(), 'pygloss');
  await page.goto(`${address.origin}/concepts/dunder-slots.html`);
  holds('  with a page for each concept', await page.locator('body').innerText(), title['dunder-slots']);
  await page.locator('header a, nav a', { hasText: 'Playground' }).first().click();
  await ready(page);
  same('  and leads to the playground', new URL(page.url()).pathname.startsWith('/playground/'), true);
}

async function strangers(browser, address, state) {
  const port = Number(address.port);
  const token = address.search;
  const context = await browser.newContext();
  const page = await context.newPage();
  const used = await page.goto(address.href);
  same('a token that was used is refused', used.status(), 403);
  holds('  in clear words', await page.locator('body').innerText(), 'used already', 'pygloss playground');
  await shot(page, 'refused');
  same('a wrong token too', (await page.goto(`${address.origin}${address.pathname}?token=${'0'.repeat(64)}`)).status(), 403);
  same('and none', (await page.goto(`${address.origin}/concepts/dunder-slots.html`)).status(), 403);
  await context.close();

  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const [kept] = state.cookies;
  check('the cookie is for this browser and this site alone', kept.httpOnly && kept.sameSite === 'Strict', 'HttpOnly, SameSite=Strict', JSON.stringify({ ...kept, value: '…' }));
  const get = (path, ...headers) => raw(port, [`GET ${path} HTTP/1.1`, ...headers]).then((text) => text.split('\r\n')[0].split(' ')[1]);
  const host = `Host: 127.0.0.1:${port}`;
  const mine = `Cookie: ${cookie}`;
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const ours = `Origin: http://127.0.0.1:${port}`;
  same('our own name is served', await get('/playground/', host, mine), '200');
  for (const [what, ...headers] of [
    ['another name', `Host: rebound.example:${port}`, mine],
    ['another port', 'Host: 127.0.0.1:1', mine],
    ['two names', host, 'Host: rebound.example', mine],
    ['another page', host, mine, 'Origin: https://evil.example'],
    ['no cookie', host],
  ]) {
    same(`  ${what} is not`, await get('/playground/', ...headers), '403');
  }
  same('  a POST is not', (await raw(port, ['POST /playground/ HTTP/1.1', host, mine, 'Content-Length: 0'])).split(' ')[1], '405');
  same('the page’s own connection is accepted', await get('/playground/lsp', host, mine, ours, ...upgrade), '101');
  for (const [what, ...headers] of [
    ['another page’s', host, mine, 'Origin: http://evil.example'],
    ['a sandboxed page’s', host, mine, 'Origin: null'],
    ['one without an origin', host, mine],
    ['one without the cookie', host, ours],
    ['one to another name', `Host: rebound.example:${port}`, mine, `Origin: http://rebound.example:${port}`],
  ]) {
    same(`  ${what} is refused`, await get('/playground/lsp', ...headers, ...upgrade), '403');
  }
  const answer = await raw(port, ['GET /playground/ HTTP/1.1', host, mine]);
  holds('pages may load nothing from elsewhere', answer.toLowerCase(), "default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", 'nosniff', 'no-referrer');
  check('  and nobody sees the token again', !answer.includes(token.slice(7)), 'no token', answer);
}

/** What a server of its own answers to a page that asks it for a command. */
async function commands(page) {
  const answer = await page.evaluate(() => new Promise((resolve) => {
    const socket = new WebSocket(new URL('lsp', location.href.replace('http', 'ws')));
    const send = (message) => { socket.send(JSON.stringify({ jsonrpc: '2.0', ...message })); };
    socket.onopen = () => { send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }); };
    socket.onmessage = ({ data }) => {
      const { id } = JSON.parse(data);
      if (id === 1) {
        send({ method: 'initialized', params: {} });
        send({ id: 2, method: 'workspace/executeCommand', params: { command: 'pygloss.explain', arguments: ['dunder-slots'] } });
      } else if (id === 2) {
        socket.close();
        resolve(data);
      }
    };
  }));
  holds('commands that write files are refused', answer, '"error"', 'pygloss/page');
}

async function limits(page) {
  const size = 17 << 20;
  const closed = await page.evaluate((bytes) => new Promise((resolve) => {
    const socket = new WebSocket(new URL('lsp', location.href.replace('http', 'ws')));
    socket.onopen = () => { socket.send('x'.repeat(bytes)); };
    socket.onclose = (event) => { resolve(`closed ${event.code}`); };
  }), size);
  holds('a message without end ends its connection', closed, 'closed');
  const opened = await page.evaluate(async () => {
    const sockets = Array.from({ length: 20 }, () => new WebSocket(new URL('lsp', location.href.replace('http', 'ws'))));
    const results = await Promise.all(sockets.map((socket) => new Promise((resolve) => {
      socket.onopen = () => { resolve(true); };
      socket.onerror = () => { resolve(false); };
    })));
    for (const socket of sockets) socket.close();
    return results.filter(Boolean).length;
  });
  check('no more than 16 pages are connected at once', opened >= 10 && opened <= 16, '10 to 16', opened);
  holds('  and the page still has answers', await hover(page, '__slots__', '__slots__', title['dunder-slots']), title['dunder-slots']);
}

function refusals(port) {
  const run = (...args) => spawnSync(PYGLOSS, ['playground', '--no-open', ...args], { encoding: 'utf8', timeout: LIMIT });
  const taken = run('--port', String(port));
  same('a port that is taken is an error', taken.status, 2);
  holds('  that names it, and what to do', taken.stderr, String(port), '--port');
  const missing = run('nowhere.py');
  same('a file that is not there is one too', missing.status, 2);
  holds('  that names it', missing.stderr, 'nowhere.py');
  const long = join(WORK, 'long.py');
  writeFileSync(long, 'x = 1\n'.repeat(500_000));
  const tooLong = run(long);
  same('a file that is too long for a browser is one', tooLong.status, 2);
  holds('  that says how long it may be', tooLong.stderr, '3000000', '2097152');
  const latin = join(WORK, 'folder.py');
  mkdirSync(latin);
  same('a folder is one', run(latin).status, 2);
}

/** Every file below the folders where a program may put something. */
function written() {
  return ['config', 'cache', 'data', 'state'].flatMap((name) => readdirSync(join(WORK, name), { recursive: true }).filter((path) => /pygloss/.test(path)));
}

async function test(browser, playground) {
  const address = await playground.address();
  check('the address is on loopback, with a token', address.hostname === '127.0.0.1' && /^\?token=[0-9a-f]{64}$/.test(address.search), 'http://127.0.0.1:…', address.href);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', permissions: ['clipboard-read', 'clipboard-write'] });
  const { asked, complaints } = await watch(context);
  const page = await context.newPage();
  try {
    await page.goto(address.href);
    await ready(page);
    await reading(page);
    await listing(page);
    await searching(page);
    await keyboardOnly(page);
    const other = await context.newPage();
    await other.goto(address.href);
    await ready(other);
    await writing(page, other);
    await other.bringToFront();
    await looks(other);
    await book(page, address);
    const state = await context.storageState();
    await phone(browser, state, address);
    await strangers(browser, address, state);
    check('no page complains', complaints.length === 0, 'nothing', complaints.join('\n'));
    await commands(page);
    await limits(page);
    refusals(address.port);
    const foreign = asked.filter((url) => !['data:', 'blob:'].some((kind) => url.startsWith(kind)) && new URL(url).host !== address.host);
    check('nothing is asked of another machine', foreign.length === 0 && asked.some((url) => url.startsWith('ws:')), 'no request', foreign.join('\n'));

    const { code, took } = await playground.end();
    check('Ctrl-C ends it, with pages open', code === 0 && took < 2000, '0 within 2 s', `${code} after ${took} ms; ${playground.complained}`);
    holds('  and the page says so', await until(() => page.locator('#notice').innerText(), (text) => text !== ''), 'ended', 'Connect again');
    await accessible(page, 'the server has ended');
    same('it complained of nothing', playground.complained, '');
    check('nothing was written to the disk', written().length === 0, 'no file', written().join('\n'));
  } catch (error) {
    check('the test runs to its end', false, 'no error', error.stack);
    await shot(page, 'failed').catch(() => {});
  }
  await context.close();
}

mkdirSync(ARTIFACTS, { recursive: true });
const playground = new Playground(PYGLOSS, [TOUR]);
let browser;
try {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  await test(browser, playground);
} catch (error) {
  check('the playground and the browser start', false, 'no error', error.stack);
} finally {
  await browser?.close();
  await playground.end('SIGKILL');
}
const { checks, failures } = counted();
console.log(`# ${checks} checks of the playground, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

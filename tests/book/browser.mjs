// The book in Chromium: over HTTP and from the disk, by keyboard, in both themes, on a phone.

import { readFileSync, existsSync, statSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';

const { PYGLOSS, BOOK, CHROMIUM, WORK, ARTIFACTS, NODE_MODULES } = process.env;
const require = createRequire(join(NODE_MODULES, 'x'));
const { chromium } = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const LIMIT = 30_000; // milliseconds that each wait may take

const ARGUMENTS = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' ');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

// The pages that are looked at most closely.
const CONCEPTS = ['dunder-slots', 'modify-while-iterating', 'builtin-abs', 'call-expression', 'gil'];
const PAGES = ['index.html', 'areas/index.html', 'areas/pitfalls.html', 'course.html', 'questions/index.html', 'questions/literals.html', ...CONCEPTS.map((id) => `concepts/${id}.html`)];

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

// A page around pages, each in a frame of a phone's width: what of a page is wider than the screen.
const FRAMES = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>frames</title><body></body></html>`;

function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path === '/-frames') {
      response.writeHead(200, { 'content-type': TYPES['.html'] }).end(FRAMES);
      return;
    }
    const file = join(folder, normalize(path.replace(/^\/sub\/folder/, '')));
    const whole = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
    if (!existsSync(whole)) response.writeHead(404).end('not here');
    else response.writeHead(200, { 'content-type': TYPES[extname(whole)] ?? 'application/octet-stream' }).end(readFileSync(whole));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export async function checkInBrowser(check, pages, done) {
  const server = await serve(BOOK);
  // In a folder of the server: the book makes no assumption of where it is.
  const origin = `http://127.0.0.1:${server.address().port}`;
  const base = `${origin}/sub/folder/`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  const trouble = [];
  const context = async (options = {}) => {
    const made = await browser.newContext({ viewport: DESK, ...options });
    made.setDefaultTimeout(LIMIT);
    await made.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(origin) || url.startsWith('file:')) return route.continue();
      trouble.push(`a request to ${url}`);
      return route.abort();
    });
    made.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) trouble.push(`${message.page()?.url()}: ${message.text()}`);
    });
    made.on('weberror', (error) => trouble.push(`${error.page()?.url()}: ${error.error()}`));
    made.on('dialog', (dialog) => {
      trouble.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    made.on('requestfailed', (request) => {
      if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) trouble.push(`${request.url()}: ${request.failure()?.errorText}`);
    });
    return made;
  };
  try {
    await byKeyboard(check, context, base);
    done('keyboard');
    await themes(check, context, base);
    await reading(check, context, base);
    await plain(check, context, base);
    done('themes, reading, plain');
    await hostile(check, context);
    done('hostile');
    await accessibility(check, context, base);
    done('axe');
    await widths(check, context, origin, pages);
    done('widths');
    check('no request leaves, nothing is refused, no error is reported', trouble.length === 0, trouble.join('\n'));
  } finally {
    await browser.close();
    server.close();
  }
}

const where = (page) => page.evaluate(() => location.pathname.split('/').slice(-2).join('/'));
const hits = (page) => page.$$eval('#hits a', (links) => links.map((link) => link.pathname.split('/').pop().replace('.html', '')));

/** Types into the open search and waits until the results are those of the text. */
async function ask(page, text) {
  await page.locator('#words').fill('');
  await page.keyboard.type(text);
  await page.waitForFunction(() => document.querySelector('#found').textContent !== '' && globalThis.pyglossIndex);
  await page.waitForFunction((wanted) => document.querySelector('#words').value === wanted, text);
  return hits(page);
}

async function byKeyboard(check, context, base) {
  const page = await (await context()).newPage();
  for (const [how, address] of [['over HTTP', base], ['from the disk', `${pathToFileURL(BOOK)}/`]]) {
    await page.goto(`${address}index.html`);
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.id === 'words');
    await page.keyboard.type('*args');
    await page.waitForSelector('#hits a');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/concepts/*.html');
    const came = await where(page);
    check(`${how}: / and Enter lead to a page`, came === 'concepts/param-var-positional.html', came);
    await page.keyboard.press('/');
    await page.keyboard.type('slots');
    await page.waitForSelector('#hits li:nth-child(3)');
    const expected = (await hits(page))[1];
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/concepts/${expected}.html`);
    check(`${how}: arrows choose a page`, true);
  }

  await page.goto(`${base}concepts/gil.html`);
  await page.locator('.theme').focus();
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'words');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('#search').open && document.activeElement.matches('.theme'));
  check('Escape closes the search and leaves the focus where it was', true);

  await page.keyboard.press('/');
  for (const [text, wanted] of [
    ['@', 'decorator'],
    [':=', 'walrus-operator'],
    ['*args', 'param-var-positional'],
    ['**kwargs', 'param-var-keyword'],
    ['__slots__', 'dunder-slots'],
    ['slots', 'dunder-slots'],
    ['lru_cache', 'functools-lru-cache'],
    ['walrus', 'walrus-operator'],
    ['yield from', 'yield-from'],
    ['What is the difference between __new__ and __init__ in Python?', 'dunder-new'],
    ['difference between new and init', 'dunder-new'],
    ['GIL', 'gil'],
    ['metaclass', 'metaclass-keyword'],
    ['list comprehension', 'list-comprehension'],
    ['decoratr', 'decorator'],
    ['with', 'with-statement'],
  ]) {
    const found = await ask(page, text);
    const among = ['@', ':=', 'lru_cache', '__slots__', 'slots', 'walrus', '*args', '**kwargs', 'yield from', 'GIL'].includes(text) ? 1 : 3;
    check(`\`${text}\` finds ${wanted}`, found.slice(0, among).includes(wanted), found.slice(0, 6).join(', '));
  }
  const nothing = await ask(page, 'zzzzqqqq');
  const said = await page.textContent('#found');
  check('what is not there is said', nothing.length === 0 && said.includes('Nothing fits'), said);
  await ask(page, 'decorator');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('s');
  check('typing on a result goes on with the words', (await page.inputValue('#words')) === 'decorators', await page.inputValue('#words'));
  await page.keyboard.press('Escape');

  await page.goto(`${base}concepts/gil.html`);
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('Enter');
  const inMain = await page.evaluate(() => document.activeElement.id);
  check('the first stop skips to the text', skip === 'Skip to the text' && inMain === 'main', `${skip}, then ${inMain}`);
  // Every stop can be seen.
  await page.goto(`${base}concepts/dunder-slots.html`);
  const unseen = [];
  let stops = 0;
  for (; stops < 60; stops++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      return { what: element.outerHTML.slice(0, 80), good: shown && box.width > 0 && box.right > 0 && box.bottom > 0 };
    });
    if (!at) break;
    if (!at.good) unseen.push(at.what);
  }
  check(`${stops} stops of a page, each can be seen`, stops > 15 && unseen.length === 0, unseen);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.copy').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.copy').textContent === 'Copied');
  const [copied, code] = await page.evaluate(async () => [await navigator.clipboard.readText(), document.querySelector('figure.python code').textContent]);
  check('a program can be copied', copied === `${code}\n` && code.includes('__slots__'), copied);
  await page.context().close();
}

async function themes(check, context, base) {
  const page = await (await context({ colorScheme: 'light' })).newPage();
  const look = () => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, document.querySelector('.theme').getAttribute('aria-checked')].join(' '));
  await page.goto(`${base}concepts/gil.html`);
  const light = await look();
  await page.locator('.theme').focus();
  await page.keyboard.press('Space');
  const dark = await look();
  check('the switch makes it dark', light.endsWith('false') && dark.endsWith('true') && light.split(' f')[0] !== dark.split(' t')[0], `${light}, then ${dark}`);
  await page.reload();
  check('it is remembered', (await look()) === dark, await look());
  await page.goto(`${base}index.html`);
  check('on other pages too', (await look()) === dark, await look());
  await page.locator('.theme').click();
  check('and light again', (await look()) === light, await look());
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.querySelector('.theme').getAttribute('aria-checked') === 'true');
  check('without a choice it is the system’s', (await look()) === dark, await look());
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moves = await page.evaluate(() => [getComputedStyle(document.documentElement).scrollBehavior, getComputedStyle(document.querySelector('.theme svg')).transitionDuration]);
  check('nothing moves for whoever asks for that', moves.join() === 'auto,0s', moves);
  await page.emulateMedia({ media: 'print' });
  await page.goto(`${base}concepts/dunder-slots.html`);
  const printed = await page.evaluate(() => [...document.querySelectorAll('header.top, .copy, .steps, footer')].filter((e) => e.offsetParent).length);
  check('on paper there is the text alone', printed === 0, `${printed} other things`);
  await page.context().close();
}

async function reading(check, context, base) {
  const page = await (await context()).newPage();
  await page.goto(`${base}index.html`);
  await page.getByText('Begin with').click();
  await page.waitForURL('**/concepts/*.html');
  const first = await where(page);
  await page.locator('[rel="next"]').click();
  await page.waitForURL((url) => !url.pathname.endsWith(first));
  const second = await page.textContent('h1');
  await page.locator('[rel="prev"]').click();
  await page.waitForURL(`**/${first}`);
  check('next and before lead there and back', true);
  await page.locator('[rel="next"]').click();
  // The page as a whole: its script notes where the reader is after the heading is there.
  await page.waitForURL((url) => !url.pathname.endsWith(first));
  await page.goto(`${base}course.html`);
  check('the course knows what was opened', (await page.locator('.read').count()) === 2, String(await page.locator('.read').count()));
  await page.goto(`${base}index.html`);
  const goOn = await page.textContent('[data-continue]');
  check('the first page goes on where the reader was', goOn === `Go on with ${second}`, goOn);
  await page.context().close();
}

/** Without scripts everything is there but the search and the switch. */
async function plain(check, context, base) {
  const page = await (await context({ javaScriptEnabled: false })).newPage();
  await page.goto(`${base}concepts/dunder-slots.html`);
  const shown = await page.locator('h1').isVisible();
  const buttons = await page.locator('button:visible').count();
  check('without scripts a page can be read, and nothing is offered that does not work', shown && buttons === 0, `${buttons} buttons`);
  await page.context().close();
}

/** A pack that tries to bring markup along wherever its checks let a text through. */
async function hostile(check, context) {
  const pack = join(WORK, 'hostile-pack');
  mkdirSync(pack);
  const bad = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  writeFileSync(
    join(pack, 'hostile.md'),
    `+++
title = "Hostile\\" onmouseover=\\"alert(1) &lt;script&gt;"
name = "<script>alert(1)</script>"
level = "beginner"
docs = "https://example.org/?a=1&lt"
asked = ["${bad}", "</script><script>alert(1)</script>"]
aliases = ["${bad}", "\\u2028</script>"]
changed = { "3.9" = "\`${bad}\`" }
confused-with = { "with-statement" = "\`${bad}\`" }
names = ["hostile.name"]
+++

The code \`${bad}\` is text.

## How it works
\`${bad}\`

## Why it exists
| a | \`<script>\` |
| :-- | --: |
| b | \`<iframe src=x>\` |

## Where it bites
- A [link](https://example.org/?"onclick="alert(1)).

## Example
\`\`\`python
print("${bad}")
\`\`\`
\`\`\`output
${bad}
\`\`\`

## Detection
\`\`\`cases
import hostile
hostile.name
#       ^^^^ here
hostile
# <- not
\`\`\`
`,
  );
  const out = join(WORK, 'hostile-book');
  const made = spawnSync(PYGLOSS, ['book', '--out', out, '--pack', pack], { encoding: 'utf8' });
  if (!existsSync(join(out, 'concepts', 'hostile.html'))) {
    check('what a pack writes is text', false, `it has no page: ${made.stderr}`);
    return;
  }
  const page = await (await context()).newPage();
  const found = [];
  for (const path of ['concepts/hostile.html', 'areas/hostile-pack.html', 'questions/hostile-pack.html']) {
    await page.goto(`${pathToFileURL(out)}/${path}`);
    found.push(...(await page.evaluate(() => {
      const scripts = [...document.scripts].filter((script) => !/(theme|book)\.js$/.test(script.src));
      const handlers = [...document.querySelectorAll('*')].filter((e) => e.getAttributeNames().some((name) => name.startsWith('on')));
      return [...scripts, ...handlers, ...document.querySelectorAll('img, iframe, object')].map((e) => e.outerHTML);
    })));
  }
  await page.goto(`${pathToFileURL(out)}/concepts/hostile.html`);
  const title = await page.textContent('h1');
  await page.keyboard.press('/');
  await ask(page, 'alert');
  await page.waitForSelector('#hits a');
  found.push(...(await page.$$eval('#hits script, #hits img', (all) => all.map((e) => e.outerHTML))));
  check('what a pack writes is text', made.status === 0 && found.length === 0 && title === 'Hostile" onmouseover="alert(1) &lt;script&gt;', `${made.stderr}\n${title}\n${found.join('\n')}`);
  await page.context().close();
}

async function accessibility(check, context, base) {
  const problems = [];
  let looked = 0;
  // The browser's own list of rules, and nothing of it left out.
  const look = async (page, name) => {
    looked += 1;
    // By the debugger's door: the page's own policy lets no script in.
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }),
    );
    for (const violation of violations) for (const node of violation.nodes) problems.push(`${name}: ${violation.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`);
  };
  const phone = { viewport: PHONE, isMobile: true, hasTouch: true };
  for (const [size, colorScheme, options] of [['desk', 'light', {}], ['desk', 'dark', {}], ['phone', 'dark', phone]]) {
    // Colours half on their way from one to the other are no colours of the book.
    const page = await (await context({ ...options, colorScheme, reducedMotion: 'reduce' })).newPage();
    for (const path of PAGES) {
      await page.goto(base + path);
      const name = `${path.replaceAll('/', '-').replace('.html', '')}-${size}-${colorScheme}`;
      await page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage: /^(index|concepts)/.test(name) });
      await look(page, name);
    }
    await page.goto(`${base}concepts/gil.html`);
    await page.keyboard.press('/');
    await ask(page, 'difference between new and init');
    await page.waitForSelector('#hits a');
    await page.screenshot({ path: join(ARTIFACTS, `search-${size}-${colorScheme}.png`) });
    await look(page, `search-${size}-${colorScheme}`);
    await page.context().close();
  }
  check(`axe finds nothing on ${looked} pages`, problems.length === 0, [...new Set(problems)].join('\n'));
}

async function widths(check, context, origin, pages) {
  const page = await (await context({ viewport: { width: 1200, height: 900 } })).newPage();
  await page.goto(`${origin}/-frames`);
  const wide = await page.evaluate(
    async ({ pages }) => {
      const found = [];
      let next = 0;
      const work = async () => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.style = 'border: 0; height: 700px';
        while (next < pages.length) {
          const path = pages[next++];
          frame.width = 390;
          await new Promise((resolve) => {
            frame.onload = resolve;
            frame.src = `/${path}`;
          });
          for (const width of [390, 320]) {
            frame.width = width;
            const { documentElement: html, body } = frame.contentDocument;
            if (html.clientWidth !== width && html.clientWidth < width - 20) found.push(`${path}: the frame is ${html.clientWidth} wide`);
            if (html.scrollWidth <= html.clientWidth) continue;
            const guilty = [...body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > html.clientWidth + 1 && !e.closest('pre, .scroll, .unseen'));
            found.push(`${path} at ${width}: ${html.scrollWidth} wide: ${guilty.at(-1)?.outerHTML.slice(0, 120)}`);
          }
          // What scrolls by itself is reached by keyboard.
          for (const box of frame.contentDocument.querySelectorAll('pre, .scroll')) {
            if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== 'auto') found.push(`${path}: ${box.outerHTML.slice(0, 80)} cannot be scrolled`);
          }
        }
        frame.remove();
      };
      await Promise.all(Array.from({ length: 6 }, work));
      return found;
    },
    { pages },
  );
  check(`${pages.length} pages fit on a phone, 390 and 320 wide`, wide.length === 0, wide.join('\n'));
  await page.context().close();
}

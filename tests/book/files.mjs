// What can be checked of a book without a browser: what is written where, that no link is dead, that the HTML is valid.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';

const { PYGLOSS, BOOK, SECONDS_TAKEN, EXAMPLE_PACK, WORK, NODE_MODULES } = process.env;
const require = createRequire(join(NODE_MODULES, 'x'));

/** The paths of the files below a folder, sorted, with `/`. */
function filesOf(folder) {
  const found = readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return found.map((path) => relative(folder, path).replaceAll('\\', '/')).sort();
}

/** Whether two folders hold the same bytes; else what differs. */
function differs(a, b) {
  const [left, right] = [filesOf(a), filesOf(b)];
  if (left.join() !== right.join()) return 'other files';
  return left.find((name) => !readFileSync(join(a, name)).equals(readFileSync(join(b, name)))) ?? null;
}

const book = (...more) => spawnSync(PYGLOSS, ['book', ...more], { encoding: 'utf8', cwd: WORK });

export function checkFolders(check) {
  check('writing a book costs at most two seconds', Number(SECONDS_TAKEN) <= 2, `${SECONDS_TAKEN} s`);

  const again = join(WORK, 'again');
  const first = book('--out', again);
  check('a book is written into a new folder', first.status === 0 && existsSync(join(again, 'index.html')), first);
  check('two runs give the same bytes', differs(BOOK, again) === null, String(differs(BOOK, again)));

  writeFileSync(join(again, 'concepts', 'stale.html'), 'old');
  writeFileSync(join(again, 'index.html'), 'broken');
  writeFileSync(join(again, 'CNAME'), 'book.example.org');
  const replaced = book('--out', again);
  const kept = existsSync(join(again, 'CNAME'));
  check('a book is replaced, with no page left of the old one', replaced.status === 0 && !existsSync(join(again, 'concepts', 'stale.html')), replaced);
  check('what others put beside it stays', kept);
  const left = filesOf(again).filter((name) => name !== 'CNAME');
  check('the new book is whole', left.join() === filesOf(BOOK).join(), left.filter((name) => !existsSync(join(BOOK, name))));

  const foreign = join(WORK, 'foreign');
  mkdirSync(join(foreign, 'concepts'), { recursive: true });
  writeFileSync(join(foreign, 'concepts', 'mine.txt'), 'mine');
  const refused = book('--out', foreign);
  const says = refused.stderr.includes('is not a book') || refused.stderr.includes('not a book');
  check('a folder that is no book is refused, with what to do', refused.status === 2 && says && refused.stderr.includes('name a new or empty folder'), refused);
  check('and not touched', filesOf(foreign).join() === 'concepts/mine.txt', filesOf(foreign));

  const file = join(foreign, 'concepts', 'mine.txt');
  const onFile = book('--out', file);
  check('a file in the place of the folder is refused', onFile.status === 2 && onFile.stderr.includes('is a file'), onFile);
  const missing = book();
  check('without --out it says what is missing', missing.status === 2 && missing.stderr.includes('--out'), missing);
  const noPack = book('--out', join(WORK, 'no-pack'), '--pack', join(WORK, 'nowhere'));
  check('a pack that is not there is an error, and nothing is written', noPack.status === 2 && !existsSync(join(WORK, 'no-pack')), noPack);

  // With a pack; and a link in the place of one of its folders: the link goes, what it leads to stays.
  const packed = join(WORK, 'packed');
  mkdirSync(packed);
  symlinkSync(join(foreign, 'concepts'), join(packed, 'concepts'));
  writeFileSync(join(packed, '.pygloss-book'), 'concepts\n../foreign\n');
  const withPack = book('--out', packed, '--pack', EXAMPLE_PACK);
  check('nothing outside of the folder is removed', withPack.status === 0 && existsSync(file), withPack);
  const page = join(packed, 'concepts', 'fastapi-depends.html');
  check('a pack has pages', existsSync(page) && existsSync(join(packed, 'areas', 'example-pack.html')), withPack);
  check('a pack is in the search', readFileSync(join(packed, 'search-index.js'), 'utf8').includes('"fastapi-depends"'));
}

const decoded = (text) =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot));/gi, (_, decimal, hex, name) =>
    name ? { amp: '&', lt: '<', gt: '>', quot: '"' }[name.toLowerCase()] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)),
  );

const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'circle', 'path']);

/** How elements of a page are nested, and what is wrong with that. */
function kindsOf(path, text) {
  const pairs = new Set();
  const problems = [];
  const open = ['page'];
  const ids = new Set();
  for (const [, close, name, attributes] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)) {
    if (close) {
      if (open.pop().split(/[ .]/)[0] !== name) problems.push(`${path}: </${name}> closes something else`);
      continue;
    }
    const id = / id="([^"]*)"/.exec(attributes)?.[1];
    if (id !== undefined && ids.has(id)) problems.push(`${path}: two elements have the id ${id}`);
    ids.add(id);
    const kind = `${name}.${/ class="([^"]*)"/.exec(attributes)?.[1] ?? ''}`;
    pairs.add(`${open.at(-1)} > ${kind}`);
    if (!VOID.has(name)) open.push(kind);
  }
  if (open.length !== 1) problems.push(`${path}: ${open.slice(1).join(' ')} is not closed`);
  return { pairs, problems };
}

/** Checks all files; gives the paths of the pages. */
export async function checkFiles(check) {
  const paths = filesOf(BOOK);
  const pages = paths.filter((path) => path.endsWith('.html'));
  const texts = new Map(pages.map((path) => [path, readFileSync(join(BOOK, path), 'utf8')]));
  const concepts = JSON.parse(spawnSync(PYGLOSS, ['list', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 27 }).stdout);
  const without = concepts.filter((concept) => !texts.has(`concepts/${concept.id}.html`));
  check(`${concepts.length} concepts, a page each`, concepts.length > 500 && without.length === 0, without.map((c) => c.id));

  const ids = new Map([...texts].map(([path, text]) => [path, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map((m) => decoded(m[1])))]));
  const dead = [];
  const loaded = [];
  const reached = new Set(['index.html']);
  let links = 0;
  for (const [path, text] of texts) {
    for (const [, tag, attribute, value] of text.matchAll(/<([a-z]+)\b[^>]*?\s(href|src)="([^"]*)"/g)) {
      const target = decoded(value);
      links += 1;
      if (/^https:\/\//.test(target)) {
        if (tag !== 'a') loaded.push(`${path}: <${tag} ${attribute}="${target}">`);
        continue;
      }
      const [file, anchor] = target.split('#');
      const whole = file === '' ? path : posix.normalize(posix.join(dirname(path), file));
      if (/^[a-z]+:|^\//i.test(target) || !paths.includes(whole)) dead.push(`${path}: ${target}`);
      else if (anchor !== undefined && !ids.get(whole)?.has(anchor)) dead.push(`${path}: ${target} (no such anchor)`);
      else if (tag === 'a') reached.add(whole);
    }
    for (const bad of text.matchAll(/\s(?:style|on[a-z]+)="[^"]*"|<style|srcset=|url\(/g)) loaded.push(`${path}: ${bad[0]}`);
  }
  check(`${links} links on ${pages.length} pages, none dead`, links > 10_000 && dead.length === 0, dead);
  check('nothing is loaded from elsewhere, nothing is inline', loaded.length === 0, loaded);
  const lost = pages.filter((page) => !reached.has(page));
  check('every page is reached by a link', lost.length === 0, lost);
  const css = readFileSync(join(BOOK, 'book.css'), 'utf8');
  check('the style sheet loads nothing', !/url\(|@import/.test(css));
  const policies = [...texts].filter(([, text]) => !text.includes("content=\"default-src 'none'; ") && !text.includes('content="default-src &#39;none&#39;; '));
  check('every page has the strict policy', policies.length === 0, policies.map(([path]) => path));

  // Every page: elements are closed in the order they were opened, and no id is there twice.
  const kinds = new Map([...texts].map(([path, text]) => [path, kindsOf(path, text)]));
  const crooked = [...kinds].flatMap(([, { problems }]) => problems);
  check('the elements of every page close, and no id is there twice', crooked.length === 0, crooked.join('\n'));

  // The validator is slow, so it reads pages until it has seen every way in which an element stands in another. Pages that have more come first.
  const seen = new Set();
  const chosen = [...kinds]
    .sort(([, a], [, b]) => b.pairs.size - a.pairs.size)
    .filter(([path, { pairs }]) => {
      const fresh = [...pairs].filter((pair) => !seen.has(pair));
      for (const pair of fresh) seen.add(pair);
      return fresh.length > 0 || !path.startsWith('concepts/');
    })
    .map(([path]) => path);
  const { HtmlValidate, StaticConfigLoader } = require('html-validate');
  const validator = new HtmlValidate(
    new StaticConfigLoader({
      root: true,
      extends: ['html-validate:recommended', 'html-validate:document'],
      rules: {
        // How things are written, not whether they are right.
        'no-trailing-whitespace': 'off',
        'doctype-style': 'off',
        'long-title': 'off',
        // `<html data-root="">`: the empty way is a way.
        'attribute-empty-style': 'off',
        'require-sri': 'off',
      },
    }),
  );
  const wrong = [];
  for (const path of chosen) {
    const report = await validator.validateString(texts.get(path), path);
    for (const result of report.results) for (const m of result.messages) wrong.push(`${path}:${m.line}:${m.column}: ${m.message} (${m.ruleId})`);
  }
  check(`${chosen.length} pages with all ${seen.size} ways in which elements are nested are valid HTML`, wrong.length === 0, `${wrong.length} problems\n${wrong.join('\n')}`);
  return pages;
}

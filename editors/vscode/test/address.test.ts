import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conceptOfLink, digestedFrom, explainedFrom, fromParts, History, plainerFrom, toParts } from '../src/address.ts';
import type { Address } from '../src/address.ts';
import { documentOf, withCommands } from '../src/html.ts';

const range = { start: { line: 1, character: 0 }, end: { line: 3, character: 7 } };
const at = { uri: 'untitled:Untitled-1?a#b', position: { line: 3, character: 7 } };

describe('addresses', () => {
  it('come back from the URI they were made into', () => {
    const all: Address[] = [
      { kind: 'concept', concept: 'dunder-slots' },
      { kind: 'concept', concept: 'dunder-slots', ...at },
      { kind: 'concept', ...at },
      { kind: 'plainer', ...at },
      { kind: 'plainer', ...at, about: 'with-statement' },
      { kind: 'digest', uri: at.uri },
      { kind: 'digest', uri: at.uri, range },
      { kind: 'workspace' },
    ];
    for (const address of all) {
      const { path, query } = toParts(address);
      assert.deepEqual(fromParts(path, query), address);
    }
    assert.equal(toParts({ kind: 'concept', concept: 'dunder-slots' }).path, '/dunder-slots.md');
  });

  it('that are none of ours are nothing', () => {
    for (const path of ['', '/', '/a', '/a/b.md', '/../secret.md', '/plainer/with.md', '/here.md', '/_file.md', '/_selection.md', '/_other.md']) {
      assert.equal(fromParts(path, ''), undefined, path);
    }
    assert.equal(fromParts('/_selection.md', '{"uri":"file:///a.py"}'), undefined);
    assert.equal(fromParts('/_selection.md', '{"uri":"file:///a.py","range":{"start":{"line":1,"character":0}}}'), undefined);
    assert.deepEqual(fromParts('/yield.md', '{not json'), { kind: 'concept', concept: 'yield' });
    assert.deepEqual(fromParts('/yield.md', '{"uri":1,"position":{"line":-1,"character":"x"}}'), { kind: 'concept', concept: 'yield' });
  });

  it('are read from the arguments of commands', () => {
    assert.deepEqual(explainedFrom('yield'), { kind: 'concept', concept: 'yield' });
    assert.deepEqual(explainedFrom({ concept: 'yield', ...at }), { kind: 'concept', concept: 'yield', ...at });
    assert.deepEqual(explainedFrom(at), { kind: 'concept', ...at });
    // The menu of the editor gives the file's URI; then the cursor is meant.
    assert.equal(explainedFrom({ scheme: 'file', path: '/a.py', query: '', fragment: '' }), undefined);
    assert.equal(explainedFrom(undefined), undefined);
    assert.deepEqual(plainerFrom({ ...at, about: 'with' }), { kind: 'plainer', ...at, about: 'with' });
    assert.equal(plainerFrom('with'), undefined);
    assert.deepEqual(digestedFrom({ uri: at.uri, range }), { kind: 'digest', uri: at.uri, range });
    assert.deepEqual(digestedFrom({ uri: at.uri }), { kind: 'digest', uri: at.uri });
    assert.equal(digestedFrom({ uri: at.uri, range: [1, 2] }), undefined);
    assert.equal(digestedFrom({ scheme: 'file', path: '/a.py' }), undefined);
    assert.equal(digestedFrom(undefined), undefined);
  });

  it('of links are those of pages beside', () => {
    assert.equal(conceptOfLink('dunder-slots.md'), 'dunder-slots');
    assert.equal(conceptOfLink('./dunder-slots.md#why'), 'dunder-slots');
    for (const href of ['https://docs.python.org/3/a.md', '../a.md', 'a/b.md', '#why', 'a.html', 'command:x.md']) {
      assert.equal(conceptOfLink(href), undefined, href);
    }
  });
});

describe('the history', () => {
  const page = (concept: string): Address => ({ kind: 'concept', concept });

  it('goes back and forward, and a new page forgets what lay ahead', () => {
    const history = new History();
    assert.equal(history.go(-1), undefined);
    for (const name of ['a', 'b', 'b', 'c']) {
      history.visit(page(name));
    }
    assert.deepEqual(history.go(-1), page('b'));
    assert.deepEqual(history.go(-1), page('a'));
    assert.ok(!history.canGoBack);
    assert.deepEqual(history.go(1), page('b'));
    assert.ok(history.canGoForward);
    history.visit(page('d'));
    assert.ok(!history.canGoForward);
    assert.deepEqual(history.go(-1), page('b'));
  });

  it('does not grow without end', () => {
    const history = new History();
    for (let number = 0; number < 1000; number += 1) {
      history.visit(page(`p${number}`));
    }
    let steps = 0;
    while (history.go(-1) !== undefined) {
      steps += 1;
    }
    assert.equal(steps, 100);
  });
});

describe('the document', () => {
  it('has links between pages as commands, and no others changed', () => {
    const html = '<p><a href="dunder-slots.md" data-href="dunder-slots.md">Slots</a> <a title="x" href="https://a.b/c.md">c</a></p>';
    assert.equal(
      withCommands(html, 'pygloss.page.show'),
      '<p><a title="dunder-slots" href="command:pygloss.page.show?%5B%22dunder-slots%22%5D" data-href="dunder-slots.md">Slots</a> <a title="x" href="https://a.b/c.md">c</a></p>',
    );
  });

  it('lets nothing run', () => {
    const html = documentOf('<p>x</p>', { title: 'A <b> & "c"', source: 'https://here', styles: 'https://here/page.css' }, 'show');
    assert.match(html, /default-src 'none'/);
    assert.doesNotMatch(html, /script-src|unsafe/);
    assert.match(html, /<title>A &lt;b&gt; &amp; &quot;c&quot;<\/title>/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scopesOf } from '../src/scopes.ts';
import type { Scope } from '../src/scopes.ts';
import { build, nearest } from '../src/tree.ts';
import type { Concept, Node } from '../src/tree.ts';

const outline = (scopes: readonly Scope[]): string[] => scopes.flatMap(({ label, start, end, scopes: inner }) => [`${start}-${end} ${label}`, ...outline(inner).map((line) => `  ${line}`)]);

describe('functions and classes', () => {
  it('with decorators, nested, at the end of the file', () => {
    const text = ['import a', '', '@decorated', '@twice(', '    1)', 'class A:', '    x = 1', '', '    async  def f(self):', '        pass', '', '# a comment', 'y = 2', 'def g(): return 1', 'def h():', '    if y:', '        def inner():', '            return 3'];
    assert.deepEqual(outline(scopesOf(text.join('\n'))), ['2-10 class A', '  8-10 async def f', '13-14 def g', '14-18 def h', '  16-18 def inner']);
  });

  it('in strings and brackets are none', () => {
    const text = ['x = """', 'def no():', '    pass', '"""', 'y = (', '1,', ')', "s = 'it\\'s # no'", 'def yes(a=")", b=\'\'\'', 'class no:', "'''):", '    return a'];
    assert.deepEqual(outline(scopesOf(text.join('\r\n'))), ['8-12 def yes']);
  });

  it('survive what is half written', () => {
    const text = ['x = f(', 'def after():', '    return "no end', '', 'def next(): pass'];
    assert.deepEqual(outline(scopesOf(text.join('\n'))), ['1-3 def after', '4-5 def next']);
    assert.deepEqual(scopesOf(''), []);
    assert.deepEqual(outline(scopesOf('def a():\n  """never closed\n def b(): pass')), ['0-3 def a']);
  });

  it('tabs count as Python counts them', () => {
    assert.deepEqual(outline(scopesOf('class A:\n        x = 1\n\tdef f(self):\n\t\tpass\n')), ['0-4 class A', '  2-4 def f']);
  });
});

function concept(id: string, line: number, from: number, to: number, more: Partial<Concept> = {}): Concept {
  const range = { start: { line, character: from }, end: { line, character: to } };
  return { concept: id, title: id.toUpperCase(), level: 'beginner', area: 'statements', range, construct: range, ...more };
}

function show(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case 'group':
        return [node.scope.label, ...show(node.children).map((line) => `  ${line}`)];
      case 'concept':
        return [`${node.first.concept} ${node.places.map(({ found }) => found.range.start.line).join(',')}`];
      case 'place':
        return [];
    }
  });
}

describe('the tree', () => {
  const text = ['import a', 'class A:', '    def f(self):', '        return a', '    def f(self):', '        return 1', 'return_ = 2'].join('\n');
  const all = [concept('import', 0, 0, 6), concept('class', 1, 0, 5), concept('def', 2, 4, 7), concept('return', 3, 8, 14, { level: 'advanced' }), concept('def', 4, 4, 7), concept('return', 5, 8, 14), concept('import', 6, 0, 6)];

  it('groups by function and class, each concept once in a group', () => {
    const { roots, items } = build(all, scopesOf(text), { grouped: true, advancedOnly: false, filter: '' });
    assert.deepEqual(show(roots), ['import 0,6', 'class A', '  class 1', '  def f', '    def 2', '    return 3', '  def f', '    def 4', '    return 5']);
    assert.equal(items.size, all.length);
  });

  it('has an id of its own for each node', () => {
    const { roots } = build(all, scopesOf(text), { grouped: true, advancedOnly: false, filter: '' });
    const ids = (nodes: readonly Node[]): string[] => nodes.flatMap((node) => [node.id, ...(node.kind === 'group' ? ids(node.children) : node.kind === 'concept' ? node.places.map(({ id }) => id) : [])]);
    assert.equal(new Set(ids(roots)).size, ids(roots).length);
  });

  it('in the order of the text has each place', () => {
    const { roots } = build(all, [], { grouped: false, advancedOnly: false, filter: '' });
    assert.deepEqual(show(roots), all.map(({ concept: id, range }) => `${id} ${range.start.line}`));
  });

  it('can be restricted', () => {
    const only = (advancedOnly: boolean, filter: string): string[] => show(build(all, [], { grouped: false, advancedOnly, filter }).roots);
    assert.deepEqual(only(true, ''), ['return 3']);
    assert.deepEqual(only(false, ' DEF'), ['def 2', 'def 4']);
    assert.equal(only(false, 'statem').length, all.length);
    assert.deepEqual(only(true, 'def'), []);
  });
});

describe('what the cursor is at', () => {
  const loop = concept('loop', 1, 0, 3, { construct: { start: { line: 1, character: 0 }, end: { line: 9, character: 0 } } });
  const call = concept('call', 2, 10, 20);
  const name = concept('name', 2, 12, 15);
  const all = [loop, call, name];

  it('the smallest name under it, then its line, then what is around it', () => {
    assert.equal(nearest(all, { line: 2, character: 13 }), name);
    assert.equal(nearest(all, { line: 2, character: 18 }), call);
    assert.equal(nearest(all, { line: 2, character: 0 }), call);
    assert.equal(nearest(all, { line: 5, character: 0 }), loop);
    assert.equal(nearest(all, { line: 20, character: 0 }), undefined);
    assert.equal(nearest([], { line: 0, character: 0 }), undefined);
  });
});

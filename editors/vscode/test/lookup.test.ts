import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, describe, it } from 'node:test';
import { candidates, find, isAtLeast, probe, versionOf } from '../src/lookup.ts';
import type { Surroundings } from '../src/lookup.ts';

const AROUND: Surroundings = {
  setting: '',
  interpreterFolder: undefined,
  folders: ['/work/project'],
  trusted: true,
  home: '/home/ada',
  variables: { PATH: '/usr/local/bin:/usr/bin' },
  platform: 'linux',
  extension: '/extensions/pygloss',
};

const paths = (around: Partial<Surroundings>): string[] => candidates({ ...AROUND, ...around }).map(({ path: file }) => file);

describe('the places, in their order', () => {
  it('setting, environment, PATH, bundled', () => {
    const found = candidates({ ...AROUND, setting: '/opt/pygloss', interpreterFolder: '/envs/a/bin' });
    assert.deepEqual(
      found.map(({ source, path: file }) => `${source} ${file}`),
      ['setting /opt/pygloss', 'environment /envs/a/bin/pygloss', 'path /usr/local/bin/pygloss', 'path /usr/bin/pygloss', 'bundled /extensions/pygloss/server/pygloss'],
    );
  });

  it('without an environment that an extension knows, .venv of each folder and VIRTUAL_ENV', () => {
    assert.deepEqual(paths({ folders: ['/a', '/b'], variables: { VIRTUAL_ENV: '/envs/v' } }), [
      '/a/.venv/bin/pygloss',
      '/b/.venv/bin/pygloss',
      '/envs/v/bin/pygloss',
      '/extensions/pygloss/server/pygloss',
    ]);
  });

  it('a selected environment comes instead of .venv', () => {
    assert.ok(!paths({ interpreterFolder: '/envs/a/bin' }).includes('/work/project/.venv/bin/pygloss'));
  });

  it('nothing twice', () => {
    assert.deepEqual(paths({ setting: '/usr/bin/pygloss', variables: { PATH: '/usr/bin:/usr/bin' }, folders: [] }), ['/usr/bin/pygloss', '/extensions/pygloss/server/pygloss']);
  });

  it('relative folders of the PATH never count', () => {
    assert.deepEqual(paths({ variables: { PATH: '.::bin:/usr/bin' }, folders: [] }), ['/usr/bin/pygloss', '/extensions/pygloss/server/pygloss']);
  });

  it('in restricted mode nothing of the workspace, by whatever way', () => {
    const found = paths({
      trusted: false,
      interpreterFolder: '/work/project/.venv/bin',
      variables: { PATH: '/work/project/.venv/bin:/work/project:/work/projects/bin:/usr/bin', VIRTUAL_ENV: '/work/project/.venv' },
    });
    assert.deepEqual(found, ['/work/projects/bin/pygloss', '/usr/bin/pygloss', '/extensions/pygloss/server/pygloss']);
  });

  it('~, ${workspaceFolder} and relative paths in the setting', () => {
    assert.equal(paths({ setting: '~/bin/pygloss' })[0], '/home/ada/bin/pygloss');
    assert.equal(paths({ setting: '~pygloss' })[0], '/work/project/~pygloss');
    assert.deepEqual(paths({ setting: '${workspaceFolder}/tools/pygloss', folders: ['/a', '/b'] }).slice(0, 2), ['/a/tools/pygloss', '/b/tools/pygloss']);
    assert.equal(paths({ setting: ' tools/pygloss ' })[0], '/work/project/tools/pygloss');
  });

  it('Windows', () => {
    const found = paths({
      platform: 'win32',
      folders: ['C:\\project'],
      variables: { Path: 'C:\\Python;relative' },
      extension: 'C:\\ext',
    });
    assert.deepEqual(found, ['C:\\project\\.venv\\Scripts\\pygloss.exe', 'C:\\Python\\pygloss.exe', 'C:\\ext\\server\\pygloss.exe']);
    assert.deepEqual(paths({ platform: 'win32', interpreterFolder: 'C:\\env', folders: [], variables: {}, extension: 'C:\\ext' }).slice(0, 2), [
      'C:\\env\\pygloss.exe',
      'C:\\env\\Scripts\\pygloss.exe',
    ]);
  });
});

describe('versions', () => {
  it('are read from what the binary prints', () => {
    assert.equal(versionOf('pygloss 0.1.0\n'), '0.1.0');
    assert.equal(versionOf('pygloss 1.20.3-rc.1 (1a2b3c4 2026-11-28)\n'), '1.20.3-rc.1');
    assert.equal(versionOf('Python 3.12.1'), undefined);
    assert.equal(versionOf(''), undefined);
  });

  it('are compared by number', () => {
    assert.ok(isAtLeast('0.10.0', '0.9.1'));
    assert.ok(isAtLeast('0.1.0', '0.1.0'));
    assert.ok(isAtLeast('1.0.0-rc.1', '0.9.0'));
    assert.ok(!isAtLeast('0.0.9', '0.1.0'));
    assert.ok(!isAtLeast('0.1.0', '0.1.1'));
  });
});

describe('what is there is tried', { skip: process.platform === 'win32' }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pygloss-lookup-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const put = (name: string, text: string, mode = 0o755): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it('one that does not run is passed over, and why is told', async () => {
    const other = put('other', '#!/bin/sh\necho Python 3.12.1\n');
    const old = put('old', '#!/bin/sh\necho pygloss 0.0.3\n');
    const broken = put('broken', '\x7fELF not for this machine');
    const crashing = put('crashing', '#!/bin/sh\necho no such library >&2\nexit 127\n');
    const good = put('good', '#!/bin/sh\necho "pygloss 9.1.2 (abc)"\n');
    mkdirSync(path.join(folder, 'folder'));
    const told: string[] = [];
    const all = [path.join(folder, 'absent'), path.join(folder, 'folder'), other, old, broken, crashing, good].map((file) => ({ source: 'setting' as const, path: file }));
    const found = await find(all, (line) => told.push(line));
    assert.deepEqual(found, { source: 'setting', path: good, version: '9.1.2' });
    const lines = told.map((line) => line.replace(`${folder}/`, '').replace(' (from the setting pygloss.server.path)', ''));
    assert.equal(lines[0], 'absent does not exist');
    assert.equal(lines[1], 'folder is not a file');
    assert.equal(lines[2], 'other does not say it is pygloss, but: Python 3.12.1');
    assert.equal(lines[3], 'old is version 0.0.3; 0.1.0 is the oldest that will do');
    assert.match(lines[4] ?? '', /^broken cannot be run: /);
    assert.equal(lines[5], 'crashing cannot be run: no such library');
    assert.equal(lines.length, 6);
  });

  it('a place of the PATH that has none is not worth a word', async () => {
    const told: string[] = [];
    assert.equal(await find([{ source: 'path', path: path.join(folder, 'absent') }], (line) => told.push(line)), undefined);
    assert.deepEqual(told, []);
  });

  it('one that may not be executed', async () => {
    const file = put('plain', 'pygloss 1.0.0', 0o644);
    assert.deepEqual(await probe({ source: 'path', path: file }), { problem: 'may not be executed' });
  });
});

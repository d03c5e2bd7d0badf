/**
 * Which `pygloss` is run: the places in their order, and whether what is there runs. Knows nothing of VS Code.
 */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as path from 'node:path';

/** Where a binary was looked for. The order of the places is the order of `candidates`. */
export type Source = 'setting' | 'environment' | 'path' | 'bundled';

export interface Candidate {
  readonly source: Source;
  readonly path: string;
}

export interface Server extends Candidate {
  readonly version: string;
}

/** What is known of the machine and the workspace when the server is looked for. */
export interface Surroundings {
  /** `pygloss.server.path`, as it is written in the settings. */
  readonly setting: string;
  /** The folder of the selected Python environment's interpreter, where an extension knows it. */
  readonly interpreterFolder: string | undefined;
  /** The workspace's folders that are on the disk. */
  readonly folders: readonly string[];
  /** Whether the workspace may decide what is run. */
  readonly trusted: boolean;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The extension's own folder. */
  readonly extension: string;
}

/** Older servers lack what the extension asks for. */
export const OLDEST = '0.1.0';

/** How long a binary may take to say its version, in milliseconds. */
const PATIENCE = 10_000;

/** All places where the server may be, best first. Nothing is touched on the disk. */
export function candidates(around: Surroundings): Candidate[] {
  const found: Candidate[] = [];
  const add = (source: Source, file: string): void => {
    if (!found.some((candidate) => candidate.path === file)) {
      found.push({ source, path: file });
    }
  };
  const name = around.platform === 'win32' ? 'pygloss.exe' : 'pygloss';
  const paths = pathsOf(around.platform);
  const setting = around.setting.trim();
  if (setting !== '') {
    for (const file of expand(setting, around)) {
      add('setting', file);
    }
  }
  if (around.trusted) {
    const inside = around.platform === 'win32' ? 'Scripts' : 'bin';
    if (around.interpreterFolder !== undefined) {
      add('environment', paths.join(around.interpreterFolder, name));
      if (around.platform === 'win32') {
        add('environment', paths.join(around.interpreterFolder, inside, name));
      }
    } else {
      for (const folder of around.folders) {
        add('environment', paths.join(folder, '.venv', inside, name));
      }
      const active = around.variables.VIRTUAL_ENV;
      if (active !== undefined && paths.isAbsolute(active)) {
        add('environment', paths.join(active, inside, name));
      }
    }
  }
  const search = around.variables.PATH ?? around.variables.Path ?? '';
  for (const folder of search.split(paths.delimiter)) {
    // A relative folder means another place for every process.
    if (paths.isAbsolute(folder) && (around.trusted || !around.folders.some((root) => contains(root, folder, around.platform)))) {
      add('path', paths.join(folder, name));
    }
  }
  add('bundled', paths.join(around.extension, 'server', name));
  return found;
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}

/** Whether `inner` is `outer` or lies in it. */
function contains(outer: string, inner: string, platform: NodeJS.Platform): boolean {
  const paths = pathsOf(platform);
  const way = paths.relative(outer, inner);
  return way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
}

/** The paths that a setting may mean: `~` is the home folder, `${workspaceFolder}` each of the workspace's folders. */
function expand(setting: string, around: Surroundings): string[] {
  const paths = pathsOf(around.platform);
  const atHome = /^~(?=$|[/\\])/.test(setting) ? paths.join(around.home, setting.slice(1)) : setting;
  if (atHome.includes('${workspaceFolder}')) {
    return around.folders.map((folder) => atHome.replaceAll('${workspaceFolder}', folder));
  }
  return paths.isAbsolute(atHome) ? [atHome] : around.folders.map((folder) => paths.join(folder, atHome));
}

/** The version in what `pygloss --version` prints, or nothing if it is not pygloss that answered. */
export function versionOf(printed: string): string | undefined {
  return /^pygloss (\d+\.\d+\.\d+\S*)/.exec(printed.trim())?.[1];
}

/** Whether `version` is `least` or later. What follows the three numbers does not count. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string): number[] => (/^\d+\.\d+\.\d+/.exec(text)?.[0] ?? '').split('.').map(Number);
  const [ours, theirs] = [numbers(version), numbers(least)];
  for (const [index, wanted] of theirs.entries()) {
    const have = ours[index] ?? 0;
    if (have !== wanted) {
      return have > wanted;
    }
  }
  return true;
}

/** Asks one binary for its version. */
export async function probe(candidate: Candidate): Promise<Server | { readonly problem: string } | 'absent'> {
  try {
    if (!(await stat(candidate.path)).isFile()) {
      return { problem: 'is not a file' };
    }
  } catch {
    return 'absent';
  }
  try {
    await access(candidate.path, constants.X_OK);
  } catch {
    return { problem: 'may not be executed' };
  }
  const answer = await run(candidate.path, ['--version'], PATIENCE);
  if ('problem' in answer) {
    return { problem: `cannot be run: ${answer.problem}` };
  }
  const version = versionOf(answer.output);
  if (version === undefined) {
    return { problem: `does not say it is pygloss, but: ${answer.output.trim().slice(0, 80)}` };
  }
  if (!isAtLeast(version, OLDEST)) {
    return { problem: `is version ${version}; ${OLDEST} is the oldest that will do` };
  }
  return { ...candidate, version };
}

/** The first candidate that runs. What is wrong with those before it goes to `tell`. */
export async function find(all: readonly Candidate[], tell: (line: string) => void): Promise<Server | undefined> {
  for (const candidate of all) {
    const answer = await probe(candidate);
    if (answer === 'absent') {
      // Most places of the path have none. One that somebody named has to be there.
      if (candidate.source === 'setting') {
        tell(`${candidate.path} (${describe(candidate.source)}) does not exist`);
      }
    } else if ('problem' in answer) {
      tell(`${candidate.path} (${describe(candidate.source)}) ${answer.problem}`);
    } else {
      return answer;
    }
  }
  return undefined;
}

/** A source, for people. */
export function describe(source: Source): string {
  switch (source) {
    case 'setting':
      return 'from the setting pygloss.server.path';
    case 'environment':
      return 'of the Python environment';
    case 'path':
      return 'on the PATH';
    case 'bundled':
      return 'bundled with the extension';
  }
}

/** Runs a program to its end and gives what it printed. */
export function run(file: string, args: readonly string[], timeout: number): Promise<{ readonly output: string } | { readonly problem: string }> {
  return new Promise((resolve) => {
    try {
      const options = { timeout, windowsHide: true, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile(file, args, options, (error, output, errors) => {
        if (error === null) {
          resolve({ output });
        } else if (error.killed === true) {
          resolve({ problem: `it did not end within ${timeout / 1000} s` });
        } else {
          const said = errors.trim().split('\n').at(-1) ?? '';
          resolve({ problem: said === '' ? (error.message.split('\n')[0] ?? '') : said });
        }
      });
      child.stdin?.end();
    } catch (error) {
      resolve({ problem: error instanceof Error ? error.message : String(error) });
    }
  });
}

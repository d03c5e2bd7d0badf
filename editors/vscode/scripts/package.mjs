// Builds the .vsix of one platform: `npm run package -- [--binary FILE] [--target PLATFORM] [--out FILE]`.
//
// The binary is that of --binary, of PYGLOSS_BINARY or ../../target/release/pygloss. The target is VS Code's name of the platform that the
// binary is for; without it, this machine's. Prints the path of the .vsix.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const project = join(root, '..', '..');

/** The platforms that VS Code's marketplace knows and pygloss is built for. */
const TARGETS = ['linux-x64', 'linux-arm64', 'alpine-x64', 'alpine-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

function fail(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}

let options;
try {
  options = parseArgs({ options: { binary: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } } }).values;
} catch (error) {
  fail(error.message);
}

const here = `${process.platform}-${process.arch}`;
const target = options.target ?? here;
if (!TARGETS.includes(target)) {
  fail(`there is no target ${target}; there are ${TARGETS.join(', ')}`);
}
const windows = target.startsWith('win32');
// npm runs this in the extension's folder, whatever the folder it was called in.
const from = process.env.INIT_CWD ?? process.cwd();
const binary = resolve(from, options.binary ?? process.env.PYGLOSS_BINARY ?? join(project, 'target', 'release', windows ? 'pygloss.exe' : 'pygloss'));
if (!existsSync(binary) || !statSync(binary).isFile()) {
  fail(`${binary} is not there; build it with \`cargo build --release\`, or name another one with --binary or PYGLOSS_BINARY`);
}

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const cargo = /^version = "([^"]+)"/m.exec(readFileSync(join(project, 'Cargo.toml'), 'utf8'))?.[1];
if (cargo !== version) {
  fail(`package.json says version ${version}, Cargo.toml ${cargo}; make them the same`);
}
if (target === here) {
  const said = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  if (said.split(/\s+/)[1] !== version) {
    fail(`${binary} says it is \`${said}\`, not version ${version}; build it again`);
  }
}

await bundle();

rmSync(join(root, 'server'), { recursive: true, force: true });
mkdirSync(join(root, 'server'));
const bundled = join(root, 'server', windows ? 'pygloss.exe' : 'pygloss');
copyFileSync(binary, bundled);
chmodSync(bundled, 0o755);
for (const licence of ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT']) {
  copyFileSync(join(project, licence), join(root, licence));
}
const out = options.out === undefined ? join(root, 'dist', `${name}-${target}-${version}.vsix`) : resolve(from, options.out);
mkdirSync(dirname(out), { recursive: true });
await createVSIX({ cwd: root, packagePath: out, target, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
console.log(out);

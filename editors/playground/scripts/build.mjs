// Bundles the page into src/server/web/assets, which the program holds: `node scripts/build.mjs [FOLDER]`. The same packages give the same bytes.
// Writes playground.js, and licences.txt with the licence of every package that something was taken from.

import { build } from 'esbuild';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.argv[2] ?? join(root, '..', '..', 'src', 'server', 'web', 'assets'));

mkdirSync(folder, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outfile: join(folder, 'playground.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome120', 'firefox120', 'safari17'],
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  logLevel: 'warning',
});

// What contributed something, not what was only looked at.
const output = Object.values(metafile.outputs)[0];
const inputs = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
const packages = new Set();
for (const [input] of inputs) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found !== null) {
    packages.add(found[1]);
  }
}
const parts = [...packages].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  // The first in the order of the alphabet: DOMPurify has one file for both of its licences, and the Apache one beside it.
  const file = readdirSync(join(root, path)).filter((entry) => /^licen[cs]e/i.test(entry)).sort().at(0);
  if (file === undefined) {
    throw new Error(`${path} has no licence file; say in scripts/build.mjs where its licence stands`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(join(root, path, file), 'utf8').trim()}\n`;
});
writeFileSync(join(folder, 'licences.txt'), `The page of the playground (playground.js) contains parts of the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`);

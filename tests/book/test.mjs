// The book, checked file by file and read in a browser: `node test.mjs`, started by `run`, with in the environment PYGLOSS (the binary), BOOK (a
// written book), SECONDS_TAKEN (what writing it cost), EXAMPLE_PACK, CHROMIUM, WORK (a folder of its own), ARTIFACTS (where screenshots go), NODE_MODULES.
//
// Prints one line a check, as TAP does. Exit code: 0 passed, 1 failed.

import { mkdirSync } from 'node:fs';

import { checkFiles, checkFolders } from './files.mjs';
import { checkInBrowser } from './browser.mjs';

let failures = 0;

/** Prints a check; `came` says what came instead, and is shown if it failed. */
export function check(name, good, came = '') {
  console.log(`${good ? 'ok' : 'not ok'} - ${name}`);
  if (!good) {
    failures += 1;
    const text = typeof came === 'string' ? came : JSON.stringify(came, null, 1);
    console.log(text.split('\n').slice(0, 40).map((line) => `#   ${line}`).join('\n'));
  }
  return good;
}

const start = Date.now();
const done = (what) => console.log(`# ${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);

mkdirSync(process.env.ARTIFACTS, { recursive: true });
checkFolders(check);
done('folders');
const pages = await checkFiles(check);
done('files');
await checkInBrowser(check, pages, done);
done('browser');
process.exit(failures ? 1 : 0);

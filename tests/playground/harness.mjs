// What the test of the playground stands on: checks, waiting, the program, a browser.

import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';

export const LIMIT = 30_000; // milliseconds that each wait may take

let checks = 0;
let failures = 0;

export function check(name, good, expected, came) {
  checks += 1;
  console.log(`${good ? 'ok' : 'not ok'} - ${name}`);
  if (!good) {
    failures += 1;
    for (const [label, value] of [['expected', expected], ['came', came]]) {
      console.log(`#   ${label}: ${String(value).replaceAll('\n', '\n#     ')}`);
    }
  }
  return good;
}

export const same = (name, came, expected) => check(name, came === expected, expected, came);
export const holds = (name, text, ...parts) => check(name, parts.every((part) => String(text).includes(part)), parts.join(', '), text);
export const counted = () => ({ checks, failures });

/** Asks until there is an answer that `good` likes; the last one where there never is. */
export async function until(ask, good = Boolean, limit = LIMIT) {
  const end = Date.now() + limit;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (good(last)) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= end) return last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A playground that runs. */
export class Playground {
  constructor(program, args) {
    this.child = spawn(program, ['playground', '--no-open', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.said = '';
    this.complained = '';
    this.child.stdout.on('data', (data) => { this.said += data; });
    this.child.stderr.on('data', (data) => { this.complained += data; });
    this.gone = new Promise((resolve) => { this.child.once('close', (code, signal) => resolve(code ?? signal)); });
  }

  /** The address that it printed. */
  async address() {
    const found = await Promise.race([until(() => /http:\/\/\S+/.exec(this.said)?.[0]), this.gone]);
    if (typeof found !== 'string') throw new Error(`no address: ${found} ${this.said}${this.complained}`);
    return new URL(found);
  }

  /** Its exit code, and how long it took to end after a signal. */
  async end(signal = 'SIGINT') {
    const start = Date.now();
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    const code = await this.gone;
    clearTimeout(late);
    return { code, took: Date.now() - start };
  }
}

/** Sends bytes to a port, and reads the status line and headers of what comes. */
export function raw(port, lines) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => { socket.write(`${lines.join('\r\n')}\r\n\r\n`); });
    let text = '';
    socket.setTimeout(LIMIT, () => { socket.destroy(new Error(`no answer: ${text}`)); });
    socket.on('data', (data) => {
      text += data;
      if (text.includes('\r\n\r\n')) {
        socket.destroy();
        resolve(text);
      }
    });
    socket.on('end', () => { resolve(text); });
    socket.on('error', reject);
  });
}

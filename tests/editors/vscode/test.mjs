// pygloss in a real VS Code: what a user sees and clicks. `run` starts it; see there.
//
// test.mjs INSTALL TEMP SCREENSHOTS BROWSER VSIX... Prints one line a check, as TAP does. Ends with 1 where a check failed.

import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CodeServer, until, Workbench } from './editor.mjs';

const [install, temp, screenshots, browserPath, ...extensions] = process.argv.slice(2);
const { chromium } = createRequire(join(install, 'node_modules', 'x.js'))('playwright-core');
const here = dirname(fileURLToPath(import.meta.url));

let failures = 0;
let wb;

async function check(name, work) {
  try {
    await work();
    console.log(`ok - ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`not ok - ${name}`);
    console.log(`#   ${String(error instanceof Error ? error.message : error).replaceAll('\n', '\n#   ')}`);
    await wb?.screenshot(`failed-${failures}-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 50)}`).catch(() => undefined);
    await wb?.page.keyboard.press('Escape').catch(() => undefined);
  }
}

function expect(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

// The file that the walkthrough opens.
const sample = join(here, '../../../editors/vscode/walkthrough/sample.py');
const project = join(temp, 'project');
cpSync(join(here, 'project'), project, { recursive: true });
cpSync(sample, join(project, 'sample.py'));

// What a Python environment has in it, for the part that selects one.
const environment = join(temp, 'environment', 'bin');
const changes = join(temp, 'changes.json');
const server = new CodeServer({ install, temp, extensions, variables: { CONTROL_ENVIRONMENT: join(environment, 'python'), CONTROL_SETTINGS: changes } });

/** The extension's folder, whatever the platform is called in its name. */
function extensionFolder() {
  const name = readdirSync(server.extensionsFolder).find((entry) => entry.startsWith('pygloss.pygloss-'));
  expect(name !== undefined, `the extension is not installed in ${server.extensionsFolder}`);
  return join(server.extensionsFolder, name);
}

/** The processes that run a binary of ours: those whose program lies in the test's own folder. */
function servers() {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) {
      return false;
    }
    try {
      return readlinkSync(`/proc/${entry}/exe`).startsWith(`${temp}/`) && readlinkSync(`/proc/${entry}/exe`).includes('/pygloss');
    } catch {
      return false;
    }
  });
}

const actionRows = () => wb.page.locator('.action-widget .monaco-list-row');
const tabs = () => wb.page.locator('.tab');
const tabNamed = (name) => wb.page.locator('.tab', { hasText: name });
const groups = () => wb.page.locator('.editor-group-container').count();
const said = async () => (await wb.page.locator('.statusbar-item').allInnerTexts()).map((text) => text.trim());
const viewRow = (text) => wb.rows().filter({ hasText: text }).first();

async function actions() {
  const { page } = wb;
  await until('the menu of code actions', async () => {
    await page.keyboard.press('Control+.');
    await actionRows().first().waitFor({ timeout: 5000 });
    return true;
  });
  return actionRows().allInnerTexts();
}

/** All that the hovers at the cursor say, from all servers, once the last has answered. */
async function allHovers() {
  const told = async () => (await said()).find((text) => /^hovers \d+: .*\.$/.test(text));
  const before = await told();
  await wb.command('Control: Tell Hovers');
  return until('the hovers at the cursor', async () => {
    const now = await told();
    return now !== before && now;
  });
}

/** Changes settings while VS Code runs; `null` takes one away. */
async function change(settings) {
  writeFileSync(changes, JSON.stringify(settings));
  await wb.command('Control: Apply Settings');
  await until('the settings are changed', () => !existsSync(changes));
}

async function closeEditors() {
  await wb.command('View: Close All Editors');
  await until('no editor is open', async () => (await tabs().count()) === 0 || (await dontSave()));
}

/** Takes back what was typed. */
async function revert() {
  await wb.command('File: Revert File');
  await until('nothing is unsaved', async () => (await wb.page.locator('.tab.dirty', { hasText: 'plainer.py' }).count()) === 0);
}

async function dontSave() {
  const button = wb.page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" }).first();
  if (await button.isVisible()) {
    await button.click();
  }
  return false;
}

async function hovers() {
  await check('a hover on a decorator says what it is, and what it does here', async () => {
    await wb.open('sample.py');
    const text = await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    expect(/Here: a call is Task\(priority, name\)/.test(text), text);
  });
  await check('the link Explain in a hover opens the page beside the code', async () => {
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    await wb.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'Explain' }).first().click();
    const frame = await wb.pageFrame(/^Data class$/);
    expect((await groups()) === 2, `there are ${await groups()} groups of editors, not 2`);
    expect(/In this code/.test(await frame.locator('main').innerText()), 'the page has no part "In this code"');
  });
}

async function pages() {
  await check('the menu of code actions offers Explain, on request', async () => {
    await wb.open('sample.py');
    await wb.goTo(14, 6);
    const rows = await actions();
    expect(rows.includes('Explain: Slots'), JSON.stringify(rows));
    await wb.screenshot('actions');
  });
  await check('it opens the rendered page beside the editor', async () => {
    await actionRows().filter({ hasText: 'Explain: Slots' }).click();
    const frame = await wb.pageFrame(/^Slots$/);
    const text = await frame.locator('main').innerText();
    expect(/In this code/.test(text) && /Why it exists/.test(text), text);
    expect((await frame.locator('pre code .hljs-keyword').count()) > 0, 'code is not highlighted');
    expect((await groups()) === 2 && (await tabNamed('sample.py').count()) === 1, 'it is not beside the editor');
    const font = await frame.locator('main').evaluate((main) => getComputedStyle(main).maxWidth);
    expect(font !== 'none', 'the style sheet was not read');
  });
  await check('a link in it leads to another concept, in the same place', async () => {
    const before = await tabs().count();
    const frame = await wb.pageFrame(/^Slots$/);
    await frame.locator('a', { hasText: /^Attribute dictionary$/ }).first().click();
    const next = await wb.pageFrame(/^Attribute dictionary$/);
    await until('it begins at its top', async () => next.locator('main > h1').evaluate((heading) => heading.getBoundingClientRect().top > 0));
    await tabNamed('Attribute dictionary').waitFor();
    expect((await tabs().count()) === before, `${before} tabs became ${await tabs().count()}`);
    expect((await tabNamed('Slots').count()) === 0, 'the first page is still there');
  });
  await check('back and forward', async () => {
    const button = (name) => wb.page.locator('.editor-group-container', { has: wb.page.locator('.tab', { hasText: /Slots|Attribute dictionary/ }) }).locator('.editor-actions .action-label').and(wb.page.locator(`[aria-label^="${name}"]`)).first();
    await button('Back').click();
    const frame = await wb.pageFrame(/^Slots$/);
    expect(/In this code/.test(await frame.locator('main').innerText()), 'what is said of this code is lost');
    await wb.screenshot('page-toolbar');
    await button('Forward').click();
    await wb.pageFrame(/^Attribute dictionary$/);
    await button('Back').click();
    await wb.pageFrame(/^Slots$/);
  });
  await check('the page as Markdown, a document of the scheme pygloss', async () => {
    await wb.command('pygloss: Open Page as Markdown');
    await tabNamed('dunder-slots.md').waitFor();
    await until('its text', async () => /fixes the names/.test((await wb.page.locator('.editor-group-container.active .view-lines').first().innerText()).replaceAll('\u00a0', ' ')));
    await wb.command('View: Close Editor');
    await tabNamed('dunder-slots.md').waitFor({ state: 'detached' });
  });
  await check('Explain Construct at Cursor, from the palette', async () => {
    await wb.open('sample.py');
    await wb.goTo(31, 12);
    await wb.command('pygloss: Explain Construct at Cursor');
    await wb.pageFrame(/^yield from$/i);
  });
  await check('where nothing stands, it says so', async () => {
    await wb.goTo(2);
    await wb.command('pygloss: Explain Construct at Cursor');
    await wb.notification('nothing to explain here');
    await wb.command('Notifications: Clear All Notifications');
  });
  await check('Show in Plainer Python', async () => {
    await wb.open('plainer.py');
    await wb.goTo(2, 6);
    const rows = await actions();
    const row = rows.find((text) => text.startsWith('Show in plainer Python'));
    expect(row !== undefined, JSON.stringify(rows));
    await actionRows().filter({ hasText: row }).first().click();
    const frame = await wb.pageFrame(/./);
    await until('both versions', async () => /try:/.test(await (await wb.pageFrame(/./)).locator('main').innerText()) && /__exit__/.test(await frame.locator('main').innerText()));
    await wb.screenshot('plainer');
    expect(readFileSync(join(project, 'plainer.py'), 'utf8').startsWith('def read(path):\n    with open'), 'the file was changed');
  });
  await check('Search Concepts finds any, and opens its page', async () => {
    await wb.command('pygloss: Search Concepts');
    const input = wb.page.locator('.quick-input-widget input').first();
    await wb.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await input.fill('metaclass');
    const row = wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Metaclass' }).first();
    await row.waitFor();
    await wb.screenshot('search');
    await row.click();
    await wb.pageFrame(/metaclass/i);
  });
}

async function digests() {
  const select = async (first, lines) => {
    await wb.open('sample.py');
    await wb.goTo(first);
    for (let line = 0; line < lines; line += 1) {
      await wb.page.keyboard.press('Shift+ArrowDown');
    }
    await until('something is selected', async () => (await said()).some((text) => /\d+ selected/.test(text)));
  };
  await check('Explain this selection, in the menu of code actions', async () => {
    await select(13, 3);
    const rows = await actions();
    expect(rows.find((row) => row.startsWith('Explain')) === 'Explain this selection', JSON.stringify(rows));
    await actionRows().filter({ hasText: 'Explain this selection' }).click();
    const frame = await wb.pageFrame(/^Lines 13 to 14 of sample\.py$/);
    const text = await frame.locator('main').innerText();
    expect(/Line 14/.test(text) && /Here: /.test(text), text);
    expect((await frame.locator('main table td a').count()) > 1, 'there is no table with links');
    expect((await frame.locator('pre code .hljs-keyword, pre code .hljs-string').count()) > 0, 'code is not highlighted');
    await tabNamed('sample.py:13-14').waitFor();
    await wb.screenshot('selection');
  });
  await check('its links lead on and back', async () => {
    const frame = await wb.pageFrame(/^Lines 13 to 14/);
    const link = frame.locator('main table td a').first();
    const name = await link.innerText();
    await link.click();
    await wb.pageFrame(new RegExp(`^${name}$`));
    await wb.command('pygloss: Back');
    await wb.pageFrame(/^Lines 13 to 14/);
  });
  await check('Explain This Selection and Explain This File, from the palette', async () => {
    await select(30, 3);
    await wb.command('pygloss: Explain This Selection');
    await wb.pageFrame(/^Lines 30 to 31 of sample\.py$/);
    await wb.open('sample.py');
    await wb.command('pygloss: Explain This File');
    const frame = await wb.pageFrame(/^sample\.py$/);
    expect((await frame.locator('h3', { hasText: /^Line \d+$/ }).count()) > 5, 'there are few lines');
    await wb.screenshot('file');
    await wb.command('pygloss: Open Page as Markdown');
    await tabNamed('_file.md').waitFor();
    await wb.command('View: Close Editor');
  });
  await check('Explain This Workspace', async () => {
    await wb.command('pygloss: Explain This Workspace');
    const frame = await wb.pageFrame(/^project$/);
    const text = await frame.locator('main').innerText();
    expect(/sample\.py:\d+/.test(text) && /of \d+ Python files/.test(text), text);
    await wb.screenshot('workspace');
  });
}

async function bulb() {
  // Notes each line at which a bulb was on the screen.
  const record = () =>
    wb.page.evaluate(() => {
      const lit = new Set();
      window.lit = lit;
      const look = () => {
        const shown = [...document.querySelectorAll('.lightBulbWidget, [class*="gutter-lightbulb"]')].some((element) => {
          const { width, height } = element.getBoundingClientRect();
          return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden' && getComputedStyle(element).display !== 'none';
        });
        if (shown) {
          const at = [...document.querySelectorAll('.statusbar-item')].map((item) => /Ln (\d+)/.exec(item.textContent)?.[1]).find((line) => line);
          lit.add(at);
        }
        requestAnimationFrame(look);
      };
      look();
    });
  const lit = () => wb.page.evaluate(() => [...window.lit]);
  await check('the lightbulb is not lit by ours, with editor.lightbulb.enabled "on"', async () => {
    await wb.open('bulb.py');
    await record();
    for (const line of [1, 4, 5, 6, 7, 9, 12]) {
      await wb.goTo(line, 8);
      await until(`VS Code asked for actions at line ${line}`, async () => (await said()).includes(`asked-for-line-${line}`));
    }
    await until('the bulb of another extension is lit at line 12', async () => (await lit()).includes('12'));
    expect((await lit()).length === 1, `the bulb was lit at the lines ${await lit()}`);
    const rows = await actions();
    expect(rows.includes('Lit') && rows.some((row) => row.startsWith('Explain: ')), JSON.stringify(rows));
    await wb.page.keyboard.press('Escape');
  });
}

async function view() {
  const selected = () => wb.page.locator('.pane-body:has(.customview-tree) .monaco-list-row.selected').first();
  await check('the side view lists the concepts', async () => {
    await wb.open('sample.py');
    await wb.goTo(14, 6);
    await wb.command('Focus on Concepts in This File View');
    await viewRow('class Task').waitFor();
    await viewRow('Data class').waitFor();
  });
  await check('it follows the cursor', async () => {
    await wb.open('sample.py');
    await wb.goTo(14, 6);
    await until('Slots is selected', async () => /^Slots/.test(await selected().innerText({ timeout: 2000 })));
    await wb.goTo(31, 12);
    await until('yield from is selected', async () => /^yield from/i.test(await selected().innerText({ timeout: 2000 })));
  });
  await check('a click goes there', async () => {
    await wb.goTo(14, 6);
    await until('Slots is selected', async () => /^Slots/.test(await selected().innerText({ timeout: 2000 })));
    await wb.goTo(1);
    await viewRow('Slots').click();
    await until('the cursor is there', async () => (await said()).some((text) => text.startsWith('Ln 14, Col 5')));
  });
  await check('its tip says what it does', async () => {
    await until('a tip with a sentence', async () => {
      await wb.awayFromText();
      await viewRow('Slots').hover();
      return until('a tip', async () => /^Slots __slots__\s+(?!Line).+Line 14 · advanced/ms.test(await wb.hoverText()), 2500);
    });
  });
  await check('its book explains', async () => {
    await viewRow('Slots').hover();
    await viewRow('Slots').locator('.action-label[aria-label^="Explain"]').first().click();
    await wb.pageFrame(/^Slots$/);
  });
  await check('advanced only, and back', async () => {
    await wb.page.locator('.pane-header, .composite.title').locator('.action-label[aria-label^="Show Advanced Only"]').first().click();
    await until('no beginners are left', async () => {
      const rows = await wb.rows().allInnerTexts();
      return rows.length > 0 && rows.every((row) => !/beginner|intermediate/.test(row)) && rows.some((row) => /advanced/.test(row));
    });
    await wb.page.locator('.pane-header, .composite.title').locator('.action-label[aria-label^="Show All Levels"]').first().click();
    await until('they are back', async () => (await wb.rows().allInnerTexts()).some((row) => /beginner/.test(row)));
  });
  await check('a filter, and what is said where nothing passes', async () => {
    const button = (name) => wb.page.locator('.composite.title, .pane-header').locator(`.action-label[aria-label^="${name}"]`).first();
    await button('Filter Concepts').click();
    const input = wb.page.locator('.quick-input-widget input').first();
    await input.fill('decorator');
    await wb.page.keyboard.press('Enter');
    await until('decorators only', async () => {
      const rows = (await wb.rows().allInnerTexts()).filter((row) => /beginner|intermediate|advanced/.test(row));
      return rows.length > 0 && rows.every((row) => /decorator/i.test(row));
    });
    await button('Clear Filter').click();
    await viewRow('class Task').waitFor();
    await button('Filter Concepts').click();
    await input.fill('no such thing');
    await wb.page.keyboard.press('Enter');
    await wb.page.locator('.welcome-view-content', { hasText: 'Nothing in this file passes the filter' }).waitFor();
    await wb.page.locator('.welcome-view-content .monaco-button', { hasText: 'Show Everything' }).click();
    await viewRow('class Task').waitFor();
  });
  await check('in the order of the text, and grouped again', async () => {
    const button = (name) => wb.page.locator('.composite.title, .pane-header').locator(`.action-label[aria-label^="${name}"]`).first();
    await button('Show in the Order').click();
    await until('no groups', async () => (await wb.rows().count()) > 0 && (await viewRow('class Task').count()) === 0);
    await button('Group by').click();
    await viewRow('class Task').waitFor();
  });
  await check('it knows of edits', async () => {
    await wb.open('plainer.py');
    await until('the rows of the other file', async () => (await viewRow('def read').count()) > 0);
    await wb.goTo(1);
    await wb.page.keyboard.type('async def later(): await read\n');
    await viewRow('async def later').waitFor();
    await revert();
  });
}

async function otherDocuments() {
  await check('both sides of a diff', async () => {
    await closeEditors();
    await wb.open('plainer.py');
    await wb.goTo(1);
    await wb.page.keyboard.type('async def early(): await read\n');
    await wb.command('File: Compare Active File with Saved');
    const left = wb.page.locator('.monaco-diff-editor .editor.original .view-line').filter({ hasText: 'with' }).first().locator('span span').filter({ hasText: 'with' }).first();
    await wb.hover(left, /with statement/i);
    const right = wb.page.locator('.monaco-diff-editor .editor.modified .view-line').filter({ hasText: 'await' }).first().locator('span span').filter({ hasText: 'await' }).first();
    await wb.hover(right, /await/i);
    await wb.screenshot('diff');
    await wb.awayFromText();
    await wb.command('View: Close Editor');
    await revert();
  });
  await check('an untitled file', async () => {
    await wb.command('pygloss: Open a Sample Program');
    await tabNamed('Untitled-1').waitFor();
    await wb.hover(wb.word('@dataclass', 'dataclass', '.editor-group-container.active .monaco-editor'), /Here: a call is Task/);
    await wb.awayFromText();
  });
  await check('a file that is on no disk', async () => {
    await wb.command('Control: Open Virtual File');
    await tabNamed('virtual.py').waitFor();
    await wb.hover(wb.word('__slots__', '__slots__', '.editor-group-container.active .monaco-editor'), /Slots/);
    await wb.awayFromText();
    await until('the side view shows it', async () => (await viewRow('class Virtual').count()) > 0);
  });
  await check('cells of a notebook', async () => {
    await wb.open('cells.ipynb');
    const cell = wb.page.locator('.notebook-editor .monaco-editor .view-line').filter({ hasText: 'squares' }).first();
    await cell.waitFor();
    await wb.hover(cell.locator('span span').filter({ hasText: 'for' }).first(), /comprehension/i);
    await wb.awayFromText();
  });
  await check('a name imported in one cell is known in the next', async () => {
    const word = wb.page.locator('.notebook-editor .monaco-editor .view-line').filter({ hasText: '@remembered' }).first().locator('span span').filter({ hasText: 'remembered' }).first();
    await wb.hover(word, /lru_cache/);
    await wb.screenshot('notebook');
    await wb.awayFromText();
  });
}

/** Rests the mouse on the language status until it says something. */
async function status(wanted) {
  await until(`the language status with ${wanted}`, async () => {
    await wb.awayFromText();
    await wb.page.locator('[id="status.languageStatus"]').first().hover({ timeout: 2000 });
    return until('its hover', async () => wanted.test((await wb.page.locator('.hover-language-status').allInnerTexts()).join(' ')), 2500);
  });
}

async function settingsAndServer() {
  await check('settings count at once', async () => {
    await wb.open('sample.py');
    await wb.goTo(7, 5);
    expect(/Data class/.test(await allHovers()), await allHovers());
    await change({ 'pygloss.hover.detail': 'off' });
    await until('no hover of ours', async () => !/Data class/.test(await allHovers()));
    await change({ 'pygloss.hover.detail': 'full' });
    const full = await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    await change({ 'pygloss.hover.detail': null });
    const brief = await until('a brief hover', async () => {
      const text = await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
      return text.length < full.length && text;
    });
    expect(brief.length < full.length, `${brief.length} characters are brief, ${full.length} full`);
  });
  await check('the side view knows of changed settings', async () => {
    await wb.command('Focus on Concepts in This File View');
    await until('beginners', async () => (await wb.rows().allInnerTexts()).some((row) => /beginner/.test(row)));
    await change({ 'pygloss.level': 'intermediate' });
    await until('no beginners', async () => {
      const rows = await wb.rows().allInnerTexts();
      return rows.some((row) => /intermediate/.test(row)) && !rows.some((row) => /beginner/.test(row));
    });
    await change({ 'pygloss.level': null });
    await until('beginners again', async () => (await wb.rows().allInnerTexts()).some((row) => /beginner/.test(row)));
  });
  await check('Restart Server', async () => {
    const [before, ...more] = servers();
    expect(before !== undefined && more.length === 0, `${servers().length} servers run, not 1`);
    await wb.open('sample.py');
    await wb.command('pygloss: Restart Server');
    await until('another process', async () => servers().length === 1 && servers()[0] !== before);
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    await wb.awayFromText();
  });
  await check('a server that dies is started again', async () => {
    const [before] = servers();
    process.kill(Number(before), 'SIGKILL');
    await until('another process', async () => servers().length === 1 && servers()[0] !== before);
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    await wb.awayFromText();
  });
  await check('the language status names the version and where it comes from', async () => {
    await status(/pygloss \d+\.\d+\.\d+[^]*bundled with the extension/);
    await wb.screenshot('status');
    await wb.awayFromText();
  });
  await check('selecting a Python environment that has pygloss starts that one', async () => {
    mkdirSync(environment, { recursive: true });
    cpSync(join(extensionFolder(), 'server', 'pygloss'), join(environment, 'pygloss'));
    await wb.command('Control: Select the Other Environment');
    await until('the one of the environment', async () => servers().length === 1 && readlinkSync(`/proc/${servers()[0]}/exe`) === join(environment, 'pygloss'));
    await status(/pygloss \d+\.\d+\.\d+[^]*of the Python environment/);
    await wb.awayFromText();
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
    await wb.command('Control: Select the Other Environment');
    await until('the bundled one', async () => servers().length === 1 && readlinkSync(`/proc/${servers()[0]}/exe`).startsWith(server.extensionsFolder));
    await wb.awayFromText();
  });
  await check('the walkthrough has its four steps', async () => {
    await wb.command('pygloss: Open Walkthrough');
    await until('four steps', async () => (await wb.page.locator('.gettingStartedContainer .getting-started-step').count()) === 4);
    // Narrow windows have no place for the pictures.
    await wb.command('View: Toggle Primary Side Bar Visibility');
    await wb.page.locator('.gettingStartedContainer .getting-started-media img').first().waitFor();
    await wb.screenshot('walkthrough');
    await wb.command('View: Toggle Primary Side Bar Visibility');
    await closeEditors();
  });
}

async function looks() {
  await check('the page is there again after the window is loaded anew', async () => {
    await wb.open('sample.py');
    await wb.goTo(14, 6);
    await wb.command('pygloss: Explain Construct at Cursor');
    await wb.pageFrame(/^Slots$/);
    await wb.reload();
    await wb.pageFrame(/^Slots$/);
  });
  for (const [name, theme, mark] of [
    ['light', 'Light Modern', '.vs'],
    ['dark', 'Dark Modern', '.vs-dark'],
  ]) {
    await check(`screenshots in the ${name} theme`, async () => {
      await change({ 'workbench.colorTheme': theme });
      await wb.page.locator(`.monaco-workbench${mark}`).waitFor();
      await wb.command('Notifications: Clear All Notifications');
      await wb.open('sample.py');
      await wb.goTo(14, 6);
      await wb.command('pygloss: Explain Construct at Cursor');
      const frame = await wb.pageFrame(/^Slots$/);
      await until('the theme', async () => (await frame.locator('body').getAttribute('class')).split(' ').includes(`vscode-${name}`));
      await wb.command('Focus on Concepts in This File View');
      await wb.open('sample.py');
      await until('the side view', async () => (await wb.page.locator('.pane-body:has(.customview-tree) .monaco-list-row.selected', { hasText: 'Slots' }).count()) > 0);
      await wb.awayFromText();
      await wb.screenshot(`page-${name}`);
      await wb.clip(`walkthrough-page-${name}`, await wb.page.locator('.part.editor').boundingBox(), 560);
      await wb.clip(`walkthrough-concepts-${name}`, await wb.page.locator('.part.sidebar').boundingBox(), 560);
      await closeEditors();
      await wb.open('sample.py');
      await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
      await wb.clip(`hover-${name}`, await wb.page.locator('.part.editor').boundingBox(), 420);
      await wb.awayFromText();
    });
  }
  await closeEditors();
}

async function restricted() {
  // A workspace that would like to decide what runs.
  const evil = join(temp, 'evil');
  const marker = join(temp, 'evil-ran');
  mkdirSync(join(evil, '.venv', 'bin'), { recursive: true });
  mkdirSync(join(evil, '.vscode'), { recursive: true });
  cpSync(sample, join(evil, 'sample.py'));
  const real = join(extensionFolder(), 'server', 'pygloss');
  for (const file of [join(evil, 'pygloss'), join(evil, '.venv', 'bin', 'pygloss')]) {
    writeFileSync(file, `#!/bin/sh\necho "$0" >>'${marker}'\nexec '${real}' "$@"\n`);
    chmodSync(file, 0o755);
  }
  writeFileSync(join(evil, '.vscode', 'settings.json'), JSON.stringify({ 'pygloss.server.path': join(evil, 'pygloss'), 'pygloss.packs': [evil] }));
  server.configure({ 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' });
  await check('in restricted mode nothing of the workspace is run', async () => {
    await wb.load(server.url(evil));
    await until('restricted mode', async () => (await said()).some((text) => /Restricted Mode/.test(text)));
    await wb.open('sample.py');
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Here: a call is Task/);
    expect(!existsSync(marker), `was run: ${existsSync(marker) && readFileSync(marker, 'utf8')}`);
    await wb.awayFromText();
  });
  await check('once it is trusted, its setting counts', async () => {
    await wb.command('Workspaces: Manage Workspace Trust');
    await wb.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).first().click();
    await until('the one of the setting runs', () => existsSync(marker));
    expect(readFileSync(marker, 'utf8').startsWith(join(evil, 'pygloss')), readFileSync(marker, 'utf8'));
    await wb.open('sample.py');
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Here: a call is Task/);
    await wb.awayFromText();
    await closeEditors();
  });
  server.configure({ 'security.workspace.trust.enabled': false });
}

async function missing() {
  const bundled = join(extensionFolder(), 'server', 'pygloss');
  const elsewhere = join(temp, 'elsewhere', 'pygloss');
  mkdirSync(dirname(elsewhere));
  renameSync(bundled, elsewhere);
  writeFileSync(bundled, '\x7fELF for another machine');
  chmodSync(bundled, 0o755);
  const nowhere = join(temp, 'nowhere', 'pygloss');
  server.configureMachine({ 'pygloss.server.path': nowhere });
  await check('without a server, a message says why and has a button', async () => {
    await wb.load(server.url(project));
    await wb.open('sample.py');
    const toast = await wb.notification('The language server pygloss was not found');
    const text = await toast.innerText();
    expect(text.includes(`${nowhere} (from the setting pygloss.server.path) does not exist`), text);
    await wb.screenshot('missing');
    await toast.locator('.monaco-button', { hasText: 'Set Up the Server' }).click();
    await wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Choose a file' }).waitFor();
    await wb.screenshot('set-up');
  });
  await check('the output channel says what is wrong with each', async () => {
    if (!process.env.WITH_LOGS) {
      console.log('# no output channels here: the part of VS Code that writes them is native, and was not built');
      await wb.page.keyboard.press('Escape');
      return;
    }
    const row = wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show where it was looked for' });
    await until('the output', async () => {
      // A row that was not ready lets the menu close and nothing happen: whoever sees that opens the menu again.
      if (!(await row.isVisible())) {
        await wb.command('Set Up the Server');
        await row.waitFor({ timeout: 5000 });
      }
      await row.click({ timeout: 5000 });
      await wb.page.locator('.panel .view-lines').first().waitFor({ timeout: 5000 });
      return true;
    });
    await until('the reasons', async () => {
      const text = (await wb.page.locator('.output-view .view-lines, .panel .view-lines').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').replaceAll('\n', '');
      return text.includes('does not exist') && /server\/pygloss \(bundled with the extension\) cannot be run/.test(text);
    });
    await wb.command('View: Toggle Panel Visibility').catch(() => undefined);
  });
  await check('the side view says so too', async () => {
    await wb.command('Focus on Concepts in This File View');
    await wb.page.locator('.welcome-view-content', { hasText: 'was not found' }).waitFor();
    await wb.screenshot('missing-view');
  });
  await check('choosing a file starts it', async () => {
    await wb.page.locator('.welcome-view-content .monaco-button', { hasText: 'Set Up the Server' }).click();
    await wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Choose a file' }).click();
    const input = wb.page.locator('.quick-input-widget input').first();
    await wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'plainer.py' }).waitFor();
    await until('the file is found', async () => {
      await input.fill(elsewhere, { timeout: 3000 });
      await wb.page.locator('.quick-input-list .monaco-list-row', { hasText: 'pygloss' }).first().waitFor({ timeout: 5000 });
      await wb.page.locator('.quick-input-widget .monaco-button', { hasText: /Use This pygloss|OK/ }).first().click({ timeout: 3000 });
      return until('it runs', () => servers().length === 1, 10_000);
    });
    await viewRow('class Task').waitFor();
    await wb.open('sample.py');
    await wb.hover(wb.word('@dataclass', 'dataclass'), /Data class/);
  });
}

let browser;
/** Hosts that the browser asked beyond this machine. What ends in vscode-cdn.net is answered by VS Code's own worker, from the disk. */
const outside = new Set();
try {
  await server.start(project);
  browser = await chromium.launch({
    executablePath: browserPath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && !hostname.endsWith('.vscode-cdn.net')) {
      outside.add(hostname);
    }
  });
  page.setDefaultTimeout(60_000);
  wb = new Workbench(page, screenshots);
  await wb.load(server.url(project));
  const parts = { hovers, pages, digests, bulb, view, otherDocuments, settingsAndServer, looks, restricted, missing };
  const wanted = process.env.PARTS?.split(',') ?? Object.keys(parts);
  for (const name of wanted) {
    await parts[name]();
  }
  await check('no server is left when the window is closed', async () => {
    await page.close();
    await browser.close();
    await server.stop();
    await until('all have ended', () => servers().length === 0);
  });
} catch (error) {
  failures += 1;
  console.log(`not ok - the test came to its end\n#   ${error.stack.replaceAll('\n', '\n#   ')}`);
  await wb?.screenshot('failed').catch(() => undefined);
  console.log(`#   ${server.tail().replaceAll('\n', '\n#   ')}`);
} finally {
  await browser?.close();
  await server.stop();
}
console.log(`# hosts that the browser asked beyond this machine: ${[...outside].sort().join(', ') || 'none'}`);
process.exit(failures === 0 ? 0 : 1);

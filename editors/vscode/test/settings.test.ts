import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Setting {
  readonly [key: string]: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
  };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json') as Manifest;
const schema = read('../../docs/settings.schema.json') as { readonly properties: Readonly<Record<string, Setting>> };

/** What only the extension reads. */
const OWN = ['pygloss.server.path', 'pygloss.trace.server'];

describe('the settings', () => {
  const ours = manifest.contributes.configuration.properties;

  it('are those of the server, and two of the extension', () => {
    assert.deepEqual(Object.keys(ours).sort(), [...Object.keys(schema.properties), ...OWN].sort());
  });

  for (const [name, theirs] of Object.entries(schema.properties)) {
    it(`${name} has the values and the description that the server has`, () => {
      for (const [key, value] of Object.entries(theirs)) {
        if (key !== 'description') {
          assert.deepEqual(ours[name]?.[key], value, key);
        }
      }
    });
  }

  it('have a description for each value, or for none', () => {
    for (const [name, setting] of Object.entries(ours)) {
      assert.ok(setting.enumDescriptions === undefined || setting.enumDescriptions.length === setting.enum?.length, name);
    }
  });
});

describe('the menus', () => {
  it('have commands that there are', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    for (const [menu, entries] of Object.entries(manifest.contributes.menus)) {
      for (const { command } of entries) {
        assert.ok(commands.includes(command), `${command} in ${menu}`);
      }
    }
  });
});

// Formats Lua files as editors/neovim/.stylua.toml says: `stylua.cjs [--write] TOOLS CONFIG FILE…`. Without --write it names what is not formatted, and fails.
const fs = require('node:fs');
const { createRequire } = require('node:module');

const write = process.argv[2] === '--write';
const [tools, settings, ...files] = process.argv.slice(write ? 3 : 2);
const stylua = createRequire(`${tools}/`)('@johnnymorganz/stylua');

const enums = { indent_type: stylua.IndentType, quote_style: stylua.QuoteStyle };
const lines = fs.readFileSync(settings, 'utf8').split('\n');

// Each call takes its configuration away.
function configure() {
  const config = stylua.Config.new();
  for (const line of lines) {
    const [, name, word, number] = line.match(/^(\w+) = (?:"(\w+)"|(\d+))$/) ?? [];
    if (name) config[name] = number ? Number(number) : enums[name][word];
  }
  return config;
}

let bad = 0;
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  const formatted = stylua.formatCode(text, configure(), undefined, stylua.OutputVerification.Full);
  if (formatted === text) continue;
  if (write) {
    fs.writeFileSync(file, formatted);
    continue;
  }
  bad += 1;
  const [old, now] = [text.split('\n'), formatted.split('\n')];
  const row = old.findIndex((line, i) => line !== now[i]);
  console.log(`#   ${file}:${row + 1}: expected: ${now[row]}`);
  console.log(`#   ${file}:${row + 1}: came: ${old[row]}`);
}
process.exit(bad > 0 ? 1 : 0);

// Whether standard input is SARIF 2.1.0, by the published schema. Prints what is wrong and ends with 1.
const fs = require("node:fs");
const path = require("node:path");
const Ajv = require("ajv");

const folder = path.join(path.dirname(require.resolve("@microsoft/jest-sarif")), "schemas");
const schema = JSON.parse(fs.readFileSync(path.join(folder, "sarif-2.1.0-rtm.5.json"), "utf8"));
// It says that it is of draft 4, which this validator no longer knows; the words that it uses mean the same in draft 7.
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({ allErrors: true, schemaId: "auto", unknownFormats: "ignore" });
const validate = ajv.compile(schema);
const log = JSON.parse(fs.readFileSync(0, "utf8"));
if (!validate(log)) {
    console.log(ajv.errorsText(validate.errors, { separator: "\n" }));
    process.exit(1);
}
console.log(`${log.runs[0].results.length} results`);

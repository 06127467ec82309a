// Makes a TypeScript client of the API description and compiles the program beside this file against it.
// Usage: node typescript-client.mjs <openapi.json> <new directory>. Exit 1 and the compiler's words where it does not.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [document, directory] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
writeFileSync(join(directory, "schema.ts"), astToString(await openapiTS(JSON.parse(readFileSync(document, "utf8")))));
copyFileSync(join(here, "typescript-client.ts"), join(directory, "client.ts"));

const program = ts.createProgram([join(directory, "client.ts")], {
    strict: true,
    noEmit: true,
    noUnusedLocals: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
});
const faults = ts.getPreEmitDiagnostics(program);
console.log(ts.formatDiagnostics(faults, { getCanonicalFileName: name => name, getCurrentDirectory: () => directory, getNewLine: () => "\n" }));
process.exit(faults.length > 0 ? 1 : 0);

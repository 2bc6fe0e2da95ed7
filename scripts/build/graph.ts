/**
 * Types the SDK's GraphQL documents: checks them against the schema that the indexer serves and writes
 * `sdk/generated/graph.ts` with one typed document per operation and one type per fragment. Each document is a module
 * of its own in `sdk/generated/graph/`, so that a page of the web app loads only those it asks with.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse, printSchema } from "graphql";
import { buildSchema } from "../../node/src/indexer/graphql/schema.ts";
import { parseEntitySchema } from "../../node/src/indexer/store/entitySchema.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OUTPUT = join(ROOT, "sdk", "generated", "graph.ts");
const FOLDER = join(ROOT, "sdk", "generated", "graph");
const DOCUMENTS = "sdk/src/graph/documents/*.graphql";

/** The schema as text: filters, ordering and time travel included. Nothing is resolved, so nothing is read from. */
function servedSchema(): string {
  const nothing = undefined as never;
  const schema = parseEntitySchema(readFileSync(join(ROOT, "subgraph", "schema.graphql"), "utf8"));
  return printSchema(
    buildSchema({
      schema,
      reader: nothing,
      blocks: nothing,
      status: nothing,
      startBlock: 0,
      deployment: "",
      blockChanges: nothing,
    }),
  );
}

const config = {
  useTypeImports: true,
  documentMode: "string",
  inlineFragmentTypes: "combine",
  enumsAsTypes: true,
  skipTypename: true,
  avoidOptionals: { field: true },
  strictScalars: true,
  // As JSON carries them: 256-bit numbers as decimal text, bytes as lower-case hex.
  scalars: { BigInt: "string", Bytes: { input: "string", output: "viem#Hex" } },
};

const documents = globSync(DOCUMENTS, { cwd: ROOT })
  .sort()
  .map((location) => ({ location, document: parse(readFileSync(join(ROOT, location), "utf8")) }));

const output = await codegen({
  filename: OUTPUT,
  schema: parse(servedSchema()),
  documents,
  config,
  plugins: [{ operations: {} }, { documents: {} }],
  pluginMap: { operations, documents: typedDocuments },
});

const CONST = /^export const (\w+)(?= =)/m;
const [types = "", ...rest] = output.split(/^(?=export const \w+ =)/m);
const modules = rest.map((code) => ({ name: CONST.exec(code)?.[1] ?? "", code }));

/** Names of types that stand in a document's code. */
const typesIn = (code: string): string[] => [
  ...new Set(code.match(/\b\w+(?:Fragment|Query|QueryVariables)(?=[,>])/g) ?? []),
];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, "types.ts"), types);
for (const { name, code } of modules) {
  // Bundlers keep what a module constructs unless they are told that it does nothing.
  const pure = code.replaceAll("new TypedDocumentString(", "/*#__PURE__*/ new TypedDocumentString(");
  const imports = ["TypedDocumentString", ...typesIn(code).map((type) => `type ${type}`)].join(", ");
  writeFileSync(join(FOLDER, `${name}.ts`), `import { ${imports} } from "./types.ts";\n\n${pure}`);
}
const exported = modules.map(({ name }) => `export { ${name} } from "./graph/${name}.ts";\n`);
writeFileSync(OUTPUT, `export * from "./graph/types.ts";\n${exported.join("")}`);
console.log(`${documents.length} files of GraphQL documents typed in sdk/generated/graph.ts`);

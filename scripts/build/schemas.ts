/** Writes the SDK's documents and worker messages as JSON Schema files to sdk/generated/schemas, for Python. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageSchemas } from "@assay/sdk/api";
import { documentSchemas } from "@assay/sdk/documents";

const FOLDER = join(import.meta.dirname, "..", "..", "sdk", "generated", "schemas");

await mkdir(FOLDER, { recursive: true });
const schemas = Object.entries({ ...documentSchemas, ...messageSchemas });
for (const [name, schema] of schemas) {
  const file = { $schema: "https://json-schema.org/draft/2020-12/schema", title: name, ...schema };
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(file, null, 2)}\n`);
}
console.log(`${schemas.length} JSON Schemas written to sdk/generated/schemas`);

/** Rewrites the golden files. Run it only when a hash or a message changes on purpose: `node test/golden/write.ts`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goldenVectors } from "./vectors.ts";

for (const [name, vector] of Object.entries(await goldenVectors())) {
  await writeFile(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(vector, null, 2)}\n`);
}

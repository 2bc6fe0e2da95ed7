import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { goldenVectors } from "./vectors.ts";

const vectors = await goldenVectors();

for (const [name, vector] of Object.entries(vectors)) {
  test(`golden: ${name}.json is what the SDK computes`, async () => {
    const stored: unknown = JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), "utf8"));
    assert.deepEqual(JSON.parse(JSON.stringify(vector)), stored);
  });
}

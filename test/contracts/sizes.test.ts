import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

/** Deployed code a chain accepts, bytes (EIP-170). */
const LIMIT = 24_576;
const ARTIFACTS = join(import.meta.dirname, "..", "..", "artifacts", "contracts");

test("behavior: the deployed code of every contract fits the limit of a chain", async () => {
  const files = globSync("*/*.sol/*.json", { cwd: ARTIFACTS });
  assert.ok(files.length > 20, `only ${files.length} artifacts: run npx hardhat build`);
  for (const file of files) {
    const artifact = JSON.parse(await readFile(join(ARTIFACTS, file), "utf8")) as { deployedBytecode: string };
    const bytes = (artifact.deployedBytecode.length - 2) / 2;
    assert.ok(bytes <= LIMIT, `${file}: ${bytes} bytes`);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET, VERSION } from "../../../../test/support/documents.ts";
import { publishVersion } from "./publish-version.ts";
import { readVersionState } from "./read-version-state.ts";

test("default: versions are numbered as they come", async () => {
  const { deployment, wallet, client } = await chainAt("published");
  const published = await publishVersion(wallet("curator"), { deployment, ...DATANET, input: VERSION });
  assert.deepEqual([published.datanetId, published.version], [1n, 2]);
  const { state } = await readVersionState(client, { deployment, ...DATANET, version: 2 });
  assert.equal(state, "Published");
});

test("error: only the curator publishes", async () => {
  const { deployment, wallet } = await chainAt("published");
  await assert.rejects(publishVersion(wallet("ada"), { deployment, ...DATANET, input: VERSION }), {
    code: "REVERT_NOT_CURATOR",
  });
});

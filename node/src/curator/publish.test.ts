/** Drafts of versions: what the curator's wallet sends to the chain, and what can't become a version. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { parseDocument } from "@assay/sdk/documents";
import { documentHash } from "@assay/sdk/hashing";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { draftRows, draftVersion } from "./publish.ts";
import { type CuratorDesk, csv, ITEMS, openCuratorDesk } from "./testing/curatorDesk.ts";

let desk: CuratorDesk;
beforeEach(async () => {
  desk = await openCuratorDesk();
});
afterEach(() => desk.db.close());

const draft = (ids: string[], choice: Record<string, unknown> = {}) =>
  draftVersion(desk.contributions, desk.ipfs, 1n, ids, ITEMS, choice);

test("default: roots over the rows of all contributors, and a manifest without a text", async () => {
  const ben = privateKeyToAccount(generatePrivateKey());
  const ids = [await desk.contribute(), await desk.contribute(ben, csv(60))];
  const { input, manifestCid } = await draft(ids);
  assert.deepEqual([input.rowCount, input.contributorCount, input.totalWeight], [150, 2, 150n]);
  const bytes = await desk.ipfs.getBytes(manifestCid);
  assert.equal(documentHash(bytes), input.manifestHash);
  assert.doesNotMatch(new TextDecoder().decode(bytes), /question number/);
  const manifest = parseDocument("version", bytes);
  assert.deepEqual(
    manifest.contributions.map(({ contributor, rows }) => [contributor, rows]),
    [
      [desk.ann.address, 90],
      [ben.address, 60],
    ],
  );
  assert.equal(manifest.rowsRoot, input.rowsRoot);
  const rows = await draftRows(desk.contributions, ids);
  assert.deepEqual(
    [rows[0]?.contributor, rows[90]?.contributor, rows[149]?.index],
    [desk.ann.address, ben.address, 149],
  );
  assert.deepEqual(await desk.contributions.draft(input.manifestHash), {
    contributionIds: ids,
    grading: { grader: "label-set" },
  });
});

test("behavior: drafted twice it is the same version; an id named twice counts once", async () => {
  const id = await desk.contribute();
  const [first, second] = [await draft([id]), await draft([id, id])];
  assert.deepEqual(second, first);
});

test("behavior: published contributions no longer wait for a version", async () => {
  const [first, second] = [await desk.contribute(), await desk.contribute()];
  const waiting = async () => (await desk.contributions.unpublished(1n)).map(({ id }) => id);
  const { input } = await draft([first]);
  assert.deepEqual(await waiting(), [first, second], "a draft alone publishes nothing");
  await desk.versions.addVersion(1n, 1, input.manifestHash, 1);
  assert.deepEqual(await waiting(), [second]);
  assert.deepEqual(await desk.contributions.unpublished(2n), []);
});

test("error: contributions that are missing, not signed, or of another datanet", async () => {
  const elsewhere = await desk.contribute(desk.ann, csv(90), 2n);
  const { contributionId: unsigned } = await desk.offer();
  await assert.rejects(draft([]), { code: "no_contributions", field: "contributionIds" });
  for (const id of ["unknown", unsigned, elsewhere])
    await assert.rejects(draft([id]), { code: "contribution_unknown", status: 404, field: "contributionIds" });
});

test("error: rows that can't fill an exam, or that nobody could pass", async () => {
  await assert.rejects(draft([await desk.contribute(desk.ann, csv(12))]), { code: "rows_too_few" });
  const alike = csv(90, (index) => ["lost card", "Lost_Card!"][index % 2] ?? "");
  await assert.rejects(draft([await desk.contribute(desk.ann, alike)]), { code: "labels_ambiguous" });
  const id = await desk.contribute();
  await assert.rejects(draft([id], { grader: "numeric" }), { code: "label_without_form" });
  await assert.rejects(draft([id], { grader: "vibes" }), { code: "invalid_field", field: "grader" });
});

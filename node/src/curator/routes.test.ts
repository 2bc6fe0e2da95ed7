/** The curator's API as a page uses it: inspect, upload, sign or cancel, draft a version, look at it. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { VersionDetail } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import type { TypedDataDefinition } from "viem";
import { composeExam } from "../exam/composeExam.ts";
import { sealExam } from "../exam/sealExam.ts";
import { draftRows } from "./publish.ts";
import { type CuratorDesk, csv, ITEMS, METADATA, openCuratorDesk, SEED } from "./testing/curatorDesk.ts";

let desk: CuratorDesk;
beforeEach(async () => {
  desk = await openCuratorDesk();
});
afterEach(() => desk.db.close());

type Body = Record<string, unknown> & { error?: { code: string; message: string; field?: string } };

async function request(path: string, init?: RequestInit): Promise<{ status: number; body: Body }> {
  const response = await desk.app.request(path, init);
  return { status: response.status, body: (await response.json()) as Body };
}
const post = (path: string, body: unknown) =>
  request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

function uploadForm(file: Uint8Array = csv(90)): FormData {
  const form = new FormData();
  form.set("file", new File([file as Uint8Array<ArrayBuffer>], "rows.csv"));
  form.set("contributor", desk.ann.address);
  form.set("mapping", JSON.stringify({ text: "text", label: "label" }));
  form.set("metadata", JSON.stringify(METADATA));
  return form;
}
const upload = () => request("/datanets/1/contributions", { method: "POST", body: uploadForm() });
const drafts = async () => (await request("/datanets/1/drafts")).body.contributions as { contributionId: string }[];

test("default: from a file to a version that shows its state, then its exam", async () => {
  const file = new Uint8Array(csv(90)) as Uint8Array<ArrayBuffer>;
  assert.equal((await request("/inspect", { method: "POST", body: file })).body.rowCount, 90);
  const { body: offered } = await upload();
  assert.deepEqual(await drafts(), [], "nothing is kept until it is signed");
  const signature = await desk.ann.signTypedData(offered.typedData as TypedDataDefinition);
  const id = offered.contributionId as string;
  const signed = await post(`/contributions/${id}/sign`, { signature });
  assert.deepEqual(signed, { status: 200, body: { contributionId: id, state: "signed", rows: 90 } });
  assert.deepEqual(
    (await drafts()).map(({ contributionId }) => contributionId),
    [id],
  );
  const { body: draft } = await post("/datanets/1/versions", { contributionIds: [id] });
  const input = draft.input as { manifestHash: `0x${string}`; totalWeight: string };
  assert.equal(input.totalWeight, "90");

  await desk.versions.addVersion(1n, 1, input.manifestHash, 1);
  const waiting = (await request("/datanets/1/versions/1")).body;
  validate(VersionDetail, waiting, "detail");
  assert.deepEqual([waiting.state, waiting.failure, waiting.rowCount], ["published", undefined, 90]);

  const rows = await draftRows(desk.contributions, [id]);
  const ref = { chainId: 31_337, datanetId: 1n, version: 1 };
  await desk.versions.saveExam(1n, 1, await sealExam(desk.ipfs, composeExam(ref, rows, SEED, ITEMS)));
  const built = (await request("/datanets/1/versions/1")).body as unknown as VersionDetail;
  validate(VersionDetail, built, "detail");
  assert.deepEqual([built.state, built.splits.exam, built.seed], ["built", 2 * ITEMS, SEED]);
  const exam = (await desk.versions.batches(1n, 1)).flatMap(({ plain }) => plain.items.map(({ text }) => text));
  assert.ok(
    built.sample.every(({ text }) => !exam.includes(text)),
    "exam rows are never shown",
  );
});

test("behavior: a failed sealing is shown with its code, its sentence, and whether it is tried again", async () => {
  const id = await desk.contribute();
  const { body } = await post("/datanets/1/versions", { contributionIds: [id] });
  await desk.versions.addVersion(1n, 1, (body.input as { manifestHash: `0x${string}` }).manifestHash, 1);
  const shown = async () => {
    const detail = (await request("/datanets/1/versions/1")).body as unknown as VersionDetail;
    validate(VersionDetail, detail, "detail");
    return [detail.state, detail.failure];
  };
  const failure = { code: "ipfs_away", message: "IPFS does not take the exam." };
  await desk.versions.noteFailure(1n, 1, { ...failure, ended: false });
  assert.deepEqual(await shown(), ["published", { ...failure, isRetried: true }]);
  await desk.versions.noteFailure(1n, 1, { ...failure, ended: true });
  assert.deepEqual(await shown(), ["failed", { ...failure, isRetried: false }]);
});

test("behavior: a cancelled upload is forgotten, and can't be signed any more", async () => {
  const { body: offered } = await upload();
  const path = `/contributions/${offered.contributionId}`;
  assert.deepEqual((await request(path, { method: "DELETE" })).body, { forgotten: true });
  assert.deepEqual((await request(path, { method: "DELETE" })).body, { forgotten: false });
  const signature = await desk.ann.signTypedData(offered.typedData as TypedDataDefinition);
  const late = await post(`${path}/sign`, { signature });
  assert.deepEqual([late.status, late.body.error?.code], [404, "contribution_unknown"]);
  assert.deepEqual(await drafts(), []);
});

test("behavior: a version the chain has and this role has not read yet is just published", async () => {
  assert.equal((await request("/datanets/1/versions/1")).status, 404);
  desk.chain.answers.versionState = () => 1;
  const { status, body } = await request("/datanets/1/versions/1");
  validate(VersionDetail, body, "detail");
  assert.deepEqual([status, body.state], [200, "published"]);
});

test("behavior: metadata is pinned with its hash", async () => {
  const about = { name: "Bank", description: "Intents", domain: "banking", licence: "CC0-1.0" };
  const { body } = await post("/metadata", about);
  assert.deepEqual(await desk.ipfs.getJson(body.cid as string), { ...about, schemaVersion: 1, access: "open" });
});

const refusals: [name: string, ask: () => Promise<{ status: number; body: Body }>, code: string, status: number][] = [
  ["an id that is not a number", () => request("/datanets/one/drafts"), "invalid_field", 400],
  [
    "a body that is not JSON",
    () => request("/contributions/x/sign", { method: "POST", body: "{" }),
    "body_invalid",
    400,
  ],
  ["a signature that is no hex", () => post("/contributions/x/sign", { signature: "yes" }), "invalid_field", 400],
  ["an upload nobody made", () => post("/contributions/x/sign", { signature: "0x12" }), "contribution_unknown", 404],
  ["a version of nothing", () => post("/datanets/1/versions", { contributionIds: [] }), "no_contributions", 400],
  ["an access nobody knows", () => post("/metadata", { access: "some" }), "invalid_field", 400],
];
for (const [name, ask, code, status] of refusals) {
  test(`error: ${name}`, async () => {
    const refused = await ask();
    assert.deepEqual([refused.status, refused.body.error?.code], [status, code]);
  });
}

test("error: an upload without a file, or with a mapping that is not JSON", async () => {
  const form = uploadForm();
  form.delete("file");
  const missing = await request("/datanets/1/contributions", { method: "POST", body: form });
  assert.deepEqual([missing.status, missing.body.error?.field], [400, "file"]);
  const broken = uploadForm();
  broken.set("mapping", "{");
  const refused = await request("/datanets/1/contributions", { method: "POST", body: broken });
  assert.deepEqual([refused.status, refused.body.error?.field], [400, "mapping"]);
});

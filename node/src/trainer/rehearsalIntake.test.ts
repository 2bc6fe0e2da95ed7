/** Who may ask for a rehearsal, of what, and how often it counts. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { cancelTypedData, documentHash, rowEditTypedData } from "@assay/sdk/hashing";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { acceptRehearsal, acceptRowEdit, assertMayCancelRehearsal, nextRehearsal } from "./rehearsalIntake.ts";
import { CHAIN_ID, openDesk, type TestDesk } from "./testing/rehearsalDesk.ts";

const eve = privateKeyToAccount(generatePrivateKey());
let home: string;
let desk: TestDesk;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "assay-rehearse-"));
  desk = await openDesk(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test("default: a signed request is queued once, and the next one has the next index", async () => {
  const job = await desk.addRun("a");
  assert.deepEqual(await nextRehearsal(desk, job), { index: 0, sizes: [24, 32], items: 32 });
  const body = await desk.ask("a");
  const first = await acceptRehearsal(desk, job, body);
  assert.deepEqual([first.state, first.items, first.rules.minPasses], ["queued", 32, 30]);
  assert.equal((await acceptRehearsal(desk, job, body)).id, first.id, "the same signature counts once");
  assert.equal((await nextRehearsal(desk, job)).index, 1);
  const second = await acceptRehearsal(desk, job, await desk.ask("a", { index: 1, items: 24 }));
  assert.notEqual(second.seed, first.seed);
  assert.equal((await desk.rehearsals.ofJob("a")).length, 2);
});

test("error: another's signature, another run's, another size's, a used or skipped index", async () => {
  const job = await desk.addRun("a");
  await desk.addRun("b");
  const refused = { code: "signature_invalid", field: "signature" };
  const bodies = [
    await desk.ask("a", { signer: eve }),
    await desk.ask("b"),
    { ...(await desk.ask("a")), items: 24 },
    { ...(await desk.ask("a")), signature: "0x" },
  ];
  for (const body of bodies) await assert.rejects(acceptRehearsal(desk, job, body), refused);
  await assert.rejects(acceptRehearsal(desk, job, await desk.ask("a", { index: 3 })), {
    code: "rehearsal_index",
    message: "index must be 0, the run's next rehearsal; sign again.",
  });
  await acceptRehearsal(desk, job, await desk.ask("a"));
  await assert.rejects(acceptRehearsal(desk, job, await desk.ask("a", { items: 24 })), { code: "rehearsal_index" });
  assert.equal((await desk.rehearsals.ofJob("a")).length, 1);
});

test("error: sizes that are no gate's, or more than there are rows", async () => {
  const job = await desk.addRun("a");
  for (const items of [33, 64])
    await assert.rejects(acceptRehearsal(desk, job, await desk.ask("a", { items })), {
      code: "invalid_field",
      message: "items must be one of 24, 32: a size of the gate table within the 40 validation rows.",
    });
  for (const items of [0, -1, 1.5, "32", null])
    await assert.rejects(acceptRehearsal(desk, job, { ...(await desk.ask("a")), items }), { field: "items" });
});

for (const [rows, words] of [
  [0, "has no validation rows"],
  [12, "has 12 validation rows"],
] as const) {
  test(`error: a version that ${words} can't be rehearsed on`, async () => {
    const poor = mkdtempSync(join(home, "poor-"));
    const own = await openDesk(poor, rows);
    const job = await own.addRun("a");
    const message = `Version 1 of datanet 1 ${words}, and a rehearsal needs 24 at least; publish a version with more rows and train on that.`;
    await assert.rejects(acceptRehearsal(own, job, await own.ask("a")), { message, status: 409 });
    assert.deepEqual(await nextRehearsal(own, job), { index: 0, sizes: [], blocked: message });
  });
}

test("error: a run that is not finished", async () => {
  await desk.jobs.add("q", { base: "tiny", method: "lora", datanet: "1", version: 1 }, "q", desk.ann.address);
  for (const [id, words] of [
    ["q", "waits its turn"],
    ["f", "failed"],
    ["c", "was cancelled"],
  ] as const) {
    const job =
      id === "q" ? await desk.jobs.get("q") : await desk.addRun(id, { state: id === "f" ? "failed" : "cancelled" });
    assert.ok(job);
    await assert.rejects(acceptRehearsal(desk, job, await desk.ask(id)), {
      code: "job_not_done",
      message: `Run ${id} ${words}; only a finished run can be rehearsed.`,
    });
  }
});

test("only the requester's own signature over this rehearsal stops it", async () => {
  const job = await desk.addRun("a");
  const sign = async (signer: typeof eve, jobId: string) => ({
    signature: await signer.signTypedData(cancelTypedData({ chainId: CHAIN_ID, jobId, requester: desk.ann.address })),
  });
  await assertMayCancelRehearsal(desk, job, "r", await sign(desk.ann, "r"));
  for (const body of [await sign(eve, "r"), await sign(desk.ann, "other")])
    await assert.rejects(assertMayCancelRehearsal(desk, job, "r", body), { code: "signature_invalid" });
});

test("row edits: kept once for each row, refused without the requester's signature", async () => {
  const job = await desk.addRun("a");
  const row = { text: "Where is my parcel?", label: "delivery" };
  const sign = (signer: typeof eve, over: object) =>
    signer.signTypedData(
      rowEditTypedData({ chainId: CHAIN_ID, jobId: "a", requester: desk.ann.address, rowHash: documentHash(over) }),
    );
  const body = { ...row, was: "refund", signature: await sign(desk.ann, row) };
  await acceptRowEdit(desk, job, body);
  await acceptRowEdit(desk, job, body);
  assert.equal((await desk.ledger.count(job)).rowEdits, 1);
  const [kept] = await desk.ledger.rowEdits(desk.ann.address, "1");
  assert.deepEqual([kept?.text, kept?.label, kept?.was], [row.text, row.label, "refund"]);
  await assert.rejects(acceptRowEdit(desk, job, { ...body, signature: await sign(eve, row) }), {
    code: "signature_invalid",
  });
  await assert.rejects(acceptRowEdit(desk, job, { ...body, label: "refund" }), { code: "signature_invalid" });
  await assert.rejects(acceptRowEdit(desk, job, { ...body, text: " " }), { field: "text" });
});

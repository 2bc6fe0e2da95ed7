/** A juror, an auditor or a watcher whose own node can't read concludes nothing: it looks again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Deployment } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import type { KnownNodes } from "@assay/sdk/hashing";
import { numberToHex, zeroAddress, zeroHash } from "viem";
import { CidError } from "../../platform/ipfs/faults.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import { silentLogger } from "../../platform/log.ts";
import { memoryIpfs } from "../../testing/memoryIpfs.ts";
import { PHASE, SEAT } from "../chainView.ts";
import { addAnsweredPaths } from "./answeredPaths.ts";
import type { DutyContext } from "./context.ts";
import { readEvidence } from "./evidence.ts";
import { excludePartial } from "./exclude.ts";
import { CASE, orHidden } from "./judgeView.ts";
import { advanceCase } from "./jury.ts";
import type { Case, Published, RunningRound } from "./store.ts";
import { createTranscriptShelf } from "./transcripts.ts";

const OURS = { code: "ipfs_unavailable", status: 503 };
const own = numberToHex(7, { size: 20 });
const text = (value: string) => new TextEncoder().encode(value);
const publishedAs = (cid: string): Published => ({
  roundId: 1n,
  seat: 0,
  evaluator: own,
  cid,
  root: zeroHash,
  lanes: 0n,
  tx: zeroHash,
});

/** What a duty touches before it reads; every duty that is noted is listed. */
function contextOf(ipfs: Ipfs, parts: object) {
  const noted: string[] = [];
  const { duties = {}, identity = {}, ...rest } = parts as { duties?: object; identity?: object };
  const context = {
    ipfs,
    shelf: createTranscriptShelf(ipfs),
    turns: { isMine: () => true },
    ...rest,
    identity: {
      address: own,
      log: silentLogger,
      deployment: { addresses: { challenges: zeroAddress } } as unknown as Deployment,
      duties: { duty: async () => undefined, setDuty: async ({ key }: { key: string }) => noted.push(key), ...duties },
      ...identity,
    },
  };
  return { context: context as unknown as DutyContext, noted };
}

test("transcript: this node's fault is thrown and not kept; what is found afterwards is judged by its bytes", async () => {
  const ipfs = memoryIpfs();
  const shelf = createTranscriptShelf(ipfs);
  const published = publishedAs(await ipfs.addBytes(text("no transcript")));
  ipfs.isAway = true;
  await assert.rejects(shelf.show(published, 1n), OURS);
  await assert.rejects(shelf.show(published, 1n), OURS);
  ipfs.isAway = false;
  assert.equal((await shelf.show(published, 1n)).state, "false");
  ipfs.isAway = true;
  assert.equal((await shelf.show(published, 1n)).state, "false", "what was read once is not read again");
});

test("transcript: nobody's copy and a damaged copy are missing, and looked for again; a CID of no file is false", async () => {
  let looks = 0;
  const shelfOf = (code: ConstructorParameters<typeof CidError>[0]) =>
    createTranscriptShelf({
      getBytes: async () => {
        looks++;
        throw new CidError(code, `${code}.`);
      },
    } as unknown as Ipfs);
  for (const [code, state, looked] of [
    ["cid_not_found", "missing", 2],
    ["cid_mismatch", "missing", 2],
    ["cid_malformed", "false", 1],
    ["cid_too_large", "false", 1],
    ["cid_invalid", "false", 1],
  ] as const) {
    looks = 0;
    const shelf = shelfOf(code);
    for (let i = 0; i < 2; i++) assert.equal((await shelf.show(publishedAs("bafy"), 1n)).state, state, code);
    assert.equal(looks, looked, code);
  }
});

test("evidence: unreadable evidence is no evidence, but this node's fault is thrown", async () => {
  const ipfs = memoryIpfs();
  const { context } = contextOf(ipfs, {});
  const none = { trial: undefined, batchKey: undefined };
  assert.deepEqual(await readEvidence(context, "nobody's", zeroHash), none);
  assert.deepEqual(await readEvidence(context, await ipfs.addBytes(text("[]")), zeroHash), none);
  ipfs.isAway = true;
  await assert.rejects(readEvidence(context, "nobody's", zeroHash), OURS);
});

test("jury: a juror whose node can't read the evidence decides nothing", async () => {
  const ipfs = memoryIpfs();
  ipfs.isAway = true;
  const challenge = { roundId: 1n, seat: 0, slot: 0, position: 0, leaf: zeroHash };
  const { context, noted } = contextOf(ipfs, {
    judges: { caseState: async () => CASE.voting },
    duties: { challengeOfCase: async () => challenge },
  });
  const one = { caseId: 1n, client: zeroAddress, jurors: [own], evidenceCid: "evidence" } as unknown as Case;
  await assert.rejects(advanceCase(context, one, 0), OURS);
  assert.deepEqual(noted, []);
});

test("hidden calls: a seat that answers through a contract of its own holds up nothing else about it", async () => {
  const hidden = new AssayError("It went through another contract.", { code: "call_hidden", status: 502 });
  assert.equal(await orHidden(Promise.reject(hidden)), undefined);
  assert.equal(await orHidden(Promise.resolve(1)), 1);
  await assert.rejects(orHidden(Promise.reject(new Error("the server hung up"))), /hung up/);
  const known: KnownNodes = new Map();
  const answered = { seat: 0, state: "answered", tx: zeroHash, slot: 0, position: 0 };
  const { context } = contextOf(memoryIpfs(), {
    judges: { answered: () => Promise.reject(hidden) },
    duties: { demands: async () => [answered] },
  });
  await addAnsweredPaths(context, publishedAs("bafy"), known, 1n);
  assert.equal(known.size, 0);
});

test("exclusion: a seat counts as looked at only once its share could be read", async () => {
  const ipfs = memoryIpfs();
  const round = { seats: 1, reserves: 0, datanetId: 1, version: 1 };
  const { context, noted } = contextOf(ipfs, {
    client: {
      readContract: async ({ functionName }: { functionName: string }) =>
        functionName.startsWith("roots") ? [zeroHash, zeroHash] : zeroAddress,
    },
    view: {
      phase: async () => PHASE.drawn,
      round: async () => round,
      seat: async () => ({ evaluator: numberToHex(9, { size: 20 }), status: SEAT.drawn }),
    },
    identity: {
      store: { versionManifest: async () => "manifest" },
      deployment: { addresses: new Proxy({}, { get: () => zeroAddress }) },
    },
  });
  const drawn = { roundId: 1n, redraw: 0, modelId: 1n } as RunningRound;
  ipfs.isAway = true;
  await assert.rejects(excludePartial(context, drawn, 0), OURS);
  assert.deepEqual(noted, []);
  ipfs.isAway = false;
  await excludePartial(context, drawn, 0);
  assert.deepEqual(noted, ["exclude:1:0"], "a manifest that nobody shows holds nothing up");
});

/**
 * Curator and evaluators over a real chain and real IPFS blocks, with an engine that needs no model: from an upload to
 * a finalised round with one lying seat, while the evaluator process is killed after each of its steps, the judging
 * ones included.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { parseDocument } from "@assay/sdk/documents";
import { keyRequestTypedData } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes, stringToBytes, zeroHash } from "viem";
import { until } from "../../../test/support/until.ts";
import { open } from "../platform/crypto/aesGcm.ts";
import { deriveKeyPair, unwrap } from "../platform/crypto/hpke.ts";
import { bundleAad, versionKeyInfo } from "../platform/crypto/info.ts";
import { type EvaluatorProcess, evaluatorProcess } from "../testing/evaluatorProcess.ts";
import { bitsOf, type Lie } from "../testing/fakeEngine.ts";
import { type RoundStage, startRoundStage } from "../testing/roundStage.ts";

/** The seat that lies, whoever is drawn for it. */
const LIAR = 1;
/** Steps after which the process is killed, in the order in which they come. */
const STEPS = [
  "seat_evaluated",
  "outbox_signed",
  "seat_committed",
  "seat_revealed",
  "audit_requested",
  "seat_audited",
  "case_drawn",
  "case_decided",
  "vote_committed",
  "vote_revealed",
  "case_closed",
  "challenge_settled",
];

/** A constant score: everything passes, nothing was run. */
const constantScore: Lie = (params, honest) => {
  const items = honest(params);
  if (params.seat !== LIAR) return items;
  return items.map(({ slot, trials }) => {
    const made = trials.map((trial) => ({
      ...trial,
      outIds: [7, 2],
      canonical: params.items?.[slot]?.label ?? "",
      pass: true,
    }));
    return { slot, trials: made, trialBits: bitsOf(made) };
  });
};

describe("curator and evaluators", { timeout: 600_000 }, () => {
  let stage: RoundStage;
  let evaluator: EvaluatorProcess;
  before(async () => {
    stage = await startRoundStage({
      evaluators: [10, 11, 12],
      stakeUnits: 12,
      // Long enough that a kill at every step still leaves the time to act.
      paramSet: { auditWindow: 60, juryWindow: 180, unstakeCooldown: 3_600 },
      rows: 100,
      lie: constantScore,
    });
    evaluator = evaluatorProcess(stage.home);
  });
  after(async () => {
    await evaluator?.kill();
    await stage?.close();
  });

  async function trainingRows(datanetId: bigint, version: number): Promise<{ split: string; text: string }[]> {
    const { deployment, wallet, curatorUrl, ipfs } = stage;
    const pair = await deriveKeyPair(stringToBytes("a seed of at least thirty-two bytes"));
    const requester = wallet(8).account;
    const encryptionKey = bytesToHex(pair.publicKey);
    const typedData = keyRequestTypedData({
      chainId: 31337,
      datanets: deployment.addresses.datanets,
      request: { datanetId, version, requester: requester.address, encryptionKey },
    });
    const signature = await wallet(8).signTypedData(typedData);
    const response = await fetch(`${curatorUrl}/keys/train`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        datanet: datanetId.toString(),
        version,
        requester: requester.address,
        encryptionKey,
        signature,
      }),
    });
    const answer = (await response.json()) as { bundle: { cid: string; rows: number }; wrappedKey: Hex };
    const { cid, rows } = answer.bundle;
    const ref = { chainId: 31337, datanetId, version };
    const info = versionKeyInfo(ref, requester.address);
    const key = await unwrap(pair.privateKey, hexToBytes(answer.wrappedKey), info);
    const lines = new TextDecoder().decode(open(key, await ipfs.getBytes(cid), bundleAad(ref, rows)));
    return lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { split: string; text: string });
  }

  /**
   * Resolves when the evaluator's log holds the step at `at` more often than before, or a later one: who is killed between
   * a transaction and its line in the log finds the step done and never tells of it.
   */
  async function reached(at: number, seen: number): Promise<void> {
    const [step = "", ...later] = STEPS.slice(at);
    await until(step, async () =>
      evaluator.countLogged(step) > seen ||
      later.some((event) => event !== "outbox_signed" && evaluator.countLogged(event) > 0)
        ? true
        : undefined,
    );
  }

  test("behavior: a lying seat is convicted while the evaluators are killed after every step", async () => {
    const exam = await stage.publish();
    const rows = await trainingRows(exam.datanetId, exam.version);
    assert.ok(rows.some((row) => row.split === "validation") && rows.every((row) => row.split !== "exam"));

    evaluator.start();
    await until("three staked evaluators", async () =>
      evaluator.countLogged("evaluator_staked") === 3 ? true : undefined,
    );
    const roundId = await stage.open(await stage.register("candidate", exam), exam.datanetId);
    for (const [at, event] of STEPS.entries()) {
      await reached(at, event === "outbox_signed" ? evaluator.countLogged(event) : 0);
      await evaluator.kill();
      evaluator.start();
    }
    const [final] = await until("the final round", async () => {
      const found = await stage.events("admission", "RoundFinalized");
      return found.length > 0 ? found : undefined;
    });
    assert.equal(final?.args.roundId, roundId);

    const commits = await stage.events("admission", "Committed");
    assert.deepEqual(commits.map((log) => log.args.seat).sort(), [0, 1, 2], "no double commit");
    const reveals = await stage.events("admission", "Revealed");
    assert.equal(reveals.length, 3, "no lost reveal");
    const convicted = await stage.events("admission", "SeatConvicted");
    assert.deepEqual(
      convicted.map(({ args }) => args.seat),
      [LIAR],
    );
    const audits = await stage.events("audits", "AuditPosted");
    assert.deepEqual(audits.map(({ args }) => args.auditor).sort(), [0, 1, 2], "each seat audited once");
    const votes = await stage.events("jury", "VoteCommitted");
    const places = votes.map(({ args }) => `${args.caseId}:${args.juror}`);
    assert.equal(new Set(places).size, places.length, "no double vote");
    assert.equal((await stage.events("jury", "VoteRevealed")).length, votes.length, "no vote is withheld");
    assert.equal((await stage.events("jury", "CaseClosed")).length, 1);

    const honest = reveals.find((log) => log.args.seat === 0);
    const report = parseDocument("report", await stage.ipfs.getBytes(honest?.args.reportCid ?? "")) as unknown as {
      conditions: { condition: string; passes: number }[];
    };
    assert.deepEqual(report.conditions.find((entry) => entry.condition === "repeat")?.passes, 16);
    const transcript = await stage.ipfs.getBytes(honest?.args.transcriptCid ?? "");
    assert.equal(parseDocument("transcript", transcript).root, honest?.args.root);
    const evaluations = stage.engine.jobKeys.filter((key) => key.startsWith("evaluate:"));
    assert.equal(evaluations.length, 3, "a resumed evaluation is the same job");
    const [retired] = await until("the retired batch", async () => {
      const found = await stage.events("datanets", "BatchRetired");
      return found.length > 0 ? found : undefined;
    });
    const items = (await stage.ipfs.getJson(retired?.args.itemsCid ?? "")) as { items: unknown[] };
    assert.equal(items.items.length, 32);
    assert.notEqual(retired?.args.key, zeroHash);
    const paid = new Set(commits.flatMap(({ args }) => (args.seat === LIAR ? [] : [args.evaluator])));
    await until("withdrawn credit", async () => {
      const withdrawn = new Set((await stage.events("admission", "CreditWithdrawn")).map(({ args }) => args.account));
      return [...paid].every((account) => withdrawn.has(account)) ? true : undefined;
    });
  });
});

/**
 * The evaluator process is killed between the two halves of everything that takes two: a fault announced and proven, its
 * bounty due and paid, a demand made and answered. Nothing is lost, nothing is done twice, and the round is final.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type ContractAbis, demandLeaf, transferToken } from "@assay/sdk/actions";
import { parseDocument } from "@assay/sdk/documents";
import { type ContractEventName, hexToString, parseEther } from "viem";
import { until } from "../../../test/support/until.ts";
import { type EvaluatorProcess, evaluatorProcess } from "../testing/evaluatorProcess.ts";
import { bitsOf, type Lie } from "../testing/fakeEngine.ts";
import { type RoundStage, startRoundStage } from "../testing/roundStage.ts";

const [HONEST, LIAR] = [0, 1];
/** An account that only asks. */
const STRANGER = 9;
const LEAF = { slot: 3, position: 1 };

/** Claims that every trial passed beside answers that say otherwise: hashing alone shows it. */
const falseBits: Lie = (params, honest) =>
  honest(params).map((item) => {
    if (params.seat !== LIAR) return item;
    const trials = item.trials.map((trial) => ({ ...trial, pass: true }));
    return { ...item, trials, trialBits: bitsOf(trials) };
  });

describe("evaluators killed between two halves", { timeout: 600_000 }, () => {
  let stage: RoundStage;
  let evaluator: EvaluatorProcess;
  before(async () => {
    stage = await startRoundStage({
      evaluators: [10, 11, 12],
      stakeUnits: 12,
      // An answer must be possible after two restarts; the bounty is due as long after its proof.
      paramSet: { auditWindow: 90, answerWindow: 45, unstakeCooldown: 3_600 },
      rows: 100,
      lie: falseBits,
    });
    await transferToken(stage.wallet(0), {
      deployment: stage.deployment,
      to: stage.wallet(STRANGER).account.address,
      amount: parseEther("1000"),
    });
    evaluator = evaluatorProcess(stage.home);
    evaluator.start();
  });
  after(async () => {
    await evaluator?.kill();
    await stage?.close();
  });

  /** The first events of one name, as soon as there is one. */
  async function first<contract extends keyof ContractAbis, name extends ContractEventName<ContractAbis[contract]>>(
    contract: contract,
    name: name,
  ) {
    return await until(name, async () => {
      const found = await stage.events(contract, name);
      return found.length > 0 ? found : undefined;
    });
  }
  async function restart(): Promise<void> {
    await evaluator.kill();
    evaluator.start();
  }

  test("behavior: a proof and an answer begun before a kill are carried to their end once", async () => {
    const { deployment, wallet } = stage;
    const exam = await stage.publish();
    const roundId = await stage.open(await stage.register("candidate", exam), exam.datanetId);
    await until("three reveals", async () =>
      (await stage.events("admission", "Revealed")).length === 3 ? true : undefined,
    );
    await evaluator.kill();
    // Asked while nobody is there to hear it.
    await demandLeaf(wallet(STRANGER), { deployment, leaf: { roundId, seat: HONEST, ...LEAF } });
    evaluator.start();
    await first("availability", "LeafAnswered");
    await restart();
    await first("fraudProofs", "FaultAnnounced");
    await restart();
    await first("fraudProofs", "FaultProven");
    await restart();
    await first("fraudProofs", "BountyPaid");
    await restart();
    const [final] = await first("admission", "RoundFinalized");
    assert.equal(final?.args.validSeats, 2);

    const answers = await stage.events("availability", "LeafAnswered");
    assert.deepEqual(
      answers.map(({ args: { seat, slot, position } }) => ({ seat, slot, position })),
      [{ seat: HONEST, ...LEAF }],
      "answered once",
    );
    assert.deepEqual(await stage.events("availability", "DemandExpired"), []);
    const convicted = (await stage.events("admission", "SeatConvicted")).map(({ args }) => [
      args.seat,
      hexToString(args.reason, { size: 32 }),
    ]);
    assert.deepEqual(convicted, [[LIAR, "fraud proof"]]);
    const announcers = (await stage.events("fraudProofs", "FaultAnnounced")).map(({ args }) => args.prover);
    assert.equal(new Set(announcers).size, announcers.length, "nobody announced twice");
    const proven = await stage.events("fraudProofs", "FaultProven");
    assert.equal(proven.length, 1);
    const paid = await stage.events("fraudProofs", "BountyPaid");
    assert.deepEqual(
      paid.map(({ args }) => [args.seat, args.amount]),
      [[LIAR, proven[0]?.args.bounty]],
      "one bounty, paid once",
    );
    assert.equal((await stage.events("admission", "Committed")).length, 3);
    const audits = await stage.events("audits", "AuditPosted");
    const auditors = audits.map(({ args }) => args.auditor);
    assert.equal(new Set(auditors).size, auditors.length, "no seat audited twice");
    const transcript = (await stage.events("admission", "Revealed")).find(({ args }) => args.seat === HONEST);
    const shown = parseDocument("transcript", await stage.ipfs.getBytes(transcript?.args.transcriptCid ?? ""));
    assert.equal(shown.root, transcript?.args.root);
  });
});

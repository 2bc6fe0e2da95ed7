/** What evaluators refuse before they judge: a seat with a part in the exam, and a key that opens nothing. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  createDatanet,
  postBond,
  postKeys,
  publishVersion,
  readHoldoutSeed,
  readSeat,
  registerEvaluator,
  sealHoldout,
  stakeUnits,
  transferToken,
} from "@assay/sdk/actions";
import { hexToString, keccak256, parseEther, stringToBytes, stringToHex } from "viem";
import { until } from "../../../test/support/until.ts";
import { composeExam } from "../exam/composeExam.ts";
import { sealExam } from "../exam/sealExam.ts";
import { loadConfig } from "../platform/config.ts";
import { createFileLogger } from "../platform/log.ts";
import type { RunningRole } from "../platform/role.ts";
import { type RoundStage, startRoundStage } from "../testing/roundStage.ts";
import { startEvaluator } from "./evaluator.ts";

/** Account of the stage that contributed half of every version's rows, and one that keeps bad keys. */
const [CONTRIBUTOR, BAD_CUSTODIAN] = [6, 9];
const ITEMS = 32;

describe("refusals", { timeout: 600_000 }, () => {
  let stage: RoundStage;
  let role: RunningRole;
  before(async () => {
    stage = await startRoundStage({ evaluators: [10, 11, 12, CONTRIBUTOR, BAD_CUSTODIAN], stakeUnits: 12, rows: 100 });
    // Two accounts are only funded; three evaluate.
    const config = loadConfig(stage.home);
    const own = config.roles.evaluator;
    if (own?.privateKeys === undefined) throw new Error("the stage configures evaluators");
    own.privateKeys = own.privateKeys.slice(0, 3);
    const log = createFileLogger(join(stage.home, "logs/evaluator.log"));
    role = await startEvaluator({ config, log, signal: new AbortController().signal });
    await until("staked evaluators", async () =>
      (await stage.events("stake", "EvaluatorStaked")).length === 3 ? true : undefined,
    );
  });
  after(async () => {
    await role?.close();
    await stage?.close();
  });

  const drawOf = (roundId: bigint) =>
    until("the draw", async () =>
      (await stage.events("admission", "RoundDrawn")).find(({ args }) => args.roundId === roundId),
    );

  /** An exam whose custodian is in the hands of this test. */
  async function ownExam(): Promise<{ datanetId: bigint; version: number }> {
    const { deployment, ipfs, wallet } = stage;
    const keeper = wallet(BAD_CUSTODIAN);
    const custodian = keeper.account.address;
    const hash = keccak256(stringToBytes("any"));
    const { datanetId } = await createDatanet(keeper, {
      deployment,
      metadataHash: hash,
      metadataCid: "cid",
      custodian,
    });
    await postBond(keeper, { deployment, datanetId, amount: parseEther("100") });
    const { version } = await publishVersion(keeper, {
      deployment,
      datanetId,
      input: {
        ...{ rowsRoot: hash, contributorsRoot: hash, manifestHash: hash, manifestCid: "cid" },
        ...{ rowCount: 320, contributorCount: 1, totalWeight: 320n },
      },
    });
    const at = { deployment, datanetId, version };
    const seed = await until("the hold-out seed", () => readHoldoutSeed(keeper, at).catch(() => undefined));
    const rows = Array.from({ length: 320 }, (_, index) => ({
      index,
      text: `question ${index}`,
      label: `label ${index % 4}`,
      contributor: custodian,
      group: String(index),
      salt: keccak256(stringToBytes(String(index))),
    }));
    const built = await sealExam(ipfs, composeExam({ chainId: 31337, datanetId, version }, rows, seed, ITEMS));
    await sealHoldout(keeper, { ...at, input: built.holdout });
    return { datanetId, version };
  }

  test("behavior: keys that open nothing are reported by every seat, and the round is void", async () => {
    const exam = await ownExam();
    const roundId = await stage.open(await stage.register("sealed for nobody", exam), exam.datanetId);
    const { args } = await drawOf(roundId);
    const wraps = args.stakerIds.map((id) => stringToHex(`no key of ${id}`.padEnd(80, ".")));
    await postKeys(stage.wallet(BAD_CUSTODIAN), { deployment: stage.deployment, roundId, wraps });
    const end = await until("the void round", async () =>
      (await stage.events("admission", "RoundVoided")).find((one) => one.args.roundId === roundId),
    );
    assert.equal(hexToString(end.args.reason, { size: 32 }), "badKeys");
    const signals = (await stage.events("admission", "BadKeySignalled")).map((one) => one.args.seat);
    assert.deepEqual(signals.sort(), [0, 1, 2]);
  });

  test("behavior: seats of a large contributor are excluded by proof before they commit", async () => {
    const { deployment, wallet } = stage;
    const contributor = wallet(CONTRIBUTOR);
    const encryptionKey = keccak256(stringToBytes("contributor"));
    await registerEvaluator(contributor, { deployment, encryptionKey });
    await transferToken(wallet(0), { deployment, to: contributor.account.address, amount: parseEther("100000") });
    await stakeUnits(contributor, { deployment, units: 1_000n });
    const exam = await stage.publish();
    const roundId = await stage.open(await stage.register("judged by its teacher", exam), exam.datanetId);
    await drawOf(roundId);
    const seats = await Promise.all(
      [0, 1, 2, 3, 4].map((seat) => readSeat(contributor, { deployment, roundId, seat })),
    );
    const partial = seats.flatMap(({ evaluator }, seat) => (evaluator === contributor.account.address ? [seat] : []));
    assert.ok(partial.length > 0, "1,000 of 1,036 units miss all five seats once in ten million draws");
    const excluded = await until("the exclusions", async () => {
      const found = (await stage.events("exclusions", "ContributorExcluded")).filter(
        ({ args }) => args.roundId === roundId,
      );
      return found.length >= partial.length ? found : undefined;
    });
    assert.deepEqual(excluded.map(({ args }) => args.seat).sort(), partial);
    assert.ok(excluded.every(({ args }) => args.weight * 20n >= args.totalWeight));
  });
});

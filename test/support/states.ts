/** The states that tests start from, each made from the one before it by the actions and calls of the SDK. */
import {
  commitResult,
  createDatanet,
  deposit,
  drawRound,
  finalizeRound,
  fundRewards,
  objectToEpoch,
  openRound,
  postBond,
  postEpoch,
  postKeys,
  publishVersion,
  readEpoch,
  readParams,
  registerEvaluator,
  registerModel,
  revealResult,
  sealHoldout,
  stakeModel,
  stakeUnits,
  transact,
  transferToken,
} from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { epochFact } from "@assay/sdk/hashing";
import { parseEther } from "viem";
import { type AccountName, EVALUATORS } from "./cast.ts";
import type { TestChain } from "./chain.ts";
import { CID, DATANET, HOLDOUT, hashOf, MODEL, modelInput, ROUND, VERSION } from "./documents.ts";
import { epochInput, FUNDING } from "./rewards.ts";
import { resultOf, seatsOf, wrapsOf } from "./round.ts";

interface State {
  readonly after: StateName | undefined;
  build(chain: TestChain): Promise<void>;
}

export type StateName =
  | "deployed"
  | "published"
  | "sealed"
  | "staked"
  | "opened"
  | "drawn"
  | "keyed"
  | "committed"
  | "revealed"
  | "audited"
  | "final"
  | "channel"
  | "posted"
  | "paying"
  | "objected";

/** Who holds tokens from the start, 5,000 each. */
const FUNDED: readonly AccountName[] = ["publisher", "curator", "gateway", "app", "ada", ...EVALUATORS];

export const STATES: Record<StateName, State> = {
  /** everybody in the cast has tokens */
  deployed: {
    after: undefined,
    async build({ deployment, wallet, address }) {
      for (const name of FUNDED)
        await transferToken(wallet("deployer"), { deployment, to: address(name), amount: parseEther("5000") });
    },
  },
  /** the curator's datanet 1 has version 1 */
  published: {
    after: "deployed",
    async build({ deployment, wallet, address }) {
      const client = wallet("curator");
      await createDatanet(client, {
        deployment,
        metadataHash: hashOf("datanet"),
        metadataCid: CID,
        custodian: address("curator"),
      });
      await publishVersion(client, { deployment, ...DATANET, input: VERSION });
    },
  },
  /** its exam has one batch */
  sealed: {
    after: "published",
    async build({ deployment, wallet, nextEpoch }) {
      await nextEpoch();
      await sealHoldout(wallet("curator"), { deployment, ...DATANET, version: 1, input: HOLDOUT });
    },
  },
  /** the custodian is bonded, the publisher's model 1 has its stake, three evaluators have 10 units each */
  staked: {
    after: "sealed",
    async build({ deployment, wallet, address, nextEpoch }) {
      const { custodianBond, minPublisherStake } = await readParams(wallet("publisher"), { deployment });
      await postBond(wallet("curator"), { deployment, ...DATANET, amount: custodianBond });
      await registerModel(wallet("publisher"), { deployment, input: modelInput(address("trainer")) });
      await stakeModel(wallet("publisher"), { deployment, ...MODEL, amount: minPublisherStake });
      for (const name of EVALUATORS) {
        await registerEvaluator(wallet(name), { deployment, encryptionKey: hashOf(name) });
        await stakeUnits(wallet(name), { deployment, units: 10n });
      }
      // What is staked in an epoch counts from the next.
      await nextEpoch();
    },
  },
  /** round 1 of model 1 is open */
  opened: {
    after: "staked",
    async build({ deployment, wallet }) {
      const { roundFee } = await readParams(wallet("publisher"), { deployment });
      await openRound(wallet("publisher"), { deployment, ...MODEL, maxFee: roundFee });
    },
  },
  /** its three seats and two reserves are drawn */
  drawn: {
    after: "opened",
    async build({ deployment, wallet, nextEpoch }) {
      await nextEpoch();
      await drawRound(wallet("curator"), { deployment, ...ROUND });
    },
  },
  /** the batch key is posted */
  keyed: {
    after: "drawn",
    async build(chain) {
      await postKeys(chain.wallet("curator"), { deployment: chain.deployment, ...ROUND, wraps: await wrapsOf(chain) });
    },
  },
  /** all three seats have committed */
  committed: {
    after: "keyed",
    async build(chain) {
      for (const { seat, client } of await seatsOf(chain)) {
        const { commitment } = await resultOf(chain, client, seat);
        await commitResult(client, { deployment: chain.deployment, ...ROUND, seat, commitment });
      }
    },
  },
  /** all three seats have revealed */
  revealed: {
    after: "committed",
    async build(chain) {
      for (const { seat, client } of await seatsOf(chain)) {
        const { shown } = await resultOf(chain, client, seat);
        await revealResult(client, { deployment: chain.deployment, ...ROUND, seat, ...shown });
      }
    },
  },
  /** every seat has audited the one before it, and the audit window is over */
  audited: {
    after: "revealed",
    async build(chain) {
      const { deployment, wallet } = chain;
      const { auditWindow } = await readParams(wallet("publisher"), { deployment });
      await chain.pass(1);
      await transact(wallet("publisher"), calls.audits.requestAudit(deployment, ROUND));
      await chain.nextEpoch();
      await transact(wallet("publisher"), calls.audits.drawAudit(deployment, ROUND));
      const seats = await seatsOf(chain);
      for (const { seat, client } of seats) {
        const auditedSeat = (seat + seats.length - 1) % seats.length;
        const audit = { ...ROUND, auditedSeat, resultHash: hashOf("clean"), cid: CID };
        await transact(client, calls.audits.postAudit(deployment, audit));
      }
      await chain.pass(auditWindow + 1);
    },
  },
  /** the round is final and the model admitted */
  final: {
    after: "audited",
    async build(chain) {
      const results = await Promise.all(
        (await seatsOf(chain)).map(({ seat, client }) => resultOf(chain, client, seat)),
      );
      await finalizeRound(chain.wallet("publisher"), {
        deployment: chain.deployment,
        ...ROUND,
        results: results.map(({ result }) => result),
      });
    },
  },
  /** the app has a channel of 10 tokens to the gateway */
  channel: {
    after: "deployed",
    async build({ deployment, wallet, address }) {
      await deposit(wallet("app"), { deployment, payee: address("gateway"), amount: parseEther("10") });
    },
  },
  /** the gateway has paid fees in and posted reward epoch 1, which is pending */
  posted: {
    after: "deployed",
    async build(chain) {
      const { deployment, wallet } = chain;
      await fundRewards(wallet("gateway"), { deployment, ...FUNDING });
      await postEpoch(wallet("gateway"), { deployment, ...(await epochInput(chain)) });
    },
  },
  /** reward epoch 1 is final */
  paying: {
    after: "posted",
    async build({ deployment, wallet, pass }) {
      const { epochWindow } = await readParams(wallet("gateway"), { deployment });
      await pass(epochWindow + 1);
    },
  },
  /** ada has objected to reward epoch 1 */
  objected: {
    after: "posted",
    async build(chain) {
      const { deployment, wallet } = chain;
      const posted = epochFact(await readEpoch(wallet("ada"), { deployment, epoch: 1n }));
      await objectToEpoch(wallet("ada"), { deployment, posted, recomputed: hashOf("another"), evidenceCid: CID });
    },
  },
};

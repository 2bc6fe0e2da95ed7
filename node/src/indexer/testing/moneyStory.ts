import { CURATOR, GATEWAY, HASH, JUDGE, PARAMS, PAYER, reason, TOKEN } from "./cast.ts";
import { type ProtocolChain, word } from "./protocolChain.ts";

export async function tellPayments({ emit }: ProtocolChain): Promise<void> {
  const channel = { payer: PAYER, payee: GATEWAY, token: TOKEN };
  await emit("Payments", "Deposited", { ...channel, amount: 100n, deposited: 100n });
  await emit("Payments", "Redeemed", { ...channel, amount: 30n, cumulative: 30n, chargesRoot: HASH });
  await emit("Payments", "WithdrawalOpened", { ...channel, withdrawAt: 500n });
  await emit("Payments", "ChannelWithdrawn", { ...channel, amount: 70n });
}

/** Epoch 1 is objected to in vain and paid out; epoch 2 is shown to be wrong by its own trees. */
export async function tellRewards(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  await emit("RewardDistributor", "JuryConnected", { jury: JUDGE });
  await emit("RewardDistributor", "FeesFunded", {
    gateway: GATEWAY,
    amount: 12n,
    funded: 12n,
    statementHash: HASH,
    statementCid: "bafy-fees",
  });
  await postEpoch(chain, 1n, 1);
  const question = { epoch: 1n, caseId: 7n, attempt: 1n };
  const objection = { objector: PAYER, recomputed: word(4), bond: 20n, pay: 10n, evidenceCid: "bafy-recount" };
  await emit("RewardDistributor", "EpochObjected", { ...question, ...objection });
  await emit("RewardDistributor", "ObjectionSettled", { ...question, outcome: 1, verdict: HASH, refund: 0n });
  await emit("RewardDistributor", "CreditAdded", { account: GATEWAY, amount: 10n });
  const claim = { account: CURATOR, amount: 2n ** 200n, cumulative: 2n ** 200n, epoch: 1n };
  await emit("RewardDistributor", "Claimed", claim);
  await emit("RewardDistributor", "BondReturned", { epoch: 1n, poster: GATEWAY, amount: PARAMS.epochBond });
  await postEpoch(chain, 2n, 2);
  const found = { epoch: 2n, attempt: 2n, by: PAYER, ground: reason("order"), bounty: 5n, toTreasury: 5n };
  await emit("RewardDistributor", "EpochDiscarded", found);
  await emit("RewardDistributor", "CreditAdded", { account: PAYER, amount: 5n });
  await emit("RewardDistributor", "CreditWithdrawn", { account: GATEWAY, amount: 10n });
}

async function postEpoch({ emit }: ProtocolChain, epoch: bigint, attempt: number): Promise<void> {
  const posted = {
    root: HASH,
    sumRoot: HASH,
    attributionHash: HASH,
    poster: GATEWAY,
    bond: PARAMS.epochBond,
    total: 12n * epoch,
    asOfBlock: 9,
    finalAt: 400,
    depth: 3,
    objections: 0,
    open: 0,
    settled: false,
    paramSetId: 1,
    attempt,
  };
  await emit("RewardDistributor", "EpochPosted", { epoch, poster: GATEWAY, posted, cid: `bafy-epoch-${attempt}` });
}

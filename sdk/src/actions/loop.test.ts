/** The whole protocol through the actions on a real chain: every write, its event, and the refusals people meet. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type Address,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  parseEther,
  stringToHex,
  zeroAddress,
} from "viem";
import { getBlockNumber } from "viem/actions";
import { foundry } from "viem/chains";
import { auditsAbi, paymentsAbi } from "../abi.ts";
import { chargesRoot } from "../hashing/charges.ts";
import { commitmentHash, saltFromSignature, saltMessage } from "../hashing/commitment.ts";
import { findDiscard } from "../hashing/discards.ts";
import { batchKeyHash, holdoutLeaf, holdoutTree } from "../hashing/exam.ts";
import { auditLeaf } from "../hashing/judging.ts";
import { unpackLanes } from "../hashing/lanes.ts";
import {
  claimTreeOfHashes,
  epochFact,
  rewardClaim,
  rewardLeaf,
  rewardsSumTree,
  rewardsTree,
} from "../hashing/reward-trees.ts";
import { allocateEpoch } from "../hashing/rewards.ts";
import { transcriptTree } from "../hashing/transcript.ts";
import { trialPath } from "../hashing/transcript-proofs.ts";
import { hashVoucher, verifyVoucher } from "../hashing/voucher.ts";
import { type LocalChain, startLocalChain } from "../testing/local-chain.ts";
import * as actions from "./index.ts";
import { readContract } from "./read.ts";
import type { AssayWallet } from "./transaction.ts";

let chain: LocalChain;
before(async () => {
  chain = await startLocalChain();
});
after(() => chain.close());

const hashOf = (text: string): Hex => keccak256(stringToHex(text));
const cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
const key = hashOf("batch key");
const batch = {
  batchId: 0,
  ciphertextHash: hashOf("ciphertext"),
  keyHash: batchKeyHash(key),
  itemsRoot: hashOf("items"),
  contributorsRoot: hashOf("contributors"),
};
const ITEMS = 32;

/** Curator, custodian and deployer in one. */
const curator = (): AssayWallet => chain.wallet(0);
const publisher = (): AssayWallet => chain.wallet(1);
const evaluators = (): AssayWallet[] => [2, 3, 4].map((index) => chain.wallet(index));

/** Lets the clock of draws enter its next epoch, and that epoch's seed become known. */
async function nextEpoch(): Promise<void> {
  const { deployment } = chain;
  const { epoch } = await actions.readSeedEpoch(curator(), { deployment });
  for (
    let now = await actions.readSeedEpoch(curator(), { deployment });
    now.epoch === epoch || now.seed === undefined;
  ) {
    await mine(1);
    now = await actions.readSeedEpoch(curator(), { deployment });
  }
}

async function mine(blocks: number): Promise<void> {
  await chain.test.mine({ blocks });
}

test("datanets: create, publish, seed and seal", async () => {
  const { deployment } = chain;
  const client = curator();
  const custodian = client.account.address;
  const created = await actions.createDatanet(client, {
    deployment,
    metadataHash: hashOf("d"),
    metadataCid: cid,
    custodian,
  });
  assert.equal(created.datanetId, 1n);
  const roots = {
    rowsRoot: hashOf("rows"),
    contributorsRoot: hashOf("c"),
    manifestHash: hashOf("m"),
    manifestCid: cid,
  };
  const published = await actions.publishVersion(client, {
    deployment,
    datanetId: 1n,
    input: { ...roots, rowCount: 320, contributorCount: 4, totalWeight: 320n },
  });
  assert.equal(published.version, 1);
  const at = { deployment, datanetId: 1n, version: 1 };
  await assert.rejects(actions.readHoldoutSeed(client, at), { code: "REVERT_SEED_NOT_READY" });
  await nextEpoch();
  assert.match(await actions.readHoldoutSeed(client, at), /^0x[0-9a-f]{64}$/);
  const input = {
    holdoutRoot: holdoutTree([batch]).root,
    batchCount: 1,
    examManifestHash: hashOf("exam"),
    examManifestCid: cid,
  };
  await assert.rejects(actions.sealHoldout(publisher(), { ...at, input }), {
    code: "REVERT_NOT_CUSTODIAN",
    message: `Only the datanet's custodian ${custodian} may do this, not ${publisher().account.address}.`,
  });
  await actions.sealHoldout(client, { ...at, input });
  assert.deepEqual(await actions.readVersionState(client, at), { state: "Sealed", batchesLeft: 1 });
});

async function registerModel(): Promise<bigint> {
  const hashes = ["baseId", "baseHash", "adapterHash", "runManifestHash", "tokenizerHash", "templateHash"] as const;
  const input = {
    ...(Object.fromEntries(hashes.map((name) => [name, hashOf(name)])) as Record<(typeof hashes)[number], Hex>),
    servingProfileHash: hashOf("profile"),
    maxTemperatureMilli: 300,
    trainer: curator().account.address,
    baseAuthor: zeroAddress,
    parent: 0n,
    adapterCid: cid,
    runCid: cid,
    sources: [{ datanetId: 1n, version: 1, weightBps: 10_000 }],
  };
  const { modelId } = await actions.registerModel(publisher(), { deployment: chain.deployment, input });
  return modelId;
}

test("models and stake: register, stake, and the sentence for too little stake", async () => {
  const { deployment } = chain;
  for (const client of [publisher(), ...evaluators()]) {
    await actions.transferToken(curator(), { deployment, to: client.account.address, amount: parseEther("5000") });
  }
  assert.equal(await registerModel(), 1n);
  assert.equal(await actions.readModelState(publisher(), { deployment, modelId: 1n }), "Sandbox");
  await assert.rejects(actions.openRound(publisher(), { deployment, modelId: 1n, maxFee: parseEther("100") }), {
    code: "REVERT_STAKE_TOO_LOW",
    message: "The model's stake is 0 ASY, but a round needs 500 ASY.",
    hint: "Stake the difference on the model first.",
  });
  const staked = await actions.stakeModel(publisher(), { deployment, modelId: 1n, amount: parseEther("500") });
  assert.equal(staked.total, parseEther("500"));
  for (const client of evaluators()) {
    await actions.registerEvaluator(client, { deployment, encryptionKey: hashOf(client.account.address) });
    await actions.stakeUnits(client, { deployment, units: 10n });
  }
  // What is staked in an epoch counts from the next.
  await nextEpoch();
  const later = await actions.readStake(publisher(), {
    deployment,
    evaluator: evaluators()[0]?.account.address ?? zeroAddress,
  });
  assert.deepEqual([later.active, later.leaving, later.totalActive], [10n, 0n, 30n]);
});

/** Positions the local parameters run. */
const TRIAL_MASK = 0x7c03ffn;
const POSITIONS = Array.from({ length: 44 }, (_, position) => position).filter(
  (position) => (TRIAL_MASK >> BigInt(position)) & 1n,
);

/** A seat's transcript: all trials of 31 items pass, none of the last. */
function transcriptOf(seat: number) {
  const items = Array.from({ length: ITEMS }, (_, slot) => ({
    slot,
    trialBits: slot === ITEMS - 1 ? 0n : TRIAL_MASK,
    trials: POSITIONS.map((position) => ({
      position,
      promptHash: hashOf(`prompt ${seat} ${slot} ${position}`),
      outIdsHash: hashOf(`ids ${slot}`),
      answerHash: hashOf("answer"),
    })),
  }));
  return { items, tree: transcriptTree(items, TRIAL_MASK) };
}

async function commitAndReveal(roundId: bigint, seats: readonly Address[]): Promise<actions.SeatResult[]> {
  const { deployment } = chain;
  const { admission } = deployment.addresses;
  const byAddress = new Map(evaluators().map((client) => [client.account.address, client]));
  const opened = await Promise.all(
    seats.map(async (evaluator, seat) => {
      const client = byAddress.get(evaluator);
      if (client === undefined) throw new Error(`seat ${seat} was drawn to a stranger`);
      const id = { chainId: deployment.chainId, admission, roundId, seat };
      const signature = await client.signMessage({ message: { raw: saltMessage(id) } });
      const { root, rootNode, lanes } = transcriptOf(seat).tree;
      return { client, seat, evaluator, id, root, rootNode, lanes, salt: saltFromSignature(signature) };
    }),
  );
  for (const { client, seat, evaluator, id, root, lanes, salt } of opened) {
    const commitment = commitmentHash({ ...id, evaluator, root, lanes, salt });
    await actions.commitResult(client, { deployment, roundId, seat, commitment });
  }
  const [first] = opened;
  if (first === undefined) throw new Error("no seats");
  const evidence = { transcriptCid: cid, reportCid: cid };
  await assert.rejects(
    actions.revealResult(first.client, {
      deployment,
      roundId,
      seat: 0,
      rootNode: { ...first.rootNode, lanesLeft: first.rootNode.lanesLeft - 1n },
      salt: first.salt,
      ...evidence,
    }),
    { code: "REVERT_BAD_REVEAL" },
  );
  for (const { client, seat, rootNode, salt } of opened) {
    await actions.revealResult(client, { deployment, roundId, seat, rootNode, salt, ...evidence });
  }
  return opened.map(({ seat, root, lanes }) => ({ seat, root, lanes }));
}

/** Shows a trial of seat 0 with its way to what the seat revealed; the chain is put back, so that no jury is needed. */
async function challengeAndForget(roundId: bigint): Promise<void> {
  const { deployment } = chain;
  const { challengeBond: bond } = await actions.readParams(publisher(), { deployment });
  const { items, tree } = transcriptOf(0);
  const place = { slot: 4, position: 6 };
  const path = trialPath(items, tree, place.slot, place.position);
  const trial = items[place.slot]?.trials.find(({ position }) => position === place.position);
  assert.ok(path && trial);
  const { promptHash, outIdsHash, answerHash } = trial;
  const call = { deployment, leaf: { roundId, seat: 0, ...place }, path, evidenceCid: cid };
  const before = await chain.test.snapshot();
  await assert.rejects(
    actions.challengeLeaf(curator(), { ...call, trial: { promptHash: answerHash, outIdsHash, answerHash } }),
    { code: "REVERT_NOT_OF_THIS_SEAT" },
  );
  const opened = await actions.challengeLeaf(curator(), { ...call, trial: { promptHash, outIdsHash, answerHash } });
  assert.deepEqual(
    [opened.roundId, opened.seat, opened.slot, opened.position, opened.challenger, opened.bond],
    [roundId, 0, 4, 6, curator().account.address, bond],
  );
  await chain.test.revert({ id: before });
}

/** Every seat audits the one before it: without that no seat is paid where the parameters ask for audits. */
async function auditAll(roundId: bigint, seats: readonly Address[]): Promise<void> {
  const { deployment } = chain;
  const params = await actions.readParams(publisher(), { deployment });
  await chain.test.increaseTime({ seconds: 1 });
  await mine(1);
  await actions.requestAudit(publisher(), { deployment, roundId });
  await nextEpoch();
  const { seed } = await actions.drawAudit(publisher(), { deployment, roundId });
  const audits = { address: deployment.addresses.audits, abi: auditsAbi } as const;
  for (let index = 0; index < params.auditLeaves; index++) {
    const args = [roundId, 1, BigInt(index)] as const;
    const [slot, position] = await readContract(publisher(), { ...audits, functionName: "auditLeaf", args });
    assert.deepEqual(auditLeaf(seed, 1, index, params), { slot, position });
  }
  for (const [seat, evaluator] of seats.entries()) {
    const client = evaluators().find(({ account }) => account.address === evaluator);
    if (client === undefined) throw new Error(`seat ${seat} was drawn to a stranger`);
    const auditedSeat = (seat + seats.length - 1) % seats.length;
    await actions.postAudit(client, { deployment, roundId, auditedSeat, resultHash: hashOf("clean"), cid });
  }
  assert.deepEqual((await actions.readAudit(publisher(), { deployment, roundId })).posted, [0, 1, 2]);
}

test("admission: a round from open to admitted, and the retired batch", async () => {
  const { deployment } = chain;
  const { custodianBond, seats: primaries, auditWindow } = await actions.readParams(publisher(), { deployment });
  await assert.rejects(actions.openRound(publisher(), { deployment, modelId: 1n, maxFee: parseEther("30") }), {
    code: "REVERT_INSUFFICIENT_BOND",
  });
  await actions.postBond(curator(), { deployment, datanetId: 1n, amount: custodianBond });
  const { roundId, fee } = await actions.openRound(publisher(), { deployment, modelId: 1n, maxFee: parseEther("30") });
  assert.equal(fee, parseEther("30"));
  assert.equal(await actions.readPhase(publisher(), { deployment, roundId }), "Open");
  await nextEpoch();
  const { stakerIds, batchId } = await actions.drawRound(publisher(), { deployment, roundId });
  assert.equal(stakerIds.length, 5, "three primaries and two reserves");
  assert.deepEqual(await actions.readBond(publisher(), { deployment, datanetId: 1n }), {
    total: custodianBond,
    bound: custodianBond,
  });
  const views = await Promise.all(
    stakerIds.map((_, seat) => actions.readSeat(publisher(), { deployment, roundId, seat })),
  );
  const seats = views.slice(0, primaries).map(({ evaluator }) => evaluator);
  assert.equal(batchId, 0);
  const wraps = stakerIds.map((id) => stringToHex(`wrap for ${id}`));
  await assert.rejects(actions.postKeys(curator(), { deployment, roundId, wraps: wraps.slice(1) }), {
    message: "5 wrapped keys are needed, one per seat, not 4.",
  });
  await actions.postKeys(curator(), { deployment, roundId, wraps });
  const results = await commitAndReveal(roundId, seats);
  await challengeAndForget(roundId);
  assert.equal((await actions.readSeat(publisher(), { deployment, roundId, seat: 0 })).status, "Revealed");
  assert.equal(await actions.readPhase(publisher(), { deployment, roundId }), "Audit");
  await auditAll(roundId, seats);
  await chain.test.increaseTime({ seconds: auditWindow + 1 });
  await mine(1);
  assert.equal(await actions.readPhase(publisher(), { deployment, roundId }), "Finalizable");
  const final = await actions.finalizeRound(publisher(), { deployment, roundId, results });
  assert.equal(final.passed, true);
  assert.equal(unpackLanes(final.medianLanes)[0], 31);
  assert.equal(final.minPasses, await actions.readGate(publisher(), { deployment, items: ITEMS, attempt: 1 }));
  assert.equal(await actions.readModelState(publisher(), { deployment, modelId: 1n }), "Admitted");
  assert.equal(await actions.readAttempts(publisher(), { deployment, modelId: 1n }), 1);
  const [seated] = evaluators().filter((client) => seats.includes(client.account.address));
  if (seated === undefined) throw new Error("nobody was seated");
  const credit = await actions.readCredit(seated, { deployment, account: seated.account.address });
  assert.equal((await actions.withdrawCredit(seated, { deployment })).amount, credit);
  const proof = holdoutTree([batch]).proof(holdoutLeaf(batch));
  const { ciphertextHash, itemsRoot, contributorsRoot } = batch;
  await actions.retireBatch(curator(), {
    deployment,
    roundId,
    key,
    ciphertextHash,
    itemsRoot,
    contributorsRoot,
    proof,
    itemsCid: cid,
  });
  await actions.postShareTable(publisher(), {
    deployment,
    modelId: 1n,
    roundId,
    tableHash: hashOf("table"),
    tableCid: cid,
  });
  const opened = await actions.getEvents(publisher(), { deployment, contract: "admission", eventName: "RoundOpened" });
  assert.deepEqual(
    opened.map((event) => event.args.roundId),
    [roundId],
  );
});

test("payments: deposit by permit, a signed voucher, redemption", async () => {
  const { deployment } = chain;
  const { payments, token } = deployment.addresses;
  const [payer, gateway] = [publisher(), curator()];
  const payee = gateway.account.address;
  const deposited = await actions.depositWithPermit(payer, { deployment, payee, amount: parseEther("10") });
  assert.equal(deposited.deposited, parseEther("10"));
  const charges = [{ modelId: 1n, servingAmount: parseEther("1"), feeAmount: parseEther("2") }];
  const voucher = {
    payer: payer.account.address,
    payee,
    token,
    cumulative: parseEther("3"),
    chargesRoot: chargesRoot(charges),
  };
  const signature = await actions.signVoucher(payer, { deployment, voucher });
  const domain = { chainId: deployment.chainId, payments };
  assert.equal(verifyVoucher({ ...domain, voucher, signature }), true);
  assert.equal(verifyVoucher({ ...domain, voucher: { ...voucher, cumulative: 1n }, signature }), false);
  const contract = { address: payments, abi: paymentsAbi } as const;
  const digest = await readContract(payer, { ...contract, functionName: "hashVoucher", args: [voucher] });
  assert.equal(hashVoucher({ ...domain, voucher }), digest);
  assert.equal(
    (await actions.redeemBatch(gateway, { deployment, vouchers: [{ voucher, signature }] })).amount,
    parseEther("3"),
  );
  await assert.rejects(actions.redeem(gateway, { deployment, voucher, signature }), { code: "REVERT_NOT_MONOTONE" });
  const channel = await actions.readChannel(payer, { deployment, payer: payer.account.address, payee });
  assert.deepEqual(channel, { deposited: parseEther("10"), redeemed: parseEther("3"), withdrawAt: 0n });
  await actions.openWithdrawal(payer, { deployment, payee });
  await assert.rejects(actions.withdrawChannel(payer, { deployment, payee }), { code: "REVERT_WITHDRAWAL_NOT_READY" });
});

test("rewards: fund, post an epoch, claim", async () => {
  const { deployment } = chain;
  const poster = curator();
  const contributor = chain.wallet(7).account.address;
  const amount = parseEther("2");
  await actions.fundRewards(poster, { deployment, amount, statementHash: hashOf("s"), statementCid: cid });
  const { splitBps } = await actions.readParams(poster, { deployment });
  const epoch = allocateEpoch({
    fees: [
      {
        modelId: 1n,
        amount,
        splitBps,
        publisher: publisher().account.address,
        trainer: poster.account.address,
        baseAuthor: zeroAddress,
        evaluators: evaluators().map((client) => client.account.address),
        shares: [{ contributor, ppm: 1_000_000 }],
      },
    ],
    treasury: poster.account.address,
    token: deployment.addresses.token,
    previous: [],
  });
  assert.equal(epoch.total, amount);
  const { top, left, right, depth } = epoch;
  const input = { deployment, top, left, right, depth, attributionHash: hashOf("e"), cid };
  const asOf = async () => (await getBlockNumber(poster)) - 1n;
  // A claim tree over other leaves than the sums: whoever shows it is paid, and the number is free again.
  const stolen = [
    ...epoch.leaves.slice(1),
    { account: publisher().account.address, token: deployment.addresses.token, cumulative: amount },
  ];
  const forged = claimTreeOfHashes(stolen.map(rewardLeaf), depth);
  await actions.postEpoch(poster, { ...input, top: forged.top, asOfBlock: await asOf() });
  const posting = { leaves: epoch.leaves, depth, claimHashes: stolen.map(rewardLeaf) };
  const discard = findDiscard(posting, undefined, deployment.addresses.token);
  if (discard === undefined) throw new Error("the claim tree is another");
  const { bounty } = await actions.discardEpoch(publisher(), { deployment, discard });
  assert.equal((await actions.withdrawRewardCredit(publisher(), { deployment })).amount, bounty);
  const posted = await actions.postEpoch(poster, { ...input, asOfBlock: await asOf() });
  assert.equal(posted.epoch, 1n);
  const stored = await actions.readEpoch(poster, { deployment, epoch: 1n });
  assert.equal(stored.root, epoch.root);
  assert.equal(stored.sumRoot, epoch.sumRoot);
  await chain.test.increaseTime({ seconds: 60 });
  await mine(1);
  const claim = rewardClaim(epoch.leaves, contributor);
  if (claim === undefined) throw new Error("the contributor has a leaf");
  const read = { deployment, account: contributor, cumulative: claim.cumulative };
  assert.deepEqual(await actions.readClaimable(poster, read), { epoch: 1n, claimed: 0n, claimable: parseEther("0.5") });
  const claimed = await actions.claimRewards(publisher(), { deployment, account: contributor, ...claim });
  assert.equal(claimed.amount, parseEther("0.5"));
  assert.equal(await actions.readBalance(poster, { deployment, account: contributor }), parseEther("0.5"));
  await actions.returnBond(poster, { deployment, epoch: 1n });
  assert.equal((await actions.readEpoch(poster, { deployment, epoch: 1n })).settled, true);

  await actions.fundRewards(poster, { deployment, amount, statementHash: hashOf("s2"), statementCid: cid });
  const more = epoch.leaves.map((leaf) => ({ ...leaf, cumulative: leaf.cumulative + 1n }));
  const [claims, sums] = [rewardsTree(more), rewardsSumTree(more)];
  const next = { ...input, top: claims.top, left: sums.left, right: sums.right, asOfBlock: await asOf() };
  await actions.postEpoch(poster, next);
  const fact = epochFact(await actions.readEpoch(poster, { deployment, epoch: 2n }));
  const objection = { deployment, posted: fact, recomputed: hashOf("other"), evidenceCid: cid };
  const { caseId } = await actions.objectToEpoch(poster, objection);
  await chain.test.increaseTime({ seconds: 60 });
  await mine(1);
  assert.equal((await actions.readClaimable(poster, read)).epoch, 1n, "an epoch waits for its jury");
  await assert.rejects(actions.settleObjection(poster, { deployment, caseId }), { code: "REVERT_CASE_OPEN" });
});

test("watchEvents: reports new events and stops", async () => {
  const { deployment } = chain;
  const seen = new Promise<bigint>((resolve, reject) => {
    const stop = actions.watchEvents(publisher(), {
      deployment,
      contract: "stake",
      eventName: "ModelStaked",
      onError: reject,
      onEvents: ([event]) => {
        stop();
        if (event !== undefined) resolve(event.args.amount);
      },
    });
  });
  await actions.stakeModel(publisher(), { deployment, modelId: 1n, amount: 5n });
  assert.equal(await seen, 5n);
  await actions.unstakeModel(publisher(), { deployment, modelId: 1n, amount: 5n });
  await assert.rejects(actions.withdrawStake(publisher(), { deployment }), { code: "REVERT_NOTHING_TO_WITHDRAW" });
});

test("error: the chain is gone", async () => {
  const account = publisher().account;
  const client = createWalletClient({
    account,
    chain: foundry,
    transport: http("http://127.0.0.1:1", { retryCount: 0 }),
  });
  await assert.rejects(actions.readBalance(client, { deployment: chain.deployment, account: account.address }), {
    code: "RPC_UNREACHABLE",
  });
});

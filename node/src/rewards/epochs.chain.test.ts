/** Epochs against the real contract: what is paid, what waits, and what becomes of an epoch that somebody else posts. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rewardDistributorAbi } from "@assay/sdk/abi";
import { discardEpoch, fundRewards, postEpoch, readBalance } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { type EpochDocument, encodeDocument, parseDocument } from "@assay/sdk/documents";
import { type RewardLeaf, rewardsSumTree, rewardsTree } from "@assay/sdk/hashing";
import { type Address, getAddress, type Hex, maxUint256, numberToHex, parseEther, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createOutbox } from "../platform/chain/outbox/outbox.ts";
import { openDatabase } from "../platform/database.ts";
import type { Graph } from "../platform/graph.ts";
import { createIpfs, type Ipfs } from "../platform/ipfs/ipfs.ts";
import { silentLogger } from "../platform/log.ts";
import { devKey, type MoneyChain, startMoneyChain } from "../testing/moneyChain.ts";
import { createEpochPoster } from "./epochs.ts";

const [GATEWAY, OTHER, EVE] = [3, 4, 12] as const;
const WINDOW_SECONDS = 11;
const BOND = parseEther("10");
/** Model 2 may earn a tenth of a token an epoch at the local 20,000 basis points. */
const STAKES: Record<string, bigint> = { 1: parseEther("100"), 2: parseEther("0.05"), 66: parseEther("100") };
const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));

type Table = { tableCid: string; tableHash: Hex };

let chain: MoneyChain;
let ipfs: Ipfs;
const tables: Record<string, Table> = {};

before(async () => {
  chain = await startMoneyChain([GATEWAY, OTHER, EVE]);
  ipfs = await createIpfs({ home: chain.home });
});
after(async () => {
  await chain?.close();
});

const events = async <name extends "FeesFunded" | "EpochPosted" | "EpochDiscarded">(eventName: name) =>
  await chain.client.getContractEvents({
    address: chain.deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    eventName,
    fromBlock: 0n,
    strict: true,
  });

/** The index as of the block that is asked for, `lag` blocks behind the chain. */
function graph(lag = 0): Graph {
  return {
    async query<T>(asked: object, ...[given]: unknown[]): Promise<T> {
      const document = asked.toString();
      const variables = (given ?? {}) as Record<string, unknown>;
      const block = BigInt(Number(variables.block ?? 0));
      if (document.includes("IndexHead"))
        return { _meta: { block: { number: Number(await chain.client.getBlockNumber()) - lag } } } as T;
      if (document.includes("EpochRules")) return { protocol: { currentParamSet: { id: "1" } } } as T;
      if (document.includes("Fundings"))
        return {
          feeFundings: (await events("FeesFunded"))
            .filter(({ blockNumber }) => blockNumber <= block)
            .map(({ args }) => ({ ...args, amount: `${args.amount}`, funded: `${args.funded}` }))
            .filter(({ funded }) => BigInt(funded) > BigInt(String(variables.after))),
        } as T;
      if (document.includes("ModelFees")) {
        const id = String(variables.id);
        const round = { id: "1", paramSet: { splitBps: [3500, 2500, 1500, 1000, 500, 1000] }, seats: [] };
        const model = { publisher: at(1), trainer: at(2), baseAuthor: at(3), stake: `${STAKES[id] ?? 0n}` };
        const table = tables[id];
        return { model: { ...model, latestShareTable: table === undefined ? null : { ...table, round } } } as T;
      }
      const posted = (await events("EpochPosted")).map(({ args }) => ({ epoch: `${args.epoch}` }));
      return { epochs: [...new Map(posted.map((entry) => [entry.epoch, entry])).values()] } as T;
    },
  };
}

async function shareTable(modelId: string): Promise<Table> {
  const { bytes, hash } = encodeDocument("attribution", {
    schemaVersion: 1,
    chainId: 31337,
    modelId,
    roundId: "1",
    adapterHash: numberToHex(1, { size: 32 }),
    seed: numberToHex(2, { size: 32 }),
    itemsCid: await ipfs.addBytes(stringToBytes("items")),
    shares: [{ contributor: at(9), ppm: 1_000_000 }],
  });
  return { tableCid: await ipfs.addBytes(bytes), tableHash: hash };
}

/** Pays `paid` in with a statement that it is `stated` of a model's fees. */
async function fund(payer: number, modelId: string, stated: bigint, paid = stated): Promise<void> {
  const wallet = chain.wallet(payer);
  const amount = stated.toString();
  const redemption = {
    payer: at(1),
    cumulative: amount,
    modelId,
    feeAmount: amount,
    txHash: numberToHex(4, { size: 32 }),
  };
  const { bytes, hash } = encodeDocument("statement", {
    schemaVersion: 1,
    chainId: 31337,
    gateway: wallet.account.address,
    token: chain.deployment.addresses.token,
    redemptions: [redemption],
    fees: [{ modelId, amount }],
    total: amount,
  });
  const statementCid = await ipfs.addBytes(bytes);
  await fundRewards(wallet, { deployment: chain.deployment, amount: paid, statementHash: hash, statementCid });
}

/** A gateway's poster over a database of its own. */
async function poster(index: number, index_ = graph()) {
  const { client, deployment } = chain;
  const outbox = createOutbox({
    db: await openDatabase(":memory:", [...outboxMigrations]),
    client,
    account: privateKeyToAccount(devKey(index)),
    log: silentLogger,
  });
  const settlement = {
    async approveRewards() {
      const allowance = { spender: deployment.addresses.rewards, amount: maxUint256 };
      await outbox.call("approve", calls.token.approve(deployment, allowance));
    },
  };
  return {
    address: outbox.address,
    ...createEpochPoster({ graph: index_, ipfs, client, outbox, ...settlement, deployment, log: silentLogger }),
  };
}

const balance = (account: Address) => readBalance(chain.client, { deployment: chain.deployment, account });

async function documentOf(attempt: number): Promise<EpochDocument> {
  const found = (await events("EpochPosted"))[attempt - 1];
  return parseDocument("epoch", await ipfs.getBytes(found?.args.cid ?? ""));
}

/** Eve posts these leaves, under a document that says so or under none. */
async function evePosts(leaves: RewardLeaf[], document?: EpochDocument): Promise<void> {
  const [{ top, root, depth }, sums] = [rewardsTree(leaves), rewardsSumTree(leaves)];
  const cumulatives = leaves.map(({ account, cumulative }) => ({ account, cumulative: cumulative.toString() }));
  const claims = { leaves: cumulatives, depth, root, sumRoot: sums.root, total: sums.total.toString() };
  const posted = document === undefined ? undefined : encodeDocument("epoch", { ...document, ...claims });
  await postEpoch(chain.wallet(EVE), {
    deployment: chain.deployment,
    top,
    left: sums.left,
    right: sums.right,
    depth,
    asOfBlock: (await chain.client.getBlockNumber({ cacheTime: 0 })) - 1n,
    attributionHash: posted?.hash ?? numberToHex(7, { size: 32 }),
    cid:
      posted === undefined
        ? "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
        : await ipfs.addBytes(posted.bytes),
  });
}

const leavesOf = (document: EpochDocument): RewardLeaf[] =>
  document.leaves.map(({ account, cumulative }) => ({
    account,
    token: chain.deployment.addresses.token,
    cumulative: BigInt(cumulative),
  }));

test("default: only paid fees count, a bad table waits alone, a lagging index posts nothing, bonds come back", async () => {
  await fund(GATEWAY, "1", parseEther("1"));
  await fund(GATEWAY, "2", parseEther("1"));
  // Eve pays one wei in and claims that it was a fortune for her model.
  await fund(EVE, "66", parseEther("1"), 1n);
  await chain.pass(1);
  tables["1"] = await shareTable("1");
  tables["2"] = tables["1"];
  tables["66"] = await shareTable("66");
  const own = await poster(GATEWAY);
  const start = await balance(own.address);
  assert.equal(await (await poster(GATEWAY, graph(200))).post(), undefined, "the index is behind");
  assert.equal(await own.post(), 1n);
  const document = await documentOf(1);
  assert.deepEqual(
    document.fees.map(({ modelId, amount }) => [modelId, amount]),
    [["1", parseEther("1").toString()]],
    "neither Eve's model nor the one with another's table",
  );
  assert.equal(BigInt(document.total), parseEther("1"));
  assert.equal(await own.post(), undefined, "the window is open");
  await chain.pass(WINDOW_SECONDS);
  await own.returnBonds();
  await own.returnBonds();
  assert.equal(await balance(own.address), start, "the bond is back");
});

test("behavior: fees above a model's exposure wait for the next epoch", async () => {
  tables["2"] = await shareTable("2");
  const own = await poster(GATEWAY);
  assert.equal(await own.post(), 2n);
  const document = await documentOf(2);
  // A stake of 0.05 answers for 0.1 at 20,000 basis points.
  assert.deepEqual(document.carried, [{ modelId: "2", amount: parseEther("0.9").toString() }]);
  assert.equal(BigInt(document.total), parseEther("1.1"));
  // Another node agrees, and neither discards nor posts.
  assert.equal(await (await poster(OTHER)).post(), undefined);
  assert.equal((await events("EpochDiscarded")).length, 0);
  await chain.pass(WINDOW_SECONDS);
  assert.equal(await own.post(), 3n, "its own record has earned more by now");
  assert.equal(BigInt((await documentOf(3)).total), parseEther("1.2"));
  await chain.pass(WINDOW_SECONDS);
});

test("behavior: a junk epoch is discarded, its finder paid, and the right one posted", async () => {
  const last = await documentOf(3);
  const stolen = { account: chain.wallet(EVE).account.address, token: chain.deployment.addresses.token };
  await evePosts([{ ...stolen, cumulative: parseEther("2") }], { ...last, epoch: "4" });
  const own = await poster(OTHER);
  const start = await balance(own.address);
  assert.equal(await own.post(), 4n, "in the same pass");
  const [discarded] = await events("EpochDiscarded");
  assert.equal(discarded?.args.by, own.address);
  assert.equal(discarded?.args.bounty, BOND / 2n);
  await chain.pass(WINDOW_SECONDS);
  await own.returnBonds();
  assert.equal((await balance(own.address)) - start, BOND / 2n, "its own bond and half of Eve's");
  assert.deepEqual(leavesOf(await documentOf(5)).length, leavesOf(last).length);
});

test("behavior: an account that fell is found, and another node's discard does no harm", async () => {
  const last = await documentOf(5);
  const leaves = leavesOf(last).map((leaf, index) =>
    index === 0 ? { ...leaf, cumulative: leaf.cumulative - 1n } : { ...leaf, cumulative: leaf.cumulative + 10n ** 15n },
  );
  await evePosts(leaves, { ...last, epoch: "5" });
  const [first, second] = [await poster(GATEWAY), await poster(OTHER)];
  assert.equal(await first.post(), 5n);
  assert.equal(await second.post(), undefined, "the right one is there already");
  assert.equal(
    (await events("EpochDiscarded")).at(-1)?.args.ground,
    numberToHex(BigInt(`0x${Buffer.from("fallen").toString("hex")}`), { size: 6 }).padEnd(66, "0"),
  );
  await chain.pass(WINDOW_SECONDS);
});

test("behavior: wrong amounts and a document nobody has are no proof; nothing is posted over them", async () => {
  const last = await documentOf((await events("EpochPosted")).length);
  const more = leavesOf(last).map((leaf) => ({ ...leaf, cumulative: leaf.cumulative + 10n ** 15n }));
  await evePosts(more);
  assert.equal(await (await poster(GATEWAY)).post(), undefined);
  const newest = calls.rewards.currentEpoch(chain.deployment);
  assert.equal(await chain.client.readContract(newest), 6n, "it stands until somebody objects");
  const proof = {
    deployment: chain.deployment,
    discard: {
      functionName: "discardOrder",
      args: [0n, rewardsSumTree(more).leafProof(0), rewardsSumTree(more).leafProof(1)],
    },
  } as const;
  await assert.rejects(discardEpoch(chain.wallet(OTHER), proof as never), { code: "REVERT_NO_FAULT" });
});

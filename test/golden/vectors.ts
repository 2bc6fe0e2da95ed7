/**
 * The golden vectors: small inputs with every hash the protocol fixes, and the schemas of the engine's messages. Solidity's and Python's tests read the JSON files
 * beside this one; golden.test.ts checks that the SDK still computes them. Integers above 2^53 are decimal strings.
 */
import {
  allocateEpoch,
  assignSplits,
  batchKeyHash,
  canonicalJson,
  canonicalRow,
  commitmentHash,
  contentHash,
  contributionRowsRoot,
  contributorsSumTree,
  documentHash,
  foldTranscriptProof,
  hashVoucher,
  holdoutLeaf,
  holdoutTree,
  itemLanes,
  itemLeaf,
  itemsTree,
  lowerMedianLanes,
  outIdsHash,
  packLanes,
  rewardLeaf,
  rewardsSumTree,
  rewardsTree,
  rowLeaf,
  rowsTree,
  saltFromSignature,
  saltMessage,
  type TranscriptItem,
  textHash,
  toPpm,
  transcriptTree,
  trialLeaf,
  trialsRoot,
  chargeLeaf,
  chargesRoot,
} from "@assay/sdk";
import { ErrorReply, engineApi, engineJobs, type Route } from "@assay/sdk/api";
import { voucherHeader } from "@assay/sdk/channel";
import { type Address, type Hex, keccak256, numberToHex, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { layoutVectors } from "./layout.ts";
import { normaliseVectors } from "./normalise.ts";

/** First development account of the local chain; public knowledge, worth nothing elsewhere. */
const signer = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const hashOf = (text: string): Hex => keccak256(stringToHex(text));
const addressOf = (n: number): Address => numberToHex(n, { size: 20 });
const contract = addressOf(0xa55a);
const chainId = 31337;

function rowVectors() {
  const texts = ["Where is my card?", "My card has not arrived – “again”", "Freeze it, please"];
  const rows = texts.map((text, rowIndex) => {
    const salt = hashOf(`salt ${rowIndex}`);
    const row = canonicalRow({ text, label: rowIndex === 2 ? "card_freeze" : "card_arrival" });
    const leaf = { rowIndex, contentHash: contentHash(salt, row), contributor: addressOf(0x100 + rowIndex), weight: 1 };
    return { ...leaf, salt, canonicalRow: row, leaf: rowLeaf(leaf) };
  });
  const tree = rowsTree(rows);
  const contributors = [3, 1, 2].map((n) => ({ contributor: addressOf(n), rows: n * 10, weight: BigInt(n * 7) }));
  const sums = contributorsSumTree(contributors);
  return {
    rows: rows.map((row) => ({ ...row, proof: tree.proof(row.leaf) })),
    rowsRoot: tree.root,
    contributionRowsRoot: contributionRowsRoot(rows.map((row) => row.contentHash)),
    contributors: contributors.map((entry) => ({ ...entry, weight: entry.weight.toString() })),
    contributorsRoot: sums.root,
    contributorsRows: sums.rows,
    contributorsWeight: sums.weight.toString(),
  };
}

function examVectors() {
  const items = [0, 1, 2, 3, 4].map((slot) => ({
    slot,
    promptHash: hashOf(`prompt ${slot}`),
    expectedHash: hashOf(`expected ${slot}`),
    graderId: 1,
    contributor: addressOf(0x200 + (slot % 2)),
  }));
  const batches = [0, 1, 2].map((batchId) => ({
    batchId,
    key: hashOf(`key ${batchId}`),
    ciphertextHash: hashOf(`ciphertext ${batchId}`),
    keyHash: batchKeyHash(hashOf(`key ${batchId}`)),
    itemsRoot: itemsTree(items).root,
    contributorsRoot: hashOf("contributors"),
  }));
  const tree = holdoutTree(batches);
  return {
    items: items.map((item) => ({ ...item, leaf: itemLeaf(item), proof: itemsTree(items).proof(itemLeaf(item)) })),
    itemsRoot: itemsTree(items).root,
    batches: batches.map((batch) => ({ ...batch, leaf: holdoutLeaf(batch), proof: tree.proof(holdoutLeaf(batch)) })),
    holdoutRoot: tree.root,
  };
}

/** first + repeat x5 + carry-over x2 + format x3, as a suite of the first release runs them. */
const trialMask = 0b111_0000_0000_0000_1111_1111n;

function transcriptItems(count: number): TranscriptItem[] {
  const positions = Array.from({ length: 44 }, (_, i) => i).filter((i) => (trialMask >> BigInt(i)) & 1n);
  return Array.from({ length: count }, (_, slot) => ({
    slot,
    // Slot 0 passes all, the others miss a few trials in a fixed pattern.
    trialBits: slot === 0 ? trialMask : trialMask & ~(0b1000_0010_0000_0100_1000n << BigInt(slot)),
    trials: positions.map((position) => ({
      position,
      promptHash: textHash(`prompt ${slot} ${position}`),
      outIdsHash: outIdsHash([slot, position, 70_000]),
      answerHash: textHash(`answer ${slot}`),
    })),
  }));
}

function transcriptVectors() {
  const trees = [1, 2, 5].map((count) => {
    const items = transcriptItems(count);
    const tree = transcriptTree(items, trialMask);
    return {
      items: items.map((item) => ({
        slot: item.slot,
        trialBits: item.trialBits.toString(),
        trialsRoot: trialsRoot(item.trials.map(trialLeaf)),
        lanes: packLanes(itemLanes(item.trialBits, trialMask)).toString(),
        item: tree.itemHashes[item.slot],
        siblings: tree.proof(item.slot).siblings.map((node) => ({ hash: node.hash, lanes: node.sums.toString() })),
        proofHolds: foldTranscriptProof(tree.proof(item.slot)).root === tree.root,
      })),
      root: tree.root,
      lanes: tree.lanes.toString(),
      depth: tree.depth,
    };
  });
  const first = transcriptItems(1)[0]?.trials[0];
  if (first === undefined) throw new Error("the layout has a first trial");
  const seats = [32, 30, 28, 31].map((n) => packLanes([n, n, n - 1, n - 2, n - 3, n - 4, n - 8]));
  return {
    trialMask: trialMask.toString(),
    textHash: { text: "Grüß Gott\n", hash: textHash("Grüß Gott\n") },
    outIdsHash: { ids: [0, 1, 65_536, 4_294_967_295], hash: outIdsHash([0, 1, 65_536, 4_294_967_295]) },
    trial: { ...first, leaf: trialLeaf(first) },
    trees,
    lowerMedian: { seats: seats.map(String), median: lowerMedianLanes(seats).toString() },
  };
}

async function roundVectors() {
  const seat = { chainId, admission: contract, roundId: 7n, seat: 2 };
  const message = saltMessage(seat);
  const signature = await signer.signMessage({ message: { raw: message } });
  const salt = saltFromSignature(signature);
  const [root, lanes] = [hashOf("root"), packLanes([31, 32, 32, 31, 30, 29, 30])];
  return {
    chainId,
    admission: contract,
    roundId: "7",
    seat: 2,
    evaluator: signer.address,
    saltMessage: message,
    signature,
    salt,
    root,
    lanes: lanes.toString(),
    commitment: commitmentHash({ ...seat, evaluator: signer.address, root, lanes, salt }),
  };
}

async function voucherVectors() {
  const charges = [
    { modelId: 4n, servingAmount: 10n ** 15n, feeAmount: 3n * 10n ** 14n },
    { modelId: 9n, servingAmount: 0n, feeAmount: 1n },
  ];
  const voucher = {
    payer: signer.address,
    payee: addressOf(0x301),
    token: addressOf(0x302),
    cumulative: 1_300_000_000_000_001n,
    chargesRoot: chargesRoot(charges),
  };
  const digest = hashVoucher({ chainId, payments: contract, voucher });
  const signature = await signer.sign({ hash: digest });
  return {
    chainId,
    payments: contract,
    charges: charges.map((entry) => ({
      modelId: entry.modelId.toString(),
      servingAmount: entry.servingAmount.toString(),
      feeAmount: entry.feeAmount.toString(),
      leaf: chargeLeaf(entry),
    })),
    voucher: { ...voucher, cumulative: voucher.cumulative.toString() },
    digest,
    signature,
    header: voucherHeader({ voucher, signature, charges }),
  };
}

function rewardVectors() {
  const base = { splitBps: [3500, 2500, 1500, 1000, 500, 1000], trainer: addressOf(12), baseAuthor: addressOf(0) };
  const shares = [
    { contributor: addressOf(21), ppm: 333_334 },
    { contributor: addressOf(22), ppm: 333_333 },
    { contributor: addressOf(23), ppm: 333_333 },
  ];
  const fees = [
    { ...base, modelId: 1n, amount: 1_000_003n, publisher: addressOf(11), evaluators: [31, 32, 31].map(addressOf), shares },
    { ...base, modelId: 2n, amount: 7n, publisher: addressOf(12), evaluators: [], shares: [] },
  ];
  const token = addressOf(0x302);
  const previous = [{ account: addressOf(11), cumulative: 5n }];
  const epoch = allocateEpoch({ fees, treasury: addressOf(99), token, previous });
  const tree = rewardsTree(epoch.leaves);
  const sums = rewardsSumTree(epoch.leaves);
  return {
    fees: fees.map((entry) => ({ ...entry, modelId: entry.modelId.toString(), amount: entry.amount.toString() })),
    treasury: addressOf(99),
    token,
    previous: previous.map((entry) => ({ ...entry, cumulative: entry.cumulative.toString() })),
    leaves: epoch.leaves.map((leaf, index) => ({
      ...leaf,
      cumulative: leaf.cumulative.toString(),
      leaf: rewardLeaf(leaf),
      proof: tree.proof(index),
      sumPath: sums.path(index).map(({ hash, sum }) => ({ hash, sum: sum.toString() })),
    })),
    top: epoch.top,
    depth: epoch.depth,
    left: { ...epoch.left, sum: epoch.left.sum.toString() },
    right: { ...epoch.right, sum: epoch.right.sum.toString() },
    root: epoch.root,
    sumRoot: epoch.sumRoot,
    total: epoch.total.toString(),
    ppm: [...toPpm([5, 3, 4].map((n) => ({ account: addressOf(n), weight: 1n })))].map(([account, ppm]) => ({
      account,
      ppm: Number(ppm),
    })),
  };
}

function splitVectors() {
  const labels = ["card_arrival", "card_freeze", "top_up"];
  const rows = Array.from({ length: 180 }, (_, index) => {
    const label = labels[index % 3] ?? "";
    return { index, label, group: `${label} skeleton ${Math.floor(index / 3) % 20}` };
  });
  const seed = hashOf("hold-out seed");
  return { rows, seed, batchCount: 2, itemsPerBatch: 16, splits: assignSplits(rows, seed, { batchCount: 2, itemsPerBatch: 16 }) };
}

function documentVectors() {
  const value = { z: [3, 1.5, 1e21], "é": "ü\u2028\n", a: { y: null, x: true }, "\u{1f600}": "a/b" };
  return { value, canonical: canonicalJson(value), hash: documentHash(value) };
}

/** The engine's messages as JSON Schema, for the tests of the Python worker. */
function engineApiSchemas() {
  const routes = Object.entries<Route>(engineApi).map(([name, { method, path, body, reply, events, status = 200 }]) => [
    name,
    { method, path, status, body, reply, events },
  ]);
  return { routes: Object.fromEntries(routes), jobs: engineJobs, refusal: ErrorReply };
}

/** Every vector by file name. */
export async function goldenVectors(): Promise<Record<string, unknown>> {
  return {
    documents: documentVectors(),
    "engine-api": engineApiSchemas(),
    exam: examVectors(),
    layout: layoutVectors(),
    normalise: normaliseVectors(),
    rewards: rewardVectors(),
    round: await roundVectors(),
    rows: rowVectors(),
    splits: splitVectors(),
    transcript: transcriptVectors(),
    voucher: await voucherVectors(),
  };
}

import { type Address, getAddress, type Hex, zeroAddress } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { apportion, largestRemainder, type Weighted } from "./apportion.ts";
import { type RewardLeaf, type RewardSumNode, rewardsSumTree, rewardsTree } from "./reward-trees.ts";
import { sortedByAddress } from "./sum-tree.ts";

/** Who a fee is split between, in the order of ParamSet.splitBps. */
export const FEE_ROLES = ["publisher", "data", "trainer", "evaluators", "baseAuthor", "treasury"] as const;
export type FeeRole = (typeof FEE_ROLES)[number];
export type FeeSplit = Record<FeeRole, bigint>;

/** One model's fees of an epoch and who has a part in it. Amounts in token wei. */
export type ModelFees = {
  modelId: bigint;
  amount: bigint;
  /** basis points in FEE_ROLES order, sum 10,000 */
  splitBps: readonly number[];
  publisher: Address;
  trainer: Address;
  /** zero address sends the part to the treasury */
  baseAuthor: Address;
  /** one entry per valid seat of the last final round, so a double seat is paid twice */
  evaluators: readonly Address[];
  /** the model's share table */
  shares: readonly { contributor: Address; ppm: number }[];
};

/** An account's part of a model's fees, for the trace of every unit. */
export type Allocation = { modelId: bigint; role: FeeRole; account: Address; amount: bigint };

export type EpochAllocation = {
  /** sorted by account, cumulatives of earlier epochs included */
  leaves: RewardLeaf[];
  allocations: Allocation[];
  /** what postEpoch takes; `root` is what the contract makes of `top` and `depth` */
  top: Hex;
  depth: number;
  left: RewardSumNode;
  right: RewardSumNode;
  root: Hex;
  sumRoot: Hex;
  total: bigint;
};

/** Divides a fee over the six roles; basis points must add up to 10,000. */
export function splitFee(amount: bigint, splitBps: readonly number[]): FeeSplit {
  if (splitBps.length !== FEE_ROLES.length || splitBps.reduce((a, b) => a + b, 0) !== 10_000) {
    throw new AssayError(
      `splitBps must be ${FEE_ROLES.length} figures that add up to 10000, not ${splitBps.join(", ")}.`,
      {
        code: "SPLIT_BPS",
        field: "splitBps",
      },
    );
  }
  const [publisher = 0n, data = 0n, trainer = 0n, evaluators = 0n, baseAuthor = 0n, treasury = 0n] = apportion(
    amount,
    splitBps.map(BigInt),
  );
  return { publisher, data, trainer, evaluators, baseAuthor, treasury };
}

/** Who gets a role's part; a role nobody fills falls to the treasury, so a fee is always paid out whole. */
function payeesOf(role: FeeRole, fees: ModelFees, treasury: Address): Weighted[] {
  const toTreasury: Weighted[] = [{ account: treasury, weight: 1n }];
  switch (role) {
    case "publisher":
      return [{ account: fees.publisher, weight: 1n }];
    case "trainer":
      return [{ account: fees.trainer, weight: 1n }];
    case "baseAuthor":
      return fees.baseAuthor === zeroAddress ? toTreasury : [{ account: fees.baseAuthor, weight: 1n }];
    case "evaluators":
      return fees.evaluators.length === 0 ? toTreasury : fees.evaluators.map((account) => ({ account, weight: 1n }));
    case "data": {
      const shares = fees.shares.filter((share) => share.ppm > 0);
      return shares.length === 0
        ? toTreasury
        : shares.map((share) => ({ account: share.contributor, weight: BigInt(share.ppm) }));
    }
    case "treasury":
      return toTreasury;
  }
}

/** Every account's part of one model's fees; adds up to `fees.amount`. */
export function allocateModelFees(fees: ModelFees, treasury: Address): Allocation[] {
  const split = splitFee(fees.amount, fees.splitBps);
  return FEE_ROLES.flatMap((role) =>
    [...largestRemainder(split[role], payeesOf(role, fees, treasury))]
      .filter(([, amount]) => amount > 0n)
      .map(([account, amount]): Allocation => ({ modelId: fees.modelId, role, account, amount })),
  );
}

/** An epoch from its fees and the leaves of the epoch before: integers only, so anyone recomputes the same roots. */
export function allocateEpoch(input: {
  fees: readonly ModelFees[];
  treasury: Address;
  token: Address;
  previous: readonly { account: Address; cumulative: bigint }[];
}): EpochAllocation {
  const allocations = input.fees.flatMap((fees) => allocateModelFees(fees, input.treasury));
  const cumulative = new Map<Address, bigint>();
  for (const entry of input.previous) cumulative.set(getAddress(entry.account), entry.cumulative);
  for (const { account, amount } of allocations) cumulative.set(account, (cumulative.get(account) ?? 0n) + amount);
  const leaves = sortedByAddress(
    [...cumulative].map(([account, sum]): RewardLeaf => ({ account, token: input.token, cumulative: sum })),
    (leaf) => leaf.account,
  );
  const { top, root, depth } = rewardsTree(leaves);
  const { root: sumRoot, left, right, total } = rewardsSumTree(leaves);
  return { leaves, allocations, top, depth, left, right, root, sumRoot, total };
}

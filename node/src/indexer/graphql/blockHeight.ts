import { GraphQLError, GraphQLInputObjectType, GraphQLInt } from "graphql";
import type { BlockStore, StoredBlock } from "../store/blockStore.ts";
import { BytesScalar } from "./scalars.ts";

export const BlockHeight = new GraphQLInputObjectType({
  name: "Block_height",
  fields: { hash: { type: BytesScalar }, number: { type: GraphQLInt }, number_gte: { type: GraphQLInt } },
});

export interface BlockHeightInput {
  readonly hash?: string | null;
  readonly number?: number | null;
  readonly number_gte?: number | null;
}

/**
 * The block a query asks for; undefined for the newest. GraphQLError for one that is not indexed (yet), or when the
 * index has not reached `number_gte`.
 */
export function resolveBlock(
  blocks: BlockStore,
  startBlock: number,
  input: BlockHeightInput | null | undefined,
): number | undefined {
  const head = blocks.head();
  if (input?.hash != null) {
    const block = blocks.byHash(input.hash);
    if (block === undefined) throw new GraphQLError(`No block with hash ${input.hash} is indexed.`);
    return block.number;
  }
  const wanted = input?.number ?? input?.number_gte;
  if (wanted == null) return undefined;
  if (head === undefined || wanted > head.number) {
    throw new GraphQLError(
      `Failed to decode \`block.number\` value: the subgraph has only indexed up to block number ${head?.number ?? startBlock - 1} and data for block number ${wanted} is therefore not yet available`,
    );
  }
  if (wanted < startBlock) {
    throw new GraphQLError(
      `Failed to decode \`block.number\` value: the subgraph starts at block ${startBlock}, ${wanted} is before it`,
    );
  }
  return input?.number == null ? undefined : wanted;
}

/** What `_meta.block` tells: of an old block that had no changes, only the number is known. */
export function metaBlock(blocks: BlockStore, number: number | undefined): Partial<StoredBlock> | null {
  if (number === undefined) return blocks.head() ?? null;
  return blocks.byNumber(number) ?? { number };
}

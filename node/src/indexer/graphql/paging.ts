import { GraphQLError } from "graphql";
import type { ListArguments } from "./entityReader.ts";

/** graph-node's limits. */
const MAX_FIRST = 1_000;
const MAX_SKIP = 5_000;

/** The arguments themselves, or a GraphQLError that names the one out of its bounds. Nulls take the defaults. */
export function checkPage(args: ListArguments): ListArguments {
  const first = args.first ?? 100;
  const skip = args.skip ?? 0;
  if (first < 0 || first > MAX_FIRST) {
    throw new GraphQLError(`The value of the \`first\` argument must be between 0 and ${MAX_FIRST}, but is ${first}`);
  }
  if (skip < 0 || skip > MAX_SKIP) {
    throw new GraphQLError(`The value of the \`skip\` argument must be between 0 and ${MAX_SKIP}, but is ${skip}`);
  }
  return { ...args, first, skip };
}

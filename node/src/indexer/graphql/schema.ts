import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from "graphql";
import type { BlockStore } from "../store/blockStore.ts";
import type { EntitySchema, EntityType } from "../store/entitySchema.ts";
import type { SyncStatus } from "../sync.ts";
import { BlockHeight, type BlockHeightInput, metaBlock, resolveBlock } from "./blockHeight.ts";
import type { EntityReader, ListArguments } from "./entityReader.ts";
import { EntityTypes } from "./entityTypes.ts";
import { pluralName, singularName } from "./names.ts";
import { checkPage } from "./paging.ts";
import { BytesScalar } from "./scalars.ts";

/** What the GraphQL API reads from. */
export interface SchemaSources {
  readonly schema: EntitySchema;
  readonly reader: EntityReader;
  readonly blocks: BlockStore;
  readonly status: SyncStatus;
  readonly startBlock: number;
  /** Identity of this deployment, told by `_meta`. */
  readonly deployment: string;
  /** Yields whenever a block was stored or undone, until `signal`-less return is called. */
  blockChanges(): AsyncIterableIterator<unknown>;
}

type BlockArgs = { readonly block?: BlockHeightInput | null };
type Fields = GraphQLFieldConfigMap<unknown, unknown>;

const ErrorPolicy = new GraphQLEnumType({
  name: "_SubgraphErrorPolicy_",
  values: { allow: { value: "allow" }, deny: { value: "deny" } },
});

const blockArguments: GraphQLFieldConfigArgumentMap = {
  block: { type: BlockHeight },
  subgraphError: { type: new GraphQLNonNull(ErrorPolicy), defaultValue: "deny" },
};

const MetaBlock = new GraphQLObjectType({
  name: "_Block_",
  fields: {
    hash: { type: BytesScalar },
    number: { type: new GraphQLNonNull(GraphQLInt) },
    timestamp: { type: GraphQLInt },
    parentHash: { type: BytesScalar },
  },
});

const Meta = new GraphQLObjectType({
  name: "_Meta_",
  fields: {
    block: { type: new GraphQLNonNull(MetaBlock) },
    deployment: { type: new GraphQLNonNull(GraphQLString) },
    hasIndexingErrors: { type: new GraphQLNonNull(GraphQLBoolean) },
  },
});

/** The API graph-node would serve for this subgraph, and a subscription to `_meta` for live pages. */
export function buildSchema(sources: SchemaSources): GraphQLSchema {
  const types = new EntityTypes(sources.schema, sources.reader);
  const entityFields = [...sources.schema.entities.values()].map((type) => queryFields(type, types, sources));
  const meta = (block?: BlockHeightInput | null) => readMeta(sources, block);
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: "Query",
      fields: {
        ...Object.assign({}, ...entityFields),
        _meta: {
          type: Meta,
          args: { block: { type: BlockHeight } },
          resolve: (_, args: BlockArgs) => meta(args.block),
        },
      },
    }),
    subscription: new GraphQLObjectType({
      name: "Subscription",
      fields: { _meta: { type: Meta, subscribe: () => sources.blockChanges(), resolve: () => meta() } },
    }),
  });
}

function queryFields(type: EntityType, types: EntityTypes, sources: SchemaSources): Fields {
  const { reader, blocks, startBlock } = sources;
  const object = types.object(type.name);
  return {
    [singularName(type.name)]: {
      type: object,
      args: { id: { type: new GraphQLNonNull(GraphQLID) }, ...blockArguments },
      resolve: (_, args) => {
        const { id, block } = args as BlockArgs & { id: string };
        return reader.one(type, id, resolveBlock(blocks, startBlock, block));
      },
    },
    [pluralName(type.name)]: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(object))),
      args: { ...types.listArguments(type.name), ...blockArguments },
      resolve: (_, args) => {
        const given = args as BlockArgs & ListArguments;
        return reader.list(type, checkPage(given), resolveBlock(blocks, startBlock, given.block));
      },
    },
  };
}

/** null until the first block is indexed. */
function readMeta(
  { blocks, startBlock, deployment, status }: SchemaSources,
  input: BlockHeightInput | null | undefined,
) {
  const block = metaBlock(blocks, resolveBlock(blocks, startBlock, input));
  return block === null ? null : { block, deployment, hasIndexingErrors: status.error !== undefined };
}

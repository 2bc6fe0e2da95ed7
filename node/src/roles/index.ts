import { type TSchema, Type } from "typebox";
import type { StartRole } from "../platform/role.ts";

/** One role of the command line. */
interface RoleEntry {
  /** one sentence for the usage text */
  about: string;
  /** what `roles.<name>` of config.json may hold besides `privateKey`, `privateKeys` and `port` */
  settings: TSchema;
  /** Loads the role's code only when it is started: the others' is not needed in this process. */
  load(): Promise<StartRole>;
}

const amount = (description: string) => Type.Union([Type.String(), Type.Number()], { description });
const strict = { additionalProperties: false } as const;

/** What the gateway asks for one chat, in whole tokens as text. */
const GatewayPrice = Type.Object(
  {
    servingAmount: Type.Optional(amount("the operator's part")),
    feeAmount: Type.Optional(amount("the part that is split among those who made the model")),
  },
  strict,
);
/** Every role by its name. */
export const ROLES: Record<string, RoleEntry> = {
  indexer: {
    about: "Runs the compiled subgraph over the chain and serves GraphQL.",
    settings: Type.Object({ subgraphPath: Type.Optional(Type.String()) }, strict),
    load: async () => (await import("./indexer.ts")).startIndexer,
  },
  curator: {
    about: "Takes contributions, publishes versions of datanets, and keeps the keys of their exams.",
    settings: Type.Object({}, strict),
    load: async () => (await import("./curator.ts")).startCurator,
  },
  trainer: {
    about: "Trains signed jobs and measures whose rows a judged model owes its answers to.",
    settings: Type.Object({ python: Type.String(), baseAuthor: Type.String() }, strict),
    load: async () => (await import("./trainer.ts")).startTrainer,
  },
  evaluator: {
    about: "Takes seats in rounds, and does the duties of audits, proofs and juries.",
    settings: Type.Object({ stakeUnits: Type.Optional(Type.Integer({ minimum: 1 })) }, strict),
    load: async () => (await import("./evaluator.ts")).startEvaluator,
  },
  gateway: {
    about: "Serves models behind the OpenAI API, is paid by voucher, and posts reward epochs.",
    settings: Type.Object(
      { policy: Type.Optional(Type.Record(Type.String(), Type.Unknown())), price: Type.Optional(GatewayPrice) },
      strict,
    ),
    load: async () => (await import("./gateway.ts")).startGateway,
  },
  sponsor: {
    about: "Stakes on models in the sandbox by their public record, and renews its own.",
    settings: Type.Object(
      {
        gateways: Type.Array(Type.String()),
        budget: amount("most that is spent, in tokens"),
        maxFee: amount("most that is paid for a round, in tokens"),
        renewSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
        record: Type.Optional(
          Type.Object(
            {
              quantile: Type.Optional(Type.Number()),
              weight: Type.Optional(Type.Integer()),
              payers: Type.Optional(Type.Integer()),
            },
            strict,
          ),
        ),
      },
      strict,
    ),
    load: async () => (await import("./sponsor.ts")).startSponsor,
  },
  portal: {
    about: "Gives a browser one origin: the web app, the roles' APIs, the chain, and IPFS by CID.",
    settings: Type.Object(
      {
        custodian: Type.Optional(Type.String()),
        devAccounts: Type.Optional(Type.Array(Type.Unknown())),
        names: Type.Optional(Type.Record(Type.String(), Type.String())),
        walletConnectProjectId: Type.Optional(Type.String()),
      },
      strict,
    ),
    load: async () => (await import("./portal.ts")).startPortal,
  },
};

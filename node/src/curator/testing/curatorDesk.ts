/** A curator over a database in memory (or a file), an IPFS in memory and a chain of constant answers. For tests. */
import type { ContributionOffer } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hono } from "hono";
import { type Address, numberToHex, type TypedDataDefinition } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { local } from "../../../../ignition/parameters/local.ts";
import { followerMigrations } from "../../platform/chain/followerStore.ts";
import { openDatabase } from "../../platform/database.ts";
import { createApp } from "../../platform/http/app.ts";
import { silentLogger } from "../../platform/log.ts";
import { chainDouble } from "../../testing/chainDouble.ts";
import { type MemoryIpfs, memoryIpfs } from "../../testing/memoryIpfs.ts";
import { createContributionStore } from "../contributionStore.ts";
import { offerContribution, signContribution } from "../contributions.ts";
import { curatorMigrations } from "../migrations.ts";
import { createOffers } from "../offers.ts";
import { createRoundStore } from "../roundStore.ts";
import { curatorRoutes } from "../routes.ts";
import { createVersionStore } from "../versionStore.ts";

/** Items of a batch on the test chain. */
export const ITEMS = 8;
export const SEED = numberToHex(7, { size: 32 });
export const METADATA = { origin: "a test", licence: "CC0-1.0", intendedUse: "tests", why: "to see it work" };
const LABELS = ["refund", "limits", "greeting"];

/** A contract's address by a small number. */
const contract = (index: number): Address => numberToHex(0xc0 + index, { size: 20 });

export const DEPLOYMENT = {
  chainId: 31_337,
  startBlock: 1n,
  addresses: {
    datanets: contract(1),
    admission: contract(2),
    params: contract(3),
    randomness: contract(4),
    stake: contract(5),
    token: contract(6),
  },
} as unknown as Deployment;

/** A CSV of `count` rows over three labels. */
export function csv(count: number, labelOf = (index: number) => LABELS[index % LABELS.length] ?? ""): Uint8Array {
  const lines = Array.from({ length: count }, (_, i) => `question number ${i} about something,${labelOf(i)}`);
  return new TextEncoder().encode(`text,label\n${lines.join("\n")}\n`);
}

export interface DeskOptions {
  /** of the database; in memory unless told otherwise */
  path?: string;
  ipfs?: MemoryIpfs;
}

/** Answers of a chain on which a version was published in epoch 1 and the seed of epoch 2 is known. */
const chainAnswers = () => ({
  currentId: () => 1n,
  get: () => ({ ...local.paramSet, itemsPerBatch: ITEMS }),
  currentEpoch: () => 2,
  seedOf: () => SEED,
  holdoutSeed: () => SEED,
  versionState: () => 0,
});

export async function openCuratorDesk({ path = ":memory:", ipfs = memoryIpfs() }: DeskOptions = {}) {
  const db = await openDatabase(path, [...followerMigrations, ...curatorMigrations]);
  const clock = { now: 1_000_000 };
  const contributions = createContributionStore(db);
  const versions = createVersionStore(db);
  const offers = createOffers({ now: () => clock.now });
  const chain = chainDouble(chainAnswers());
  const { client } = chain;
  const desk = { store: contributions, offers, client, deployment: DEPLOYMENT };
  const app: Hono = createApp({ log: silentLogger });
  const custodian = numberToHex(0xcc, { size: 20 });
  curatorRoutes(app, {
    client,
    deployment: DEPLOYMENT,
    contributions,
    offers,
    versions,
    ipfs,
    custodian,
    accounts: async () => [],
  });
  const ann = privateKeyToAccount(generatePrivateKey());

  const offer = (contributor = ann, file = csv(90), datanetId = 1n): Promise<ContributionOffer> =>
    offerContribution(desk, {
      datanetId,
      contributor: contributor.address,
      mapping: { text: "text", label: "label" },
      metadata: METADATA,
      file,
    });
  return {
    db,
    clock,
    contributions,
    versions,
    rounds: createRoundStore(db),
    offers,
    chain,
    client,
    ipfs,
    app,
    desk,
    ann,
    offer,
    sign: (made: ContributionOffer, signer: PrivateKeyAccount = ann) =>
      signer.signTypedData(made.typedData as unknown as TypedDataDefinition),
    /** Uploads and signs rows; the contribution's id. */
    async contribute(contributor = ann, file = csv(90), datanetId = 1n): Promise<string> {
      const made = await offer(contributor, file, datanetId);
      const signature = await contributor.signTypedData(made.typedData as unknown as TypedDataDefinition);
      await signContribution(desk, made.contributionId, signature);
      return made.contributionId;
    },
  };
}

export type CuratorDesk = Awaited<ReturnType<typeof openCuratorDesk>>;

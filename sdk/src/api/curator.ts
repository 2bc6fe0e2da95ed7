import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  BytesField,
  CidField,
  CountField,
  HashField,
  NameField,
  TextField,
  VersionField,
} from "../documents/fields.ts";
import { AccountHealth } from "./account-health.ts";
import { ChainHealth } from "./chain-health.ts";
import { Grading } from "./grading.ts";
import { defineRoutes } from "./route.ts";
import { filled, TypedData } from "./shapes.ts";
import { VersionDetail } from "./version-detail.ts";

/** Which column of a table plays which part. */
export const Mapping = Type.Object({
  text: TextField,
  label: TextField,
  contributor: Type.Optional(TextField),
  group: Type.Optional(TextField),
});
export type Mapping = Static<typeof Mapping>;

/** Something to know about an upload before it is signed. `blocking` ones must be fixed first. */
export const Finding = Type.Object({
  code: NameField,
  severity: Type.Enum(["info", "warning", "blocking"]),
  count: CountField,
  examples: Type.Array(TextField),
  fix: TextField,
});
export type Finding = Static<typeof Finding>;

/** What a file looks like. */
export const Inspection = Type.Object({
  format: Type.Enum(["csv", "jsonl"]),
  columns: Type.Array(TextField),
  rowCount: CountField,
  preview: Type.Array(Type.Array(TextField)),
  suggestedMapping: Mapping,
  findings: Type.Array(Finding),
});
export type Inspection = Static<typeof Inspection>;

/** datanet.json as its curator fills it in. */
export const DatanetMetadata = Type.Object({
  name: filled(120),
  description: filled(4_000),
  domain: filled(120),
  licence: filled(200),
  access: Type.Optional(Type.Enum(["open", "granted"])),
});
export type DatanetMetadata = Static<typeof DatanetMetadata>;

/** What a contributor says of the rows. */
export const ContributionMetadata = Type.Object({
  origin: filled(2_000),
  licence: filled(2_000),
  intendedUse: filled(2_000),
  why: filled(2_000),
});
export type ContributionMetadata = Static<typeof ContributionMetadata>;

const Labels = Type.Record(Type.String(), CountField);

/** An upload that waits for its signature, and what its contributor signs; without it nothing is kept. */
export const ContributionOffer = Type.Object({
  contributionId: NameField,
  typedData: TypedData,
  rows: CountField,
  labels: Labels,
  findings: Type.Array(Finding),
});
export type ContributionOffer = Static<typeof ContributionOffer>;

/** A signed contribution that is in no version yet. */
export const ContributionDraft = Type.Object({
  contributionId: NameField,
  contributor: AddressField,
  rows: CountField,
  labels: Labels,
  metadata: Type.Record(Type.String(), TextField),
  createdAt: TextField,
});
export type ContributionDraft = Static<typeof ContributionDraft>;

/** Arguments of DatanetRegistry.publishVersion. */
export const VersionInput = Type.Object({
  rowsRoot: HashField,
  contributorsRoot: HashField,
  rowCount: CountField,
  contributorCount: CountField,
  totalWeight: AmountField,
  manifestHash: HashField,
  manifestCid: CidField,
});

/** Asks for a version's training key (EIP-712 KeyRequest). */
export const KeyRequest = Type.Object({
  datanet: AmountField,
  version: VersionField,
  requester: AddressField,
  /** X25519 public key that the version key is wrapped to */
  encryptionKey: HashField,
  signature: BytesField,
});

export const WrappedKey = Type.Object({
  wrappedKey: BytesField,
  bundle: Type.Object({ cid: CidField, ciphertextHash: HashField, rows: CountField }),
});
export type WrappedKey = Static<typeof WrappedKey>;

const datanet = Type.Object({ datanetId: AmountField });

/** Uploads, signed contributions, versions and their training keys. What reaches the chain is signed by its sender. */
export const curatorApi = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary: "Says that the curator is up, who keeps the keys, how the chain is read, and which transactions wait.",
    reply: Type.Object({
      ok: Type.Boolean(),
      custodian: AddressField,
      chain: Type.Optional(ChainHealth),
      accounts: Type.Array(AccountHealth),
    }),
  },
  custodian: {
    method: "GET",
    path: "/custodian",
    summary: "Names the account that keeps the keys of datanets made here.",
    reply: Type.Object({ custodian: AddressField }),
  },
  inspect: {
    method: "POST",
    path: "/inspect",
    summary: "Reads a CSV or JSONL file and says what it looks like; nothing is stored.",
    form: Type.Object({ file: Type.Unknown() }),
    reply: Inspection,
  },
  pinMetadata: {
    method: "POST",
    path: "/metadata",
    summary: "Pins a datanet's description and returns what goes on chain.",
    body: DatanetMetadata,
    reply: Type.Object({ cid: CidField, hash: HashField }),
  },
  contribute: {
    method: "POST",
    path: "/datanets/:datanetId/contributions",
    summary: "Holds rows in memory until they are signed, and returns what their contributor must sign.",
    params: datanet,
    form: Type.Object({
      file: Type.Unknown(),
      contributor: AddressField,
      mapping: Mapping,
      metadata: ContributionMetadata,
    }),
    reply: ContributionOffer,
  },
  signContribution: {
    method: "POST",
    path: "/contributions/:id/sign",
    summary: "Takes the contributor's signature and keeps the rows; they can then go into a version.",
    params: Type.Object({ id: NameField }),
    body: Type.Object({ signature: BytesField }),
    reply: Type.Object({ contributionId: NameField, state: Type.Literal("signed"), rows: CountField }),
  },
  forgetContribution: {
    method: "DELETE",
    path: "/contributions/:id",
    summary: "Forgets an upload that nobody has signed; only who uploaded it knows its id.",
    params: Type.Object({ id: NameField }),
    reply: Type.Object({
      /** false where there was none */
      forgotten: Type.Boolean(),
    }),
  },
  drafts: {
    method: "GET",
    path: "/datanets/:datanetId/drafts",
    summary: "Lists signed contributions that are in no version yet.",
    params: datanet,
    reply: Type.Object({ contributions: Type.Array(ContributionDraft) }),
  },
  draftVersion: {
    method: "POST",
    path: "/datanets/:datanetId/versions",
    summary: "Pins a version's manifest and returns what its curator sends to the chain.",
    params: datanet,
    body: Type.Object({
      contributionIds: Type.Array(filled(100), { maxItems: 1_000 }),
      ...Type.Partial(Grading).properties,
    }),
    reply: Type.Object({ input: VersionInput, manifestCid: CidField }),
  },
  version: {
    method: "GET",
    path: "/datanets/:datanetId/versions/:version",
    summary: "Shows a version's counts, owners, batches and a few training rows.",
    params: Type.Object({ datanetId: AmountField, version: VersionField }),
    reply: VersionDetail,
  },
  trainingKey: {
    method: "POST",
    path: "/keys/train",
    summary: "Wraps a version's training key to whoever signed for it.",
    body: KeyRequest,
    reply: WrappedKey,
  },
});

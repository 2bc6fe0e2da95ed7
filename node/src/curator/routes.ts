import { type AccountHealth, curatorApi } from "@assay/sdk/api";
import * as calls from "@assay/sdk/calls";
import { encodeDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Context, Hono } from "hono";
import type { Address } from "viem";
import { inspectTable } from "../datasets/importTable.ts";
import type { Watch } from "../platform/chain/reader/watch.ts";
import { serveOpenApi, serveRoutes } from "../platform/http/route.ts";
import { readAddress, readString } from "../platform/json.ts";
import { chainState } from "./chainState.ts";
import { type ContributionDesk, offerContribution, signContribution } from "./contributions.ts";
import { describeVersion, justPublished } from "./describeVersion.ts";
import { type KeyServiceOptions, releaseTrainingKey } from "./keys.ts";
import { draftVersion } from "./publish.ts";

export interface CuratorServices extends KeyServiceOptions {
  contributions: ContributionDesk["store"];
  offers: ContributionDesk["offers"];
  custodian: Address;
  /** how the custodian reads the chain, where one runs */
  watch?: Watch;
  /** what is late or stuck of the role's transactions, by account */
  accounts(): Promise<AccountHealth[]>;
}

/** The uploaded file of a multipart request, or the raw body. */
async function readUpload(c: Context): Promise<{ file: Uint8Array; fields: Record<string, unknown> }> {
  if (!c.req.header("content-type")?.startsWith("multipart/form-data"))
    return { file: new Uint8Array(await c.req.arrayBuffer()), fields: {} };
  const fields = await c.req.parseBody().catch((cause: unknown) => {
    throw new AssayError("The upload is not a valid form; send the file again.", {
      code: "body_invalid",
      field: "file",
      cause,
    });
  });
  const { file } = fields;
  if (!(file instanceof File))
    throw new AssayError('The form has no file; add one as "file".', { code: "file_missing", field: "file" });
  return { file: new Uint8Array(await file.arrayBuffer()), fields };
}

function readJsonField(value: unknown, field: string): unknown {
  try {
    return JSON.parse(readString(value, field, 100_000)) as unknown;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw new AssayError(`${field} must be JSON.`, { code: "invalid_field", field, cause });
  }
}

async function itemsPerBatch({ client, deployment }: CuratorServices): Promise<number> {
  const paramSetId = await client.readContract(calls.params.currentId(deployment));
  return (await client.readContract(calls.params.get(deployment, { paramSetId }))).itemsPerBatch;
}

/** The curator's API. Everything that reaches the chain is signed by the caller's own wallet. */
export function curatorRoutes(app: Hono, services: CuratorServices): void {
  const { client, deployment, contributions, offers, versions, ipfs, custodian, watch, accounts } = services;
  const desk = { store: contributions, offers, client, deployment };

  serveOpenApi(app, "curator", curatorApi);
  serveRoutes(app, curatorApi, {
    async health(_, c) {
      const ok = watch === undefined || watch.isWell();
      if (!ok) c.status(503);
      return { ok, custodian, accounts: await accounts(), ...(watch === undefined ? {} : { chain: watch.health() }) };
    },
    custodian: () => ({ custodian }),
    inspect: async (_, c) => inspectTable((await readUpload(c)).file),

    async pinMetadata({ body }) {
      const { access = "open", name, description, domain, licence } = body;
      const { bytes, hash } = encodeDocument("datanet", {
        schemaVersion: 1,
        name,
        description,
        domain,
        licence,
        access,
      });
      return { cid: await ipfs.addBytes(bytes), hash };
    },

    async contribute({ params }, c) {
      const { file, fields } = await readUpload(c);
      return await offerContribution(desk, {
        datanetId: BigInt(params.datanetId),
        contributor: readAddress(fields.contributor, "contributor"),
        mapping: readJsonField(fields.mapping, "mapping"),
        metadata: readJsonField(fields.metadata, "metadata"),
        file,
      });
    },

    async signContribution({ params, body }) {
      const signed = await signContribution(desk, params.id, body.signature);
      return { contributionId: signed.id, state: "signed", rows: signed.rowCount };
    },

    forgetContribution: ({ params }) => ({ forgotten: offers.remove(params.id) }),

    drafts: async ({ params }) => ({
      contributions: (await contributions.unpublished(BigInt(params.datanetId))).map((contribution) => ({
        contributionId: contribution.id,
        contributor: contribution.contributor,
        rows: contribution.rowCount,
        labels: contribution.labels,
        metadata: contribution.metadata,
        createdAt: contribution.createdAt,
      })),
    }),

    async draftVersion({ params, body }) {
      const { contributionIds, ...choice } = body;
      const size = await itemsPerBatch(services);
      const datanetId = BigInt(params.datanetId);
      const { input, manifestCid } = await draftVersion(contributions, ipfs, datanetId, contributionIds, size, choice);
      return { input: { ...input, totalWeight: input.totalWeight.toString() }, manifestCid };
    },

    async version({ params: { datanetId: id, version } }) {
      const datanetId = BigInt(id);
      const isKnown = (await versions.version(datanetId, version)) !== undefined;
      if (!isKnown && (await chainState(services, datanetId, version)) !== 0) return justPublished;
      return await describeVersion(contributions, versions, datanetId, version);
    },

    trainingKey: ({ body: { datanet, ...request } }) =>
      releaseTrainingKey(services, { ...request, datanetId: BigInt(datanet) }),
  });
}

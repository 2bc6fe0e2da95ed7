import { protocolParamsAbi } from "@assay/sdk/abi";
import { encodeDocument } from "@assay/sdk/documents";
import type { Context, Hono } from "hono";
import type { Address } from "viem";
import { inspectTable } from "../datasets/importTable.ts";
import { AppError } from "../platform/errors.ts";
import { readJsonBody } from "../platform/http/app.ts";
import { readAddress, readArray, readHex, readInteger, readObject, readString } from "../platform/json.ts";
import { chainState } from "./chainState.ts";
import { type ContributionDesk, offerContribution, signContribution } from "./contributions.ts";
import { describeVersion, justPublished } from "./describeVersion.ts";
import { type KeyServiceOptions, releaseTrainingKey } from "./keys.ts";
import { draftVersion } from "./publish.ts";

export interface CuratorServices extends KeyServiceOptions {
  contributions: ContributionDesk["store"];
  offers: ContributionDesk["offers"];
  custodian: Address;
}

function readId(text: string | undefined, field: string): bigint {
  if (text === undefined || !/^\d{1,30}$/.test(text))
    throw new AppError("invalid_field", `${field} must be a whole number.`, { field });
  return BigInt(text);
}

/** The uploaded file of a multipart request, or the raw body. */
async function readUpload(c: Context): Promise<{ file: Uint8Array; fields: Record<string, unknown> }> {
  if (!c.req.header("content-type")?.startsWith("multipart/form-data"))
    return { file: new Uint8Array(await c.req.arrayBuffer()), fields: {} };
  const fields = await c.req.parseBody().catch((cause: unknown) => {
    throw new AppError("body_invalid", "The upload is not a valid form; send the file again.", {
      field: "file",
      cause,
    });
  });
  const { file } = fields;
  if (!(file instanceof File))
    throw new AppError("file_missing", 'The form has no file; add one as "file".', { field: "file" });
  return { file: new Uint8Array(await file.arrayBuffer()), fields };
}

function readJsonField(value: unknown, field: string): unknown {
  try {
    return JSON.parse(readString(value, field, 100_000)) as unknown;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid_field", `${field} must be JSON.`, { field, cause });
  }
}

async function itemsPerBatch({ client, deployment }: CuratorServices): Promise<number> {
  const call = { address: deployment.addresses.params, abi: protocolParamsAbi } as const;
  const id = await client.readContract({ ...call, functionName: "currentId" });
  return (await client.readContract({ ...call, functionName: "get", args: [id] })).itemsPerBatch;
}

/** The curator's API. Everything that reaches the chain is signed by the caller's own wallet. */
export function curatorRoutes(app: Hono, services: CuratorServices): void {
  const { client, deployment, contributions, offers, versions, ipfs, custodian } = services;
  const desk = { store: contributions, offers, client, deployment };

  app.get("/health", (c) => c.json({ ok: true, custodian }));
  app.get("/custodian", (c) => c.json({ custodian }));

  app.post("/inspect", async (c) => c.json(inspectTable((await readUpload(c)).file)));

  app.post("/metadata", async (c) => {
    const body = readObject(await readJsonBody(c), "body");
    const access = readString(body.access ?? "open", "access");
    if (access !== "open" && access !== "granted")
      throw new AppError("invalid_field", 'access must be "open" or "granted".', { field: "access" });
    const { bytes, hash } = encodeDocument("datanet", {
      schemaVersion: 1,
      name: readString(body.name, "name", 120),
      description: readString(body.description, "description", 4_000),
      domain: readString(body.domain, "domain", 120),
      licence: readString(body.licence, "licence", 200),
      access,
    });
    return c.json({ cid: await ipfs.addBytes(bytes), hash });
  });

  app.post("/datanets/:id/contributions", async (c) => {
    const datanetId = readId(c.req.param("id"), "datanetId");
    const { file, fields } = await readUpload(c);
    const request = {
      datanetId,
      contributor: readAddress(fields.contributor, "contributor"),
      mapping: readJsonField(fields.mapping, "mapping"),
      metadata: readJsonField(fields.metadata, "metadata"),
      file,
    };
    return c.json(await offerContribution(desk, request));
  });

  app.post("/contributions/:id/sign", async (c) => {
    const body = readObject(await readJsonBody(c), "body");
    const signed = await signContribution(desk, c.req.param("id"), readHex(body.signature, "signature"));
    return c.json({ contributionId: signed.id, state: "signed", rows: signed.rowCount });
  });

  /** Forgets an upload that nobody has signed; who knows its id has uploaded it. */
  app.delete("/contributions/:id", (c) => c.json({ forgotten: offers.remove(c.req.param("id")) }));

  app.get("/datanets/:id/drafts", async (c) => {
    const waiting = await contributions.unpublished(readId(c.req.param("id"), "datanetId"));
    return c.json({
      contributions: waiting.map((contribution) => ({
        contributionId: contribution.id,
        contributor: contribution.contributor,
        rows: contribution.rowCount,
        labels: contribution.labels,
        metadata: contribution.metadata,
        createdAt: contribution.createdAt,
      })),
    });
  });

  app.post("/datanets/:id/versions", async (c) => {
    const datanetId = readId(c.req.param("id"), "datanetId");
    const body = readObject(await readJsonBody(c), "body");
    const ids = readArray(body.contributionIds, "contributionIds", 1_000).map((id, i) =>
      readString(id, `contributionIds[${i}]`, 100),
    );
    const { input, manifestCid } = await draftVersion(
      contributions,
      ipfs,
      datanetId,
      ids,
      await itemsPerBatch(services),
      body,
    );
    return c.json({ input: { ...input, totalWeight: input.totalWeight.toString() }, manifestCid });
  });

  app.get("/datanets/:id/versions/:version", async (c) => {
    const datanetId = readId(c.req.param("id"), "datanetId");
    const version = readInteger(Number(c.req.param("version")), "version", 1, 0xffff_ffff);
    const isKnown = (await versions.version(datanetId, version)) !== undefined;
    if (!isKnown && (await chainState(services, datanetId, version)) !== 0) return c.json(justPublished);
    return c.json(await describeVersion(contributions, versions, datanetId, version));
  });

  app.post("/keys/train", async (c) => {
    const body = readObject(await readJsonBody(c), "body");
    const request = {
      datanetId: readId(String(body.datanet ?? body.datanetId), "datanet"),
      version: readInteger(body.version, "version", 1, 0xffff_ffff),
      requester: readAddress(body.requester, "requester"),
      encryptionKey: readHex(body.encryptionKey, "encryptionKey", 32),
      signature: readHex(body.signature, "signature"),
    };
    return c.json(await releaseTrainingKey(services, request));
  });
}

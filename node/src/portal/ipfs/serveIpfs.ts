import { AssayError } from "@assay/sdk/errors";
import type { Context, Hono } from "hono";
import type { CID } from "multiformats/cid";
import type { Dag } from "../../platform/ipfs/dag.ts";
import { CidError } from "../../platform/ipfs/faults.ts";
import { parseCid } from "../../platform/ipfs/verifyBlock.ts";
import { carOf } from "./car.ts";
import { DATA_TYPES, FILE_CODECS, formatOf } from "./format.ts";
import { hasTag, rangeOf } from "./range.ts";

/** How long the first bytes may take, milliseconds; after it the caller hears that nobody showed them. */
const FIRST_BYTES_MS = 30_000;
/** Entries of a folder that are listed. */
const MOST_ENTRIES = 10_000;
/** Bytes of one archive. */
const CAR_LIMIT_BYTES = 1024 ** 3;

/**
 * Content by CID is anyone's and must not run as a page of this origin: sandboxed, never sniffed, and what is not JSON is
 * saved instead of shown.
 */
const SAFE = {
  vary: "accept",
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
};
const FOR_EVER = "public, max-age=31536000, immutable";
/** A listing is our rendering of a folder, which may change. */
const A_WEEK = "public, max-age=604800";

export interface ServeIpfsOptions {
  dag: Dag;
  firstBytesMs?: number;
}

/** One request for what is at a path below a CID. */
interface Asked {
  c: Context;
  dag: Dag;
  cid: CID;
  /** fires when the caller leaves, or when the first bytes take too long */
  signal: AbortSignal;
}

/** Serves `/ipfs/<cid>` and paths below it: files, folders as lists, single blocks and archives of blocks. */
export function serveIpfs(app: Hono, { dag, firstBytesMs = FIRST_BYTES_MS }: ServeIpfsOptions): void {
  app.get("/ipfs/:cid{.+}", async (c) => {
    const [text = "", ...segments] = c.req.path.slice("/ipfs/".length).split("/");
    const format = formatOf(c.req.query("format"), c.req.header("accept"));
    const root = parseCid(text);
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new DOMException("No bytes came in time.", "TimeoutError")),
      firstBytesMs,
    );
    const signal = AbortSignal.any([c.req.raw.signal, late.signal]);
    try {
      const cid = await resolve(dag, root, segments.filter((part) => part !== "").map(decodeSegment), signal);
      const asked = { c, dag, cid, signal };
      if (format === "raw") return await answerBlock(asked, "application/vnd.ipld.raw", "raw");
      if (format === "car") return await answerCar(asked);
      return await answerContent(asked);
    } catch (error) {
      if (c.req.raw.signal.aborted) return new Response(null, { status: 499 });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  });
  app.all("/ipfs/:cid{.+}", (c) => {
    c.header("allow", "GET, HEAD");
    throw new AssayError(`${c.req.method} does nothing at ${c.req.path}; content by CID is only read.`, {
      code: "method_refused",
      status: 405,
    });
  });
}

function decodeSegment(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new AssayError("The path is not valid UTF-8; encode it again.", {
      code: "path_invalid",
      field: "path",
      cause,
    });
  }
}

async function resolve(dag: Dag, root: CID, path: string[], signal: AbortSignal): Promise<CID> {
  if (path.length === 0) return root;
  if (!FILE_CODECS.has(root.code))
    throw new AssayError(`${root} is not a folder of files; paths into other data are not served here.`, {
      code: "path_not_built",
      status: 501,
      field: "path",
    });
  let cid = root;
  for (const name of path) {
    if ((await dag.stat(cid, { signal })).type === "file")
      throw new CidError("path_not_found", `${cid} is a file, so nothing is at "${name}" below it.`);
    cid = (await dag.stat(cid, { path: name, signal })).cid;
  }
  return cid;
}

async function answerContent(asked: Asked): Promise<Response> {
  const { cid, dag, signal } = asked;
  const data = DATA_TYPES[cid.code];
  if (data !== undefined) return await answerBlock(asked, data);
  if (!FILE_CODECS.has(cid.code))
    throw new AssayError(
      `${cid} has codec 0x${cid.code.toString(16)}, which is not shown here; ask for its block with format=raw.`,
      { code: "codec_not_built", status: 501, field: "cid" },
    );
  const entry = await dag.stat(cid, { signal });
  return entry.type === "directory" ? await answerFolder(asked) : await answerFile(asked, entry.size);
}

async function answerBlock({ c, dag, cid, signal }: Asked, type: string, suffix?: string): Promise<Response> {
  const etag = tagOf(cid, suffix);
  if (hasTag(c.req.header("if-none-match"), etag)) return notModified(etag, FOR_EVER);
  const bytes = await dag.block(cid, { signal });
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...SAFE,
      ...(type === JSON_TYPE ? {} : saved(cid, ".bin")),
      etag,
      "cache-control": FOR_EVER,
      "content-type": type,
      "content-length": String(bytes.length),
    },
  });
}

async function answerCar({ c, dag, cid, signal }: Asked): Promise<Response> {
  const scope = c.req.query("dag-scope") ?? "all";
  if (scope !== "all" && scope !== "block")
    throw new AssayError(`dag-scope=${scope.slice(0, 40)} is not served here; use all or block.`, {
      code: "scope_not_built",
      status: 501,
      field: "dag-scope",
    });
  // Weak, because another order of blocks would be the same archive.
  const etag = `W/${tagOf(cid, scope === "all" ? "car" : "block.car")}`;
  if (hasTag(c.req.header("if-none-match"), etag)) return notModified(etag, FOR_EVER);
  const body = await begun(carOf(dag, cid, { scope, limitBytes: CAR_LIMIT_BYTES, signal }));
  return new Response(body, {
    headers: {
      ...SAFE,
      ...saved(cid, ".car"),
      etag,
      "cache-control": FOR_EVER,
      "content-type": "application/vnd.ipld.car; version=1; order=dfs; dups=n",
    },
  });
}

async function answerFolder({ c, dag, cid, signal }: Asked): Promise<Response> {
  const etag = tagOf(cid, "list");
  if (hasTag(c.req.header("if-none-match"), etag)) return notModified(etag, A_WEEK);
  const entries = await dag.list(cid, MOST_ENTRIES, { signal });
  const headers = { ...SAFE, etag, "cache-control": A_WEEK };
  return Response.json({ cid: cid.toString(), entries }, { headers });
}

async function answerFile({ c, dag, cid, signal }: Asked, size: number): Promise<Response> {
  const etag = tagOf(cid);
  const headers = { ...SAFE, etag, "cache-control": FOR_EVER, "accept-ranges": "bytes" };
  if (hasTag(c.req.header("if-none-match"), etag)) return notModified(etag, FOR_EVER);
  const range = wantedRange(c, etag, size);
  if (range === "outside") {
    c.header("content-range", `bytes */${size}`);
    throw new AssayError(`${cid} has ${size} bytes; ask for a range that begins before its end.`, {
      code: "range_outside",
      status: 416,
      field: "range",
    });
  }
  const isJson = size > 0 && looksLikeJson(await firstByte(dag, cid, signal));
  const common = isJson
    ? { ...headers, "content-type": JSON_TYPE }
    : { ...headers, ...saved(cid, ""), "content-type": "application/octet-stream" };
  if (range === undefined) {
    // HEAD has no reader, and what there is to say is known.
    const body = c.req.raw.method === "HEAD" ? null : await begun(dag.read(cid, { signal }));
    return new Response(body, { headers: { ...common, "content-length": String(size) } });
  }
  const length = range.to - range.from + 1;
  return new Response(await begun(dag.read(cid, { offset: range.from, length, signal })), {
    status: 206,
    headers: {
      ...common,
      // A compressed part would not be the part that was asked for.
      "cache-control": `${FOR_EVER}, no-transform`,
      "content-range": `bytes ${range.from}-${range.to}/${size}`,
      "content-length": String(length),
    },
  });
}

function wantedRange(c: Context, etag: string, size: number) {
  const condition = c.req.header("if-range");
  if (c.req.raw.method !== "GET" || (condition !== undefined && condition !== etag)) return undefined;
  return rangeOf(c.req.header("range"), size);
}

const JSON_TYPE = "application/json";
const looksLikeJson = (first: number | undefined): boolean => first === 0x7b || first === 0x5b;

async function firstByte(dag: Dag, cid: CID, signal: AbortSignal): Promise<number | undefined> {
  for await (const chunk of dag.read(cid, { offset: 0, length: 1, signal })) if (chunk.length > 0) return chunk[0];
  return undefined;
}

const tagOf = (cid: CID, suffix?: string): string => `"${cid}${suffix === undefined ? "" : `.${suffix}`}"`;

const saved = (cid: CID, extension: string) => ({
  "content-disposition": `attachment; filename="${cid}${extension}"`,
});

const notModified = (etag: string, age: string): Response =>
  new Response(null, { status: 304, headers: { ...SAFE, etag, "cache-control": age } });

/** A body whose first bytes are there, so that what fails before them still gets a status. A later fault cuts it off. */
async function begun(bytes: AsyncGenerator<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  let first: IteratorResult<Uint8Array> | undefined = await bytes.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = first ?? (await bytes.next());
      first = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await bytes.return(undefined);
    },
  });
}

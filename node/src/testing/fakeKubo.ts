/** A Kubo node's RPC as far as this project uses it: blocks in memory, pins, and the faults of a real one. For tests. */
import { Hono } from "hono";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { type Server, serve } from "../platform/http/serve.ts";

const CODES: Readonly<Record<string, number>> = { raw: 0x55, "dag-pb": 0x70 };

export interface FakeKubo extends Server {
  blocks: Map<string, Uint8Array>;
  pins: Set<string>;
  /** what it answers every block command with: its own fault, in Kubo's words */
  fault: string | undefined;
  /** while true, a block it does not have is looked for without an end */
  isSearching: boolean;
  /** while true, nothing is answered at all */
  isHanging: boolean;
}

export async function startFakeKubo(): Promise<FakeKubo> {
  const blocks = new Map<string, Uint8Array>();
  const pins = new Set<string>();
  const app = new Hono();
  const refusal = (message: string) => Response.json({ Message: message, Code: 0, Type: "error" }, { status: 500 });
  /** ends when the caller leaves */
  const forever = (signal: AbortSignal): Promise<Response> =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(new Response(null, { status: 499 })), { once: true });
    });

  app.post("/api/v0/version", (c) =>
    kubo.isHanging ? forever(c.req.raw.signal) : Response.json({ Version: "0.43.1" }),
  );
  app.post("/api/v0/block/get", async (c) => {
    if (kubo.isHanging) return forever(c.req.raw.signal);
    if (kubo.fault !== undefined) return refusal(kubo.fault);
    const cid = CID.parse(c.req.query("arg") ?? "");
    const bytes = blocks.get(cid.toV1().toString());
    if (bytes !== undefined) return c.body(new Uint8Array(bytes));
    if (kubo.isSearching) return forever(c.req.raw.signal);
    return refusal(`block was not found locally (offline): ipld: could not find ${cid}`);
  });
  app.post("/api/v0/block/put", async (c) => {
    if (kubo.isHanging) return forever(c.req.raw.signal);
    if (kubo.fault !== undefined) return refusal(kubo.fault);
    const [file] = Object.values(await c.req.parseBody());
    if (!(file instanceof File)) return refusal("file argument 'data' is required");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const cid = CID.create(1, CODES[c.req.query("cid-codec") ?? ""] ?? 0, await sha256.digest(bytes)).toString();
    blocks.set(cid, bytes);
    if (c.req.query("pin") === "true") pins.add(cid);
    return c.json({ Key: cid, Size: bytes.length });
  });

  const server = await serve(app, { port: 0 });
  const kubo: FakeKubo = { ...server, blocks, pins, fault: undefined, isSearching: false, isHanging: false };
  return kubo;
}

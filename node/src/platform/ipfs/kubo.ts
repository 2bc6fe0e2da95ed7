import { AssayError } from "@assay/sdk/errors";
import { CID } from "multiformats/cid";
import { splitCredentials } from "../http/credentials.ts";
import type { BlockSource } from "./blockSource.ts";
import { IpfsFault, isTimeout, notFound, notFoundInTime } from "./faults.ts";

/** How long Kubo may look for one block among its peers, milliseconds. */
const BLOCK_MS = 60_000;
/** How long Kubo may take over what it does by itself, milliseconds. */
const LOCAL_MS = 10_000;
const CODECS: Readonly<Record<number, string>> = { 85: "raw", 112: "dag-pb" };
/** How Kubo says that it does not have a block: offline, or after it asked its peers. */
const ABSENT = /could not find|not found/i;
const EXPIRED = /context deadline exceeded/i;

export interface KuboOptions {
  /** address of the RPC, such as http://127.0.0.1:5001 */
  url: string;
  blockMs?: number;
  localMs?: number;
}

/** An answer of Kubo other than 200: its sentence. */
class Refusal extends Error {
  override name = "KuboRefusal";
}

/** Kubo by its RPC, for single blocks, so that each is hashed here and not believed. Every block put is pinned. */
export function kuboBlocks({ url, blockMs = BLOCK_MS, localMs = LOCAL_MS }: KuboOptions): BlockSource {
  const { base, headers } = addressOf(url);

  async function call(command: string, query: Record<string, string>, init: RequestInit): Promise<Response> {
    const target = new URL(`api/v0/${command}`, base);
    target.search = new URLSearchParams(query).toString();
    const answer = await fetch(target, { method: "POST", headers, redirect: "error", ...init });
    if (!answer.ok) throw new Refusal(sentenceOf(await answer.text(), answer.status));
    return answer;
  }

  /** A block that is looked for and a Kubo that hangs look the same from here, so Kubo is asked what it always knows. */
  async function late(cid: CID, cause: unknown): Promise<AssayError> {
    try {
      await call("version", {}, { signal: AbortSignal.timeout(localMs) });
      return notFoundInTime(cid, cause);
    } catch (error) {
      return away(error);
    }
  }

  const away = (cause: unknown): IpfsFault =>
    new IpfsFault(`The Kubo node at ${base.origin} does not work; check that it runs`, causeOf(cause));

  return {
    async get(cid, signal) {
      const expiry = AbortSignal.timeout(blockMs);
      const ended = signal === undefined ? expiry : AbortSignal.any([signal, expiry]);
      try {
        // Kubo is told too, or it would go on looking.
        const query = { arg: cid.toString(), timeout: `${blockMs}ms` };
        const answer = await call("block/get", query, { signal: ended });
        return new Uint8Array(await answer.arrayBuffer());
      } catch (cause) {
        if (ended.aborted) throw isTimeout(ended.reason) ? await late(cid, cause) : ended.reason;
        if (cause instanceof Refusal && EXPIRED.test(cause.message)) throw notFoundInTime(cid, cause);
        if (cause instanceof Refusal && ABSENT.test(cause.message)) throw notFound(cid, cause);
        throw away(cause);
      }
    },
    async put(cid, bytes) {
      const codec = CODECS[cid.code];
      if (codec === undefined)
        throw new AssayError(`Blocks of codec 0x${cid.code.toString(16)} are not stored here.`, {
          code: "cid_invalid",
        });
      const body = new FormData();
      body.append("data", new Blob([new Uint8Array(bytes)]));
      const query = { "cid-codec": codec, mhtype: "sha2-256", pin: "true" };
      let stored: string;
      try {
        const answer = await call("block/put", query, { body, signal: AbortSignal.timeout(blockMs) });
        stored = String(((await answer.json()) as { Key?: unknown }).Key);
      } catch (cause) {
        throw away(cause);
      }
      if (!sameCid(stored, cid)) throw away(new Error(`it stored ${cid} as ${stored}`));
    },
  };
}

const sameCid = (text: string, cid: CID): boolean => {
  try {
    return CID.parse(text).equals(cid);
  } catch {
    return false;
  }
};

/** A path of `/api/v0` may be given or not. */
function addressOf(address: string): { base: URL; headers: Record<string, string> } {
  try {
    const { url, headers } = splitCredentials(address);
    url.pathname = `${url.pathname.replace(/\/?(api\/v0)?\/?$/, "")}/`;
    return { base: url, headers };
  } catch (cause) {
    throw new AssayError(`ipfs.kuboUrl "${address}" must be an address such as http://127.0.0.1:5001.`, {
      code: "config_invalid",
      field: "ipfs.kuboUrl",
      cause,
    });
  }
}

function sentenceOf(text: string, status: number): string {
  try {
    const { Message } = JSON.parse(text) as { Message?: unknown };
    if (typeof Message === "string") return Message;
  } catch {
    // Not every answer of a proxy before Kubo is JSON.
  }
  return `it answers ${status}`;
}

/** `fetch` says only that it failed; why is in its cause, and a refused connection to several addresses has no sentence. */
function causeOf(error: unknown): unknown {
  const cause = error instanceof TypeError ? (error.cause ?? error) : error;
  const { message, code } = cause as { message?: unknown; code?: unknown };
  return message === "" && typeof code === "string" ? new Error(code, { cause }) : cause;
}

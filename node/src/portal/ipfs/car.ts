import * as dagCbor from "@ipld/dag-cbor";
import * as dagJson from "@ipld/dag-json";
import * as dagPb from "@ipld/dag-pb";
import { varint } from "multiformats";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import type { Dag } from "../../platform/ipfs/dag.ts";
import { CidError } from "../../platform/ipfs/faults.ts";
import { isInline } from "../../platform/ipfs/verifyBlock.ts";

/** What a block costs beside its bytes: its place in the archive, and that it was seen. */
const BLOCK_BYTES = 256;

export interface CarOptions {
  /** `block`: the root alone */
  scope: "all" | "block";
  /** most bytes of blocks; one archive can't name the whole network */
  limitBytes: number;
  signal: AbortSignal;
}

/** A CARv1 of a DAG: the root first, then depth first, every block once. Each is hashed as it is read. */
export async function* carOf(
  dag: Dag,
  root: CID,
  { scope, limitBytes, signal }: CarOptions,
): AsyncGenerator<Uint8Array> {
  let left = limitBytes;
  const seen = new Set<string>();
  const open = [root];
  for (let cid = open.pop(); cid !== undefined; cid = open.pop()) {
    const key = cid.toString();
    if (seen.has(key) || isInline(cid)) continue;
    seen.add(key);
    if (cid.multihash.code !== sha256.code)
      throw new CidError("cid_invalid", `${root} links to ${cid}, whose hash is not sha2-256.`);
    const bytes = await dag.block(cid, { signal });
    left -= bytes.length + BLOCK_BYTES;
    if (left < 0)
      throw new CidError("cid_too_large", `The blocks of ${root} are more than the ${limitBytes} bytes sent at once.`);
    // With the header only now, so that a root nobody has is answered with a status.
    if (cid === root) yield section(dagCbor.encode({ version: 1, roots: [root] }));
    yield section(cid.bytes, bytes);
    // One by one, here and below: there can be more than one call takes.
    if (scope === "all") for (const link of linksOf(cid, bytes).reverse()) open.push(link);
  }
}

function section(...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint.encodeTo(body.length, new Uint8Array(varint.encodingLength(body.length))), body]);
}

/** The CIDs that a block names; of a codec that is not known here, none. */
function linksOf(cid: CID, bytes: Uint8Array): CID[] {
  try {
    if (cid.code === dagPb.code) return dagPb.decode(bytes).Links.map(({ Hash }) => Hash as CID);
    if (cid.code === dagCbor.code) return cidsIn(dagCbor.decode(bytes));
    if (cid.code === dagJson.code) return cidsIn(dagJson.decode(bytes));
    return [];
  } catch (cause) {
    throw new CidError("cid_malformed", `The block ${cid} is not what its codec says.`, { cause });
  }
}

function cidsIn(value: unknown): CID[] {
  const found: CID[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    const cid = CID.asCID(next);
    if (cid !== null) found.push(cid);
    else if (typeof next === "object" && next !== null && !(next instanceof Uint8Array))
      for (const inner of Object.values(next)) open.push(inner);
  }
  // The last was opened first.
  return found.reverse();
}

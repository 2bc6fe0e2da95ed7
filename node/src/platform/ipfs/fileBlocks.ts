import * as dagPb from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import type { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { CidError } from "./faults.ts";

/** Blocks that are read before their turn: what a reader who takes nothing makes this process hold. */
const READ_AHEAD = 8;
/** A few small blocks link to any number of reads, so beyond the first ones blocks must hold so much on average, bytes. */
const FREE_BLOCKS = 1_000;
const LEAST_BYTES = 256;
/** Levels of links; 174 links a block, as everybody writes them, make a petabyte in five. */
const MOST_LEVELS = 32;

export interface FileRange {
  offset?: number;
  length?: number;
  /** most bytes that the whole file may have */
  mostBytes?: number;
}

/** A part of the file: what one link says. */
interface Part {
  cid: CID;
  /** where in the file it begins */
  at: number;
  level: number;
  /** undefined for the root, which nobody sized before */
  size?: number;
  /** where it is read before its turn */
  bytes?: Promise<Uint8Array> | undefined;
}

interface Decoded {
  data: Uint8Array;
  links: { cid: CID; size: number }[];
}

const malformed = (cid: CID, what: string): CidError => new CidError("cid_malformed", `The block ${cid} ${what}.`);

function decode(cid: CID, bytes: Uint8Array): Decoded {
  if (cid.code === raw.code) return { data: bytes, links: [] };
  if (cid.code !== dagPb.code) throw malformed(cid, `has codec 0x${cid.code.toString(16)}, which is no file's`);
  const { Data: meta, Links: links } = dagPb.decode(bytes);
  if (meta === undefined) throw malformed(cid, "does not say that it is a file");
  const { type, data = new Uint8Array(), blockSizes } = UnixFS.unmarshal(meta);
  if (type !== "file" && type !== "raw") throw malformed(cid, `is a ${type}, not a file`);
  if (blockSizes.length !== links.length) throw malformed(cid, "sizes other parts than it links to");
  return { data, links: links.map((link, i) => ({ cid: link.Hash as CID, size: Number(blockSizes[i]) })) };
}

/**
 * The bytes of a UnixFS file in order, block by block, as fast as they are taken. Every part must have the size that its
 * link says, so that a range is the same whoever reads it.
 *
 * The reader of @helia/unixfs walks on by itself, at the speed of the source and after its caller has left.
 */
export async function* fileBlocks(
  root: CID,
  read: (cid: CID) => Promise<Uint8Array>,
  { offset = 0, length = Number.POSITIVE_INFINITY, mostBytes = Number.POSITIVE_INFINITY }: FileRange = {},
): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  /** the next part last */
  const open: Part[] = [{ cid: root, at: 0, level: 0 }];
  let ahead: Part[] = [];
  let blocks = 0;
  let given = 0;
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    blocks += 1;
    if (blocks > FREE_BLOCKS + given / LEAST_BYTES)
      throw new CidError("cid_too_large", `${root} needs more blocks than its bytes are worth; it is not read.`);
    const { data, links } = decode(part.cid, await (part.bytes ?? read(part.cid)));
    const size = links.reduce((sum, link) => sum + link.size, data.length);
    if (!Number.isSafeInteger(size) || (part.size !== undefined && part.size !== size))
      throw malformed(part.cid, `has ${size} bytes, which is not what links to it`);
    if (size > mostBytes)
      throw new CidError(
        "cid_too_large",
        `The content of ${root} is larger than the ${mostBytes} bytes accepted here.`,
      );
    if (links.length > 0 && part.level === MOST_LEVELS)
      throw malformed(part.cid, `is ${MOST_LEVELS} links away from ${root}, and links on`);

    const children: Part[] = [];
    let at = part.at + data.length;
    for (const link of links) {
      // A part of no bytes is nothing to read.
      if (link.size > 0 && at < end && at + link.size > offset) children.push({ ...link, at, level: part.level + 1 });
      at += link.size;
    }
    for (const child of children.reverse()) open.push(child);

    const next = open.slice(-READ_AHEAD);
    // Parts that others came before are read again later, or every level would hold its own.
    for (const one of ahead) if (!next.includes(one)) one.bytes = undefined;
    for (const one of next) one.bytes ??= begun(read(one.cid));
    ahead = next;

    const wanted = data.subarray(Math.max(0, offset - part.at), Math.max(0, end - part.at));
    given += wanted.length;
    if (wanted.length > 0) yield wanted;
  }
}

/** A read whose fault is for whoever waits for it, and nobody's if nobody does. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

import { AssayError } from "@assay/sdk/errors";
import { type UnixFS, unixfs } from "@helia/unixfs";
import type { CID } from "multiformats/cid";
import { messageOf } from "../errors.ts";
import type { BlockSource } from "./blockSource.ts";
import { CidError, IpfsFault, isTimeout, notFoundInTime } from "./faults.ts";
import { type FileRange, fileBlocks } from "./fileBlocks.ts";
import { isInline, verifyBlock } from "./verifyBlock.ts";

interface Lookup {
  signal?: AbortSignal | undefined;
}

/** A file or folder as its own blocks state it. */
export interface DagEntry {
  type: "file" | "directory";
  cid: CID;
  /** bytes of a file, 0 for a folder */
  size: number;
}

export interface NamedEntry {
  name: string;
  cid: string;
}

/** Blocks, and the UnixFS files and folders that they make. */
export interface Dag {
  /** One block, hashed. */
  block(cid: CID, lookup?: Lookup): Promise<Uint8Array>;
  /** What `path` below `cid` is; the CID itself for an empty path. @throws CidError path_not_found */
  stat(cid: CID, lookup?: Lookup & { path?: string }): Promise<DagEntry>;
  /**
   * Bytes of a file, each block hashed as it comes; nothing is read on once the caller stops.
   * @throws CidError cid_too_large
   */
  read(cid: CID, lookup?: Lookup & FileRange): AsyncGenerator<Uint8Array>;
  /** Entries of a folder, `most` of them at most. @throws CidError cid_too_large */
  list(cid: CID, most: number, lookup?: Lookup): Promise<NamedEntry[]>;
  addFile(bytes: Uint8Array): Promise<CID>;
}

/** Blocks that a look at one path or folder may read: a folder of blocks that link to themselves has no end. */
const MOST_BLOCKS = 1_000;

/** What the reader of UnixFS throws for a name that a folder does not have. */
const NO_SUCH_PATH: ReadonlySet<string> = new Set(["ERR_NOT_FOUND", "ERR_DOES_NOT_EXIST", "ERR_BAD_PATH"]);

async function collect(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** Whether an error that no source named is this machine's: a system call, or memory. */
const isOurs = (error: unknown): boolean =>
  (error as { syscall?: unknown }).syscall !== undefined || /allocation failed/i.test(messageOf(error));

/**
 * Who is at fault for what was thrown on the way through a DAG. Sources say so themselves; what is neither theirs nor
 * this machine's comes from decoding sound blocks.
 */
function blame(error: unknown, cid: CID, signal: AbortSignal | undefined): unknown {
  if (error instanceof AssayError) return error;
  if (signal?.aborted) return isTimeout(signal.reason) ? notFoundInTime(cid, error) : signal.reason;
  if (isOurs(error)) return new IpfsFault(`${cid} can't be read`, error);
  if (NO_SUCH_PATH.has(String((error as { code?: unknown }).code)))
    return new CidError("path_not_found", `The folder ${cid} has nothing under this path.`, { cause: error });
  return new CidError("cid_malformed", `${cid} is not a file that can be read here (${messageOf(error)}).`, {
    cause: error,
  });
}

/** UnixFS that writes to `source` and reads by `block`. */
const filesOver = (source: BlockSource, block: Dag["block"]): UnixFS =>
  unixfs({
    blockstore: {
      async *get(cid: CID, options?: Lookup): AsyncGenerator<Uint8Array> {
        yield await block(cid, options);
      },
      async put(cid: CID, bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<CID> {
        await source.put(cid, bytes instanceof Uint8Array ? bytes : await collect(bytes));
        return cid;
      },
      // Blocks are written whether they are there or not, so nobody asks.
      has: async (): Promise<boolean> => false,
    },
  });

/** Reads and writes UnixFS over single blocks; every block is hashed on the way out. */
export function openDag(source: BlockSource): Dag {
  const block = async (cid: CID, { signal }: Lookup = {}): Promise<Uint8Array> => {
    try {
      // Not every source looks at the signal.
      signal?.throwIfAborted();
      if (isInline(cid)) return cid.multihash.digest;
      return await verifyBlock(cid, await source.get(cid, signal));
    } catch (error) {
      throw blame(error, cid, signal);
    }
  };

  /** UnixFS for one look at `root`, which may read so many blocks. */
  const filesOf = (root: CID, mostBlocks: number): UnixFS => {
    let left = mostBlocks;
    return filesOver(source, (cid, lookup) => {
      left -= 1;
      if (left < 0) throw new CidError("cid_too_large", `${root} needs more than the ${mostBlocks} blocks read here.`);
      return block(cid, lookup);
    });
  };

  async function blamed<T>(cid: CID, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw blame(error, cid, signal);
    }
  }

  return {
    block,
    stat: (cid, { signal, path = "" } = {}) =>
      blamed(cid, signal, async () => {
        const found = await filesOf(cid, MOST_BLOCKS).stat(cid, {
          ...definedSignal(signal),
          ...(path === "" ? {} : { path }),
        });
        const kind = found.unixfs?.type;
        // What is left is a link to a path on somebody's disk, or no content at all.
        if (found.type === "file" && kind !== "file" && kind !== "raw")
          throw new CidError("cid_malformed", `${found.cid} is a ${kind}, not a file or folder.`);
        const type = found.type === "directory" ? "directory" : "file";
        return { type, cid: found.cid, size: type === "file" ? Number(found.size) : 0 };
      }),
    async *read(cid, { signal, ...range } = {}) {
      // What is read ahead ends with whoever it was read for.
      const done = new AbortController();
      const ended = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
      try {
        yield* fileBlocks(cid, (part) => block(part, { signal: ended }), range);
      } catch (error) {
        throw blame(error, cid, signal);
      } finally {
        done.abort();
      }
    },
    list: (cid, most, { signal } = {}) =>
      blamed(cid, signal, async () => {
        const entries: NamedEntry[] = [];
        for await (const { name, cid: own } of filesOf(cid, MOST_BLOCKS + most).ls(cid, definedSignal(signal))) {
          if (entries.length === most)
            throw new CidError("cid_too_large", `The folder ${cid} has more than the ${most} entries listed here.`);
          entries.push({ name, cid: own.toString() });
        }
        return entries;
      }),
    addFile: (bytes) => filesOver(source, block).addBytes(bytes, { rawLeaves: true, cidVersion: 1 }),
  };
}

const definedSignal = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

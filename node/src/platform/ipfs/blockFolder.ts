import { randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { base32upper } from "multiformats/bases/base32";
import type { CID } from "multiformats/cid";
import type { BlockSource } from "./blockSource.ts";
import { IpfsFault, notFound } from "./faults.ts";

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/**
 * Blocks as files under `dir`, shared by the role processes of one machine: `<last two>/<multihash>.data`, the names
 * that blockstore-fs gives, so that older homes are read. Writers meet by rename. The folder is ours to judge: only a
 * file that does not exist is content that is missing; every other fault is of this machine.
 */
export async function openBlockFolder(dir: string): Promise<BlockSource> {
  await mkdir(dir, { recursive: true }).catch((cause: unknown) => {
    throw new IpfsFault(`The folder of blocks ${dir} can't be made`, cause);
  });

  const fileOf = (cid: CID): string => {
    const name = base32upper.encode(cid.multihash.bytes);
    return join(dir, name.slice(-2), `${name}.data`);
  };

  return {
    async get(cid) {
      try {
        return await readFile(fileOf(cid));
      } catch (cause) {
        if (!isAbsent(cause)) throw new IpfsFault(`The block ${cid} can't be read`, cause);
        // A disk that was taken away has no file either.
        await access(dir).catch((gone: unknown) => {
          throw new IpfsFault(`The folder of blocks ${dir} can't be read`, gone);
        });
        throw notFound(cid, cause);
      }
    },
    async put(cid, bytes) {
      const file = fileOf(cid);
      const part = `${file}.${randomUUID()}.part`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(part, bytes);
        // Also over a file that is there: a damaged copy is replaced.
        await rename(part, file);
      } catch (cause) {
        await rm(part, { force: true }).catch(() => undefined);
        throw new IpfsFault(`The block ${cid} can't be stored`, cause);
      }
    },
  };
}

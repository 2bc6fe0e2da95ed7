import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { readArray, readInteger, readObject, readString } from "../json.ts";
import { IpfsFault } from "./faults.ts";
import type { Ipfs } from "./ipfs.ts";

/** `folder.json`: the files of a folder by CID, sorted by path. An adapter's CID is the CID of this document. */
export interface FolderManifest {
  schemaVersion: 1;
  files: { path: string; cid: string; size: number }[];
}

const encoder = new TextEncoder();

/** Adds every file under `dir`, then the manifest; the manifest's CID names the folder. */
export async function addFolder(ipfs: Ipfs, dir: string): Promise<{ cid: string; manifest: FolderManifest }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  const files: FolderManifest["files"] = [];
  for (const path of paths) {
    const bytes = await readFile(join(dir, path));
    files.push({ path, cid: await ipfs.addBytes(bytes), size: bytes.length });
  }
  const manifest: FolderManifest = { schemaVersion: 1, files };
  return { cid: await ipfs.addBytes(encoder.encode(JSON.stringify(manifest))), manifest };
}

/** A path that stays inside the folder: relative, forward slashes, no "..", no drive letters, no dot files. */
function safePath(value: unknown, field: string): string {
  const path = readString(value, field, 200);
  const parts = path.split("/");
  if (parts.some((part) => !/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part)))
    throw new AssayError(`${field} "${path}" is not a plain relative path; the folder was refused.`, {
      code: "document_invalid",
      field,
    });
  return path;
}

/** Whether the folder lies here. It is moved into place as the last step, so one that is there is whole. */
async function isPresent(target: string): Promise<boolean> {
  try {
    return (await stat(target)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw new IpfsFault(`The folder ${target} can't be read`, error);
  }
}

/** The disk's faults are this machine's, as are those of the blocks; what the manifest says is not. */
async function onDisk<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new IpfsFault(`${file} can't be written`, error);
  }
}

/** The files that a manifest lists, before any of them is fetched: together they must make a folder. */
function filesOf(manifest: unknown, limitBytes: number): FolderManifest["files"] {
  const paths = new Set<string>();
  const folders = new Set<string>();
  let left = limitBytes;
  return readArray(readObject(manifest, "folder").files, "folder.files", 1_000).map((entry, i) => {
    const field = `folder.files[${i}]`;
    const file = readObject(entry, field);
    const path = safePath(file.path, `${field}.path`);
    const size = readInteger(file.size, `${field}.size`, 0, left);
    left -= size;
    const above = path.split("/").map((_, depth, parts) => parts.slice(0, depth).join("/"));
    if (paths.has(path) || folders.has(path) || above.some((folder) => paths.has(folder)))
      throw new AssayError(`${field}.path "${path}" is a file or folder of another entry; the folder was refused.`, {
        code: "document_invalid",
        field: `${field}.path`,
      });
    paths.add(path);
    for (const folder of above) folders.add(folder);
    return { path, cid: readString(file.cid, `${field}.cid`), size };
  });
}

/** Writes every file that the manifest lists below `part`. */
async function writeFiles(ipfs: Ipfs, files: FolderManifest["files"], part: string): Promise<void> {
  for (const { path, cid, size } of files) {
    const bytes = await ipfs.getBytes(cid, { limitBytes: size });
    const destination = join(part, path);
    await onDisk(destination, async () => {
      await mkdir(dirname(destination), { recursive: true });
      await writeFile(destination, bytes);
    });
  }
}

/** Writes the folder named by `cid` to `target` and returns it. A killed fetch is simply done again. */
export async function fetchFolder(
  ipfs: Ipfs,
  cid: string,
  target: string,
  limitBytes = 512 * 1024 * 1024,
): Promise<string> {
  if (await isPresent(target)) return target;
  const files = filesOf(await ipfs.getJson(cid, { limitBytes: 1024 * 1024 }), limitBytes);
  const part = `${target}.part-${randomUUID()}`;
  try {
    await writeFiles(ipfs, files, part);
    await onDisk(target, () => rename(part, target));
  } catch (error) {
    // A try that failed must not fill the disk with what it fetched.
    await rm(part, { recursive: true, force: true });
    // Another identity of this process may have fetched the same folder meanwhile: theirs is as good.
    if (!(await isPresent(target))) throw error;
  }
  return target;
}

import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { readArray, readInteger, readObject, readString } from "../json.ts";
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

/**
 * Writes the folder named by `cid` to `target` and returns it. A folder already there is complete (it is moved into
 * place as the last step), so a killed fetch is simply done again.
 */
export async function fetchFolder(
  ipfs: Ipfs,
  cid: string,
  target: string,
  limitBytes = 512 * 1024 * 1024,
): Promise<string> {
  const present = await stat(target).catch(() => undefined);
  if (present?.isDirectory()) return target;
  const manifest = readObject(await ipfs.getJson(cid, { limitBytes: 1024 * 1024 }), "folder");
  const part = `${target}.part-${randomUUID()}`;
  await rm(part, { recursive: true, force: true });
  let left = limitBytes;
  for (const [i, entry] of readArray(manifest.files, "folder.files", 1_000).entries()) {
    const file = readObject(entry, `folder.files[${i}]`);
    const path = safePath(file.path, `folder.files[${i}].path`);
    const size = readInteger(file.size, `folder.files[${i}].size`, 0, left);
    left -= size;
    const destination = join(part, path);
    await mkdir(dirname(destination), { recursive: true });
    await writeFile(
      destination,
      await ipfs.getBytes(readString(file.cid, `folder.files[${i}].cid`), { limitBytes: size }),
    );
  }
  await rename(part, target).catch(async (error: unknown) => {
    // Another identity of this process may have fetched the same folder meanwhile: theirs is as good.
    await rm(part, { recursive: true, force: true });
    if (!(await stat(target).catch(() => undefined))?.isDirectory()) throw error;
  });
  return target;
}

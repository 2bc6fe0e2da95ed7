import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readObject } from "./json.ts";

/** What a running role tells the others, in `<home>/run/<role>.json`. */
export interface RunFile {
  url?: string;
  pid: number;
}

/** Writes the role's run file in one step, so that a reader never sees half of it. */
export function writeRunFile(home: string, role: string, url: string | undefined): void {
  const dir = join(home, "run");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${role}.json`);
  const content: RunFile = { ...(url === undefined ? {} : { url }), pid: process.pid };
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(content));
  renameSync(`${path}.${process.pid}`, path);
}

/** The role's run file, or undefined while it is not running. */
export function readRunFile(home: string, role: string): RunFile | undefined {
  try {
    return readObject(JSON.parse(readFileSync(join(home, "run", `${role}.json`), "utf8")), role) as unknown as RunFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function removeRunFile(home: string, role: string): void {
  rmSync(join(home, "run", `${role}.json`), { force: true });
}

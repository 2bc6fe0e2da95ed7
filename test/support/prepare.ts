/** Builds the prepared states once for each version of the sources and keeps them in cache/chain-states. */
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { hexToBytes } from "viem";
import { localAccount } from "../../scripts/stack/chain.ts";
import { startAnvil } from "./anvil.ts";
import { ANVIL_OPTIONS, connect, type TestChain } from "./chain.ts";
import { STATES, type StateName } from "./states.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const HOME = join(ROOT, "cache", "chain-states");
/** Everything a prepared state depends on. */
const SOURCES = [
  "artifacts/contracts/**/*.json",
  "ignition/**/*.ts",
  "sdk/src/{actions,calls,hashing}/**/*.ts",
  "test/support/*.ts",
];
const POLL_MS = 100;

let prepared: Promise<string> | undefined;

/** The folder that holds deployment.json and one `<state>.json` for each state; the first to ask builds them. */
export function preparedStates(): Promise<string> {
  prepared ??= prepare();
  return prepared;
}

async function prepare(): Promise<string> {
  const folder = join(HOME, await sourcesHash());
  const lock = `${folder}.lock`;
  await mkdir(HOME, { recursive: true });
  while (!(await isThere(folder))) {
    if (!(await take(lock))) {
      await delay(POLL_MS);
      continue;
    }
    try {
      if (!(await isThere(folder))) await build(folder);
    } finally {
      await rm(lock, { force: true });
    }
  }
  return folder;
}

async function sourcesHash(): Promise<string> {
  const files = globSync(SOURCES, { cwd: ROOT }).filter((path) => !path.endsWith(".test.ts"));
  const hash = createHash("sha256");
  for (const path of files.sort()) hash.update(`${path}\0`).update(await readFile(join(ROOT, path)));
  return hash.digest("hex").slice(0, 16);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Takes the lock, or says that another process holds it. A lock whose holder is dead is taken away. */
async function take(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(await readFile(lock, "utf8").catch(() => ""));
  if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Builds every state from its parent on one chain; the folder appears only when it is complete. */
async function build(folder: string): Promise<void> {
  for (const old of globSync(join(HOME, "*")))
    if (!old.endsWith(".lock")) await rm(old, { recursive: true, force: true });
  const work = `${folder}.${process.pid}`;
  await mkdir(work, { recursive: true });
  const anvil = await startAnvil(ANVIL_OPTIONS);
  try {
    const out = join(work, "deployment.json");
    const { rpcUrl } = anvil;
    // Only here, since loading it takes longer than a test.
    const { deployAssay } = await import("../../ignition/deploy/deploy.ts");
    const deployment = await deployAssay({ rpcUrl, privateKey: localAccount("deployer").privateKey, out });
    await rm(join(dirname(out), "ignition"), { recursive: true });
    await grow(connect(rpcUrl, deployment), undefined, work);
  } finally {
    await anvil.close();
  }
  await rename(work, folder);
}

/** Builds the states that follow from `parent`, and all that follow from those. */
async function grow(chain: TestChain, parent: StateName | undefined, work: string): Promise<void> {
  const { client } = chain;
  for (const [name, state] of Object.entries(STATES)) {
    if (state.after !== parent) continue;
    const id = await client.snapshot();
    await state.build(chain);
    const dump = (await client.request({ method: "anvil_dumpState" } as never)) as `0x${string}`;
    await writeFile(join(work, `${name}.json`), gunzipSync(hexToBytes(dump)));
    await grow(chain, name as StateName, work);
    await client.revert({ id });
  }
}

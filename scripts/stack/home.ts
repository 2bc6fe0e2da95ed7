/** The home folder of one local stack: state, keys, logs. One stack at a time per folder. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CONTRACT_NAMES } from "@assay/sdk/deployment";

const FOLDERS = ["run", "logs", "state"];

/**
 * Version of what the roles keep in a home: raised whenever an older home can't be gone on with. 2: a folder per role,
 * and vouchers and ratings signed under other names.
 */
const VERSION = 2;

export type Home = {
  dir: string;
  file(name: string): string;
  /** Releases the folder for the next stack. */
  unlock(): void;
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means the process exists but is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes an old home. A folder that no stack made is never deleted, whatever --home says. */
function clear(dir: string): void {
  if (!existsSync(dir) || readdirSync(dir).length === 0) return;
  if (!FOLDERS.every((folder) => existsSync(join(dir, folder)))) {
    throw new Error(`${dir} is no home folder of Assay, so --fresh does not delete it: choose another --home.`);
  }
  rmSync(dir, { recursive: true, force: true });
}

/** Roles find their state by its place and read what they once signed, so a home is used by the version that made it. */
function assertSameVersion(dir: string): void {
  if (!existsSync(join(dir, "config.json"))) return;
  const path = join(dir, "home.json");
  const { version } = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { version?: number }) : {};
  if (version === VERSION) return;
  const age = version !== undefined && version > VERSION ? "a later" : "an earlier";
  throw new Error(
    `${dir} was made by ${age} Assay, which keeps its state differently: begin again with --fresh (its models and balances are forgotten), or use another --home.`,
  );
}

/** Contracts never change in place: a chain that holds other ones can only be left as it is, or forgotten. */
function assertSameContracts(dir: string): void {
  const path = join(dir, "deployment.json");
  if (!existsSync(path)) return;
  const { addresses } = JSON.parse(readFileSync(path, "utf8")) as { addresses?: Record<string, string> };
  if (CONTRACT_NAMES.every((name) => addresses?.[name] !== undefined)) return;
  throw new Error(
    `${dir} holds the chain of an earlier Assay, whose contracts are different: begin again with --fresh (its models and balances are forgotten), or use another --home.`,
  );
}

/**
 * Opens the folder, or begins again with `fresh`.
 * @throws when a stack already runs in it, or another version of Assay made it
 */
export function openHome(path: string, options: { fresh: boolean }): Home {
  const dir = resolve(path);
  const lock = join(dir, "stack.pid");
  if (existsSync(lock)) {
    const pid = Number(readFileSync(lock, "utf8"));
    // An empty file (a kill while it was written) would read as 0, which stands for this very process group.
    if (pid > 0 && pid !== process.pid && isAlive(pid)) {
      throw new Error(`Assay already runs in ${dir} (process ${pid}): stop it with Ctrl-C, or use another --home.`);
    }
  }
  if (options.fresh) clear(dir);
  assertSameVersion(dir);
  assertSameContracts(dir);
  for (const folder of FOLDERS) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(lock, String(process.pid));
  writeFileSync(join(dir, "home.json"), JSON.stringify({ version: VERSION }));
  return { dir, file: (name) => join(dir, name), unlock: () => rmSync(lock, { force: true }) };
}

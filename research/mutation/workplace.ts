import { globSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Code } from "./compile.ts";
import type { Subject } from "./subjects.ts";

const COPIED = ["contracts", "test", "scripts", "artifacts", "cache", "hardhat.config.ts", "package.json"];
/** What the compiler said, which Hardhat reads before each run to explain failures. It is four fifths of a run's time. */
const OUTPUTS = "{artifacts,cache/test-artifacts}/build-info/*.output.json";

/** A copy of the project in which artifacts can be replaced. */
export class Workplace {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(root: string): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), "assay-mutation-"));
    const filter = (path: string): boolean => !path.endsWith(".output.json");
    for (const path of COPIED) await cp(join(root, path), join(folder, path), { recursive: true, filter });
    for (const path of globSync(OUTPUTS, { cwd: root })) await writeFile(join(folder, path), emptyOutput(path));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    return new Workplace(folder);
  }

  /** Puts other bytecode in the place of the subject's. */
  async install(subject: Subject, code: Code): Promise<void> {
    const path = join(this.folder, "artifacts", subject.deployed, `${subject.contract}.json`);
    const artifact = JSON.parse(await readFile(path, "utf8")) as object;
    await writeFile(path, JSON.stringify({ ...artifact, ...code }));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

function emptyOutput(path: string): string {
  const id = basename(path, ".output.json");
  return JSON.stringify({ _format: "hh3-sol-build-info-output-1", id, output: { sources: {}, contracts: {} } });
}

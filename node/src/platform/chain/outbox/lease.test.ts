import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Address } from "viem";
import { leaseAccount } from "./lease.ts";

const ACCOUNT: Address = "0x00000000000000000000000000000000000A55A1";

describe("lease of an account", () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-lease-"));
  });
  after(() => rm(home, { recursive: true, force: true }));

  /** A process that holds the lease until it is killed. */
  async function holder() {
    const code = `import { leaseAccount } from ${JSON.stringify(new URL("./lease.ts", import.meta.url).href)};
      leaseAccount(${JSON.stringify(home)}, 1, "${ACCOUNT}", "gateway");
      console.log("held"); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return child;
  }

  test("default: a released lease can be taken again, and chains do not share one", () => {
    const first = leaseAccount(home, 1, ACCOUNT, "trainer");
    const elsewhere = leaseAccount(home, 2, ACCOUNT, "trainer");
    first.release();
    leaseAccount(home, 1, ACCOUNT, "curator").release();
    elsewhere.release();
  });

  test("error: a second owner is refused, and told who holds the account and what to do", () => {
    const lease = leaseAccount(home, 1, ACCOUNT, "trainer");
    assert.throws(() => leaseAccount(home, 1, ACCOUNT, "gateway"), {
      code: "account_in_use",
      message: new RegExp(
        `^Account ${ACCOUNT} is in use by role trainer, process ${process.pid} on .+ since .+; stop that process, or give role gateway a key of its own in config.json.$`,
      ),
    });
    lease.release();
  });

  test("behavior: a different process is refused while the owner lives, and takes over once it is killed", async () => {
    const child = await holder();
    assert.throws(() => leaseAccount(home, 1, ACCOUNT, "trainer"), new RegExp(`role gateway, process ${child.pid} on`));
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    leaseAccount(home, 1, ACCOUNT, "trainer").release();
  });
});

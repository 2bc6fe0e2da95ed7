import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { keccak256 } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { openDatabase } from "../../database.ts";
import { outboxMigrations } from "./migrations.ts";
import { createOutboxStore } from "./store.ts";

test("behavior: what an older version signed is carried on, with the fees that its bytes say", async () => {
  const home = await mkdtemp(join(tmpdir(), "assay-outbox-"));
  const path = join(home, "role.db");
  const account = privateKeyToAccount(generatePrivateKey());
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: 1,
    to: account.address,
    nonce: 7,
    gas: 50_000n,
    maxFeePerGas: 30n,
    maxPriorityFeePerGas: 2n,
  });
  const old = await openDatabase(path, outboxMigrations.slice(0, 1));
  await old.run(
    `INSERT INTO outbox (key, account, target, data, value, state, nonce, raw, hash)
      VALUES ('pay', ?, ?, '0x', '0', 'signed', 7, ?, ?)`,
    ...[account.address, account.address, raw, keccak256(raw)],
  );
  await old.close();

  const db = await openDatabase(path, outboxMigrations);
  const [open] = await createOutboxStore(db, account.address).open();
  assert.equal(open?.row.nonce, 7);
  assert.deepEqual(open?.attempts, [
    { kind: "intent", nonce: 7, hash: keccak256(raw), raw, block: 0n, gas: 50_000n, maxFee: 30n, maxTip: 2n },
  ]);
  await db.close();
  await rm(home, { recursive: true, force: true });
});

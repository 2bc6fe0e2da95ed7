import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { loadConfig } from "../platform/config.ts";
import { ROLES } from "./index.ts";
import { checkSettings } from "./settings.ts";

const home = mkdtempSync(join(tmpdir(), "assay-settings-"));
after(() => rmSync(home, { recursive: true, force: true }));

function check(name: string, settings: object): void {
  writeFileSync(join(home, "config.json"), JSON.stringify({ chainId: 1, rpcUrl: "x", roles: { [name]: settings } }));
  const entry = ROLES[name];
  assert.ok(entry);
  checkSettings(name, entry.settings, loadConfig(home));
}

describe("roles", () => {
  test("default: every role of the table loads, and says in one sentence what it does", async () => {
    for (const [name, { about, load }] of Object.entries(ROLES)) {
      assert.equal(typeof (await load()), "function", name);
      assert.match(about, /^[A-Z][^.]+\.$/, name);
    }
  });

  test("default: settings as the local stack and docs/operator.md write them", () => {
    check("indexer", { port: 1 });
    check("trainer", { port: 0, privateKey: `0x${"1".repeat(64)}`, python: "python", baseAuthor: "0x1" });
    check("evaluator", { privateKeys: [`0x${"1".repeat(64)}`], stakeUnits: 5 });
    check("gateway", { policy: { routing: { minimumQuantile: 0.6 } }, price: { servingAmount: "0.25" } });
    check("sponsor", { gateways: ["http://x"], budget: "2000", maxFee: 50, record: { quantile: 0.8 } });
    check("portal", { devAccounts: [{}], names: { a: "b" }, walletConnectProjectId: "x" });
  });

  test("error: a setting that is unknown, missing or of another type is named", () => {
    const refused = (field: string, message: RegExp) => ({ code: "config_invalid", field, message });
    assert.throws(() => check("gateway", { prices: {} }), refused("roles.gateway.prices", /not a known field/));
    assert.throws(() => check("gateway", { price: { fee: "1" } }), refused("roles.gateway.price.fee", /not a known/));
    assert.throws(() => check("trainer", { baseAuthor: "0x1" }), refused("roles.trainer.python", /is missing/));
    assert.throws(() => check("evaluator", { stakeUnits: "5" }), { field: "roles.evaluator.stakeUnits" });
  });
});

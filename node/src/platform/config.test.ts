import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CONTRACT_NAMES } from "@assay/sdk/deployment";
import { loadConfig, loadDeployment, roleConfig, roleKey } from "./config.ts";

const KEY = `0x${"1".repeat(64)}`;

describe("config", () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-config-"));
  });
  after(() => rm(home, { recursive: true, force: true }));
  const write = (value: unknown) =>
    writeFile(join(home, "config.json"), typeof value === "string" ? value : JSON.stringify(value));

  test("behavior: a file of another name, its paths relative to the home", async () => {
    const file = join(home, "operator.json");
    await writeFile(file, JSON.stringify({ chainId: 31337, rpcUrl: "http://127.0.0.1:8545" }));
    assert.equal(loadConfig(home, file).deploymentPath, join(home, "deployment.json"));
    assert.throws(() => loadConfig(home, join(home, "absent.json")), {
      code: "config_missing",
      message: /absent\.json/,
    });
  });

  test("behavior: the sample of docs/evaluator.md is a configuration, and the page shows it", () => {
    const docs = new URL("../../../docs/", import.meta.url);
    const config = loadConfig(home, fileURLToPath(new URL("evaluator.example.json", docs)));
    assert.equal(roleConfig(config, "evaluator").extra.stakeUnits, 20);
    const sample = readFileSync(new URL("evaluator.example.json", docs), "utf8");
    assert.ok(readFileSync(new URL("evaluator.md", docs), "utf8").includes(sample));
  });

  test("default: paths are made absolute and roles are read", async () => {
    await write({
      chainId: 31337,
      rpcUrl: "http://127.0.0.1:8545",
      roles: { curator: { privateKey: KEY, port: 4 }, evaluator: { privateKeys: [KEY], stakeUnits: 3 } },
    });
    const config = loadConfig(home);
    assert.equal(config.deploymentPath, join(home, "deployment.json"));
    assert.equal(config.model.base, "smollm2-135m");
    assert.equal(roleKey(config, "curator"), KEY);
    assert.deepEqual(roleConfig(config, "evaluator"), { port: 0, extra: { stakeUnits: 3 }, privateKeys: [KEY] });
    assert.deepEqual(roleConfig(config, "portal"), { port: 0, extra: {} });
    assert.throws(() => roleKey(config, "gateway"), {
      code: "config_invalid",
      message: /roles\.gateway\.privateKey is missing/,
    });
  });

  test("default: several RPCs, the first of which is rpcUrl", async () => {
    await write({ chainId: 1, rpcUrls: ["http://a", "http://b"], rpcQuorum: 2 });
    const { rpcUrl, rpcUrls, rpcQuorum } = loadConfig(home);
    assert.deepEqual(
      { rpcUrl, rpcUrls, rpcQuorum },
      { rpcUrl: "http://a", rpcUrls: ["http://a", "http://b"], rpcQuorum: 2 },
    );
    await write({ chainId: 1, rpcUrl: "http://a", rpcUrls: ["http://b"], rpcQuorum: 3 });
    assert.throws(() => loadConfig(home), { field: "rpcQuorum" });
  });

  test("error: one sentence names the field", async () => {
    await write("{");
    assert.throws(() => loadConfig(home), { code: "config_invalid", message: /is not a JSON object/ });
    await write({ chainId: "1", rpcUrl: "x" });
    assert.throws(() => loadConfig(home), { field: "chainId" });
    await write({ chainId: 1, rpcUrl: "x", roles: { curator: { privateKey: "0x1" } } });
    assert.throws(() => loadConfig(home), { field: "roles.curator.privateKey" });
    assert.throws(() => loadConfig(join(home, "nowhere")), { code: "config_missing" });
  });

  test("error: a deployment on another chain or with a hole", async () => {
    const path = join(home, "deployment.json");
    const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, `0x${"1".repeat(40)}`]));
    await writeFile(path, JSON.stringify({ chainId: 5, startBlock: 0, addresses }));
    assert.equal(loadDeployment({ deploymentPath: path, chainId: 5 }).chainId, 5);
    assert.throws(() => loadDeployment({ deploymentPath: path, chainId: 1 }), {
      message: /chainId is 5 but config\.chainId is 1/,
    });
    await writeFile(path, JSON.stringify({ chainId: 5, startBlock: 0, addresses: { ...addresses, token: "0x1" } }));
    assert.throws(() => loadDeployment({ deploymentPath: path, chainId: 5 }), {
      code: "config_invalid",
      field: "addresses.token",
      message: /addresses\.token must be a 20-byte address/,
    });
  });
});

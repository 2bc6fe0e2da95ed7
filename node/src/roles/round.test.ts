/**
 * Curator and evaluators over a real chain and real IPFS blocks, with an engine that needs no model: from an upload to
 * a finalised round, while the evaluator process is killed after each of its steps.
 */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { admissionAbi, datanetRegistryAbi } from "@assay/sdk/abi";
import {
  createDatanet,
  openRound,
  publishVersion,
  readBond,
  registerModel,
  stakeModel,
  transferToken,
} from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { parseDocument } from "@assay/sdk/documents";
import { canonicalBytes, documentHash, keyRequestTypedData } from "@assay/sdk/hashing";
import {
  type Address,
  bytesToHex,
  type Hex,
  hexToBytes,
  keccak256,
  parseEther,
  stringToBytes,
  zeroAddress,
  zeroHash,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { createChainClient, createRoleWallet } from "../chain/clients.ts";
import { loadConfig, loadDeployment } from "../config.ts";
import { open } from "../crypto/aesGcm.ts";
import { deriveKeyPair, unwrap } from "../crypto/hpke.ts";
import { bundleAad, versionKeyInfo } from "../crypto/info.ts";
import { silentLogger } from "../log.ts";
import type { RunningRole } from "../role.ts";
import { addFolder } from "../storage/folder.ts";
import { createIpfs, type Ipfs } from "../storage/ipfs.ts";
import { type Anvil, startAnvil } from "../testing/anvil.ts";
import { type FakeEngine, startFakeEngine } from "../testing/fakeEngine.ts";
import { startCurator } from "./curator.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const LABELS = ["refund", "card lost", "limits", "greeting"];

function devKey(index: number): Hex {
  return bytesToHex(mnemonicToAccount(MNEMONIC, { addressIndex: index }).getHdKey().privateKey ?? new Uint8Array());
}

/** `count` different rows over all labels. */
function csv(name: string, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${name} asks number ${i} about ${LABELS[i % LABELS.length]},${LABELS[i % LABELS.length]}`,
  );
  return `text,label\n${lines.join("\n")}\n`;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(200);
  }
  throw new Error(`waited 60 s for ${what}`);
}

describe("curator and evaluators", { timeout: 240_000 }, () => {
  let anvil: Anvil;
  let engine: FakeEngine;
  let home: string;
  let curator: RunningRole;
  let deployment: Deployment;
  let ipfs: Ipfs;
  let evaluator: ChildProcess | undefined;
  const settings = () => ({ chainId: 31337, rpcUrl: anvil.rpcUrl });
  const wallet = (index: number) => createRoleWallet(settings(), devKey(index));
  const admissionEvents = <const name extends "Committed" | "Revealed" | "RoundFinalized" | "CreditWithdrawn">(
    eventName: name,
  ) =>
    createChainClient(settings()).getContractEvents({
      address: deployment.addresses.admission,
      abi: admissionAbi,
      eventName,
      fromBlock: 0n,
      strict: true,
    });
  const retiredBatches = () =>
    createChainClient(settings()).getContractEvents({
      address: deployment.addresses.datanets,
      abi: datanetRegistryAbi,
      eventName: "BatchRetired",
      fromBlock: 0n,
      strict: true,
    });

  async function request(path: string, init?: RequestInit): Promise<Record<string, unknown>> {
    const response = await fetch(`${curator.url}${path}`, init);
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(response.status, 200, JSON.stringify(body));
    return body;
  }
  const post = (path: string, body: unknown) =>
    request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-round-"));
    anvil = await startAnvil(["--chain-id", "31337", "--block-time", "1", "--accounts", "20"]);
    engine = await startFakeEngine();
    await promisify(execFile)(
      process.execPath,
      [join(ROOT, "scripts/deploy.ts"), "--rpc", anvil.rpcUrl, "--out", join(home, "deployment.json")],
      {
        env: { ...process.env, DEPLOYER_KEY: devKey(0) },
        cwd: ROOT,
      },
    );
    const config = {
      ...settings(),
      engine: { url: engine.url, token: engine.token },
      model: { base: "tiny" },
      roles: {
        curator: { privateKey: devKey(1) },
        evaluator: { privateKeys: [devKey(2), devKey(3), devKey(4)], stakeUnits: 5 },
      },
    };
    await writeFile(join(home, "config.json"), JSON.stringify(config));
    deployment = loadDeployment(loadConfig(home));
    ipfs = await createIpfs({ home });
    for (const index of [2, 3, 4])
      await transferToken(wallet(0), { deployment, to: wallet(index).account.address, amount: parseEther("2000") });
    curator = await startCurator({ config: loadConfig(home), log: silentLogger, signal: new AbortController().signal });
  });
  after(async () => {
    evaluator?.kill("SIGKILL");
    await curator?.close();
    await engine?.close();
    await ipfs?.close();
    await anvil?.close();
    await rm(home, { recursive: true, force: true });
  });

  async function contribute(datanetId: bigint, index: number, name: string): Promise<string> {
    const signer = wallet(index);
    const form = new FormData();
    form.set("file", new File([csv(name, 100)], "rows.csv"));
    form.set("contributor", signer.account.address);
    form.set("mapping", JSON.stringify({ text: "text", label: "label" }));
    form.set(
      "metadata",
      JSON.stringify({ origin: "made up", licence: "CC0", intendedUse: "tests", why: "covers all labels" }),
    );
    const offer = await request(`/datanets/${datanetId}/contributions`, { method: "POST", body: form });
    const id = offer.contributionId as string;
    const other = await wallet(9).signTypedData(offer.typedData as never);
    const refused = await fetch(`${curator.url}/contributions/${id}/sign`, {
      method: "POST",
      body: JSON.stringify({ signature: other }),
    });
    assert.equal(refused.status, 400);
    assert.equal(((await refused.json()) as { error: { code: string } }).error.code, "signature_invalid");
    await post(`/contributions/${id}/sign`, { signature: await signer.signTypedData(offer.typedData as never) });
    return id;
  }

  async function publish(): Promise<{ datanetId: bigint; version: number }> {
    const { cid, hash } = await post("/metadata", {
      name: "Bank",
      description: "Intents",
      domain: "banking",
      licence: "CC0",
      access: "open",
    });
    const { custodian } = await request("/custodian");
    const created = await createDatanet(wallet(5), {
      deployment,
      metadataHash: hash as Hex,
      metadataCid: cid as string,
      custodian: custodian as Address,
    });
    const { datanetId } = created;
    // The custodian bonds itself once it has the means.
    await transferToken(wallet(0), { deployment, to: custodian as Address, amount: parseEther("500") });
    const contributionIds = [await contribute(datanetId, 6, "ada"), await contribute(datanetId, 7, "ben")];
    const { input } = (await post(`/datanets/${datanetId}/versions`, { contributionIds })) as {
      input: { totalWeight: string };
    };
    const { version } = await publishVersion(wallet(5), {
      deployment,
      datanetId,
      input: { ...input, totalWeight: BigInt(input.totalWeight) } as never,
    });
    await until("the sealed version", async () => {
      const response = await fetch(`${curator.url}/datanets/${datanetId}/versions/${version}`);
      return response.ok && ((await response.json()) as { state: string }).state === "sealed" ? true : undefined;
    });
    return { datanetId, version };
  }

  async function trainingRows(datanetId: bigint, version: number): Promise<{ split: string; text: string }[]> {
    const pair = await deriveKeyPair(stringToBytes("a seed of at least thirty-two bytes"));
    const requester = wallet(8).account;
    const encryptionKey = bytesToHex(pair.publicKey);
    const typedData = keyRequestTypedData({
      chainId: 31337,
      datanets: deployment.addresses.datanets,
      request: { datanetId, version, requester: requester.address, encryptionKey },
    });
    const signature = await wallet(8).signTypedData(typedData);
    const answer = await post("/keys/train", {
      datanet: datanetId.toString(),
      version,
      requester: requester.address,
      encryptionKey,
      signature,
    });
    const { cid, rows } = answer.bundle as { cid: string; rows: number };
    const ref = { chainId: 31337, datanetId, version };
    const key = await unwrap(
      pair.privateKey,
      hexToBytes(answer.wrappedKey as Hex),
      versionKeyInfo(ref, requester.address),
    );
    const lines = new TextDecoder().decode(open(key, await ipfs.getBytes(cid), bundleAad(ref, rows)));
    return lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { split: string; text: string });
  }

  async function register(datanetId: bigint, version: number): Promise<bigint> {
    const dir = join(home, "adapter");
    await mkdir(dir);
    await writeFile(join(dir, "adapter_model.safetensors"), "weights");
    const run = canonicalBytes({ schemaVersion: 1, job: { base: "tiny" } });
    const hash = keccak256(stringToBytes("any"));
    const { modelId } = await registerModel(wallet(8), {
      deployment,
      input: {
        baseId: keccak256(stringToBytes("tiny")),
        baseHash: hash,
        adapterHash: hash,
        runManifestHash: documentHash(run),
        tokenizerHash: hash,
        templateHash: hash,
        servingProfileHash: hash,
        maxTemperatureMilli: 300,
        trainer: wallet(8).account.address,
        baseAuthor: zeroAddress,
        parent: 0n,
        adapterCid: (await addFolder(ipfs, dir)).cid,
        runCid: await ipfs.addBytes(run),
        sources: [{ datanetId, version, weightBps: 10_000 }],
      },
    });
    return modelId;
  }

  function startEvaluatorProcess(): void {
    evaluator = spawn(process.execPath, [join(ROOT, "node/src/cli.ts"), "evaluator", "--home", home], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }

  async function killEvaluator(): Promise<void> {
    const child = evaluator;
    if (child === undefined) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Resolves when the evaluator's log holds `event` more often than before. */
  async function logged(event: string, seen: number): Promise<void> {
    await until(event, async () => (countLogged(event) > seen ? true : undefined));
  }
  const countLogged = (event: string): number =>
    readFileSync(join(home, "logs/evaluator.log"), "utf8").split(`"event":"${event}"`).length - 1;

  test("behavior: upload to final round, with the evaluators killed after every step", async () => {
    const { datanetId, version } = await publish();
    const rows = await trainingRows(datanetId, version);
    assert.ok(rows.some((row) => row.split === "validation") && rows.every((row) => row.split !== "exam"));

    await until("the custodian's bond", async () => {
      const { total } = await readBond(wallet(0), { deployment, datanetId });
      return total > 0n ? true : undefined;
    });
    startEvaluatorProcess();
    await until("three staked evaluators", async () =>
      countLoggedSafely("evaluator_staked") === 3 ? true : undefined,
    );
    const modelId = await register(datanetId, version);
    await transferToken(wallet(0), { deployment, to: wallet(8).account.address, amount: parseEther("2000") });
    await stakeModel(wallet(8), { deployment, modelId, amount: parseEther("500") });
    await openRound(wallet(8), { deployment, modelId, maxFee: parseEther("30") });

    for (const event of ["seat_evaluated", "outbox_signed", "seat_committed", "seat_revealed", "seat_audited"]) {
      await logged(event, event === "outbox_signed" ? countLogged(event) : 0);
      await killEvaluator();
      startEvaluatorProcess();
    }
    await until("the final round", async () =>
      (await admissionEvents("RoundFinalized")).length === 1 ? true : undefined,
    );
    await until("the retired batch", async () => ((await retiredBatches()).length === 1 ? true : undefined));

    const commits = await admissionEvents("Committed");
    assert.deepEqual(commits.map((log) => log.args.seat).sort(), [0, 1, 2]);
    const reveals = await admissionEvents("Revealed");
    assert.equal(reveals.length, 3);
    const [first] = reveals;
    const report = parseDocument("report", await ipfs.getBytes(first?.args.reportCid ?? "")) as unknown as {
      conditions: { condition: string; passes: number; total: number; needed: number }[];
    };
    assert.deepEqual(report.conditions.find((entry) => entry.condition === "repeat")?.passes, 16);
    assert.equal(
      parseDocument("transcript", await ipfs.getBytes(first?.args.transcriptCid ?? "")).root,
      first?.args.root,
    );
    const evaluations = engine.jobKeys.filter((key) => key.startsWith("evaluate:"));
    assert.equal(evaluations.length, 3, "a resumed evaluation is the same job");
    const [retired] = await retiredBatches();
    const items = (await ipfs.getJson(retired?.args.itemsCid ?? "")) as { items: unknown[] };
    assert.equal(items.items.length, 32);
    assert.notEqual(retired?.args.key, zeroHash);
    await until("withdrawn credit", async () =>
      (await admissionEvents("CreditWithdrawn")).length >= new Set(commits.map((log) => log.args.evaluator)).size
        ? true
        : undefined,
    );
  });

  function countLoggedSafely(event: string): number {
    try {
      return countLogged(event);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
      throw error;
    }
  }
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ContractAbis,
  createDatanet,
  getEvents,
  openRound,
  publishVersion,
  readBond,
  registerModel,
  stakeModel,
  transferToken,
} from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { canonicalBytes, documentHash } from "@assay/sdk/hashing";
import {
  type Address,
  type ContractEventName,
  type Hex,
  keccak256,
  parseEther,
  stringToBytes,
  zeroAddress,
} from "viem";
import { deployAssay } from "../../../ignition/deploy/deploy.ts";
import { local } from "../../../ignition/parameters/local.ts";
import type { ParamSet } from "../../../ignition/parameters/types.ts";
import { type Anvil, startAnvil } from "../../../test/support/anvil.ts";
import { until } from "../../../test/support/until.ts";
import { createChainClient, createRoleWallet, type RoleWallet } from "../platform/chain/clients.ts";
import { loadConfig } from "../platform/config.ts";
import { addFolder } from "../platform/ipfs/folder.ts";
import { createIpfs, type Ipfs } from "../platform/ipfs/ipfs.ts";
import { silentLogger } from "../platform/log.ts";
import type { RunningRole } from "../platform/role.ts";
import { startCurator } from "../roles/curator.ts";
import { type FakeEngine, type Lie, startFakeEngine } from "./fakeEngine.ts";
import { devKey } from "./moneyChain.ts";

const LABELS = ["refund", "card lost", "limits", "greeting"];
/** Accounts by number: 0 deploys, 1 is the custodian, 5 the curator, 6 and 7 contribute, 8 publishes. */
const [CUSTODIAN, CURATOR, PUBLISHER] = [1, 5, 8];
const CONTRIBUTORS = { ada: 6, ben: 7 };

export interface RoundStageOptions {
  /** accounts of the evaluators: 10 and later are free */
  evaluators: number[];
  stakeUnits: number;
  /** changes to the local parameters */
  paramSet?: Partial<ParamSet>;
  /** rows each of two contributors gives */
  rows: number;
  lie?: Lie;
}

/** `count` different rows over all labels. */
function csv(name: string, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${name} asks number ${i} about ${LABELS[i % LABELS.length]},${LABELS[i % LABELS.length]}`,
  );
  return `text,label\n${lines.join("\n")}\n`;
}

/** A chain with blocks of a second, a curator role, and an engine without a model: all a round needs but evaluators. */
export async function startRoundStage({ evaluators, stakeUnits, paramSet, rows, lie }: RoundStageOptions) {
  const home = await mkdtemp(join(tmpdir(), "assay-round-"));
  const anvil: Anvil = await startAnvil(["--chain-id", "31337", "--block-time", "1", "--accounts", "20"]);
  const engine: FakeEngine = await startFakeEngine(lie);
  const settings = { chainId: 31337, rpcUrl: anvil.rpcUrl };
  const wallet = (index: number): RoleWallet => createRoleWallet(settings, devKey(index));
  const client = createChainClient(settings);
  const deployment: Deployment = await deployAssay({
    rpcUrl: anvil.rpcUrl,
    privateKey: devKey(0),
    parameters: { ...local, paramSet: { ...local.paramSet, ...paramSet } },
    out: join(home, "deployment.json"),
  });
  const config = {
    ...settings,
    engine: { url: engine.url, token: engine.token },
    model: { base: "tiny" },
    roles: {
      curator: { privateKey: devKey(CUSTODIAN) },
      evaluator: { privateKeys: evaluators.map(devKey), stakeUnits },
    },
  };
  await writeFile(join(home, "config.json"), JSON.stringify(config));
  const ipfs: Ipfs = await createIpfs({ home });
  const give = (index: number, tokens: string) =>
    transferToken(wallet(0), { deployment, to: wallet(index).account.address, amount: parseEther(tokens) });
  for (const index of evaluators) await give(index, "4000");
  await give(PUBLISHER, "20000");
  const curator: RunningRole = await startCurator({
    config: loadConfig(home),
    log: silentLogger,
    signal: new AbortController().signal,
  });

  async function request(path: string, init?: RequestInit): Promise<Record<string, unknown>> {
    const response = await fetch(`${curator.url}${path}`, init);
    const body = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }
  const post = (path: string, body: unknown) =>
    request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  async function contribute(datanetId: bigint, index: number, name: string): Promise<string> {
    const signer = wallet(index);
    const form = new FormData();
    form.set("file", new File([csv(name, rows)], "rows.csv"));
    form.set("contributor", signer.account.address);
    form.set("mapping", JSON.stringify({ text: "text", label: "label" }));
    const metadata = { origin: "made up", licence: "CC0", intendedUse: "tests", why: "covers all labels" };
    form.set("metadata", JSON.stringify(metadata));
    const offer = await request(`/datanets/${datanetId}/contributions`, { method: "POST", body: form });
    const id = offer.contributionId as string;
    await post(`/contributions/${id}/sign`, { signature: await signer.signTypedData(offer.typedData as never) });
    return id;
  }

  /** A sealed version of one datanet with a bonded custodian. */
  async function publish(): Promise<{ datanetId: bigint; version: number }> {
    const about = { name: "Bank", description: "Intents", domain: "banking", licence: "CC0", access: "open" };
    const { cid, hash } = await post("/metadata", about);
    const { custodian } = await request("/custodian");
    const { datanetId } = await createDatanet(wallet(CURATOR), {
      deployment,
      metadataHash: hash as Hex,
      metadataCid: cid as string,
      custodian: custodian as Address,
    });
    await transferToken(wallet(0), { deployment, to: custodian as Address, amount: parseEther("1000") });
    const contributionIds: string[] = [];
    for (const [name, index] of Object.entries(CONTRIBUTORS))
      contributionIds.push(await contribute(datanetId, index, name));
    const { input } = (await post(`/datanets/${datanetId}/versions`, { contributionIds })) as {
      input: { totalWeight: string };
    };
    const { version } = await publishVersion(wallet(CURATOR), {
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

  /** Registers a model named by `name` (its adapter hash follows from it) and puts the stake down. */
  async function register(name: string, exam: { datanetId: bigint; version: number }): Promise<bigint> {
    const dir = join(home, "adapter");
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "adapter_model.safetensors"), "weights");
    const run = canonicalBytes({ schemaVersion: 1, job: { base: "tiny" } });
    const hash = keccak256(stringToBytes("any"));
    const publisher = wallet(PUBLISHER);
    const { modelId } = await registerModel(publisher, {
      deployment,
      input: {
        baseId: keccak256(stringToBytes("tiny")),
        baseHash: hash,
        adapterHash: adapterHashOf(name),
        runManifestHash: documentHash(run),
        tokenizerHash: hash,
        templateHash: hash,
        servingProfileHash: hash,
        maxTemperatureMilli: 300,
        trainer: publisher.account.address,
        baseAuthor: zeroAddress,
        parent: 0n,
        adapterCid: (await addFolder(ipfs, dir)).cid,
        runCid: await ipfs.addBytes(run),
        sources: [{ ...exam, weightBps: 10_000 }],
      },
    });
    await stakeModel(publisher, { deployment, modelId, amount: parseEther("500") });
    return modelId;
  }

  /** Opens a round once the custodian has bond free for it. */
  async function open(modelId: bigint, datanetId: bigint): Promise<bigint> {
    await until("the custodian's bond", async () => {
      const { total, bound } = await readBond(wallet(0), { deployment, datanetId });
      return total - bound >= local.paramSet.custodianBond ? true : undefined;
    });
    const { roundId } = await openRound(wallet(PUBLISHER), { deployment, modelId, maxFee: parseEther("30") });
    return roundId;
  }

  return {
    home,
    engine,
    client,
    deployment,
    ipfs,
    wallet,
    publish,
    register,
    open,
    curatorUrl: curator.url,
    anvilUrl: anvil.rpcUrl,
    /** Every event of one name so far. */
    events: <contract extends keyof ContractAbis, name extends ContractEventName<ContractAbis[contract]>>(
      contract: contract,
      eventName: name,
    ) => getEvents(client, { deployment, contract, eventName }),
    async close(): Promise<void> {
      await curator.close();
      await engine.close();
      await anvil.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export type RoundStage = Awaited<ReturnType<typeof startRoundStage>>;

/** The adapter hash a model of this name is registered with: by it the engine knows the model again. */
export function adapterHashOf(name: string): Hex {
  return keccak256(stringToBytes(name));
}

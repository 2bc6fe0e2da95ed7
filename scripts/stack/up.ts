/** Brings the whole stack up on one machine: chain, contracts, inference engine and every role. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Deployment, parseDeployment } from "@assay/sdk/deployment";
import { deployAssay } from "../../ignition/deploy/deploy.ts";
import { local } from "../../ignition/parameters/local.ts";
import { root } from "../setup/build.ts";
import { fundAccounts, WALLET_ACCOUNTS } from "./accounts.ts";
import { localAccount, localNames, startChain } from "./chain.ts";
import { openHome } from "./home.ts";
import { assertPortFree, freePort } from "./ports.ts";
import { createSupervisor, type ProcessSpec } from "./processes.ts";

export type Stack = {
  home: string;
  webUrl: string;
  rpcUrl: string;
  engineUrl: string;
  deployment: Deployment;
  /** Process ids by name, for tests that kill one. */
  pids(): Record<string, number>;
  stop(): Promise<void>;
};

export type StackOptions = {
  home: string;
  port: number;
  base: string;
  fresh: boolean;
  python: string;
  onProgress(text: string): void;
  onEvent(text: string): void;
  /** The web page answers; engine and workers are still starting. */
  onPage(url: string): void;
  signal: AbortSignal;
  /** Rules that differ from the local ones. */
  paramSet?: Partial<typeof local.paramSet>;
};

/** What a usable page needs; these start first. */
const PAGE_ROLES = ["portal", "indexer", "curator"] as const;
const WORK_ROLES = ["trainer", "evaluator", "gateway"] as const;
const ROLES = [...PAGE_ROLES, ...WORK_ROLES] as const;
const READY_TIMEOUT_MS = 60_000;

function roleSettings(ports: Record<string, number>, python: string): Record<string, unknown> {
  const key = (name: Parameters<typeof localAccount>[0]) => localAccount(name).privateKey;
  return {
    indexer: { port: ports.indexer },
    curator: { port: ports.curator, privateKey: key("curatorNode") },
    trainer: {
      port: ports.trainer,
      privateKey: key("trainer"),
      python,
      baseAuthor: localAccount("baseAuthor").address,
    },
    evaluator: {
      port: ports.evaluator,
      privateKeys: [key("evaluator1"), key("evaluator2"), key("evaluator3")],
      stakeUnits: 5,
    },
    gateway: { port: ports.gateway, privateKey: key("gateway") },
    portal: { port: ports.portal, devAccounts: WALLET_ACCOUNTS.map(localAccount), names: localNames() },
  };
}

const isReady = (line: string): boolean => line.startsWith("{") && line.includes('"url"');

function roleProcess(role: string, home: string): ProcessSpec {
  const cli = join(root, "node", "src", "cli.ts");
  const args = ["--disable-warning=ExperimentalWarning", cli, role, "--home", home, "--tied"];
  return { name: role, command: process.execPath, args, cwd: home, restart: true };
}

function engineProcess(python: string, port: number, tokenFile: string, home: string): ProcessSpec {
  const args = ["-m", "assay_worker", "engine", "--port", String(port), "--token-file", tokenFile, "--home", home];
  const env = { PYTHONPATH: join(root, "node", "worker") };
  return { name: "engine", command: python, args, env, cwd: home, restart: true };
}

/** @throws one sentence when a port is busy, a stack already runs in the folder, or a process does not come up */
export async function bringUp(options: StackOptions): Promise<Stack> {
  await assertPortFree(options.port);
  const home = openHome(options.home, { fresh: options.fresh });
  const supervisor = createSupervisor(home.file("logs"), options.onEvent);
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    home.unlock();
  };
  options.signal.addEventListener("abort", () => void stop(), { once: true });
  try {
    const ports: Record<string, number> = { portal: options.port, chain: await freePort(), engine: await freePort() };
    for (const role of ROLES) ports[role] ??= await freePort();

    const webUrl = `http://127.0.0.1:${options.port}`;

    options.onProgress("chain");
    const stateFile = home.file("state/chain.json");
    const rpcUrl = await startChain(supervisor, { stateFile, port: ports.chain ?? 0, cwd: home.dir });

    options.onProgress("contracts");
    const deploymentPath = home.file("deployment.json");
    const paramSet = { ...local.paramSet, ...options.paramSet };
    const parameters = { ...local, paramSet, treasury: localAccount("treasury").address };
    await deployAssay({ rpcUrl, privateKey: localAccount("deployer").privateKey, parameters, out: deploymentPath });
    const deployment = parseDeployment(JSON.parse(readFileSync(deploymentPath, "utf8")));
    await fundAccounts(deployment, rpcUrl);

    const tokenFile = home.file("state/engine.token");
    if (!existsSync(tokenFile)) writeFileSync(tokenFile, randomBytes(32).toString("hex"), { mode: 0o600 });
    const engineUrl = `http://127.0.0.1:${ports.engine}`;
    const config = {
      chainId: deployment.chainId,
      rpcUrl,
      deploymentPath,
      ipfs: process.env.KUBO_RPC_URL ? { kuboUrl: process.env.KUBO_RPC_URL } : {},
      engine: { url: engineUrl, token: readFileSync(tokenFile, "utf8") },
      model: { base: options.base },
      roles: roleSettings(ports, options.python),
    };
    writeFileSync(home.file("config.json"), JSON.stringify(config, null, 2), { mode: 0o600 });

    const role = (name: (typeof ROLES)[number]): Promise<string> =>
      supervisor.start(roleProcess(name, home.dir), isReady, READY_TIMEOUT_MS);
    options.onProgress("web page, index and data");
    await Promise.all(PAGE_ROLES.map(role));
    options.onPage(webUrl);
    options.onProgress("inference engine and the other roles");
    const engine = engineProcess(options.python, ports.engine ?? 0, tokenFile, home.dir);
    await Promise.all([supervisor.start(engine, isReady, READY_TIMEOUT_MS), ...WORK_ROLES.map(role)]);
    return {
      home: home.dir,
      webUrl,
      rpcUrl,
      engineUrl,
      deployment,
      pids: supervisor.pids,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

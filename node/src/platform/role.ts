import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AccountHealth } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hono } from "hono";
import type { Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { assertChain, type ChainClient, createChainClient } from "./chain/clients.ts";
import { leaseAccount } from "./chain/outbox/lease.ts";
import { createOutbox, type Outbox } from "./chain/outbox/outbox.ts";
import { type Config, loadDeployment, type RoleConfig, roleConfig, roleKey } from "./config.ts";
import { type Database, type Migration, openDatabase } from "./database.ts";
import { createEngineClient, type EngineClient } from "./engine/client.ts";
import { createGraph, type Graph } from "./graph.ts";
import { serve } from "./http/serve.ts";
import { createIpfs, type IpfsStore } from "./ipfs/ipfs.ts";
import type { Logger } from "./log.ts";
import { runEvery, type ScheduleOptions } from "./schedule.ts";

/** How often an outbox looks again at what it sent: rolled back, late or still open. */
const OUTBOX_MS = 15_000;
const GWEI = 1_000_000_000n;

/** What every role is started with. The role stops when `signal` fires or `close` is called. */
export interface RoleOptions {
  config: Config;
  log: Logger;
  signal: AbortSignal;
}

export interface RunningRole {
  url?: string;
  close(): Promise<void>;
}

export type StartRole = (options: RoleOptions) => Promise<RunningRole>;

/** What a role is wired from. Whatever it opens here is closed with it, the last that was opened first. */
export interface Role {
  config: Config;
  /** `roles.<name>` of the configuration */
  settings: RoleConfig;
  /** the role's own folder, `<home>/<name>` */
  dir: string;
  deployment: Deployment;
  client: ChainClient;
  ipfs: IpfsStore;
  graph: Graph;
  engine: EngineClient;
  log: Logger;
  /** fires when the role stops */
  signal: AbortSignal;
  /** The account of `roles.<name>.privateKey`. @throws AssayError config_invalid when there is none */
  account(): PrivateKeyAccount & { privateKey: Hex };
  /** Opens `<dir>/<file>.db`; by default the file has the role's name. */
  openDatabase(migrations: readonly Migration[], file?: string): Promise<Database>;
  /**
   * The outbox of an account, which this process alone may send from while the role runs.
   * @throws AssayError account_in_use
   */
  createOutbox(db: Database, account: PrivateKeyAccount, log?: Logger): Outbox;
  /** What is late or stuck, by account. */
  accounts(): Promise<AccountHealth[]>;
  /** Listens at the role's port, and returns the URL. */
  serve(app: Pick<Hono, "fetch">): Promise<string>;
  /** Works until the role stops; closing waits for the pass that runs. */
  repeat(options: Pick<ScheduleOptions, "name" | "fault" | "intervalMs" | "work">): void;
  /** What the role opened by itself is closed with it. */
  onClose(close: () => Promise<void>): void;
  /** Closing waits for this; work that runs until `signal` fires is given here. */
  waitFor(work: Promise<unknown>): void;
}

interface RoleNeeds {
  /** whether the role may start only while its chain answers as the configured one */
  needsChain: boolean;
}

/**
 * Makes a role of what wires it: opens what every role needs, and closes everything that was opened, also when the
 * wiring fails half-way. `wire` returns the URL the role serves at, if it serves.
 */
export function defineRole(
  name: string,
  wire: (role: Role) => Promise<string | undefined>,
  needs: RoleNeeds = { needsChain: true },
): StartRole {
  return async (options) => {
    const { role, close } = await openRole(name, options, needs);
    try {
      const url = await wire(role);
      return { ...(url === undefined ? {} : { url }), close };
    } catch (error) {
      await close();
      throw error;
    }
  };
}

async function openRole(
  name: string,
  { config, log, signal }: RoleOptions,
  { needsChain }: RoleNeeds,
): Promise<{ role: Role; close(): Promise<void> }> {
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  if (needsChain) await assertChain(client, config);
  const dir = join(config.home, name);
  mkdirSync(dir, { recursive: true });
  const settings = roleConfig(config, name);
  const stopping = new AbortController();
  const ended = AbortSignal.any([signal, stopping.signal]);
  const opened: (() => unknown)[] = [];
  const outboxes: Outbox[] = [];
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const role: Role = {
    config,
    settings,
    dir,
    deployment,
    client,
    ipfs,
    graph: createGraph(config.home),
    engine: createEngineClient(config),
    log,
    signal: ended,
    account() {
      const privateKey = roleKey(config, name);
      return { ...privateKeyToAccount(privateKey), privateKey };
    },
    async openDatabase(migrations, file = name) {
      const db = await openDatabase(join(dir, `${file}.db`), migrations);
      opened.push(() => db.close());
      return db;
    },
    createOutbox(db, account, own = log) {
      const lease = leaseAccount(config.home, config.chainId, account.address, name);
      opened.push(() => lease.release());
      const { maxFeeGwei } = config;
      const fees = maxFeeGwei === undefined ? {} : { ceiling: BigInt(maxFeeGwei) * GWEI };
      const outbox = createOutbox({ db, client, account, log: own, signal: ended, ...fees });
      opened.push(() => outbox.close());
      outboxes.push(outbox);
      role.repeat({ name: "outbox", intervalMs: OUTBOX_MS, work: async () => void (await outbox.resume()) });
      return outbox;
    },
    accounts: () => Promise.all(outboxes.map((outbox) => outbox.accountHealth())),
    async serve(app) {
      const server = await serve(app, { port: settings.port });
      opened.push(() => server.close());
      return server.url;
    },
    repeat: (schedule) => role.waitFor(runEvery({ ...schedule, log, signal: ended })),
    onClose: (close) => void opened.push(close),
    waitFor: (work) => void opened.push(() => work),
  };
  return {
    role,
    async close() {
      stopping.abort();
      await closeAll(opened);
    },
  };
}

/** Closes in the reverse order. Everything is attempted; what failed is thrown at the end. */
async function closeAll(opened: (() => unknown)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of opened.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} parts of the role did not close.`);
}

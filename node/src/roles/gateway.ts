import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { paymentsAbi } from "@assay/sdk/abi";
import { type Address, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChatService } from "../gateway/chat/chatService.ts";
import { addGatewayRoutes } from "../gateway/chat/routes.ts";
import { createSettlement, settlementMigrations } from "../gateway/payments/settlement.ts";
import { type ChannelState, createVoucherDesk, voucherMigrations } from "../gateway/payments/voucherDesk.ts";
import { createQuotes } from "../gateway/routing/quotes.ts";
import { assertChain, createChainClient } from "../platform/chain/clients.ts";
import { createOutbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createEngineClient } from "../platform/engine/client.ts";
import { createGraph } from "../platform/graph.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { createCatalog } from "../reputation/catalog.ts";
import { createDeclared } from "../reputation/declared.ts";
import { policyMigration, publishPolicy } from "../reputation/policy.ts";
import { createPool, poolMigration } from "../reputation/pool.ts";
import { createRatingDesk } from "../reputation/ratings.ts";
import { receiptMigrations } from "../reputation/receipts.ts";
import { createReevaluations, reevaluationMigration } from "../reputation/reevaluation.ts";
import { createReputation, reputationMigration } from "../reputation/reputation.ts";
import { addReputationRoutes } from "../reputation/routes.ts";
import { createTraffic } from "../reputation/traffic.ts";
import { createUpkeep } from "../reputation/upkeep.ts";
import { createEpochPoster } from "../rewards/epochs.ts";

/** Published price of one call. Only the fee is split; the serving part is the operator's. */
const PRICE = { servingAmount: parseEther("0.5"), feeAmount: parseEther("0.5") };
/** Pause between passes of redeeming, funding and posting, and of looking at the index, milliseconds. */
const PASS_MS = 2_000;

/** Runs `pass` until stopped. A fault is logged and tried again: every pass continues what the last left open. */
async function repeat(pass: () => Promise<void>, fault: string, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await pass();
    } catch (error) {
      if (signal.aborted) return;
      log.warn(fault, { error });
    }
    await delay(PASS_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The OpenAI-compatible API: routes, serves, is paid by voucher, settles, and posts reward epochs. */
export async function startGateway({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const settings = roleConfig(config, "gateway");
  const deployment = loadDeployment(config);
  const client = createChainClient(config);
  await assertChain(client, config);
  const account = privateKeyToAccount(roleKey(config, "gateway"));
  const { payments, token } = deployment.addresses;

  const db = openDatabase(join(config.home, "state", "gateway.db"), [
    outboxMigration,
    ...voucherMigrations,
    ...receiptMigrations,
    ...settlementMigrations,
    policyMigration,
    reputationMigration,
    poolMigration,
    reevaluationMigration,
  ]);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const graph = createGraph(config.home);
  const stopping = new AbortController();
  const ended = AbortSignal.any([signal, stopping.signal]);
  const outbox = createOutbox({ db, client, account, log, signal: ended });
  const readChannel = async (payer: Address): Promise<ChannelState> => {
    const [deposited, redeemed, withdrawAt] = await client.readContract({
      address: payments,
      abi: paymentsAbi,
      functionName: "channel",
      args: [payer, account.address, token],
    });
    return { deposited, redeemed, withdrawAt: BigInt(withdrawAt) };
  };

  const catalog = createCatalog({ graph, ipfs, dir: join(config.home, "adapters") });
  const desk = createVoucherDesk({
    db,
    chainId: deployment.chainId,
    payments,
    token,
    payee: account.address,
    readChannel,
  });
  const terms = { token, payee: account.address };
  const { chainId } = deployment;
  const published = { db, ipfs, chainId, gateway: account.address, overrides: settings.extra.policy };
  const policy = await publishPolicy(published);
  const { now } = catalog;
  const reputation = createReputation({ db, policy, now });
  const traffic = createTraffic({ db, policy: policy.document, now });
  const pool = createPool({ db, policy: policy.document, reputation, recentCalls: traffic.recentCalls, log });
  const reevaluations = createReevaluations({ db, reputation, ipfs, account, chainId, payments, now, log });
  const chat = createChatService({
    catalog,
    desk,
    engine: createEngineClient(config),
    db,
    price: PRICE,
    terms,
    reputation,
    traffic,
    quotes: createQuotes(),
    declared: createDeclared(ipfs),
    log,
  });
  const { hash, cid } = policy;
  const settlement = createSettlement({
    db,
    desk,
    outbox,
    client,
    deployment,
    ipfs,
    log,
    policy: { hash, cid },
    readChannel,
  });
  const epochs = createEpochPoster({
    graph,
    ipfs,
    client,
    outbox,
    approveRewards: settlement.approveRewards,
    deployment,
    log,
  });
  const { admission } = deployment.addresses;
  const keepUp = createUpkeep({ catalog, reputation, pool, reevaluations, outbox, admission, log });
  const takeRating = createRatingDesk({ db, reputation, catalog, chainId, payments, gateway: account.address });

  const app = createApp({ log });
  addGatewayRoutes(app, { chat, catalog, desk, quantile: reputation.quantile, price: PRICE, terms, readChannel });
  addReputationRoutes(app, { db, catalog, reputation, traffic, pool, reevaluations, takeRating });
  const server = await serve(app, { port: settings.port });
  const settling = repeat(
    async () => {
      await outbox.resume();
      await settlement.settle();
      await epochs.returnBonds();
      await epochs.post();
    },
    "settlement_retry",
    log,
    ended,
  );
  const keeping = repeat(keepUp, "upkeep_retry", log, ended);
  return {
    url: server.url,
    async close() {
      stopping.abort();
      await server.close();
      await Promise.all([settling, keeping]);
      await ipfs.close();
      db.close();
    },
  };
}

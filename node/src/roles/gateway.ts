import { join } from "node:path";
import * as calls from "@assay/sdk/calls";
import type { Address } from "viem";
import { createChatService } from "../gateway/chat/chatService.ts";
import { addGatewayRoutes } from "../gateway/chat/routes.ts";
import { createParkedPayments, parkedMigration, voucherId } from "../gateway/payments/parked.ts";
import { readPrice } from "../gateway/payments/price.ts";
import { createSettlement } from "../gateway/payments/settlement.ts";
import { settlementMigrations } from "../gateway/payments/settlementStore.ts";
import { type ChannelState, createVoucherDesk } from "../gateway/payments/voucherDesk.ts";
import { voucherMigrations } from "../gateway/payments/voucherStore.ts";
import { createQuotes } from "../gateway/routing/quotes.ts";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createEachItem } from "../platform/eachItem.ts";
import { createApp } from "../platform/http/app.ts";
import { IpfsFault } from "../platform/ipfs/faults.ts";
import { retry } from "../platform/retry.ts";
import { defineRole } from "../platform/role.ts";
import { createCatalog } from "../reputation/catalog.ts";
import { createDeclared } from "../reputation/declared.ts";
import { policyMigration, publishPolicy } from "../reputation/policy.ts";
import { createPool, poolMigration } from "../reputation/pool.ts";
import { createRatingDesk } from "../reputation/ratings.ts";
import { receiptMigrations } from "../reputation/receipts.ts";
import { createReevaluations, reevaluationMigration } from "../reputation/reevaluation.ts";
import { createReputation } from "../reputation/reputation.ts";
import { reputationMigrations } from "../reputation/reputationStore.ts";
import { addReputationRoutes } from "../reputation/routes.ts";
import { createTraffic } from "../reputation/traffic.ts";
import { createUpkeep } from "../reputation/upkeep.ts";
import { createEpochPoster } from "../rewards/epochs.ts";

/** Pause between passes of redeeming, funding and posting, and of looking at the index, milliseconds. */
const PASS_MS = 2_000;
/** How long a start waits for IPFS to take the routing policy, milliseconds. */
const POLICY_PATIENCE_MS = 180_000;

/** The OpenAI-compatible API: routes, serves, is paid by voucher, settles, and posts reward epochs. */
export const startGateway = defineRole("gateway", async (role) => {
  const { client, deployment, dir, engine, graph, ipfs, log } = role;
  const { extra } = role.settings;
  const price = readPrice(extra.price);
  const account = role.account();
  const { payments, token } = deployment.addresses;

  const db = await role.openDatabase([
    ...outboxMigrations,
    ...voucherMigrations,
    ...receiptMigrations,
    ...settlementMigrations,
    parkedMigration,
    policyMigration,
    ...reputationMigrations,
    poolMigration,
    reevaluationMigration,
  ]);
  const outbox = role.createOutbox(db, account);
  const readChannel = async (payer: Address): Promise<ChannelState> => {
    const channel = calls.payments.channel(deployment, { payer, payee: account.address });
    const [deposited, redeemed, withdrawAt] = await client.readContract(channel);
    return { deposited, redeemed, withdrawAt };
  };

  const catalog = createCatalog({ graph, ipfs, dir: join(dir, "adapters") });
  const desk = createVoucherDesk({
    db,
    client,
    chainId: deployment.chainId,
    payments,
    token,
    payee: account.address,
    readChannel,
    refusalOf: (payer) => createParkedPayments(db).refusalOf(voucherId(payer)),
    tryRedeem: (signed) =>
      client.simulateContract({ ...calls.payments.redeem(deployment, signed), account: account.address }),
  });
  const terms = { token, payee: account.address };
  const { chainId } = deployment;
  const published = { db, ipfs, chainId, gateway: account.address, overrides: extra.policy };
  // A Kubo node that starts beside this role may come up later.
  const policy = await retry(() => publishPolicy(published), {
    isWorthRetrying: (error) => error instanceof IpfsFault,
    patienceMs: POLICY_PATIENCE_MS,
    pauseMs: 500,
    mostPauseMs: 5_000,
    signal: role.signal,
  });
  const { now } = catalog;
  const reputation = await createReputation({ db, policy, now });
  const traffic = await createTraffic({ db, policy: policy.document, now });
  const pool = createPool({ db, policy: policy.document, reputation, recentCalls: traffic.recentCalls, log });
  const reevaluations = createReevaluations({ db, reputation, ipfs, account, chainId, payments, log });
  const chat = createChatService({
    catalog,
    desk,
    engine,
    price,
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
  const keepUp = createUpkeep({ catalog, reputation, pool, reevaluations, outbox, deployment, log });
  const takeRating = createRatingDesk({ db, client, reputation, catalog, chainId, payments, gateway: account.address });

  const app = createApp({ log });
  const { quantile } = reputation;
  const { parked } = settlement;
  addGatewayRoutes(app, { chat, catalog, desk, quantile, price, terms, readChannel, parked, accounts: role.accounts });
  addReputationRoutes(app, { db, catalog, reputation, traffic, pool, reevaluations, takeRating });
  // Each step goes on whatever became of the one before it: a statement in trouble must not stop an epoch.
  const steps = createEachItem({ fault: "settlement_retry", log, signal: role.signal, mostPauseMs: 30_000 });
  const settling = [
    { name: "outbox", work: async () => void (await outbox.resume()) },
    { name: "settlement", work: settlement.settle },
    { name: "bonds", work: epochs.returnBonds },
    { name: "epoch", work: async () => void (await epochs.post()) },
  ];
  role.repeat({
    name: "settlement",
    fault: "settlement_retry",
    intervalMs: PASS_MS,
    work: () =>
      steps(
        settling,
        ({ name }) => name,
        ({ work }) => work(),
      ),
  });
  role.repeat({ name: "upkeep", fault: "upkeep_retry", intervalMs: PASS_MS, work: keepUp });
  return await role.serve(app);
});

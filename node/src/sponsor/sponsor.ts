import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { type Address, maxUint256 } from "viem";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { createEachItem } from "../platform/eachItem.ts";
import type { Logger } from "../platform/log.ts";
import type { GatewayRecord } from "./record.ts";
import type { SponsoredModel } from "./sponsorQuery.ts";

/** What the parameters in force ask of a round, token wei. */
export interface RoundPrice {
  minStake: bigint;
  fee: bigint;
}

export interface SponsorOptions {
  outbox: Outbox;
  deployment: Deployment;
  log: Logger;
  /** most this account stakes and pays in fees over all models it sponsors, token wei */
  budget: bigint;
  /** most it pays for one round, token wei */
  maxFee: bigint;
  /** seconds before an admission lapses in which its renewal is opened */
  renewSeconds: number;
  readModels(): Promise<SponsoredModel[]>;
  readRecords(): Promise<GatewayRecord[]>;
  readPrice(): Promise<RoundPrice>;
  allowance(spender: Address): Promise<bigint>;
  /** unix seconds */
  now(): number;
}

/** Pause after the chain refused something, milliseconds. */
const RETRY_MS = 60 * 60 * 1000;
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const isRunning = ({ rounds }: SponsoredModel): boolean =>
  rounds.some(({ phase }) => phase !== "FINAL" && phase !== "VOID");
const spentOn = ({ stake, rounds }: SponsoredModel): bigint =>
  rounds.reduce((sum, { fee }) => sum + BigInt(fee), BigInt(stake));

/**
 * A way up for models whose publishers cannot stake. Only a publisher can stake on a model and open its round, so the
 * sponsor publishes the same adapter again under its own account, as a child of the original and with the original's
 * trainer and base author, stakes on that, and opens one round. It also renews the account's own models and opens the
 * rounds that gateways ask for them. Every step is keyed and read back from the index, so a kill repeats nothing.
 */
export function createSponsor(options: SponsorOptions) {
  const { outbox, deployment, log, budget, maxFee } = options;
  const refusedAt = new Map<string, number>();
  const each = createEachItem({ fault: "sponsorship_retry", log });

  async function send(key: string, work: () => Promise<unknown>): Promise<void> {
    if (performance.now() - (refusedAt.get(key) ?? Number.NEGATIVE_INFINITY) < RETRY_MS) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RevertError)) throw error;
      refusedAt.set(key, performance.now());
      log.warn("sponsor_refused", { key, error });
    }
  }

  async function approve(spender: Address, amount: bigint): Promise<void> {
    if ((await options.allowance(spender)) >= amount) return;
    const approval = calls.token.approve(deployment, { spender, amount: maxUint256 });
    await outbox.call(`approve:sponsor:${spender}`, approval);
  }

  const register = (model: SponsoredModel): Promise<void> =>
    send(`sponsor:register:${model.id}`, async () => {
      const input = {
        ...model,
        parent: BigInt(model.id),
        sources: model.sources.map(({ datanet, version, weightBps }) => ({
          datanetId: BigInt(datanet.id),
          version: version.version,
          weightBps,
        })),
      };
      await outbox.call(`sponsor:register:${model.id}`, calls.models.register(deployment, { input }));
      log.info("model_sponsored", { original: model.id });
    });

  const stakeOn = ({ id, stake }: SponsoredModel, minStake: bigint): Promise<void> =>
    send(`sponsor:stake:${id}`, async () => {
      const amount = minStake - BigInt(stake);
      const call = calls.stake.stakeModel(deployment, { modelId: BigInt(id), amount });
      await approve(call.address, amount);
      await outbox.call(`sponsor:stake:${id}:${stake}`, call);
      log.info("model_staked", { model: id, amount });
    });

  const openFor = ({ id, rounds }: SponsoredModel, reason: string): Promise<void> =>
    send(`sponsor:open:${id}`, async () => {
      const call = calls.admission.openRound(deployment, { modelId: BigInt(id), maxFee });
      await approve(call.address, maxFee);
      await outbox.call(`sponsor:open:${id}:${rounds.length}`, call);
      log.info("round_opened", { model: id, reason });
    });

  /** Carries one sponsorship a step on. */
  async function promote(original: SponsoredModel, models: SponsoredModel[], price: RoundPrice): Promise<void> {
    const children = models.filter(
      ({ parent, adapterHash }) => parent?.id === original.id && adapterHash === original.adapterHash,
    );
    const own = children.find(({ publisher }) => same(publisher, outbox.address));
    if (own === undefined) {
      // A child with stake is somebody else's sponsorship; one without costs its author nothing and blocks nobody.
      if (children.some(({ stake }) => BigInt(stake) > 0n)) return;
      const mine = models.filter(({ publisher, parent }) => same(publisher, outbox.address) && parent !== null);
      const spent = mine.reduce((sum, model) => sum + spentOn(model), 0n);
      if (spent + price.minStake + price.fee > budget) return;
      return await register(original);
    }
    if (own.state === "RETIRED" || own.rounds.length > 0) return;
    if (BigInt(own.stake) < price.minStake) return await stakeOn(own, price.minStake);
    await openFor(own, `record of model ${original.id}`);
  }

  /** Why one of the account's own models needs a round now. */
  function dueFor(model: SponsoredModel, wanted: ReadonlySet<string>): string | undefined {
    if (model.state !== "ADMITTED" && model.state !== "PROBATION") return undefined;
    if (wanted.has(model.id)) return "re-evaluation wanted";
    const isLate = options.now() >= Number(model.expiresAt) - options.renewSeconds;
    return model.expiresAt !== "0" && isLate ? "renewal" : undefined;
  }

  return async function pass(): Promise<void> {
    const [models, records, price] = await Promise.all([
      options.readModels(),
      options.readRecords(),
      options.readPrice(),
    ]);
    const proven = new Set(records.flatMap((record) => record.proven));
    const wanted = new Set(records.flatMap((record) => record.wanted));
    const idOf = ({ id }: SponsoredModel): string => `model ${id}`;
    await each(models, idOf, async (model) => {
      const isOwn = same(model.publisher, outbox.address);
      const due = isOwn && !isRunning(model) ? dueFor(model, wanted) : undefined;
      if (due !== undefined) await openFor(model, due);
      if (!isOwn && model.state === "SANDBOX" && proven.has(model.id)) await promote(model, models, price);
    });
  };
}

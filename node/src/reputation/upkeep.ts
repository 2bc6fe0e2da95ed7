import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { createEachItem } from "../platform/eachItem.ts";
import type { Logger } from "../platform/log.ts";
import type { Catalog, CatalogModel } from "./catalog.ts";
import type { Pool } from "./pool.ts";
import type { Reevaluations } from "./reevaluation.ts";
import type { Reputation } from "./reputation.ts";

const LAPSE_RETRY_MS = 60_000;

export interface UpkeepOptions {
  catalog: Catalog;
  reputation: Reputation;
  pool: Pool;
  reevaluations: Reevaluations;
  outbox: Outbox;
  deployment: Deployment;
  log: Logger;
}

/** Keeps reputation and chain in step: reads the index, learns rounds, reports the pool, asks for rounds, lapses admissions. */
export function createUpkeep({ catalog, reputation, pool, reevaluations, outbox, deployment, log }: UpkeepOptions) {
  const eachOf = (fault: string) => createEachItem({ fault, log });
  const [eachFading, eachAsked, eachLapse] = [
    eachOf("fading_retry"),
    eachOf("reevaluation_retry"),
    eachOf("lapse_retry"),
  ];
  const idOf = ({ id }: CatalogModel): string => `model ${id}`;

  /** When the chain last refused a lapse, by model; it is not asked on every pass. */
  const refusedAt = new Map<string, number>();

  /** Writes on chain that an admission ran out. Anyone may; routing has stopped at the time itself. */
  async function lapse({ id, expiresAt }: CatalogModel): Promise<void> {
    if (performance.now() - (refusedAt.get(id) ?? Number.NEGATIVE_INFINITY) < LAPSE_RETRY_MS) return;
    try {
      await outbox.call(`lapse:${id}:${expiresAt}`, calls.admission.lapse(deployment, { modelId: BigInt(id) }));
      log.info("model_lapsed", { model: id, expiresAt });
    } catch (error) {
      // Somebody else did it first, or the chain's clock is a moment behind ours; the next look shows which.
      if (!(error instanceof RevertError)) throw error;
      refusedAt.set(id, performance.now());
      log.info("lapse_refused", { model: id, error });
    }
  }

  return async function keepUp(): Promise<void> {
    const models = await catalog.refresh();
    await reputation.learn(models);
    await eachFading(models, idOf, ({ id }) => reputation.noteFading(id));
    await pool.observe(models);
    await eachAsked(models, idOf, reevaluations.observe);
    await eachLapse(
      models.filter(({ isLapseDue }) => isLapseDue),
      idOf,
      lapse,
    );
  };
}

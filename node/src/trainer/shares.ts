import { join } from "node:path";
import type { ShareProgress } from "@assay/sdk/api";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { encodeDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { DueSharesDocument, type DueSharesQuery } from "@assay/sdk/graph";
import type { Hex } from "viem";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { createEachItem } from "../platform/eachItem.ts";
import type { EngineClient } from "../platform/engine/client.ts";
import type { Graph } from "../platform/graph.ts";
import { fetchFolder } from "../platform/ipfs/folder.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import { loadServingProfile } from "../serving/profile.ts";
import type { DatasetSource } from "./dataset.ts";
import { readRetiredItems } from "./retiredItems.ts";

type DueModel = DueSharesQuery["models"][number];

export interface SharesOptions {
  graph: Graph;
  ipfs: Ipfs;
  engine: EngineClient;
  datasets: DatasetSource;
  outbox: Outbox;
  deployment: Deployment;
  /** where adapters are kept by CID */
  dir: string;
  log: Logger;
  signal: AbortSignal;
}

/**
 * After a final round: measures the influence of every training row on the published exam items and posts the share
 * table. Seeded by the round, so anyone with the same rows computes the same integers.
 */
export function createShareDuty(options: SharesOptions) {
  const { graph, ipfs, engine, datasets, outbox, deployment, log, signal } = options;
  let progress: ShareProgress | undefined;
  const each = createEachItem({ fault: "share_table_failed", log, signal });
  const idOf = ({ id, latestFinalRound }: DueModel): string => `model ${id}, round ${latestFinalRound?.id}`;

  async function measure(
    model: DueModel,
    round: NonNullable<DueModel["latestFinalRound"]>,
    itemsCid: string,
    itemsRoot: Hex,
  ) {
    const seed = round.latestDraw?.seed;
    if (round.version === null || seed == null)
      throw new AssayError(`Round ${round.id} names no data version or no seed.`, {
        code: "round_invalid",
        status: 502,
      });
    const dataset = await datasets.load(round.version.datanet.id, round.version.version);
    const adapterDir = await fetchFolder(ipfs, model.adapterCid, join(options.dir, model.adapterCid));
    const profile = await loadServingProfile(adapterDir, model.servingProfileHash);
    const items = await readRetiredItems(ipfs, itemsCid, itemsRoot);
    const result = await engine.runJob({
      kind: "attribute",
      params: {
        base: profile.base,
        adapterDir,
        trainRows: dataset.rows
          .filter(({ split }) => split === "train")
          .map(({ index, text, label, contributor }) => ({ index, text, label, contributor })),
        examItems: items.map(({ slot, text, label }) => ({ slot, text, label })),
        seed,
      },
      jobKey: `shares:${model.id}:${round.id}`,
      signal,
      onProgress: ({ done, total, secondsLeft }) => {
        progress = {
          roundId: round.id,
          modelId: model.id,
          done,
          total,
          ...(secondsLeft == null ? {} : { secondsLeft }),
        };
      },
    });
    return { dataset, seed, result };
  }

  async function post(model: DueModel, round: NonNullable<DueModel["latestFinalRound"]>): Promise<void> {
    const { batch } = round;
    if (batch?.itemsCid == null || batch.itemsRoot == null) return;
    const { dataset, seed, result } = await measure(model, round, batch.itemsCid, batch.itemsRoot);
    const rowCounts = Map.groupBy(
      dataset.rows.filter(({ split }) => split === "train"),
      ({ contributor }) => contributor.toLowerCase(),
    );
    const document = encodeDocument("attribution", {
      schemaVersion: 1,
      chainId: deployment.chainId,
      modelId: model.id,
      roundId: round.id,
      adapterHash: model.adapterHash,
      seed,
      itemsCid: batch.itemsCid,
      shares: result.shares.map(({ contributor, ppm }) => ({
        contributor,
        ppm,
        trainRows: rowCounts.get(contributor.toLowerCase())?.length ?? 0,
      })),
      ...(result.perItemTop === undefined ? {} : { perItemTop: result.perItemTop }),
    });
    const cid = await ipfs.addBytes(document.bytes);
    const table = { modelId: BigInt(model.id), roundId: BigInt(round.id), tableHash: document.hash, tableCid: cid };
    const receipt = await outbox.call(`shares:${model.id}:${round.id}`, calls.models.postShareTable(deployment, table));
    log.info("share_table_posted", { model: model.id, round: round.id, cid, tx: receipt.transactionHash });
  }

  return {
    progress: () => progress,
    /** Posts every table that is due. */
    async work(): Promise<void> {
      const { models } = await graph.query(DueSharesDocument, { trainer: outbox.address.toLowerCase() });
      // Anyone may register a model that names this trainer; one that can't be measured must not hold up the rest.
      await each(models, idOf, async (model) => {
        const round = model.latestFinalRound;
        if (round?.batch?.retired !== true || round.shareTables.length > 0) return;
        try {
          await post(model, round);
        } finally {
          progress = undefined;
        }
      });
    },
  };
}

export type ShareDuty = ReturnType<typeof createShareDuty>;

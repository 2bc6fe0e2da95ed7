import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import type { EpochDocument } from "@assay/sdk/documents";
import { findDiscard } from "@assay/sdk/hashing";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { Logger } from "../platform/log.ts";
import { type EpochChain, isRoot, type PostedEpoch } from "./epochChain.ts";
import type { EpochComputer } from "./epochDocument.ts";

/** `unknown`: something it names can't be read here, which proves nothing. */
export type EpochCheck = "right" | "wrong" | "unknown";

export interface EpochWatchOptions {
  chain: EpochChain;
  computer: EpochComputer;
  ipfs: Ipfs;
  outbox: Outbox;
  deployment: Deployment;
  log: Logger;
}

/** Recomputes what others post while it can still be discarded, and discards what its own trees show to be wrong. */
export function createEpochWatch({ chain, computer, ipfs, outbox, deployment, log }: EpochWatchOptions) {
  const { token } = deployment.addresses;
  /** Checks by attempt, so that an epoch is computed once. */
  const known = new Map<number, EpochCheck>();

  async function recompute(posted: PostedEpoch, document: EpochDocument): Promise<EpochCheck> {
    const base = await chain.baseOf(posted.epoch === 1n ? undefined : await chain.read(posted.epoch - 1n));
    try {
      const own = await computer.compute(posted.epoch, posted.asOfBlock, base, document);
      const same =
        own !== undefined &&
        own.hash === posted.attributionHash &&
        own.allocation.root === posted.root &&
        own.allocation.sumRoot === posted.sumRoot;
      // Whoever was there when it was right keeps it readable for those who come later.
      if (same) await ipfs.addBytes(own.bytes);
      return same ? "right" : "wrong";
    } catch (error) {
      log.warn("epoch_unverified", { epoch: posted.epoch, attempt: posted.attempt, error });
      return "unknown";
    }
  }

  async function discard(posted: PostedEpoch, document: EpochDocument): Promise<boolean> {
    const leaves = chain.leavesOf(document);
    // The document's leaves are not those of the trees: nothing here can be proven from them.
    if (!isRoot(leaves, posted)) return false;
    const before = posted.epoch === 1n ? undefined : await chain.baseOf(await chain.read(posted.epoch - 1n));
    const found = findDiscard({ leaves, depth: posted.depth }, before, token);
    if (found === undefined) return false;
    try {
      await outbox.call(`discard:${posted.attempt}`, calls.rewards.discard(deployment, found));
    } catch (error) {
      // Somebody else was faster, or it became final.
      if (!(error instanceof RevertError)) throw error;
      return false;
    }
    log.warn("epoch_discarded", { epoch: posted.epoch, attempt: posted.attempt, ground: found.functionName });
    return true;
  }

  return {
    /** Looks at the pending epoch. True when it was discarded, so that the right one can be posted. */
    async look(posted: PostedEpoch): Promise<boolean> {
      if (posted.state !== "pending" && posted.state !== "objected") return false;
      if (posted.poster === outbox.address) return false;
      const check = known.get(posted.attempt);
      if (check === "right" || check === "wrong") return false;
      let document: EpochDocument;
      try {
        document = await chain.document(posted);
      } catch (error) {
        if (check === undefined) log.warn("epoch_unread", { epoch: posted.epoch, cid: posted.cid, error });
        known.set(posted.attempt, "unknown");
        return false;
      }
      if (await discard(posted, document)) return true;
      const found = await recompute(posted, document);
      known.set(posted.attempt, found);
      if (found === "wrong")
        log.error("epoch_wrong", {
          epoch: posted.epoch,
          attempt: posted.attempt,
          poster: posted.poster,
          next: "Its trees are well formed, so only an objection can stop it (objectToEpoch).",
        });
      return false;
    },
  };
}

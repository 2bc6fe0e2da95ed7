import { checkDocument, type TranscriptDocument } from "@assay/sdk/documents";
import {
  outIdsHash,
  type TranscriptItem,
  type TranscriptTree,
  type TrialHashes,
  textHash,
  transcriptTree,
} from "@assay/sdk/hashing";
import { messageOf } from "../../platform/errors.ts";
import { isContentFault, isUnread } from "../../platform/ipfs/faults.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import type { Published } from "./store.ts";

/** 128 items of 44 trials with long prompts. */
const LIMIT_BYTES = 64 * 1024 * 1024;
/** Transcripts kept in memory. */
const KEPT = 16;

export type TranscriptTrial = TranscriptDocument["items"][number]["trials"][number];

/** A transcript as trials and hashes. */
export interface ReadTranscript {
  document: TranscriptDocument;
  items: TranscriptItem[];
  /** undefined where the items make no tree: slots, positions or bits are not those of the suite */
  tree: TranscriptTree | undefined;
}

/** `sound`: its tree is what the seat revealed. `false`: it is another's. `missing`: nobody showed a sound copy. */
export type Shown =
  | { state: "sound"; transcript: ReadTranscript; tree: TranscriptTree }
  | { state: "false"; transcript: ReadTranscript | undefined; why: string }
  | { state: "missing"; why: string };

/** Hashes of one trial as it is stated in full. */
export function hashesOf(trial: Pick<TranscriptTrial, "position" | "prompt" | "outIds" | "canonical">): TrialHashes {
  return {
    position: trial.position,
    promptHash: textHash(trial.prompt),
    outIdsHash: outIdsHash(trial.outIds),
    answerHash: textHash(trial.canonical),
  };
}

/** Reads transcript.json into its tree. Throws AssayError where it has another form. */
export function readTranscript(document: TranscriptDocument, trialMask: bigint): ReadTranscript {
  const items = document.items.map(({ slot, trialBits, trials }) => ({
    slot,
    trialBits: BigInt(trialBits),
    trials: trials.map(hashesOf),
  }));
  try {
    return { document, items, tree: transcriptTree(items, trialMask) };
  } catch {
    // A stranger's items that make no tree are evidence, not a fault of ours.
    return { document, items, tree: undefined };
  }
}

/** Other seats' transcripts: fetched by CID (every block is hashed), checked against what was revealed, and kept. */
export function createTranscriptShelf(ipfs: Ipfs) {
  const kept = new Map<string, Shown>();

  const fetch = async ({ cid, root, lanes }: Published, trialMask: bigint): Promise<Shown> => {
    let bytes: Uint8Array;
    try {
      bytes = await ipfs.getBytes(cid, { limitBytes: LIMIT_BYTES });
    } catch (error) {
      if (isUnread(error)) return { state: "missing", why: error.message };
      // A CID that names nothing readable is no better than a transcript of another tree.
      if (isContentFault(error)) return { state: "false", transcript: undefined, why: error.message };
      throw error;
    }
    try {
      const document = checkDocument("transcript", JSON.parse(new TextDecoder().decode(bytes)));
      const transcript = readTranscript(document, trialMask);
      const { tree } = transcript;
      if (tree?.root === root && tree.lanes === lanes) return { state: "sound", transcript, tree };
      return { state: "false", transcript, why: "its tree is not what the seat revealed" };
    } catch (error) {
      return { state: "false", transcript: undefined, why: messageOf(error) };
    }
  };

  return {
    /** Looks again each time where nothing was found. @throws IpfsFault where this node could not look */
    async show(published: Published, trialMask: bigint): Promise<Shown> {
      const key = `${published.roundId}:${published.root}:${published.cid}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const shown = await fetch(published, trialMask);
      if (shown.state === "missing") return shown;
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
      kept.set(key, shown);
      return shown;
    },
  };
}

export type TranscriptShelf = ReturnType<typeof createTranscriptShelf>;

import type { TranscriptDocument } from "@assay/sdk/documents";
import { outIdsHash, textHash, transcriptTree } from "@assay/sdk/hashing";

export interface Verification {
  root: boolean;
  lanes: boolean;
  trials: number;
}

/** Recomputes a seat's tree from its transcript and compares with what it revealed on chain. */
export function verifyTranscript(
  transcript: TranscriptDocument,
  revealed: { root: string; lanes: string },
): Verification {
  const items = transcript.items.map((item) => ({
    slot: item.slot,
    trialBits: BigInt(item.trialBits),
    trials: item.trials.map((trial) => ({
      position: trial.position,
      promptHash: textHash(trial.prompt),
      outIdsHash: outIdsHash(trial.outIds),
      answerHash: textHash(trial.canonical),
    })),
  }));
  const tree = transcriptTree(items, BigInt(transcript.trialMask));
  return {
    root: tree.root === revealed.root,
    lanes: tree.lanes === BigInt(revealed.lanes),
    trials: items.reduce((sum, item) => sum + item.trials.length, 0),
  };
}

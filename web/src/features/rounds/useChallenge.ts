import { challengeLeaf } from "@assay/sdk/actions";
import type { TranscriptDocument } from "@assay/sdk/documents";
import { outIdsHash, textHash, transcriptTree, trialPath } from "@assay/sdk/hashing";
import { useWrite } from "../../data/wallet/useWrite.ts";
import type { LeafPlace } from "./judging.ts";

export interface ChallengeOf extends LeafPlace {
  seat: number;
  transcript: TranscriptDocument;
  transcriptCid: string;
}

/** Has a jury run one trial again: shows it with its way to what the seat revealed, and puts the bond down. */
export const useChallenge = (roundId: string) =>
  useWrite((wallet, deployment, { seat, slot, position, transcript, transcriptCid }: ChallengeOf) => {
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
    const path = trialPath(items, transcriptTree(items, BigInt(transcript.trialMask)), slot, position);
    const trial = items[slot]?.trials.find((one) => one.position === position);
    if (!path || !trial)
      throw new Error(`The seat's transcript has no trial ${position} of item ${slot}. Choose another.`);
    const { promptHash, answerHash } = trial;
    return challengeLeaf(wallet, {
      deployment,
      leaf: { roundId: BigInt(roundId), seat, slot, position },
      trial: { promptHash, outIdsHash: trial.outIdsHash, answerHash },
      path,
      evidenceCid: transcriptCid,
    });
  });

import { canonicalBytes, documentHash, type TrialPath, trialLeaf, trialPath } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { isAboutContent } from "../../platform/ipfs/faults.ts";
import { readArray, readHex, readInteger, readObject } from "../../platform/json.ts";
import type { DutyContext } from "./context.ts";
import type { TrialCheck, TrialToCheck } from "./recheck.ts";
import { hashesOf, type ReadTranscript } from "./transcripts.ts";

const LIMIT_BYTES = 4 * 1024 * 1024;

/** One wrong trial, ready for a challenge: its hashes, its way to the root. */
export interface Finding {
  trial: TrialToCheck;
  check: TrialCheck;
  path: TrialPath;
}

/** A finding about a trial of a transcript; undefined where the transcript makes no tree. */
export function findingOf(transcript: ReadTranscript, trial: TrialToCheck, check: TrialCheck): Finding | undefined {
  const { items, tree } = transcript;
  const path = tree === undefined ? undefined : trialPath(items, tree, trial.slot, trial.position);
  return path === undefined ? undefined : { trial, check, path };
}

/**
 * Pins what a juror needs besides the accused's transcript: the trial in full, and the batch key, with which the exam
 * opens. The key is no secret any more: every seat has revealed, and the transcripts show the questions.
 */
export async function pinEvidence(
  { ipfs, identity }: DutyContext,
  subject: { roundId: bigint; seat: number },
  { trial, check }: Finding,
  batchKey: Hex | undefined,
): Promise<string> {
  return await ipfs.addBytes(
    canonicalBytes({
      schemaVersion: 1,
      kind: "leaf-evidence",
      chainId: identity.deployment.chainId,
      roundId: subject.roundId.toString(),
      seat: subject.seat,
      finder: identity.address,
      slot: trial.slot,
      position: trial.position,
      prompt: trial.prompt,
      outIds: trial.outIds,
      canonical: trial.canonical,
      plain: trial.plain,
      batchKey: batchKey ?? null,
      fault: check.fault,
      firstBadToken: check.firstBadToken,
      margin: check.margin,
    }),
  );
}

/** What a stranger's evidence offers a juror. Nothing in it is believed: the trial must hash to the challenged leaf. */
export interface Evidence {
  trial: TrialToCheck | undefined;
  batchKey: Hex | undefined;
}

/**
 * Reads evidence as far as it can be read; a challenge without any is judged from the transcript alone.
 * @throws IpfsFault where this node could not look
 */
export async function readEvidence({ ipfs, identity }: DutyContext, cid: string, leaf: Hex): Promise<Evidence> {
  const none = (error: unknown): Evidence => {
    identity.log.info("evidence_unreadable", { cid, error });
    return { trial: undefined, batchKey: undefined };
  };
  let found: unknown;
  try {
    found = await ipfs.getJson(cid, { limitBytes: LIMIT_BYTES });
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    return none(error);
  }
  try {
    const source = readObject(found, "evidence");
    const batchKey = source.batchKey == null ? undefined : readHex(source.batchKey, "evidence.batchKey", 32);
    return { trial: trialOf(source, leaf), batchKey };
  } catch (error) {
    // Nothing that a stranger writes may keep a juror from voting.
    return none(error);
  }
}

function trialOf(source: Record<string, unknown>, leaf: Hex): TrialToCheck | undefined {
  const { prompt, canonical } = source;
  if (typeof prompt !== "string" || typeof canonical !== "string") return undefined;
  const outIds = readIds(source.outIds);
  const slot = readInteger(source.slot, "evidence.slot", 0, 65_535);
  const position = readInteger(source.position, "evidence.position", 0, 43);
  const hashes = hashesOf({ position, prompt, outIds, canonical });
  // What its prompt quotes is not proven by the leaf, so nothing is taken from `plain`.
  return trialLeaf(hashes) === leaf ? { slot, position, prompt, outIds, canonical, hashes, plain: [] } : undefined;
}

function readIds(value: unknown): number[] {
  return readArray(value, "evidence.outIds", 4_096).map((id) => readInteger(id, "evidence.outIds", 0, 4_294_967_295));
}

/** Pins an auditor's log and returns its hash and CID. */
export async function pinLog({ ipfs }: DutyContext, log: object): Promise<{ hash: Hex; cid: string }> {
  const bytes = canonicalBytes(log);
  return { hash: documentHash(bytes), cid: await ipfs.addBytes(bytes) };
}

import { readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { AssayError, decodeRevert } from "@assay/sdk/errors";
import { type ComposedExam, composeExam } from "../exam/composeExam.ts";
import { type BuiltExam, sealExam } from "../exam/sealExam.ts";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import { messageOf } from "../platform/errors.ts";
import { CidError, IpfsFault } from "../platform/ipfs/faults.ts";
import type { CustodianOptions } from "./custodianOptions.ts";
import { draftRows } from "./publish.ts";
import type { StoredVersion } from "./versionStore.ts";

/** A version whose sealing failed is tried again after so long. */
const RETRY_MS = 2_000;
/** Refusals of sealHoldout that stay: whoever isn't the custodian never seals, and a state only moves on. */
const LASTING_REVERTS = new Set(["NotCustodian", "WrongState"]);

type Sealing = Pick<
  CustodianOptions,
  "client" | "deployment" | "outbox" | "ipfs" | "contributions" | "versions" | "log" | "signal"
> & { now: () => number };

/** A step that failed. `ended`: the cause stays, so there is no other try. */
class SealingError extends AssayError {
  readonly ended: boolean;

  constructor(code: string, message: string, ended: boolean, cause?: unknown) {
    super(message, { code, cause });
    this.name = "SealingError";
    this.ended = ended;
  }
}

const idOf = ({ datanetId, version }: StoredVersion): string => `${datanetId}:${version}`;

/**
 * Builds the exams of published versions and puts them on chain. A failure is kept with the version, as a code and a
 * sentence: bad data and refusals that stay end the version, everything else is tried again.
 */
export function createSealer(options: Sealing) {
  const { versions, log, signal, now } = options;
  /** when a version that failed is tried again, ms */
  const waiting = new Map<string, number>();

  async function fail(stored: StoredVersion, { code, message, ended }: SealingError): Promise<void> {
    const { datanetId, version } = stored;
    waiting.set(idOf(stored), now() + RETRY_MS);
    // The same failure again is no news.
    if (!(await versions.noteFailure(datanetId, version, { code, message, ended }))) return;
    log.warn("exam_sealing_failed", { datanetId, version, code, error: message, ended });
  }

  return {
    /** One step for every version that waits: builds those whose seed is known, seals those that are built. */
    async work(isSeedKnown: (version: StoredVersion) => boolean): Promise<void> {
      for (const stored of await versions.versionsIn("published", "built")) {
        if ((waiting.get(idOf(stored)) ?? 0) > now()) continue;
        if (stored.state === "published" && !isSeedKnown(stored)) {
          // It only waits: whatever kept the chain from answering is over.
          if (stored.failure !== undefined) await versions.noteFailure(stored.datanetId, stored.version, undefined);
          continue;
        }
        try {
          if (stored.state === "published") await build(options, stored);
          else await sealOnChain(options, stored);
          waiting.delete(idOf(stored));
        } catch (error) {
          if (signal.aborted) throw error;
          await fail(stored, toSealingError(error));
        }
      }
    },
    /** The chain could not be asked for the seed: nothing can be sealed until it answers. */
    async chainAway(error: unknown): Promise<void> {
      for (const stored of await versions.versionsIn("published", "built")) await fail(stored, chainAway(error));
    },
    /** A version was withdrawn by its curator; one that is sealed stays so. */
    async withdrawn(datanetId: bigint, version: number): Promise<void> {
      const stored = await versions.version(datanetId, version);
      const message = "Its curator withdrew this version before its exam was sealed.";
      if (stored?.state === "published" || stored?.state === "built")
        await fail(stored, new SealingError("version_withdrawn", message, true));
    },
  };
}

export type Sealer = ReturnType<typeof createSealer>;

async function build(options: Sealing, { datanetId, version, manifestHash }: StoredVersion): Promise<void> {
  const { deployment, contributions, versions, ipfs, log } = options;
  const draft = await contributions.draft(manifestHash);
  if (draft === undefined)
    throw new SealingError(
      "draft_missing",
      "The rows of this version were not drafted here, so this custodian can't seal it. Publish them again through this node.",
      true,
    );
  const { seed, itemsPerBatch } = await readRules(options, datanetId, version);
  const rows = await draftRows(contributions, draft.contributionIds);
  const ref = { chainId: deployment.chainId, datanetId, version };
  const exam = compose(() => composeExam(ref, rows, seed, itemsPerBatch, draft.grading));
  await versions.saveExam(datanetId, version, await pin(() => sealExam(ipfs, exam)));
  log.info("exam_built", { datanetId, version });
}

/** The seed that picks the exam's rows, and how many items a batch holds. */
async function readRules({ client, deployment }: Sealing, datanetId: bigint, version: number) {
  const call = calls.datanets.holdoutSeed(deployment, { datanetId, version });
  try {
    const [seed, params] = await Promise.all([client.readContract(call), readParams(client, { deployment })]);
    return { seed, itemsPerBatch: params.itemsPerBatch };
  } catch (error) {
    const revert = decodeRevert(error);
    if (revert === undefined) throw chainAway(error);
    throw new SealingError("seed_refused", `${revert.sentence} It is tried again.`, false, error);
  }
}

/** What composing throws is the data's fault: it reads nothing else. */
function compose(work: () => ComposedExam): ComposedExam {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    throw new SealingError(error.code, error.message, true, error);
  }
}

async function pin(work: () => Promise<BuiltExam>): Promise<BuiltExam> {
  try {
    return await work();
  } catch (error) {
    // The SDK refuses a document that exam.json can't be.
    if (error instanceof AssayError && error.status < 500 && !(error instanceof CidError))
      throw new SealingError(error.code, error.message, true, error);
    throw new SealingError(
      "ipfs_away",
      `IPFS does not take the exam (${messageOf(error instanceof IpfsFault ? error.cause : error)}). It is tried again.`,
      false,
      error,
    );
  }
}

async function sealOnChain(options: Sealing, stored: StoredVersion): Promise<void> {
  const { outbox, deployment, versions, log } = options;
  const { datanetId, version, built } = stored;
  if (built === undefined)
    throw new SealingError("version_invalid", `Version ${idOf(stored)} is built but holds no exam.`, true);
  const key = `seal:${idOf(stored)}`;
  try {
    await outbox.call(key, calls.datanets.sealHoldout(deployment, { datanetId, version, input: built.holdout }));
  } catch (error) {
    if (!(error instanceof RevertError)) throw chainAway(error);
    const revert = decodeRevert(error);
    // A transaction that reverted on chain keeps its key, so it is never sent again.
    const ended = LASTING_REVERTS.has(revert?.name ?? "") || (await outbox.stateOf(key)) === "reverted";
    const why = revert?.sentence ?? error.message;
    throw new SealingError("seal_refused", ended ? why : `${why} It is tried again.`, ended, error);
  }
  await versions.markSealed(datanetId, version);
  log.info("version_sealed", { datanetId, version, batches: built.holdout.batchCount });
}

function chainAway(cause: unknown): SealingError {
  return new SealingError(
    "chain_away",
    `The chain does not answer (${messageOf(cause)}). It is tried again.`,
    false,
    cause,
  );
}

function toSealingError(error: unknown): SealingError {
  if (error instanceof SealingError) return error;
  return new SealingError(
    "sealing_failed",
    `The custodian's node failed (${messageOf(error)}). It is tried again; the node's log holds more.`,
    false,
    error,
  );
}

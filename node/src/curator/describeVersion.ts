import type { VersionDetail } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { defaultGrading } from "../exam/grading.ts";
import { contributorTotals } from "../exam/rows.ts";
import type { ContributionStore } from "./contributionStore.ts";
import { countLabels } from "./contributions.ts";
import { draftRows } from "./publish.ts";
import type { VersionStore } from "./versionStore.ts";

const SAMPLE_ROWS = 8;

export function unknownVersion(datanetId: bigint, version: number): AssayError {
  return new AssayError(`This custodian holds no version ${version} of datanet ${datanetId}.`, {
    code: "version_unknown",
    status: 404,
    field: "version",
  });
}

/** A version that is on chain but not read from it yet, a block or two after its publication. */
export const justPublished: VersionDetail = {
  state: "published",
  rowCount: 0,
  labels: {},
  contributors: [],
  splits: { train: 0, validation: 0, exam: 0, dropped: 0 },
  batches: [],
  sample: [],
};

/** What a version looks like from outside: counts, contributors, batches, a few training rows. Exam rows never. */
export async function describeVersion(
  contributions: ContributionStore,
  versions: VersionStore,
  datanetId: bigint,
  version: number,
): Promise<VersionDetail> {
  const stored = await versions.version(datanetId, version);
  const draft = stored === undefined ? undefined : await contributions.draft(stored.manifestHash);
  if (stored === undefined || draft === undefined) throw unknownVersion(datanetId, version);
  const rows = await draftRows(contributions, draft.contributionIds);
  const labels = countLabels(rows);
  const splits = stored.built?.splits;
  const batches = await versions.batches(datanetId, version);
  const sample = (splits?.train ?? []).slice(0, SAMPLE_ROWS).flatMap((index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ index, text: row.text, label: row.label, contributor: row.contributor }];
  });
  return {
    state: stored.state,
    ...(stored.failure === undefined ? {} : { failure: { ...stored.failure, isRetried: stored.state !== "failed" } }),
    rowCount: rows.length,
    labels,
    ...(draft.grading ?? defaultGrading(Object.keys(labels))),
    contributors: contributorTotals(rows).map(({ contributor, rows: count, weight }) => ({
      address: contributor,
      rows: count,
      weight: Number(weight),
    })),
    splits: {
      train: splits?.train.length ?? 0,
      validation: splits?.validation.length ?? 0,
      exam: batches.reduce((sum, batch) => sum + batch.public.count, 0),
      dropped: splits?.dropped.length ?? 0,
    },
    batches: batches.map(({ public: { batchId, count, ciphertextCid } }) => ({ batchId, count, ciphertextCid })),
    ...(stored.built === undefined
      ? {}
      : { examManifestCid: stored.built.holdout.examManifestCid, seed: stored.built.seed }),
    sample,
  };
}

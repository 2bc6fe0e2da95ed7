import { defaultGrading } from "../exam/grading.ts";
import { contributorTotals } from "../exam/rows.ts";
import { AppError } from "../platform/errors.ts";
import { countLabels } from "./contributions.ts";
import { versionRows } from "./publish.ts";
import type { ContributionStore } from "./store.ts";
import type { VersionStore } from "./versionStore.ts";

const SAMPLE_ROWS = 8;

export function unknownVersion(datanetId: bigint, version: number): AppError {
  return new AppError("version_unknown", `This custodian holds no version ${version} of datanet ${datanetId}.`, {
    status: 404,
    field: "version",
  });
}

/** A version that is on chain but not read from it yet, a block or two after its publication. */
export const justPublished = {
  state: "published",
  rowCount: 0,
  labels: {},
  contributors: [],
  splits: { train: 0, validation: 0, exam: 0, dropped: 0 },
  batches: [],
  sample: [],
};

/** What a version looks like from outside: counts, contributors, batches, a few training rows. Exam rows never. */
export function describeVersion(
  contributions: ContributionStore,
  versions: VersionStore,
  datanetId: bigint,
  version: number,
): object {
  const stored = versions.version(datanetId, version);
  const ids = stored === undefined ? undefined : contributions.draft(stored.manifestHash);
  if (stored === undefined || ids === undefined) throw unknownVersion(datanetId, version);
  const rows = versionRows(
    contributions,
    ids.flatMap((id) => contributions.get(id) ?? []),
  );
  const splits = stored.built?.splits;
  const batches = versions.batches(datanetId, version);
  const sample = (splits?.train ?? []).slice(0, SAMPLE_ROWS).flatMap((index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ index, text: row.text, label: row.label, contributor: row.contributor }];
  });
  return {
    state: stored.state,
    ...(stored.error === undefined ? {} : { error: stored.error }),
    rowCount: rows.length,
    labels: countLabels(rows),
    ...(contributions.grading(stored.manifestHash) ?? defaultGrading(Object.keys(countLabels(rows)))),
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

import { encodeDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { canonicalRow, contentHash, contributorsSumTree, type RowLeaf, rowsTree } from "@assay/sdk/hashing";
import { type Hex, zeroHash } from "viem";
import { splitForExam } from "../exam/composeExam.ts";
import { checkExpected, type Grading, readGrading } from "../exam/grading.ts";
import { contributorTotals, ROW_WEIGHT, type VersionRow } from "../exam/rows.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { ContributionStore, StoredContribution } from "./contributionStore.ts";
import { countLabels } from "./contributions.ts";

/** Arguments of DatanetRegistry.publishVersion. */
export interface VersionInput {
  rowsRoot: Hex;
  contributorsRoot: Hex;
  rowCount: number;
  contributorCount: number;
  totalWeight: bigint;
  manifestHash: Hex;
  manifestCid: string;
}

/** All rows of contributions, in the order given: what a version's leaves commit. */
export async function versionRows(
  store: ContributionStore,
  contributions: StoredContribution[],
): Promise<VersionRow[]> {
  const rows: Omit<VersionRow, "index">[] = [];
  for (const { id, contributor } of contributions)
    for (const { text, label, group, salt } of await store.rows(id))
      rows.push({ text, label, group, salt, contributor });
  return rows.map((row, index) => ({ index, ...row }));
}

/** The rows of a draft, by the ids of its contributions. */
export async function draftRows(store: ContributionStore, contributionIds: string[]): Promise<VersionRow[]> {
  const contributions = await Promise.all(contributionIds.map((id) => store.get(id)));
  return await versionRows(
    store,
    contributions.filter((one) => one !== undefined),
  );
}

/** The rows' leaves in the version's tree, with the hashes their contributors signed. */
function leavesOf(rows: VersionRow[]): RowLeaf[] {
  return rows.map(({ index, text, label, salt, contributor }) => ({
    rowIndex: index,
    contentHash: contentHash(salt, canonicalRow({ text, label })),
    contributor,
    weight: ROW_WEIGHT,
  }));
}

/** The contributions with these ids, or an AssayError that names the one at fault. */
async function chosenContributions(
  store: ContributionStore,
  datanetId: bigint,
  ids: string[],
): Promise<StoredContribution[]> {
  if (ids.length === 0)
    throw new AssayError("Choose one contribution or more for the version.", {
      code: "no_contributions",
      field: "contributionIds",
    });
  const chosen: StoredContribution[] = [];
  for (const id of new Set(ids)) {
    const found = await store.get(id);
    if (found === undefined || found.datanetId !== datanetId)
      throw new AssayError(`Datanet ${datanetId} has no signed contribution ${id}.`, {
        code: "contribution_unknown",
        status: 404,
        field: "contributionIds",
      });
    chosen.push(found);
  }
  return chosen;
}

/**
 * Pins version.json and returns what the curator's wallet sends to publishVersion. Refuses rows that could not fill an
 * exam, since such a version could never be sealed, and a grader that could pass nobody. `choice` holds `grader`,
 * `graderConfig` and `rubric` as the curator sent them.
 */
export async function draftVersion(
  store: ContributionStore,
  ipfs: Ipfs,
  datanetId: bigint,
  contributionIds: string[],
  itemsPerBatch: number,
  choice: Record<string, unknown> = {},
): Promise<{ input: VersionInput; manifestCid: string }> {
  const contributions = await chosenContributions(store, datanetId, contributionIds);
  const rows = await versionRows(store, contributions);
  const labels = Object.keys(countLabels(rows));
  const grading = readGrading(choice, labels);
  checkExpected(grading, labels);
  // Any seed tells whether the sizes work out; the real one comes from a block after publication.
  splitForExam(rows, zeroHash, itemsPerBatch);
  const totals = contributorTotals(rows);
  const leaves = leavesOf(rows);
  const rowsRoot = rowsTree(leaves).root;
  const contributorsTree = contributorsSumTree(totals);
  const manifest = versionManifest(datanetId, rows, leaves, contributions, rowsRoot, contributorsTree.root, grading);
  const { bytes, hash: manifestHash } = encodeDocument("version", manifest);
  const manifestCid = await ipfs.addBytes(bytes);
  await store.saveDraft({
    manifestHash,
    datanetId,
    contributionIds: contributions.map(({ id }) => id),
    manifestCid,
    grading,
  });
  return {
    input: {
      rowsRoot,
      contributorsRoot: contributorsTree.root,
      rowCount: rows.length,
      contributorCount: totals.length,
      totalWeight: contributorsTree.weight,
      manifestHash,
      manifestCid,
    },
    manifestCid,
  };
}

/** version.json: roots, contributors, their signatures and metadata, and the public hash of every row; never a text. */
function versionManifest(
  datanetId: bigint,
  rows: VersionRow[],
  leaves: RowLeaf[],
  contributions: StoredContribution[],
  rowsRoot: Hex,
  contributorsRoot: Hex,
  grading: Grading,
) {
  return {
    schemaVersion: 1 as const,
    datanetId: datanetId.toString(),
    ...grading,
    rowSchema: { text: "string", label: "string" },
    rowsRoot,
    contributorsRoot,
    rowCount: rows.length,
    labels: countLabels(rows),
    contributors: contributorTotals(rows).map((total) => ({ ...total, weight: total.weight.toString() })),
    contributions: contributions.map(
      ({ contributor, rowsRoot: root, rowCount, metadata, metadataHash, nonce, signature }) => ({
        contributor,
        rowsRoot: root,
        rows: rowCount,
        metadata,
        metadataHash,
        nonce: nonce.toString(),
        signature,
      }),
    ),
    rows: leaves.map(({ contentHash: hash, contributor, weight }) => ({ contentHash: hash, contributor, weight })),
  };
}

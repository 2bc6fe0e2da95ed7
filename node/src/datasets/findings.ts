import type { Finding } from "@assay/sdk/api";
import { defaultGroup } from "@assay/sdk/hashing";

export interface MappedRow {
  text: string;
  label: string;
  group: string;
  /** the cell of the contributor column, when one is mapped */
  contributor?: string;
}

const EXAMPLES = 3;
const MIN_ROWS_PER_LABEL = 8;

function finding(code: string, severity: Finding["severity"], hits: string[], fix: string): Finding[] {
  if (hits.length === 0) return [];
  return [
    { code, severity, count: hits.length, examples: hits.slice(0, EXAMPLES).map((hit) => hit.slice(0, 160)), fix },
  ];
}

/** Texts that occur again, exactly or but for case, space and punctuation. */
function duplicates(rows: MappedRow[]): { exact: string[]; near: string[]; conflicting: string[] } {
  const exact: string[] = [];
  const near: string[] = [];
  const conflicting: string[] = [];
  const labels = new Map<string, string>();
  const skeletons = new Set<string>();
  for (const { text, label } of rows) {
    const seen = labels.get(text);
    const skeleton = defaultGroup(text);
    if (seen !== undefined && seen !== label) conflicting.push(text);
    else if (seen !== undefined) exact.push(text);
    else if (skeletons.has(skeleton)) near.push(text);
    labels.set(text, seen ?? label);
    skeletons.add(skeleton);
  }
  return { exact, near, conflicting };
}

/** What stands out in mapped rows. `dropped` are rows without text or label. */
export function findFindings(rows: MappedRow[], dropped: number): Finding[] {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  const rare = [...counts]
    .filter(([, count]) => count < MIN_ROWS_PER_LABEL)
    .map(([label, count]) => `${label} (${count})`);
  const { exact, near, conflicting } = duplicates(rows);
  const empty = Array.from({ length: dropped }, () => "(no text or no label)");
  return [
    ...finding(
      "no_rows",
      "blocking",
      rows.length === 0 ? ["0 rows"] : [],
      "No row has both a text and a label; check the column mapping.",
    ),
    ...finding(
      "one_label",
      "blocking",
      rows.length > 0 && counts.size < 2 ? [...counts.keys()] : [],
      "A classifier needs two labels or more; add rows of another label.",
    ),
    ...finding("empty_cells", "warning", empty, "Rows without text or label are left out; fill them in to use them."),
    ...finding("label_conflict", "warning", conflicting, "The same text has two labels; keep the right one."),
    ...finding("exact_duplicates", "warning", exact, "Repeated rows earn nothing more; remove them."),
    ...finding(
      "near_duplicates",
      "info",
      near,
      "Rows that differ only in case, space or punctuation are kept on one side of the split.",
    ),
    ...finding(
      "rare_labels",
      "warning",
      rare,
      `Labels with fewer than ${MIN_ROWS_PER_LABEL} rows are hard to learn and to examine; add rows or merge labels.`,
    ),
  ];
}

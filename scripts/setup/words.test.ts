/** Fails where a word that docs/glossary.md retired comes back, in whatever language, so that one thing keeps one word. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { root } from "./build.ts";

/** Files where a retired word may stand. */
interface Allowance {
  files: RegExp;
  because: string;
}

interface Retired {
  say: string;
  pattern: RegExp;
  /** what the pattern must find, so that a rule that finds nothing is noticed */
  example: string;
  /** where the rule applies; everywhere if left out */
  files?: RegExp;
  allowed?: Allowance[];
}

/** Files that hold the retired words as such, or no words of this project. */
const SKIPPED = [
  /^scripts\/setup\/words\.test\.ts$/,
  /^docs\/glossary\.md$/,
  /(^|\/)package-lock\.json$/,
  /^node\/worker\/requirements\.lock$/,
  /\.(png|ico|svg|woff2|wasm)$/,
];

const RETIRED: Retired[] = [
  {
    say: "charges, chargesRoot, chargesTotal, chargeLeaf (money by model in a voucher)",
    pattern: /\busage(Root|Total|Leaf|Leaves)\b/,
    example: "const { usageRoot } = voucher;",
    allowed: [
      {
        files: /^node\/src\/gateway\/payments\/(settlementStore|voucherStore|settlement\.test|voucherDesk\.test)\.ts$/,
        because: "a migration renames the fields of vouchers that were stored before, and its test stores one",
      },
    ],
  },
  {
    say: "rating, ratingTypedData, /v1/ratings (a payer's judgement of an answer)",
    pattern: /\/v1\/verdicts|[vV]erdictTypedData|VERDICT_TYPES|[sS]ignedVerdict|[vV]erdictDesk|verdictWindow/,
    example: 'await fetch("/v1/verdicts")',
  },
  {
    say: "verdict for a jury's decision only; grade for one trial's result, rating for a payer's judgement",
    pattern: /verdict/i,
    example: "the verdict of trial 7",
    allowed: [
      {
        files: /^(contracts|test\/contracts)\/(judging|jobs|reward|interfaces|mocks)\//,
        because: "the jury and the contracts that ask it",
      },
      { files: /^subgraph\/(schema\.graphql|src\/(jury|challenges|objections)\.ts)$/, because: "a jury's cases" },
      { files: /^node\/src\/(indexer|evaluator\/judging)\//, because: "a jury's cases, indexed and served by jurors" },
      { files: /^sdk\/src\/(calls|graph)\//, because: "calls and queries about a jury's cases" },
      { files: /^web\/src\/features\/(rounds|activity)\//, because: "a round's juries and their cases" },
      { files: /^docs\/(protocol|explorer)\.md$/, because: "what a jury decides" },
    ],
  },
  {
    say: "reputation, /v1/reputation, @assay/sdk/reputation (what a gateway remembers of a model)",
    pattern:
      /\/v1\/memory\b|\bcreateMemory\b|\bModelMemory\b|\bMemoryTab\b|\bmemory_(rounds|history)\b|sdk\/(memory|concentration)\b|api\/memory\b|\bgateway('s)? (own )?memory\b/i,
    example: "the gateway's memory of a model",
  },
  {
    say: "@assay/sdk/api and @assay/sdk/graph",
    pattern: /@assay\/sdk\/(protocol|queries)\b/,
    example: 'import { x } from "@assay/sdk/protocol";',
  },
  {
    say: "tier (admitted, probation or sandbox, in traffic)",
    pattern: /\b(laneOf|LaneField)\b|\b(sandbox|probation|traffic|routing)('s)? lanes?\b|\b(model|calls) and lane\b/,
    example: "the sandbox lane is full",
  },
  {
    say: "count (a condition's number in the transcript tree), outside of code",
    pattern: /\blanes?\b/i,
    example: "the median of each lane",
    files: /\.md$/,
  },
  {
    say: "count (a condition's number in the transcript tree), in what people read",
    pattern: /\b(an?|the|this|that|each|every|per|its|of|or|and|in|no|gated) lanes?\b|\bLane \$/i,
    example: 'sentence: "Every lane is recounted."',
    files: /^(web\/src|sdk\/src\/(errors|documents|api))\//,
  },
  {
    say: "withheld (a seat or a juror that committed and did not reveal)",
    pattern:
      /\b(hidden|hid|hides?|hiding) (its|a|the|their|her) (result|vote|reveal|answer)|\bhidden (seat|result|vote|reveal|label)s?\b|\bHID\b/,
    example: "a seat that hid its result",
    files: /\.(sol|ts|tsx|py|md|graphql)$/,
  },
  {
    say: "finalisation (the end of a round); settlement is the gateway's",
    pattern:
      /\bSettlement\.sol\b|\b(round|round's|rounds') settlements?\b|\bsettlement of (a|the|each|every) round\b|\bsettleRound\b/,
    example: "the settlement of a round",
  },
  {
    say: "fix, repair or improve",
    pattern: /\bmend(s|ed|ing)?\b/i,
    example: "mend the file and choose it again",
    allowed: [
      {
        files: /^node\/worker\/assay_worker\/base\/wordlists\//,
        because: "sentences of customers in the example data",
      },
    ],
  },
  { say: "again", pattern: /\banew\b/i, example: "the view is built anew" },
  {
    say: "not (these bytes are not text)",
    pattern: /(?<!\bthere )\b(is|are) no (text|JSON|CID|number|signature|address|key|hash)\b/,
    example: "these bytes are no text",
  },
];

/** A document's inline code names identifiers, which a rule about prose must not judge. */
function proseOf(path: string, line: string): string {
  return path.endsWith(".md") ? line.replaceAll(/`[^`]*`/g, "") : line;
}

function appliesTo({ files }: Retired, path: string): boolean {
  return files === undefined || files.test(path);
}

/** Rules about prose leave inline code alone; rules about identifiers name it. */
function finds(rule: Retired, path: string, line: string): boolean {
  return rule.pattern.test(rule.files === undefined ? line : proseOf(path, line));
}

const paths = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 26,
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(root, path)) && !SKIPPED.some((skipped) => skipped.test(path)));
const files = paths.map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n") }));

for (const rule of RETIRED) {
  test(`say ${rule.say}`, () => {
    const allowed = rule.allowed ?? [];
    const unused = new Set(allowed);
    const found = files.flatMap(({ path, lines }) => {
      if (!appliesTo(rule, path)) return [];
      const hits = lines.flatMap((line, at) => (finds(rule, path, line) ? [`${path}:${at + 1}: ${line.trim()}`] : []));
      const allowance = allowed.find((one) => one.files.test(path));
      if (hits.length > 0 && allowance !== undefined) unused.delete(allowance);
      return allowance === undefined ? hits : [];
    });
    assert.deepEqual(found, [], `a retired word; say ${rule.say}`);
    assert.deepEqual([...unused], [], "an allowance that nothing needs any more; remove it");
  });
}

test("error: every rule finds its example", () => {
  for (const rule of RETIRED) assert.ok(rule.pattern.test(rule.example), rule.say);
});

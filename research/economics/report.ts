import type { ParamSet } from "../../ignition/parameters/types.ts";
import {
  auditLeavesFor,
  buyRound,
  type Lie,
  lazyAuditThreshold,
  leastTampering,
  priceLies,
  proxyShare,
  safeStake,
} from "./lies.ts";
import { auditCatches, medianFalls } from "./odds.ts";
import { type Assumptions, type Setting, settingOf } from "./setting.ts";

const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}%`;
const asy = (amount: number): string => amount.toFixed(1).replace(/^-0\.0$/, "0.0");
const SHARES = [0.1, 0.2, 0.33, 0.4] as const;

function liesTable(lies: readonly Lie[]): string {
  const rows = lies.map(({ name, act, profit, caught, turns }) => {
    const odds = caught === 0 ? "nothing to catch" : percent(caught);
    return `| ${name} | ${act} | ${asy(profit)} | ${odds} | ${turns === "" ? "nothing makes it pay" : turns} |`;
  });
  return [
    "| Lie | What is done | Profit over honesty, ASY | Caught | It would pay |",
    "| --- | --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

function medianTable(s: Setting): string {
  const row = (share: number): string => {
    const { profit, caught } = buyRound(s, share, leastTampering(s));
    return `| ${percent(share, 0)} | ${percent(medianFalls(s.seats, share))} | ${percent(caught)} | ${asy(profit)} |`;
  };
  return [
    "| Share of stake | Median in its hands | Then at least one seat convicted | Profit a round, ASY |",
    "| ---: | ---: | ---: | ---: |",
    ...SHARES.map(row),
  ].join("\n");
}

function alternativesTable(set: ParamSet, assumptions: Assumptions): string {
  const row = (auditLeaves: number, exposureBps: number): string => {
    const s = settingOf({ ...set, auditLeaves, exposureBps }, assumptions);
    const [fifth = 0, third = 0] = [0.2, 0.33].map((share) => buyRound(s, share, leastTampering(s)).profit);
    const found = auditCatches(leastTampering(s), auditLeaves);
    return `| ${auditLeaves} | ${exposureBps / 10_000}x | ${percent(found)} | ${asy(fifth)} | ${asy(third)} |`;
  };
  const choices: [number, number][] = [
    [0, 20_000],
    [60, 100_000],
    [60, 20_000],
    [220, 100_000],
    [220, 30_000],
    [220, 20_000],
    [256, 10_000],
  ];
  return [
    "| Leaves audited | Exposure for stake | Least tampering found | Profit at 20% of stake | at 33% |",
    "| ---: | ---: | ---: | ---: | ---: |",
    ...choices.map(([leaves, bps]) => row(leaves, bps)),
  ].join("\n");
}

function proxyTable(s: Setting): string {
  const row = (units: number): string => {
    const share = proxyShare(s, units);
    return `| ${units} | ${share === undefined ? "at no share up to 60%" : `from ${percent(share)} on`} |`;
  };
  return [
    "| Units of all other evaluators | A publisher's proxies pay |",
    "| ---: | --- |",
    ...[50, 100, 500, 2000].map(row),
  ].join("\n");
}

/** The whole of docs/economics.md but its introduction: tables of the setting it is given. */
export function economicsTables(set: ParamSet, assumptions: Assumptions): string {
  const s = settingOf(set, assumptions);
  const lazy = lazyAuditThreshold(s);
  return [
    `Unit ${s.unit} ASY, fee ${s.fee}, ${s.seats} seats and ${set.reserves} reserves, a seat's pay ${asy(s.seatPay)}, ${s.items} items of ${s.trialsPerItem} trials, ${s.auditLeaves} leaves audited, a model may earn ${s.exposureCap} ASY of fees on a stake of ${s.publisherStake}.`,
    `Assumed: compute costs ${percent(s.computeShare, 0)} of a seat's pay; an audit is really done ${percent(s.diligence, 0)} of the time; ${percent(s.watchfulness, 0)} of reward epochs are recomputed in time; ${s.totalUnits} units staked by others; stake could earn ${percent(s.yearlyReturn, 0)} a year elsewhere; the weak model passes ${percent(s.weakModel, 0)} of items where ${s.minPasses} of ${s.items} are asked.`,
    "## Every lie",
    liesTable(priceLies(s)),
    "## Buying the median",
    medianTable(s),
    `That is at the least stake. A larger stake buys more exposure while the units at risk stay the same: buying a round begins to pay above a stake of ${Math.round(safeStake(s, 0.2) ?? 0)} ASY at 20% of the units and of ${Math.round(safeStake(s, 0.33) ?? 0)} ASY at 33%. Beyond that more seats, or units worth more, must go with the exposure; the contracts do not ask for them yet.`,
    "## What the defaults were chosen from",
    alternativesTable(set, assumptions),
    `To find the least tampering that works (${percent(leastTampering(s))} of leaves) with 95% takes ${auditLeavesFor(s, 0.95)} leaves; 60 leaves find it with ${percent(auditCatches(leastTampering(s), 60))}, though they find 5% tampering with ${percent(auditCatches(0.05, 60))}.`,
    "## Proxies",
    proxyTable(s),
    "## Who audits the auditor",
    `An audit costs at most ${asy(lazy.auditCost)} ASY, a finding earns ${s.unit / 2}. Saying "clean" unseen is the cheaper duty while fewer than ${percent(lazy.rate, 2)} of seats lie.`,
  ].join("\n\n");
}

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { production } from "../../ignition/parameters/production.ts";
import { buyRound, fabricate, leastTampering, priceLies } from "./lies.ts";
import { auditCatches, binomialTail, crossing, medianFalls } from "./odds.ts";
import { economicsTables } from "./report.ts";
import { ASSUMPTIONS, settingOf } from "./setting.ts";

const setting = settingOf(production.paramSet, ASSUMPTIONS);

test("default: no lie that the design claims to be unprofitable pays under the production parameters", () => {
  for (const lie of priceLies(setting).filter(({ claimed }) => claimed)) {
    assert.ok(lie.profit < 0, `${lie.name} pays ${lie.profit} ASY`);
  }
});

test("behavior: the odds are the design's published ones", () => {
  assert.equal(medianFalls(5, 0.2).toFixed(3), "0.058");
  assert.equal(medianFalls(5, 0.33).toFixed(2), "0.20");
  assert.equal(auditCatches(0.05, 60).toFixed(3), "0.954");
  assert.ok(Math.abs(binomialTail(7, 0.4, 0) - 1) < 1e-12);
});

test("behavior: without audits every lie of a seat pays, so the figures do depend on them", () => {
  const unaudited = settingOf({ ...production.paramSet, auditLeaves: 0 }, ASSUMPTIONS);
  assert.ok(fabricate(unaudited, 1).profit > 0);
  assert.ok(buyRound(unaudited, 0.2, leastTampering(unaudited)).profit > 0);
});

test("behavior: buying a round agrees with a simulation of two hundred thousand rounds", () => {
  const share = 0.4;
  const found = setting.diligence * auditCatches(leastTampering(setting), setting.auditLeaves);
  // A small linear congruential generator (Numerical Recipes), so that the test always sees the same rounds.
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const rounds = 200_000;
  let profit = 0;
  for (let i = 0; i < rounds; i++) {
    const seats = Array.from({ length: setting.seats }, () => random() < share);
    const honest = seats.filter((theirs) => !theirs).length;
    if (honest > (setting.seats - 1) / 2) continue;
    let convicted = 0;
    for (const [seat, theirs] of seats.entries()) {
      if (theirs && !seats[(seat + 1) % seats.length] && random() < found) convicted++;
    }
    const counts = seats.filter((theirs) => theirs).length - convicted + honest;
    // The lower median of `counts` seats, honest ones low: it is theirs when the honest ones end before its rank.
    if (counts >= setting.quorum && honest <= Math.floor((counts - 1) / 2)) profit += setting.exposureCap * 0.35;
    profit -= convicted * (setting.unit + setting.seatPay);
  }
  const expected = buyRound(setting, share, leastTampering(setting)).profit;
  // Standard deviation of one round is about a prize's third, 1,200 ASY: five deviations of the mean are 14 ASY.
  assert.ok(Math.abs(profit / rounds - expected) < 14, `${profit / rounds} against ${expected}`);
});

test("behavior: a crossing is found where there is one and nowhere else", () => {
  assert.equal(crossing((x) => x - 0.25, 0, 1)?.toFixed(6), "0.250000");
  assert.equal(
    crossing((x) => x + 1, 0, 1),
    undefined,
  );
});

test("behavior: docs/economics.md shows today's tables", async () => {
  const page = await readFile(join(import.meta.dirname, "..", "..", "docs", "economics.md"), "utf8");
  assert.ok(
    page.includes(economicsTables(production.paramSet, ASSUMPTIONS)),
    "run: node research/economics/economics.ts --write",
  );
});

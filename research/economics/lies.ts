import { auditCatches, choose, crossing, medianFalls } from "./odds.ts";
import type { Setting } from "./setting.ts";

/** One way to cheat, priced against behaving honestly in the same place. */
export interface Lie {
  readonly name: string;
  /** what the liar does */
  readonly act: string;
  /** ASY the liar is better (or, negative, worse) off than an honest actor in expectation */
  readonly profit: number;
  /** probability that it is caught and punished */
  readonly caught: number;
  /** the figure at which it would begin to pay, in words; empty where nothing makes it pay */
  readonly turns: string;
  /** whether the design claims that it does not pay */
  readonly claimed: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

/** A seat that is convicted loses its unit and what the round would have paid it. */
const conviction = (s: Setting): number => s.unit + s.seatPay;

/** Fabricates a share of the leaves to save the compute they cost; the next seat is honest. */
export function fabricate(s: Setting, share: number): { profit: number; caught: number; diligence: number } {
  const found = auditCatches(share, s.auditLeaves);
  const caught = s.diligence * found;
  const saved = share * s.compute;
  return { profit: saved - caught * conviction(s), caught, diligence: saved / (found * conviction(s)) };
}

function constantScore(s: Setting): Lie {
  const { profit, caught, diligence } = fabricate(s, 1);
  return {
    name: "constant score",
    act: "a seat runs nothing and commits an invented transcript",
    profit,
    caught,
    turns: `if audits were done less often than ${percent(diligence)} of the time`,
    claimed: true,
  };
}

function lazySubset(s: Setting): Lie {
  const { profit, caught, diligence } = fabricate(s, 0.05);
  return {
    name: "lazy subset",
    act: "a seat invents 5% of its leaves and runs the rest",
    profit,
    caught,
    turns: `if audits were done less often than ${percent(diligence)} of the time`,
    claimed: true,
  };
}

function copying(s: Setting): Lie {
  return {
    name: "copying a commitment",
    act: "a seat commits another seat's commitment: it names that seat and its evaluator, so the copier cannot open it",
    profit: s.compute - conviction(s),
    caught: 1,
    turns: "",
    claimed: true,
  };
}

function withholding(s: Setting): Lie {
  const seats = s.seats - s.quorum + 1;
  return {
    name: "withholding reveals",
    act: `${seats} seats withhold results they dislike so that the round lacks quorum; it is drawn again without them, and the attempt counts`,
    profit: -seats * conviction(s),
    caught: 1,
    turns: "",
    claimed: true,
  };
}

/** The fewest leaves that turn a weak model's worst condition into a pass: one failing trial for each item it lacks. */
export function leastTampering(s: Setting): number {
  const lacking = s.minPasses - Math.floor(s.weakModel * s.items);
  return Math.max(0, lacking) / (s.items * s.trialsPerItem);
}

/** One way the seats of a round can fall: which of them are the buyer's, as a mask. */
function isTheirs(mask: number, seat: number): boolean {
  return ((mask >> seat) & 1) === 1;
}

/**
 * What buying seats for one bad model is worth, over every way the seats can fall. A seat is audited by the next one, so a
 * lie is found only where one of the buyer's seats is followed by an honest one. A convicted seat loses its unit and no
 * longer counts: the lower median is taken again over the rest, and below quorum the round is drawn again.
 */
export function buyRound(s: Setting, share: number, tampered: number): { profit: number; caught: number } {
  const found = s.diligence * auditCatches(tampered, s.auditLeaves);
  const prize = s.exposureCap * (s.split[0] ?? 0);
  let profit = 0;
  let caught = 0;
  let tried = 0;
  for (let mask = 0; mask < 2 ** s.seats; mask++) {
    const theirs = Array.from({ length: s.seats }, (_, seat) => seat).filter((seat) => isTheirs(mask, seat));
    const honest = s.seats - theirs.length;
    // Lying from a minority only risks the units: the buyer then plays honestly.
    if (honest > (s.seats - 1) / 2) continue;
    const chance = share ** theirs.length * (1 - share) ** honest;
    const watched = theirs.filter((seat) => !isTheirs(mask, (seat + 1) % s.seats)).length;
    tried += chance;
    caught += chance * (1 - (1 - found) ** watched);
    for (let convicted = 0; convicted <= watched; convicted++) {
      const odds = choose(watched, convicted) * found ** convicted * (1 - found) ** (watched - convicted);
      const counted = s.seats - convicted;
      const passes = counted >= s.quorum && honest <= Math.floor((counted - 1) / 2);
      profit += chance * odds * ((passes ? prize : 0) - convicted * conviction(s));
    }
  }
  return { profit, caught: caught / tried };
}

/** The largest stake on one model for which buying its round still loses money: its prize grows, the units at risk do not. */
export function safeStake(s: Setting, share: number): number | undefined {
  const times = s.exposureCap / s.publisherStake;
  const profitAt = (stake: number): number =>
    buyRound({ ...s, exposureCap: times * stake }, share, leastTampering(s)).profit;
  return crossing(profitAt, 0, 1_000 * s.publisherStake);
}

/** Return the stake would have earned elsewhere in the attempt window. */
const carry = (s: Setting, units: number): number => (units * s.unit * s.yearlyReturn * s.attemptWindowDays) / 365;

function collusion(s: Setting, share: number): Lie {
  const tampered = leastTampering(s);
  const { profit, caught } = buyRound(s, share, tampered);
  const turning = crossing((diligence) => -buyRound({ ...s, diligence }, share, tampered).profit, 0, 1);
  return {
    name: `collusion at ${percent(share)} of stake`,
    act: `stakers with ${percent(share)} of the units pass one weak model when they hold the median (${percent(medianFalls(s.seats, share))} of rounds), changing as few leaves as will do (${percent(tampered)})`,
    profit,
    caught,
    turns:
      turning === undefined
        ? "pays even if every audit is done: see below"
        : `if audits were done less often than ${percent(turning)} of the time`,
    claimed: true,
  };
}

function tampering(s: Setting, share: number): Lie {
  const majority = (s.seats + 1) / 2;
  const found = s.diligence * auditCatches(share, s.auditLeaves);
  return {
    name: `tampering with ${percent(share)} of leaves`,
    act: `one seat of ${s.seats} changes answers to move its own count; the lower median does not follow one seat, so ${majority - 1} others must`,
    profit: -found * conviction(s),
    caught: found,
    turns: "",
    claimed: true,
  };
}

/** A publisher who buys stake through proxies nobody can show to be its own: the share at which it would pay. */
export function proxyShare(s: Setting, totalUnits: number): number | undefined {
  const tampered = leastTampering(s);
  const profitAt = (share: number): number =>
    buyRound(s, share, tampered).profit - carry(s, (share * totalUnits) / (1 - share));
  return crossing(profitAt, 0.001, 0.6);
}

function selfEvaluation(s: Setting): Lie {
  const share = 0.2;
  const units = (share * s.totalUnits) / (1 - share);
  const { profit, caught } = buyRound(s, share, leastTampering(s));
  const pays = proxyShare(s, s.totalUnits);
  return {
    name: "publisher evaluating itself through proxies",
    act: `a publisher adds ${percent(share)} of the stake (${Math.round(units)} units beside ${s.totalUnits}) under other names for one window`,
    profit: profit - carry(s, units),
    caught,
    turns: pays === undefined ? "at no share up to 60%" : `from ${percent(pays)} of the stake on`,
    claimed: false,
  };
}

function selfDealing(s: Setting): Lie {
  // It sits in every role it can name freely: publisher, data, trainer and base author. Evaluators and treasury are not it.
  const lost = (s.split[3] ?? 0) + (s.split[5] ?? 0);
  return {
    name: "self-dealing publisher",
    act: `a publisher who is also contributor, trainer and base author buys its own answers for ${s.exposureCap} ASY to lift its exposure cap`,
    profit: -lost * s.exposureCap,
    caught: 0,
    turns: `if ${s.exposureCap} ASY more exposure were worth ${Math.round(lost * s.exposureCap)} ASY to it`,
    claimed: true,
  };
}

function withheldKeys(s: Setting): Lie {
  return {
    name: "key-withholding curator",
    act: "the custodian posts no keys, or bad ones: the round voids before anyone knows a result, the fee goes back",
    profit: -s.custodianBond,
    caught: 1,
    turns: `if one rival's delay were worth ${s.custodianBond} ASY to it`,
    claimed: true,
  };
}

/** A wrong root takes what is open unless somebody recomputes it in time. */
export function wrongRoot(s: Setting, watchfulness: number): number {
  return (1 - watchfulness) * s.openFees - watchfulness * s.epochBond;
}

function rewardRoot(s: Setting): Lie {
  const turning = crossing((w) => -wrongRoot(s, w), 0, 1);
  return {
    name: "wrong reward root",
    act: `a poster assigns the ${s.openFees} ASY of open fees to itself`,
    profit: wrongRoot(s, s.watchfulness),
    caught: s.watchfulness,
    turns: `if fewer than ${percent(turning ?? 1)} of epochs were recomputed in time, or more than ${Math.round((s.watchfulness * s.epochBond) / (1 - s.watchfulness))} ASY lay open`,
    claimed: true,
  };
}

function silence(s: Setting): Lie {
  return {
    name: "silent seat",
    act: "a seat never commits: it is charged a seat's pay and a reserve steps in",
    profit: s.compute - 2 * s.seatPay,
    caught: 1,
    turns: "",
    claimed: true,
  };
}

function falseChallenge(s: Setting): Lie {
  return {
    name: "false challenge",
    act: "somebody challenges a sound leaf to delay a rival's final",
    profit: -s.challengeBond,
    caught: 1,
    turns: `if a delay of two jury windows were worth ${s.challengeBond} ASY`,
    claimed: true,
  };
}

/** Every lie the protocol names, at the given setting. */
export function priceLies(s: Setting): Lie[] {
  return [
    constantScore(s),
    lazySubset(s),
    copying(s),
    withholding(s),
    silence(s),
    tampering(s, 0.05),
    tampering(s, leastTampering(s)),
    collusion(s, 0.2),
    collusion(s, 0.33),
    selfEvaluation(s),
    selfDealing(s),
    withheldKeys(s),
    rewardRoot(s),
    falseChallenge(s),
  ];
}

/**
 * Rate of cheating at which re-running pays an auditor: below it, saying "clean" unseen is the cheaper duty. An audit costs
 * `auditCost` ASY, a finding half a unit.
 */
export function lazyAuditThreshold(s: Setting): { auditCost: number; rate: number } {
  const leaves = s.items * s.trialsPerItem;
  // Teacher forcing reads the answer in one pass; it is priced here as a full run of the leaf, which is dearer.
  const auditCost = (s.compute * Math.min(s.auditLeaves, leaves)) / leaves;
  return { auditCost, rate: auditCost / (s.unit / 2) };
}

/** Leaves an audit must draw for the given chance of finding the least tampering that works. */
export function auditLeavesFor(s: Setting, chance: number): number {
  return Math.ceil(Math.log(1 - chance) / Math.log(1 - leastTampering(s)));
}

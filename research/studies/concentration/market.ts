/**
 * One run of the simulated market. Every month each team spends grant and reinvested income on iterations, models go
 * through rounds, callers are routed by the lower quantile, and the fees come back as next month's budget.
 * Not covered: callers who leave a bad datanet, new teams, collusion, prices that differ.
 */
import { figuresOf } from "./figures.ts";
import { lowerQuantile, minPasses, tailTable } from "./gate.ts";
import { recordsOf } from "./publish.ts";
import { createRandom, type Random } from "./random.ts";
import type { Arm, Setting } from "./setting.ts";
import { drawTeams, drawViews, type Entry, makeEntry, passChance, rateOf, type Team, weakest } from "./teams.ts";

/** One month: concentration of that month's traffic, and what callers got. */
export interface Month {
  readonly fees: Float64Array;
  readonly admitted: number;
  /** share of calls that found a model, and mean true pass rate of the worst condition over served calls */
  readonly served: number;
  readonly quality: number;
  /** models admitted although their true worst rate is below the gate's bound, as a share of the admitted */
  readonly lucky: number;
}

export interface Run {
  readonly figures: ReturnType<typeof figuresOf>;
  readonly months: readonly Month[];
}

const LAST_MONTHS = 12;
/** A round is tried when the rehearsal promises this chance of passing; a free retry needs less. */
const HOPE_LIMITED = 0.3;
const HOPE_OPEN = 0.02;
const LEVEL = 0.05;

interface Gate {
  readonly target: number;
  readonly needed: number;
  /** chance that one condition reaches `needed` at a pass rate */
  readonly tail: (rate: number) => number;
}

class Market {
  readonly teams: Team[];
  readonly bases: number[][];
  readonly byDatanet: Entry[][];
  readonly setting: Setting;
  readonly arm: Arm;
  readonly random: Random;

  constructor(setting: Setting, arm: Arm, random: Random) {
    this.setting = setting;
    this.arm = arm;
    this.random = random;
    this.bases = drawViews(setting, random);
    this.teams = drawTeams(setting, this.bases, random);
    this.byDatanet = Array.from({ length: setting.datanets }, () => []);
    for (const team of this.teams) for (const entry of team.entries) this.byDatanet[entry.datanet]?.push(entry);
  }

  /** The gates of every attempt in `month`; attempt j is judged at the level halved j - 1 times where attempts count. */
  gates(month: number): Gate[] {
    const { gateFrom, gateTo, months, items, attemptsLimited, attemptsOpen } = this.setting;
    const target = this.arm.tightening ? gateFrom + ((gateTo - gateFrom) * month) / (months - 1) : gateFrom;
    const attempts = this.arm.attemptLimits ? attemptsLimited : attemptsOpen;
    return Array.from({ length: attempts }, (_, attempt) => {
      const needed = minPasses(items, target, this.arm.attemptLimits ? LEVEL / 2 ** attempt : LEVEL);
      return { target, needed, tail: tailTable(items, needed) };
    });
  }

  /** Spend on iterations, always on the weakest condition of the model with the most to gain; open further datanets. */
  invest(team: Team): void {
    const { setting, random } = this;
    const kept = setting.roundFee * team.entries.length;
    let iterations = Math.min(setting.iterationsLimit, Math.floor((team.cash - kept) / team.iterationCost));
    while (iterations > 0) {
      let entry = team.entries[0];
      for (const other of team.entries) {
        if (entry !== undefined && worst(other) < worst(entry)) entry = other;
      }
      if (entry === undefined) return;
      const ready = rateOf(worst(entry)) > 0.95 && team.entries.length < setting.datanets;
      if (ready && iterations >= setting.entryIterations) {
        iterations -= setting.entryIterations;
        team.cash -= setting.entryIterations * team.iterationCost;
        this.enter(team);
        continue;
      }
      iterations--;
      team.cash -= team.iterationCost;
      const place = weakest(entry.levels);
      const level = entry.levels[place] ?? 0;
      const headroom = Math.max(0, 1 - level / setting.ceiling);
      entry.levels[place] = level + setting.step * team.skill * headroom * Math.exp(0.3 * random.normal());
      if (random.next() < setting.imitation) this.imitate(entry);
    }
  }

  private enter(team: Team): void {
    const taken = new Set(team.entries.map(({ datanet }) => datanet));
    const free = this.byDatanet.flatMap((_, datanet) => (taken.has(datanet) ? [] : [datanet]));
    const entry = makeEntry(team, free[this.random.below(free.length)] ?? 0, this.bases, this.setting, this.random);
    team.entries.push(entry);
    this.byDatanet[entry.datanet]?.push(entry);
  }

  /** One open question is answered as the datanet's leader of last month answers it. */
  private imitate(entry: Entry): void {
    const leader = this.byDatanet[entry.datanet]?.reduce((best, one) => (one.fees > best.fees ? one : best), entry);
    const question = this.random.below(this.setting.openQuestions);
    if (leader !== undefined && leader !== entry) entry.views[question] = leader.views[question] ?? 0;
  }

  /** This month's rounds of one model, until it passes, gives up or runs out of money or attempts. */
  examine(entry: Entry, team: Team, gates: readonly Gate[]): void {
    const { items, roundFee, memory } = this.setting;
    entry.admitted = false;
    entry.passes *= memory;
    entry.trials *= memory;
    for (const [attempt, { needed, tail }] of gates.entries()) {
      const fee = this.arm.attemptLimits ? roundFee * 2 ** attempt : roundFee;
      const chance = passChance(entry.levels, tail);
      if (team.cash < fee || chance < (this.arm.attemptLimits ? HOPE_LIMITED : HOPE_OPEN)) return;
      team.cash -= fee;
      const counts = entry.levels.map((level) => this.random.binomial(items, rateOf(level)));
      const count = Math.min(...counts);
      entry.admitted = count >= needed;
      // "The system remembers" is part of the limits: without them a failed attempt leaves no trace.
      if (entry.admitted || this.arm.attemptLimits) {
        entry.passes += count;
        entry.trials += items;
      }
      if (entry.admitted) {
        entry.monthsAdmitted++;
        return;
      }
    }
  }

  /** Shares of one datanet's calls by model; they sum to what is served. */
  route(entries: readonly Entry[]): Map<Entry, number> {
    const { sandboxShare, probationShare } = this.setting;
    const shares = new Map<Entry, number>();
    const give = (list: readonly Entry[], share: number): void => {
      for (const entry of list) shares.set(entry, (shares.get(entry) ?? 0) + share / list.length);
    };
    const admitted = entries.filter((entry) => entry.admitted);
    const waiting = this.arm.sandbox ? entries.filter((entry) => !entry.admitted) : [];
    const sandbox = waiting.length > 0 ? sandboxShare : 0;
    give(waiting, sandbox);
    if (admitted.length === 0) return shares;
    const newcomers = admitted.filter(({ monthsAdmitted }) => monthsAdmitted === 1);
    const probation = newcomers.length > 0 ? probationShare : 0;
    give(newcomers, probation);
    const quantiles = admitted.map(({ passes, trials }) => lowerQuantile(passes, trials));
    const best = Math.max(...quantiles);
    const chosen = admitted.filter((_, at) => (quantiles[at] ?? 0) >= best - this.arm.spread);
    // On a tie the model that has been there longest keeps the calls.
    give(this.arm.spread > 0 ? chosen : chosen.slice(0, 1), 1 - sandbox - probation);
    return shares;
  }

  month(at: number): Month {
    const { setting, teams } = this;
    const gates = this.gates(at);
    for (const team of teams) {
      team.cash += team.grant + setting.reinvested * team.lastIncome;
      team.lastIncome = 0;
      for (const entry of team.entries) {
        for (let place = 0; place < entry.levels.length; place++) {
          entry.levels[place] = (entry.levels[place] ?? 0) - setting.drift;
        }
      }
      this.invest(team);
      for (const entry of team.entries) this.examine(entry, team, gates);
    }
    const fees = new Float64Array(teams.length);
    let [served, quality, admitted, lucky] = [0, 0, 0, 0];
    for (const entries of this.byDatanet) {
      for (const entry of entries) {
        if (!entry.admitted) continue;
        admitted++;
        if (rateOf(worst(entry)) < (gates[0]?.target ?? 0)) lucky++;
      }
      for (const [entry, share] of this.route(entries)) {
        const amount = share * setting.demand;
        served += share / setting.datanets;
        quality += (share / setting.datanets) * rateOf(worst(entry));
        fees[entry.team] = (fees[entry.team] ?? 0) + amount;
        if (at >= setting.months - LAST_MONTHS) entry.fees += amount;
        const team = teams[entry.team];
        if (team !== undefined) team.lastIncome += amount * setting.teamShare;
      }
    }
    return {
      fees,
      admitted,
      served,
      quality: served === 0 ? 0 : quality / served,
      lucky: admitted === 0 ? 0 : lucky / admitted,
    };
  }
}

function worst(entry: Entry): number {
  return entry.levels[weakest(entry.levels)] ?? 0;
}

/** Simulates one arm from one seed; the figures are of the last twelve months, the answers of the last. */
export function simulate(setting: Setting, arm: Arm, seed: number): Run {
  const random = createRandom(seed);
  const market = new Market(setting, arm, random);
  const months = Array.from({ length: setting.months }, (_, at) => market.month(at));
  return { figures: figuresOf(recordsOf(market.byDatanet, setting, random)), months };
}

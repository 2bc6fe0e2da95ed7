/** Concentration and diversity from records: the simulation and the chain go through this one function. */
import { gini, hhi } from "@assay/sdk/reputation";
import type { Records } from "./records.ts";

export interface Figures {
  readonly teams: number;
  readonly trafficGini: number;
  readonly trafficHhi: number;
  readonly incomeGini: number;
  readonly incomeHhi: number;
  /** share of teams that published and never had a round passed */
  readonly shutOut: number;
  /** mean share of common questions on which two admitted models differ; undefined where no two share a question */
  readonly disagreement: number | undefined;
}

const TOKEN = 1e18;
const TEAM_ROLES: ReadonlySet<string> = new Set(["publisher", "trainer"]);

function add(sums: Map<string, number>, key: string, wei: string): void {
  // Shares are wanted to a few digits: a double's are enough, also for wei.
  sums.set(key, (sums.get(key) ?? 0) + Number(wei) / TOKEN);
}

/** Who answered a question how: `model` counts the admitted models that have a transcript. */
interface Said {
  readonly model: number;
  readonly answer: string;
}

/** First-pass answers of the admitted models by prompt; a prompt that a model has twice counts once. */
function answersOf({ models, transcripts }: Records): { count: number; byPrompt: Map<string, Said[]> } {
  const admitted = new Set(models.filter(({ state }) => state === "ADMITTED").map(({ id }) => id));
  const numbers = new Map<string, number>();
  const byPrompt = new Map<string, Said[]>();
  for (const { modelId, items } of transcripts) {
    if (!admitted.has(modelId)) continue;
    const model = numbers.get(modelId) ?? numbers.size;
    numbers.set(modelId, model);
    for (const { prompt, canonical, position } of items.flatMap(({ trials }) => trials)) {
      if (position !== 0) continue;
      const said = byPrompt.get(prompt);
      if (said === undefined) byPrompt.set(prompt, [{ model, answer: canonical }]);
      else if (!said.some((one) => one.model === model)) said.push({ model, answer: canonical });
    }
  }
  return { count: numbers.size, byPrompt };
}

/** Mean over pairs of models with a question in common of the share of those questions they answer differently. */
function meanDisagreement({ count, byPrompt }: ReturnType<typeof answersOf>): number | undefined {
  const common = new Int32Array(count * count);
  const different = new Int32Array(count * count);
  for (const said of byPrompt.values()) {
    for (const [at, one] of said.entries()) {
      for (let next = at + 1; next < said.length; next++) {
        const other = said[next];
        if (other === undefined) continue;
        const pair = Math.min(one.model, other.model) * count + Math.max(one.model, other.model);
        common[pair] = (common[pair] ?? 0) + 1;
        if (one.answer !== other.answer) different[pair] = (different[pair] ?? 0) + 1;
      }
    }
  }
  let [sum, pairs] = [0, 0];
  for (const [pair, shared] of common.entries()) {
    if (shared === 0) continue;
    sum += (different[pair] ?? 0) / shared;
    pairs++;
  }
  return pairs === 0 ? undefined : sum / pairs;
}

/**
 * The figures of a market. A team is an account that published a model; all teams count, also those that got nothing.
 * Traffic is the fees that gateways stated, by publisher. Income is what reward epochs gave an account as publisher or
 * trainer: other roles are no team's, and the treasury is nobody's.
 */
export function figuresOf(records: Records): Figures {
  const publisherOf = new Map(records.models.map(({ id, publisher }) => [id, publisher.toLowerCase()]));
  const traffic = new Map<string, number>();
  const income = new Map<string, number>();
  for (const publisher of publisherOf.values()) {
    traffic.set(publisher, 0);
    income.set(publisher, 0);
  }
  for (const { fees } of records.statements) {
    for (const { modelId, amount } of fees) {
      const publisher = publisherOf.get(modelId);
      if (publisher === undefined) throw new Error(`statements: model ${modelId} is not among the models; read again.`);
      add(traffic, publisher, amount);
    }
  }
  for (const { allocations } of records.epochs) {
    for (const { role, account, amount } of allocations) {
      if (TEAM_ROLES.has(role)) add(income, account.toLowerCase(), amount);
    }
  }
  const passed = new Set(records.rounds.filter((round) => round.passed === true).map(({ model }) => model.id));
  const inside = new Set([...publisherOf].filter(([id]) => passed.has(id)).map(([, publisher]) => publisher));
  const teams = new Set(publisherOf.values()).size;
  return {
    teams,
    trafficGini: gini([...traffic.values()]),
    trafficHhi: hhi([...traffic.values()]),
    incomeGini: gini([...income.values()]),
    incomeHhi: hhi([...income.values()]),
    shutOut: teams === 0 ? 0 : 1 - inside.size / teams,
    disagreement: meanDisagreement(answersOf(records)),
  };
}

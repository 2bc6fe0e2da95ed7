/** Writes what happened in the simulated market as the chain's records, so that one reader computes all figures. */
import type { Random } from "./random.ts";
import type { Records } from "./records.ts";
import type { Setting } from "./setting.ts";
import { type Entry, rateOf } from "./teams.ts";

const GATED_QUESTIONS = 60;
/** How often a wrong answer is the one that is wrong most often. */
const COMMON_ERROR = 0.5;

const wei = (amount: number): string => `${BigInt(Math.round(amount * 1e6)) * 10n ** 12n}`;
const account = (team: number): `0x${string}` => `0x${(team + 1).toString(16).padStart(40, "0")}`;
type Transcript = Records["transcripts"][number];

/** First answers of one model: right by its rate on exam questions, its views on those without a right answer. */
function transcriptOf(modelId: string, entry: Entry, setting: Setting, random: Random): Transcript {
  const rate = rateOf(entry.levels[0] ?? 0);
  const answer = (question: number): number => {
    if (random.next() < rate) return 0;
    return random.next() < COMMON_ERROR ? 1 + (question % (setting.labels - 1)) : 1 + random.below(setting.labels - 1);
  };
  const exam = Array.from({ length: GATED_QUESTIONS }, (_, at) => [`exam ${at}`, answer(at)] as const);
  const open = entry.views.map((view, at) => [`open ${at}`, view] as const);
  return {
    modelId,
    items: [...exam, ...open].map(([question, canonical]) => ({
      trials: [{ position: 0, prompt: `${entry.datanet} ${question}`, canonical: `${canonical}` }],
    })),
  };
}

/** `byDatanet` holds every model there is; a team's publisher and trainer is the same account. */
export function recordsOf(byDatanet: readonly (readonly Entry[])[], setting: Setting, random: Random): Records {
  const entries = byDatanet.flat();
  const paid = entries.map((entry, at) => ({ modelId: `${at}`, entry })).filter(({ entry }) => entry.fees > 0);
  return {
    models: entries.map(({ team, admitted }, at) => ({
      id: `${at}`,
      publisher: account(team),
      trainer: account(team),
      state: admitted ? "ADMITTED" : "SANDBOX",
    })),
    rounds: entries.map(({ monthsAdmitted }, at) => ({
      id: `${at}`,
      model: { id: `${at}` },
      passed: monthsAdmitted > 0,
    })),
    statements: [{ fees: paid.map(({ modelId, entry }) => ({ modelId, amount: wei(entry.fees) })) }],
    epochs: [
      {
        allocations: paid.map(({ modelId, entry }) => ({
          modelId,
          role: "publisher" as const,
          account: account(entry.team),
          amount: wei(entry.fees * setting.teamShare),
        })),
      },
    ],
    transcripts: entries.flatMap((entry, at) =>
      entry.admitted ? [transcriptOf(`${at}`, entry, setting, random)] : [],
    ),
  };
}

import { laneName } from "@assay/sdk/hashing";
import type { ParamSet } from "../../data/entities/useThresholds.ts";
import { count, duration } from "../../ui/format.ts";

export interface Parameter {
  /** Its field on chain. */
  field: string;
  name: string;
  /** With its unit, or an amount in token wei. */
  value: (set: ParamSet) => string | { wei: string };
  /** What it does, and why it is there. */
  does: string;
}

const SPLIT = ["publisher", "data", "trainer", "evaluators", "base author", "treasury"];

type Times = { [K in keyof ParamSet]: ParamSet[K] extends string ? K : never }[keyof ParamSet];
type Counts = { [K in keyof ParamSet]: ParamSet[K] extends number ? K : never }[keyof ParamSet];

const time = (field: Times, name: string, does: string): Parameter => ({
  field,
  name,
  does,
  value: (set) => duration(Number(set[field])),
});

const amount = (field: Times, name: string, does: string): Parameter => ({
  field,
  name,
  does,
  value: (set) => ({ wei: set[field] }),
});

const number = (field: Counts, name: string, unit: string, does: string): Parameter => ({
  field,
  name,
  does,
  value: (set) => `${count(set[field])} ${unit}`,
});

/** Positions or counts of a mask, lowest first. */
function bitsOf(mask: bigint): number[] {
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => (mask >> BigInt(bit)) & 1n);
}

/** Every parameter, by what it is about. */
export const PARAMETERS: { title: string; parameters: Parameter[] }[] = [
  {
    title: "Rounds",
    parameters: [
      number(
        "seats",
        "Seats",
        "evaluators",
        "Results wanted in each round. The number is odd, so that the middle result is the count of one judge.",
      ),
      number(
        "reserves",
        "Reserves",
        "evaluators",
        "Drawn with the seats. They step in for missing judges, so that one absence does not end a round.",
      ),
      time(
        "keyWindow",
        "Key window",
        "The time for the draw, and again for the custodian's keys. After it the round is void, so that nobody can block it.",
      ),
      time("commitWindow", "Commit window", "The time to evaluate and commit, and the same again for the reserves."),
      time(
        "revealWindow",
        "Reveal window",
        "The time to reveal what was committed. A judge that withholds its result loses its unit.",
      ),
      time(
        "auditWindow",
        "Audit window",
        "The time for audits, demands and proofs, after the results are revealed and before anyone is paid.",
      ),
      number(
        "auditLeaves",
        "Trials to audit",
        "trials",
        "Each judge runs so many trials of its neighbour again, and is paid only then. 0 means no audits.",
      ),
      amount(
        "roundFee",
        "Round fee",
        "The publisher pays it to the judges. It doubles with each further attempt, so that trying again costs more.",
      ),
      time(
        "attemptWindow",
        "Attempts counted within",
        "Each further attempt of one line of models in this time needs more passes, so that luck does not help.",
      ),
      time(
        "admissionTtl",
        "Admission lasts",
        "Then it ends unless a new round renews it, because models and data grow old.",
      ),
    ],
  },
  {
    title: "Suite and gates",
    parameters: [
      number(
        "itemsPerBatch",
        "Items in an exam",
        "items",
        "Unseen items that every judge asks under every condition. More items leave less doubt.",
      ),
      {
        field: "trialMask",
        name: "Trials of an item",
        value: (set) => `${bitsOf(BigInt(set.trialMask)).length} trials`,
        does: "Trials of the suite that every judge runs. They are the same for all judges.",
      },
      {
        field: "gatedLanes",
        name: "Gated conditions",
        value: (set) => bitsOf(BigInt(set.gatedLanes)).map(laneName).join(", "),
        does: "Each of these must reach the gate. A mean could hide one that failed.",
      },
    ],
  },
  {
    title: "Stake and bonds",
    parameters: [
      amount("stakeUnit", "Sortition unit", "One ticket in the draw, and what one seat can lose. It never changes."),
      time(
        "unstakeCooldown",
        "Unstaking takes",
        "Longer than the longest round with a jury, so that a fault can still be paid for.",
      ),
      amount("minPublisherStake", "Stake to open a round", "What a publisher stakes on a model before it is judged."),
      amount(
        "custodianBond",
        "Custodian's bond",
        "Each running round binds it. It is cut if the judges get no usable keys.",
      ),
      {
        field: "exposureBps",
        name: "Exposure without a record",
        value: (set) => `${Number(set.exposureBps) / 100}% of its stake`,
        does: "Fees that a model may earn before it has a record. Stake limits earnings; it does not buy a pass.",
      },
    ],
  },
  {
    title: "Questions and juries",
    parameters: [
      amount(
        "demandBond",
        "Bond of a demand",
        "Put down with a demand for one trial. The seat that answers earns it, so that needless demands cost money.",
      ),
      time(
        "answerWindow",
        "Answer window",
        "The time for a seat to answer a demand on chain. A seat that does not answer is convicted.",
      ),
      amount(
        "challengeBond",
        "Bond of a challenge",
        "Put down with a question that a jury decides. It pays the jurors.",
      ),
      time(
        "juryWindow",
        "Jury window",
        "The time for jurors to commit their votes, and the same again to reveal them.",
      ),
    ],
  },
  {
    title: "Fees and rewards",
    parameters: [
      {
        field: "splitBps",
        name: "Split of the fee",
        value: (set) => set.splitBps.map((bps, i) => `${SPLIT[i]} ${bps / 100}%`).join(", "),
        does: "Who gets which part of the protocol fee of each paid answer.",
      },
      amount(
        "epochBond",
        "Reward epoch bond",
        "Put down by the account that posts a reward epoch. It is lost if the epoch is shown to be wrong.",
      ),
      time(
        "epochWindow",
        "Reward epoch window",
        "The time for anyone to compute a posted reward epoch again and object, before claims open.",
      ),
      time("withdrawDelay", "Channel withdrawal takes", "The time for a gateway to redeem its last vouchers."),
    ],
  },
  {
    title: "Training jobs",
    parameters: [
      amount(
        "leaseBond",
        "Bond of a lease",
        "Put down by a trainer that takes a job. It is lost if the trainer lets the job time out.",
      ),
      time(
        "acceptWindow",
        "Accept window",
        "The time to dispute a finished job. Without a dispute it is accepted, so that work is always paid.",
      ),
    ],
  },
];

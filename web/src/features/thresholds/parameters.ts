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
        "Results wanted in each round; odd, so that the lower median is one seat's own count.",
      ),
      number(
        "reserves",
        "Reserves",
        "evaluators",
        "Drawn with the seats and stepping in for missing ones, so that one absence ends no round.",
      ),
      time(
        "keyWindow",
        "Key window",
        "For the draw, then for the custodian's keys; past it the round is void, so that nobody can stall one.",
      ),
      time("commitWindow", "Commit window", "To evaluate and commit, and once more for the reserves."),
      time("revealWindow", "Reveal window", "To open a commitment; who withholds a result loses the unit."),
      time(
        "auditWindow",
        "Audit window",
        "For audits, demands and proofs after the reveals, before money and states move.",
      ),
      number(
        "auditLeaves",
        "Leaves to audit",
        "leaves",
        "Each seat re-runs so many of its neighbour's and is paid only then; 0 asks for no audits.",
      ),
      amount(
        "roundFee",
        "Round fee",
        "Paid by the publisher, to the seats; doubles with each further attempt, so that trying again has its price.",
      ),
      time(
        "attemptWindow",
        "Attempts counted within",
        "Tries of one lineage in this time are judged ever more strictly: nobody shops for a lucky round.",
      ),
      time(
        "admissionTtl",
        "Admission lasts",
        "Then it lapses unless a new round renews it, since models and data grow old.",
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
        "Unseen items that every seat asks under every condition; more items leave less doubt.",
      ),
      {
        field: "trialMask",
        name: "Trials of an item",
        value: (set) => `${bitsOf(BigInt(set.trialMask)).length} trials`,
        does: "Positions of the suite that every seat runs; the mask fixes them for all seats alike.",
      },
      {
        field: "gatedLanes",
        name: "Gated conditions",
        value: (set) => bitsOf(BigInt(set.gatedLanes)).map(laneName).join(", "),
        does: "Every one of these must reach the gate; a mean can't hide a collapse.",
      },
    ],
  },
  {
    title: "Stake and bonds",
    parameters: [
      amount(
        "stakeUnit",
        "Sortition unit",
        "One ticket in the draw, and what one seat puts at risk; it never changes.",
      ),
      time(
        "unstakeCooldown",
        "Unstaking takes",
        "Longer than the longest round with a jury at its end, so that faults can still be paid for.",
      ),
      amount("minPublisherStake", "Stake to open a round", "What a publisher puts behind a model before it is judged."),
      amount(
        "custodianBond",
        "Custodian's bond",
        "Bound for each running round; cut where the seats get no usable keys.",
      ),
      {
        field: "exposureBps",
        name: "Exposure without a record",
        value: (set) => `${Number(set.exposureBps) / 100}% of its stake`,
        does: "Fees a model may earn before its own record has earned more: stake buys exposure, not a pass.",
      },
    ],
  },
  {
    title: "Questions and juries",
    parameters: [
      amount(
        "demandBond",
        "Bond of a demand",
        "Put down with a demand for one leaf; the seat that answers earns it, so that asking for nothing costs.",
      ),
      time("answerWindow", "Answer window", "For a seat to answer a demand on chain; silence convicts it."),
      amount(
        "challengeBond",
        "Bond of a challenge",
        "Put down with a question that a jury decides; it pays the jurors where the challenger is wrong.",
      ),
      time("juryWindow", "Jury window", "For jurors to commit, and again to reveal, each on its own."),
    ],
  },
  {
    title: "Fees and rewards",
    parameters: [
      {
        field: "splitBps",
        name: "Split of the fee",
        value: (set) => set.splitBps.map((bps, i) => `${SPLIT[i]} ${bps / 100}%`).join(", "),
        does: "Who shares in the protocol fee of each paid answer.",
      },
      amount(
        "epochBond",
        "Epoch bond",
        "Put down by whoever posts an epoch; lost where the epoch is shown to be wrong.",
      ),
      time("epochWindow", "Epoch window", "For anyone to recompute a posted epoch and object, before claims open."),
      time("withdrawDelay", "Channel withdrawal takes", "So that a gateway can redeem its last vouchers."),
    ],
  },
  {
    title: "Training jobs",
    parameters: [
      amount(
        "leaseBond",
        "Bond of a lease",
        "Put down by a trainer that takes a job; lost where it lets the job time out.",
      ),
      time(
        "acceptWindow",
        "Accept window",
        "For the requester to dispute a submitted job; silence accepts, so that work is always paid.",
      ),
    ],
  },
];

/** What the simulated market assumes. The page prints it; nothing here was measured on real teams. */
export interface Setting {
  readonly teams: number;
  readonly datanets: number;
  readonly months: number;
  /** items of an exam and gated conditions */
  readonly items: number;
  readonly conditions: number;
  /** lower bound the gate asks for in the first and the last month */
  readonly gateFrom: number;
  readonly gateTo: number;
  /** fees that a datanet's callers pay a month, ASY, and the publisher's and trainer's share of them */
  readonly demand: number;
  readonly teamShare: number;
  readonly roundFee: number;
  /** rounds of a lineage a month: with limits, and where nothing limits them */
  readonly attemptsLimited: number;
  readonly attemptsOpen: number;
  /** share of callers who opt in to the sandbox, and share routed to models admitted for the first time */
  readonly sandboxShare: number;
  readonly probationShare: number;
  /** median and log-normal spread of what a team has to spend a month whatever it earns, ASY */
  readonly grant: number;
  readonly grantSpread: number;
  readonly iterationCost: number;
  readonly iterationCostSpread: number;
  readonly skillSpread: number;
  /** share of income that goes back into iterations */
  readonly reinvested: number;
  /** iterations a team can do a month however much it could pay */
  readonly iterationsLimit: number;
  /** iterations' worth of money that a further datanet takes */
  readonly entryIterations: number;
  /** pass rates are logistic in these units: mean at entry, ceiling, step of an iteration, monthly drift */
  readonly entryLevel: number;
  readonly ceiling: number;
  readonly step: number;
  readonly drift: number;
  /** weight that last month's evidence keeps */
  readonly memory: number;
  /** public bases to start from, questions without a right answer, and how often an iteration copies the leader there */
  readonly bases: number;
  readonly openQuestions: number;
  readonly labels: number;
  readonly ownViews: number;
  readonly imitation: number;
}

export const SETTING: Setting = {
  teams: 300,
  datanets: 20,
  months: 36,
  items: 64,
  conditions: 4,
  gateFrom: 0.7,
  gateTo: 0.88,
  demand: 5_000,
  teamShare: 0.5,
  roundFee: 60,
  attemptsLimited: 3,
  attemptsOpen: 8,
  sandboxShare: 0.05,
  probationShare: 0.05,
  grant: 150,
  grantSpread: 1,
  iterationCost: 25,
  iterationCostSpread: 0.3,
  skillSpread: 0.25,
  reinvested: 0.8,
  iterationsLimit: 60,
  entryIterations: 10,
  entryLevel: 0.8,
  ceiling: 4.5,
  step: 0.35,
  drift: 0.08,
  memory: 0.6,
  bases: 5,
  openQuestions: 40,
  labels: 8,
  ownViews: 0.3,
  imitation: 0.2,
};

/** What is switched on in one arm of the study. */
export interface Arm {
  readonly name: string;
  readonly tightening: boolean;
  readonly sandbox: boolean;
  readonly attemptLimits: boolean;
  /** traffic goes to all models within this much of the best quantile, not to the best alone */
  readonly spread: number;
}

const arm = (name: string, tightening: boolean, sandbox: boolean, attemptLimits: boolean, spread = 0): Arm => ({
  name,
  tightening,
  sandbox,
  attemptLimits,
  spread,
});

export const ARMS: readonly Arm[] = [
  arm("fixed gate, neither", false, false, false),
  arm("fixed gate, limits", false, false, true),
  arm("fixed gate, sandbox", false, true, false),
  arm("fixed gate, both", false, true, true),
  arm("rising gate, neither", true, false, false),
  arm("rising gate, limits", true, false, true),
  arm("rising gate, sandbox", true, true, false),
  arm("rising gate, both", true, true, true),
  arm("rising gate, both, spread routing", true, true, true, 0.03),
];

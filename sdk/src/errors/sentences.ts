import { GOVERNANCE_SENTENCES } from "./governance-sentences.ts";
import { JOBS_SENTENCES } from "./jobs-sentences.ts";
import { JUDGING_SENTENCES } from "./judging-sentences.ts";
import { field, named, type RevertArgs, type SentenceBook, switchAccount, time, tokens, wait } from "./sentence.ts";

const PHASES = ["none", "open", "drawn", "commit", "second commit", "reveal", "audit", "finalizable", "final", "void"];
const SEATS = ["none", "drawn", "excluded", "committed", "revealed", "convicted"];
const VERSION_STATES = ["none", "published", "sealed", "withdrawn"];

/** Which epoch's seed is missing: contracts name it by what they know. */
function waitedEpoch({ openEpoch, seedEpoch, epoch }: RevertArgs): string {
  return openEpoch === undefined ? `epoch ${seedEpoch ?? epoch}` : `an epoch after ${openEpoch}`;
}

/** A sentence for each custom error of the contracts, by error name. Same-named errors share one meaning. */
export const SENTENCES: SentenceBook = {
  ...JUDGING_SENTENCES,
  ...JOBS_SENTENCES,
  ...GOVERNANCE_SENTENCES,
  // shared
  ZeroAmount: () => ({ sentence: "The amount must be above 0." }),
  ZeroAddress: () => ({ sentence: "The address must not be the zero address." }),
  EmptyRoot: () => ({ sentence: "The Merkle root must not be empty." }),
  EmptyCid: () => ({ sentence: "The CID must not be empty.", hint: "Pin the document first and pass its CID." }),
  NotAdmission: (a) => ({ sentence: `Only the Admission contract may do this, not ${a.caller}.` }),
  NotPublisher: (a) => ({
    sentence: `Only the model's publisher ${a.publisher} may do this, not ${a.caller}.`,
    hint: switchAccount,
  }),
  NotCustodian: (a) => ({
    sentence: `Only the datanet's custodian ${a.custodian} may do this, not ${a.caller}.`,
    hint: switchAccount,
  }),
  NotCurator: (a) => ({
    sentence: `Only the datanet's curator ${a.curator} may do this, not ${a.caller}.`,
    hint: switchAccount,
  }),
  SeedNotReady: (a) => ({
    sentence: `This waits for the seed of ${waitedEpoch(a)}.`,
    hint: wait,
  }),
  // datanets
  UnknownDatanet: (a) => ({ sentence: `Datanet ${a.datanetId} does not exist.` }),
  UnknownVersion: (a) => ({ sentence: `Datanet ${a.datanetId} has no version ${a.version}.` }),
  ZeroCount: () => ({ sentence: "A version needs at least one row, one contributor and one exam batch." }),
  WrongState: (a) => ({
    sentence: `The version is ${named(VERSION_STATES, a.actual)}, but must be ${named(VERSION_STATES, a.expected)}.`,
  }),
  NoBatchLeft: (a) => ({
    sentence: `Version ${a.version} of datanet ${a.datanetId} has no unused exam batch left.`,
    hint: "Publish a new version with new rows.",
  }),
  RoundWithoutBatch: (a) => ({ sentence: `Round ${a.roundId} has used no exam batch.` }),
  BatchAlreadyRetired: (a) => ({ sentence: `Exam batch ${a.batchId} is retired already.` }),
  RoundNotEnded: (a) => ({
    sentence: `Round ${a.roundId} has not ended, so its exam must stay sealed.`,
    hint: "Finalize or void the round first.",
  }),
  BadBatchProof: () => ({ sentence: "The proof does not lead from this batch to the version's hold-out root." }),
  // models
  UnknownModel: (a) => ({ sentence: `Model ${a.modelId} does not exist.` }),
  EmptyHash: (a) => ({
    sentence: `${a.field === undefined ? "The hash" : `The model's ${field(a.field)}`} must not be empty.`,
  }),
  ZeroTrainer: () => ({ sentence: "The trainer's address must not be the zero address." }),
  BadSources: (a) => ({ sentence: `A model names 1 to 8 datanet versions, not ${a.count}.` }),
  SourceWeights: (a) => ({ sentence: `The source weights must add up to 10000 basis points, not ${a.sum}.` }),
  EmptyExamSource: (a) => ({
    sentence: `The first source judges the model, so datanet ${a.datanetId} needs a weight above 0.`,
  }),
  SourceNotSealed: (a) => ({
    sentence: `Version ${a.version} of datanet ${a.datanetId} has no sealed exam.`,
    hint: "Wait for its custodian to seal the hold-out.",
  }),
  NotParty: (a) => ({ sentence: `Only the model's publisher or trainer may do this, not ${a.caller}.` }),
  RoundNotFinal: (a) => ({ sentence: `Round ${a.roundId} is not final for this model.` }),
  TableAlreadyPosted: (a) => ({ sentence: `Model ${a.modelId} has a share table for round ${a.roundId} already.` }),
  TemperatureTooHigh: (a) => ({
    sentence: `The maximum temperature is ${Number(a.limit) / 1000}, not ${Number(a.actual) / 1000}.`,
  }),
  // stake
  ZeroUnits: () => ({ sentence: "The number of units must be above 0." }),
  ZeroKey: () => ({ sentence: "The encryption key must not be zero.", hint: "Pass the 32-byte X25519 public key." }),
  NotRegistered: (a) => ({
    sentence: `${a.evaluator} is not registered as an evaluator.`,
    hint: "Register its encryption key first.",
  }),
  InsufficientFreeUnits: (a) => ({
    sentence: `Only ${a.free} units are free, not ${a.requested}.`,
    hint: "Units locked by a round come free when it ends.",
  }),
  InsufficientModelStake: (a) => ({
    sentence: `${tokens(a.staked)} are staked on the model, not ${tokens(a.requested)}.`,
  }),
  ModelInRound: (a) => ({ sentence: `Model ${a.modelId} is in an open round.`, hint: "Wait for the round to end." }),
  NothingToWithdraw: (a) => ({
    sentence:
      a.availableAt === undefined || a.availableAt === 0n
        ? "There is nothing to withdraw."
        : `Nothing can be withdrawn before ${time(a.availableAt)}.`,
  }),
  NoStake: () => ({ sentence: "No evaluator has staked yet.", hint: "A round needs staked evaluators." }),
  BountyTooHigh: (a) => ({ sentence: `A bounty is at most ${tokens(a.limit)}, not ${tokens(a.bounty)}.` }),
  ChargeTooHigh: (a) => ({ sentence: `A charge is at most ${tokens(a.limit)}, not ${tokens(a.amount)}.` }),
  NoUnitDue: (a) => ({ sentence: `${a.evaluator} owes ${tokens(a.debt)}, less than a unit.` }),
  NothingLocked: (a) => ({ sentence: `Staker ${a.stakerId} has no locked unit.` }),
  UnknownStaker: (a) => ({ sentence: `There is no staker with number ${a.stakerId}.` }),
  UnitOutOfRange: (a) => ({ sentence: `Unit ${a.unit} lies beyond all staked units.` }),
  UnknownLeaf: (a) => ({ sentence: `There is no staker with number ${a.leaf}.` }),
  WeightTooLarge: (a) => ({ sentence: `${a.weight} units are more than one staker can hold.` }),
  NoFreeUnit: () => ({ sentence: "No free evaluator unit was found for a seat.", hint: wait }),
  NotOperator: (a) => ({ sentence: `Only Admission and its judges may do this, not ${a.caller}.` }),
  InsufficientBond: (a) => ({
    sentence: `${tokens(a.free)} of the custodian's bond are free, not ${tokens(a.requested)}.`,
    hint: "The datanet's custodian must post more bond, or a running round must end.",
  }),
  // admission
  UnknownRound: (a) => ({ sentence: `Round ${a.roundId} does not exist.` }),
  WrongPhase: (a) => ({
    sentence: `The round is in phase ${named(PHASES, a.actual)}, but this needs phase ${named(PHASES, a.expected)}.`,
  }),
  NotSeat: (a) => ({ sentence: `Seat ${a.seat} of this round is not held by ${a.caller}.`, hint: switchAccount }),
  RoundAlreadyOpen: (a) => ({ sentence: `Model ${a.modelId} is in round ${a.roundId} already.` }),
  StakeTooLow: (a) => ({
    sentence: `The model's stake is ${tokens(a.actual)}, but a round needs ${tokens(a.required)}.`,
    hint: "Stake the difference on the model first.",
  }),
  FeeTooLow: (a) => ({
    sentence: `The round costs ${tokens(a.fee)}, above your limit of ${tokens(a.maxFee)}.`,
    hint: "Each further attempt within the window doubles the fee.",
  }),
  WrapCount: (a) => ({ sentence: `${a.expected} wrapped keys are needed, one per seat, not ${a.actual}.` }),
  AlreadySignalled: (a) => ({ sentence: `Seat ${a.seat} has said already that its key is bad.` }),
  SeatIsExcluded: (a) => ({ sentence: `Seat ${a.seat} was excluded from this round.` }),
  BadLevel: (a) => ({ sentence: `The root's level must be ${a.expected}, not ${a.actual}.` }),
  WrongSeat: (a) => ({ sentence: `Seat ${a.seat} is ${named(SEATS, a.status)}, so this cannot be done to it.` }),
  NotHearing: (a) => ({ sentence: `Round ${a.roundId} hears no proofs now.` }),
  TooManyHolds: (a) => ({ sentence: `Round ${a.roundId} has ${a.limit} open questions already.`, hint: wait }),
  NothingHeld: (a) => ({ sentence: `Round ${a.roundId} has no open question.` }),
  NotJudge: (a) => ({ sentence: `Only the judging contracts may do this, not ${a.caller}.` }),
  JudgesAlreadyConnected: () => ({ sentence: "The judges are connected already." }),
  AlreadyCommitted: (a) => ({ sentence: `Seat ${a.seat} has committed already.` }),
  AlreadyRevealed: (a) => ({ sentence: `Seat ${a.seat} has revealed already.` }),
  NoCommitment: (a) => ({ sentence: `Seat ${a.seat} has no commitment to reveal.` }),
  BadReveal: (a) => ({ sentence: `What seat ${a.seat} reveals does not match its commitment.` }),
  BadLane: (a) => ({ sentence: `Count ${a.lane} is ${a.value}, above its limit of ${a.limit}.` }),
  ResultMismatch: (a) => ({ sentence: `The result given for seat ${a.seat} is not the one it revealed.` }),
  ResultOrder: (a) => ({ sentence: `Results must be in rising seat order; seat ${a.seat} is out of order.` }),
  MissingResults: (a) => ({ sentence: `${a.revealed} seats revealed, but ${a.given} results were given.` }),
  ModelRetired: (a) => ({ sentence: `Model ${a.modelId} is retired.` }),
  NotLapsed: (a) => ({
    sentence:
      a.expiresAt === 0n
        ? `Model ${a.modelId} holds no admission.`
        : `The admission of model ${a.modelId} runs until ${time(a.expiresAt)}.`,
  }),
  EmptyCommitment: () => ({ sentence: "The commitment must not be empty." }),
  // payments
  ZeroPayee: () => ({ sentence: "The payee must not be the zero address." }),
  TokenNotAccepted: (a) => ({ sentence: `Channels do not accept the token ${a.token}.` }),
  BadSignature: (a) => ({ sentence: `The signature is not by ${Object.values(a)[0]}.` }),
  NotMonotone: (a) => ({
    sentence: `The voucher's total ${tokens(a.cumulative)} is not above what was redeemed, ${tokens(a.redeemed)}.`,
  }),
  Overdrawn: (a) => ({
    sentence: `The voucher's total ${tokens(a.cumulative)} is above the deposit of ${tokens(a.deposited)}.`,
    hint: "Deposit more into the channel.",
  }),
  NoWithdrawal: () => ({ sentence: "No withdrawal was opened on this channel." }),
  WithdrawalNotReady: (a) => ({ sentence: `The withdrawal is ready at ${time(a.withdrawAt)}.` }),
  MixedBatch: (a) => ({ sentence: `Voucher ${a.index} has another payee or token than the first of its batch.` }),
  SignatureCount: (a) => ({ sentence: `${a.vouchers} vouchers need as many signatures, not ${a.signatures}.` }),
  TransferIncomplete: (a) => ({
    sentence: `The token moved ${a.received} wei instead of ${a.expected}; tokens that keep a fee are not accepted.`,
  }),
  EmptyBatch: () => ({ sentence: "The batch must hold at least one voucher." }),
  // rewards
  EpochNotFinal: (a) => ({ sentence: `Epoch ${a.epoch} is final at ${time(a.finalAt)}.` }),
  PreviousNotFinal: (a) => ({ sentence: `The epoch before (${a.epoch}) is final at ${time(a.finalAt)}.`, hint: wait }),
  TotalAboveFunded: (a) => ({
    sentence: `The epoch would pay ${tokens(a.total)}, but only ${tokens(a.funded)} were funded.`,
  }),
  ClaimAboveFunded: (a) => ({
    sentence: `The claim is of ${tokens(a.amount)}, but only ${tokens(a.left)} of fees are left.`,
  }),
  NothingNew: (a) => ({
    sentence: `The epoch's total ${tokens(a.total)} must be above the one before, ${tokens(a.previous)}.`,
  }),
  BadDepth: (a) => ({ sentence: `An epoch's trees have 1 to ${a.max} levels, not ${a.depth}.` }),
  BadBlock: (a) => ({
    sentence: `An epoch is computed from one of the last ${a.maxAge} blocks, not from ${a.asOfBlock} at ${a.current}.`,
    hint: "Compute it again.",
  }),
  EpochIsFinal: (a) => ({ sentence: `Epoch ${a.epoch} is final since ${time(a.finalAt)}; it never changes.` }),
  NoFault: () => ({ sentence: "The proof holds, but shows nothing wrong." }),
  NoJury: () => ({ sentence: "No jury is connected, so nobody can decide an objection." }),
  WrongFact: () => ({ sentence: "The pending epoch is another one by now.", hint: "Load it again." }),
  SameFact: () => ({ sentence: "An objection must name what a recomputation gives instead." }),
  TooManyObjections: (a) => ({ sentence: `This epoch was objected to ${a.limit} times already.` }),
  WindowClosed: (a) => ({ sentence: `Epoch ${a.epoch} could be objected to until ${time(a.finalAt)}.` }),
  NoObjection: (a) => ({ sentence: `No open objection belongs to case ${a.caseId}.` }),
  CaseOpen: (a) => ({ sentence: `The jury has not closed case ${a.caseId}.`, hint: wait }),
  BadProof: () => ({ sentence: "The proof does not belong to this epoch.", hint: "Load it again." }),
  NothingToClaim: (a) => ({ sentence: `${a.account} has nothing left to claim.` }),
  AlreadySettled: (a) => ({ sentence: `The bond of epoch ${a.epoch} was returned already.` }),
  NoEpoch: () => ({ sentence: "There is no such epoch.", hint: wait }),
  // parameters
  ParamOutOfBounds: (a) => ({
    sentence: `${field(a.field)} must lie in ${a.min} .. ${a.max}, not ${a.value}.`,
  }),
  SplitSum: (a) => ({ sentence: `The fee split must add up to 10000 basis points, not ${a.sum}.` }),
  UnknownParamSet: (a) => ({ sentence: `Parameter set ${a.paramSetId} does not exist.` }),
  NoGate: (a) => ({
    sentence: `${a.items} items are too few to prove anything at attempt ${a.attempt}.`,
    hint: "Wait until the attempt window has passed.",
  }),
  GateAlreadySet: (a) => ({ sentence: `The gate for ${a.items} items at attempt ${a.attempt} is set already.` }),
  // deployment
  AlreadyConnected: () => ({ sentence: "The contracts are connected already; a link is made once." }),
  NoCode: (a) => ({ sentence: `There is no contract at ${Object.values(a)[0]}.` }),
  NotDeployer: (a) => ({ sentence: `Only the deployer may connect the contracts, not ${a.caller}.` }),
  ZeroHolder: () => ({ sentence: "The first holder must not be the zero address." }),
  ZeroTreasury: () => ({ sentence: "The treasury must not be the zero address." }),
  // OpenZeppelin
  ERC20InsufficientBalance: (a) => ({
    sentence: `${a.sender} holds ${tokens(a.balance)}, but ${tokens(a.needed)} are needed.`,
  }),
  ERC20InsufficientAllowance: (a) => ({
    sentence: `${a.spender} may spend ${tokens(a.allowance)}, but ${tokens(a.needed)} are needed.`,
    hint: "Approve the amount first.",
  }),
  ERC2612ExpiredSignature: (a) => ({ sentence: `The permit ran out at ${time(a.deadline)}.`, hint: "Sign a new one." }),
  ERC2612InvalidSigner: (a) => ({ sentence: `The permit was signed by ${a.signer}, not by ${a.owner}.` }),
  OwnableUnauthorizedAccount: (a) => ({ sentence: `Only the owner may do this, not ${a.account}.` }),
};

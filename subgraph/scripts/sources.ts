/** Which contract is read by which mapping file, and which of its events have a handler (`handle<Event>`). */

export interface Source {
  /** Contract name: the ABI's file name and the data source's name. */
  readonly contract: string;
  /** Key in the deployment file's `addresses`. */
  readonly addressKey: string;
  /** File under `src/`, without its ending. */
  readonly mapping: string;
  readonly events: readonly string[];
  /** Entities its handlers write; graph-node wants them named. */
  readonly entities: readonly string[];
}

export const SOURCES: readonly Source[] = [
  {
    contract: "ProtocolParams",
    addressKey: "params",
    mapping: "params",
    events: ["ParamSetAdded", "GateSet"],
    entities: ["Protocol", "ParamSet", "Gate", "Activity"],
  },
  {
    contract: "DatanetRegistry",
    addressKey: "datanets",
    mapping: "datanets",
    events: [
      "DatanetCreated",
      "VersionPublished",
      "HoldoutSeedFixed",
      "HoldoutSealed",
      "VersionWithdrawn",
      "BatchConsumed",
      "BatchRetired",
    ],
    entities: ["Protocol", "Account", "Datanet", "Version", "Batch", "Activity"],
  },
  {
    contract: "ModelRegistry",
    addressKey: "models",
    mapping: "models",
    events: ["ModelRegistered", "ShareTablePosted"],
    entities: ["Protocol", "Account", "Datanet", "Model", "ModelSource", "ShareTable", "Activity"],
  },
  {
    contract: "StakeManager",
    addressKey: "stake",
    mapping: "stake",
    events: [
      "EvaluatorRegistered",
      "EvaluatorStaked",
      "EvaluatorUnstaked",
      "Withdrawn",
      "UnitsLocked",
      "UnitsReleased",
      "EvaluatorSlashed",
      "EvaluatorCharged",
      "ModelStaked",
      "ModelUnstaked",
      "BondPosted",
      "BondExited",
      "BondCut",
      "AdmissionConnected",
    ],
    entities: [
      "Protocol",
      "Account",
      "Evaluator",
      "Staker",
      "Datanet",
      "Model",
      "Round",
      "Seat",
      "StakeEvent",
      "Activity",
    ],
  },
  {
    contract: "Admission",
    addressKey: "admission",
    mapping: "rounds",
    events: [
      "RoundOpened",
      "RoundDrawn",
      "KeysPosted",
      "BadKeySignalled",
      "SeatExcluded",
      "Committed",
      "Revealed",
      "AuditNoted",
      "SeatConvicted",
      "SeatPaid",
      "SeatFailed",
      "SelfSetMarked",
      "FinalHeld",
      "FinalReleased",
      "RoundReopened",
      "RoundFinalized",
      "RoundVoided",
      "ModelStateChanged",
      "CreditAdded",
      "CreditWithdrawn",
      "JudgesConnected",
    ],
    entities: [
      "Protocol",
      "Account",
      "Datanet",
      "Model",
      "ModelStateChange",
      "Evaluator",
      "Round",
      "Draw",
      "Seat",
      "Activity",
    ],
  },
  {
    contract: "Payments",
    addressKey: "payments",
    mapping: "payments",
    events: ["Deposited", "Redeemed", "WithdrawalOpened", "ChannelWithdrawn"],
    entities: ["Protocol", "Channel", "Deposit", "Redemption", "Activity"],
  },
  {
    contract: "RewardDistributor",
    addressKey: "rewards",
    mapping: "rewards",
    events: [
      "FeesFunded",
      "EpochPosted",
      "EpochObjected",
      "ObjectionSettled",
      "EpochDiscarded",
      "Claimed",
      "BondReturned",
      "CreditAdded",
      "CreditWithdrawn",
      "JuryConnected",
    ],
    entities: ["Protocol", "Account", "FeeFunding", "Epoch", "DiscardedEpoch", "Objection", "Claim", "Activity"],
  },
];

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One immutable set of thresholds. A round, job or reward epoch stores the id of the set it opened under.
/// @dev Ordered so that what a transaction needs together shares a slot: the first two hold all that opens a round.
/// @param seats evaluators drawn per round (k), odd
/// @param reserves further seats drawn with them, who step in where a seat is excluded or silent
/// @param itemsPerBatch items per exam batch (n): 24, 32, 48, 64, 96 or 128
/// @param keyWindow seconds the key custodian has to post keys after the draw
/// @param commitWindow seconds evaluators have to commit after the keys, and reserves after them
/// @param revealWindow seconds evaluators have to reveal after the commit window (or after the last commit)
/// @param auditWindow seconds for audits, demands and fraud proofs after the reveals
/// @param auditLeaves leaves of the seat before it that every seat must run again (m); 0 asks for no audits
/// @param gatedLanes bit i set: lane i must reach kMin(n)
/// @param attemptWindow seconds within which attempts of one lineage are counted together
/// @param admissionTtl seconds an admission lasts before it lapses
/// @param trialMask positions (TrialLayout) every suite runs
/// @param minPublisherStake token amount a publisher must have staked on the model to open a round
/// @param roundFee token amount paid by the publisher for a first attempt; doubled for each further attempt
/// @param custodianBond token amount a datanet's custodian has at stake for each of its running rounds
/// @param demandBond token amount put down with a demand for a leaf; the seat that answers earns it
/// @param answerWindow seconds a seat has to answer a demand
/// @param juryWindow seconds jurors have to commit, and again to reveal
/// @param challengeBond token amount put down with a challenge that a jury decides
/// @param epochBond token amount that the poster of a reward epoch bonds
/// @param epochWindow seconds a posted reward epoch can be disputed before claims open
/// @param withdrawDelay seconds between opening and taking a payment-channel withdrawal
/// @param stakeUnit token amount (18 decimals) of one sortition unit: what one seat puts at risk
/// @param leaseBond token amount a trainer puts down to lease a job
/// @param unstakeCooldown seconds between unstaking and withdrawing
/// @param exposureBps fees of a model that one reward epoch may share out, in basis points of its stake; the rest waits
/// @param acceptWindow seconds a requester has to dispute a submitted job; silence accepts
/// @param splitBps publisher, data, trainer, evaluators, base author, treasury; sums to 10_000
struct ParamSet {
    uint8 seats;
    uint8 reserves;
    uint16 itemsPerBatch;
    uint32 keyWindow;
    uint32 commitWindow;
    uint32 revealWindow;
    uint32 auditWindow;
    uint16 auditLeaves;
    uint16 gatedLanes;
    uint32 attemptWindow;
    uint32 admissionTtl;
    // slot
    uint64 trialMask;
    uint96 minPublisherStake;
    uint96 roundFee;
    // slot
    uint96 custodianBond;
    uint96 demandBond;
    uint32 answerWindow;
    uint32 juryWindow;
    // slot
    uint96 challengeBond;
    uint96 epochBond;
    uint32 epochWindow;
    uint32 withdrawDelay;
    // slot
    uint96 stakeUnit;
    uint96 leaseBond;
    uint32 unstakeCooldown;
    uint32 exposureBps;
    // slot
    uint32 acceptWindow;
    uint16[6] splitBps;
}

/// @notice The part of a parameter set that opens a round.
struct RoundRules {
    uint8 seats;
    uint8 reserves;
    uint16 itemsPerBatch;
    uint32 keyWindow;
    uint32 commitWindow;
    uint32 revealWindow;
    uint32 auditWindow;
    uint16 auditLeaves;
    uint16 gatedLanes;
    uint32 attemptWindow;
    uint96 minPublisherStake;
    uint96 roundFee;
    uint96 custodianBond;
}

/// @title IProtocolParams
/// @notice Every threshold of the protocol, on chain, bounded and append-only; and the switch that stops new business.
interface IProtocolParams {
    /// @notice A new parameter set became current.
    event ParamSetAdded(uint256 indexed paramSetId, ParamSet params);
    /// @notice A row of the gate table: of `items`, at least `minPasses` must pass (attempt j at alpha / 2^(j-1)).
    event GateSet(uint16 indexed items, uint8 indexed attempt, uint16 minPasses);

    /// @notice Entries are stopped until unix time `until`; the guardian cannot stop them again before `nextPauseAt`.
    event EntriesPaused(address indexed guardian, uint64 until, uint64 nextPauseAt);
    /// @notice A pause ended before its time.
    event EntriesUnpaused(address indexed by);
    event GuardianSet(address indexed previous, address indexed guardian);

    /// @notice A field lies outside its immutable bound.
    error ParamOutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max);
    /// @notice The six split figures must sum to 10_000 basis points.
    error SplitSum(uint256 sum);
    /// @notice No such parameter set.
    error UnknownParamSet(uint256 paramSetId);
    /// @notice The gate table has no row for this item count and attempt: no count of so few items would be proof enough.
    error NoGate(uint16 items, uint8 attempt);
    /// @notice No new business until unix time `until`. What has begun goes on, and everybody can leave.
    error EntriesArePaused(uint64 until);
    error EntriesAreOpen();
    error NotGuardian(address caller, address guardian);
    error NotGuardianOrOwner(address caller);
    /// @notice The guardian's last pause is too recent.
    error PauseTooSoon(uint64 nextPauseAt);

    /// @notice Adds a set and makes it current. Only the owner (the timelock in production).
    function add(ParamSet calldata params) external returns (uint256 paramSetId);
    /// @notice Id of the set new rounds open under; ids start at 1.
    function currentId() external view returns (uint256);
    /// @notice The set with this id. Reverts with UnknownParamSet.
    function get(uint256 paramSetId) external view returns (ParamSet memory);
    /// @notice Id and opening rules of the current set.
    function roundRules() external view returns (uint256 paramSetId, RoundRules memory rules);
    /// @notice What a fraud proof is checked against under this set. Reverts with UnknownParamSet.
    function judgingRules(uint256 paramSetId) external view returns (uint64 trialMask, uint32 answerWindow);
    /// @notice What ends a round that opened under this set. Reverts with UnknownParamSet.
    function closingRules(uint256 paramSetId) external view returns (uint32 admissionTtl, uint96 custodianBond);
    /// @notice kMin(items) for an attempt: the count whose one-sided Clopper-Pearson lower bound at level
    /// alpha = 0.05 / 2^(attempt-1) is >= 0.80. Reverts with NoGate where no count is, which ends a window's attempts.
    function kMin(uint16 items, uint8 attempt) external view returns (uint16);

    /// @notice Stops entries (new rounds, stakes, deposits, jobs) for 14 days. Only the guardian may call, and not again until
    /// 14 days after that term, even if the pause ended early or the guardian changed. Commit, reveal, prove, answer,
    /// finalize, claim, withdraw and redeem know no pause.
    function pauseEntries() external;
    /// @notice Ends a pause before its time. Only the guardian or the owner may call.
    function unpauseEntries() external;
    /// @notice Names who may pause; zero for nobody. Only the owner may call.
    function setGuardian(address guardian) external;
    /// @notice Who may pause; zero for nobody.
    function guardian() external view returns (address);
    /// @notice Whether entries are stopped now.
    function entriesPaused() external view returns (bool);
    /// @notice Unix time at which entries are open (again).
    function entriesPausedUntil() external view returns (uint64);
    /// @notice Unix time from which the guardian may pause.
    function nextPauseAt() external view returns (uint64);
}

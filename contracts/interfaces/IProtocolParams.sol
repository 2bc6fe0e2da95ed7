// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One immutable set of thresholds. A round, model or epoch stores the id of the set it opened under.
/// @param seats evaluators drawn per round (k), odd
/// @param itemsPerBatch items per exam batch (n): 24, 32, 48, 64, 96 or 128
/// @param keyWindow seconds the key custodian has to post keys after the draw
/// @param commitWindow seconds evaluators have to commit after the keys
/// @param revealWindow seconds evaluators have to reveal after the commit window (or after the last commit)
/// @param epochWindow seconds a posted reward epoch can be disputed before claims open
/// @param withdrawDelay seconds between opening and taking a payment-channel withdrawal
/// @param unstakeCooldown seconds between unstaking and withdrawing
/// @param attemptWindow seconds within which attempts of one lineage are counted together
/// @param admissionTtl seconds an admission lasts before it lapses
/// @param trialMask positions (TrialLayout) every suite runs
/// @param gatedLanes bit i set: lane i must reach kMin(n)
/// @param stakeUnit token amount (18 decimals) of one sortition unit
/// @param evaluatorLockUnits units locked per seat
/// @param minPublisherStake token amount a publisher must have staked on the model to open a round
/// @param roundFee token amount paid by the publisher for a first attempt; doubled for each further attempt
/// @param epochBond token amount bonded by whoever posts an epoch root
/// @param splitBps publisher, data, trainer, evaluators, base author, treasury; sums to 10_000
struct ParamSet {
    uint8 seats;
    uint16 itemsPerBatch;
    uint32 keyWindow;
    uint32 commitWindow;
    uint32 revealWindow;
    uint32 epochWindow;
    uint32 withdrawDelay;
    uint32 unstakeCooldown;
    uint32 attemptWindow;
    uint32 admissionTtl;
    uint64 trialMask;
    uint16 gatedLanes;
    uint128 stakeUnit;
    uint16 evaluatorLockUnits;
    uint128 minPublisherStake;
    uint128 roundFee;
    uint128 epochBond;
    uint16[6] splitBps;
}

/// @title IProtocolParams
/// @notice Every threshold of the protocol, on chain, bounded, append-only.
interface IProtocolParams {
    /// @notice A new parameter set became current.
    event ParamSetAdded(uint256 indexed paramSetId, ParamSet params);
    /// @notice A row of the gate table: of `items`, at least `minPasses` must pass (attempt 1..4 at alpha / 2^(attempt-1)).
    event GateSet(uint16 indexed items, uint8 indexed attempt, uint16 minPasses);

    /// @notice A field lies outside its immutable bound.
    error ParamOutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max);
    /// @notice The six split figures must sum to 10_000 basis points.
    error SplitSum(uint256 sum);
    /// @notice No such parameter set.
    error UnknownParamSet(uint256 paramSetId);
    /// @notice The gate table has no row for this item count and attempt.
    error NoGate(uint16 items, uint8 attempt);

    /// @notice Adds a set and makes it current. Only the owner (the timelock in production).
    function add(ParamSet calldata params) external returns (uint256 paramSetId);
    /// @notice Id of the set new rounds open under; ids start at 1.
    function currentId() external view returns (uint256);
    /// @notice The set with this id. Reverts with UnknownParamSet.
    function get(uint256 paramSetId) external view returns (ParamSet memory);
    /// @notice kMin(items) for an attempt: the count whose one-sided Clopper-Pearson lower bound at level
    /// alpha = 0.05 / 2^(attempt-1) is >= 0.80. Attempts above 4 use the row of 4. Reverts with NoGate.
    function kMin(uint16 items, uint8 attempt) external view returns (uint16);
}

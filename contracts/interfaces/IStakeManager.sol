// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IStakeManager
/// @notice Evaluators stake whole units (seats are linear in units); publishers stake on a model.
/// @dev Invariant: locked <= stake for every evaluator, and the contract's balance covers all stake and pending exits.
interface IStakeManager {
    /// @notice `encryptionKey` is the evaluator's X25519 public key, to which exam keys are wrapped.
    event EvaluatorRegistered(address indexed evaluator, bytes32 encryptionKey);
    event EvaluatorStaked(address indexed evaluator, uint64 units, uint64 totalUnits, uint256 amount);
    /// @notice Units that were added or removed while a draw was pending now count (or no longer count) in sortition.
    event WeightChanged(address indexed evaluator, uint64 activeUnits, uint64 totalActiveUnits);
    event EvaluatorUnstaked(address indexed evaluator, uint64 units, uint256 amount, uint64 availableAt);
    event Withdrawn(address indexed staker, uint256 amount);
    event UnitsLocked(address indexed evaluator, uint256 indexed roundId, uint64 units);
    event UnitsReleased(address indexed evaluator, uint256 indexed roundId, uint64 units);
    event EvaluatorSlashed(address indexed evaluator, uint256 indexed roundId, uint64 units, uint256 amount);
    event ModelStaked(uint256 indexed modelId, address indexed publisher, uint256 amount, uint256 total);
    event ModelUnstaked(uint256 indexed modelId, address indexed publisher, uint256 amount, uint64 availableAt);

    error ZeroUnits();
    error ZeroAmount();
    error ZeroKey();
    error NotRegistered(address evaluator);
    error NotAdmission(address caller);
    error NotPublisher(address caller, address publisher);
    error InsufficientFreeUnits(uint64 requested, uint64 free);
    error InsufficientModelStake(uint256 requested, uint256 staked);
    error ModelInRound(uint256 modelId);
    error NothingToWithdraw(address staker, uint64 availableAt);
    error NoStake();
    error NoFreeUnit();
    error DrawPending();

    /// @notice Registers or rotates the caller's X25519 key.
    function registerEvaluator(bytes32 encryptionKey) external;
    /// @notice Stakes `units` whole units; the caller must have approved units * stakeUnit.
    function stakeUnits(uint64 units) external;
    /// @notice Starts the exit of `units` free units; funds leave after the cooldown by withdraw().
    function unstakeUnits(uint64 units) external;
    /// @notice Applies the units queued for `evaluator` while a draw was pending. Anyone.
    function sync(address evaluator) external;
    /// @notice Takes what has cooled down.
    function withdraw() external;
    /// @notice Stakes on a model. Stake buys exposure, not a pass. Only the model's publisher.
    function stakeModel(uint256 modelId, uint256 amount) external;
    /// @notice Starts the exit of stake from a model that is in no open round. Only its publisher.
    function unstakeModel(uint256 modelId, uint256 amount) external;

    /// @notice Freezes sortition weights until the matching draw. Only Admission.
    function beginDraw() external;
    /// @notice Draws `count` seats with replacement, one unit each, linear in active units; a locked unit is redrawn with
    /// at most 64 tries. Locks `lockUnits` per seat for `roundId`. Only Admission; thaws the weights.
    function drawSeats(bytes32 seed, uint8 count, uint16 lockUnits, uint256 roundId) external returns (address[] memory seats);
    /// @notice Thaws the weights without drawing (the round voided before its draw). Only Admission.
    function cancelDraw() external;
    function release(address evaluator, uint64 units, uint256 roundId) external;
    /// @notice Takes at most the lock of that obligation, reducing stake and lock together; to the treasury. Only Admission.
    function slash(address evaluator, uint64 units, uint256 roundId) external;
    function setModelInRound(uint256 modelId, bool inRound) external;

    function unitsOf(address evaluator) external view returns (uint64 staked, uint64 active, uint64 locked);
    function totalActiveUnits() external view returns (uint64);
    function modelStake(uint256 modelId) external view returns (uint256);
    function encryptionKeyOf(address evaluator) external view returns (bytes32);
}

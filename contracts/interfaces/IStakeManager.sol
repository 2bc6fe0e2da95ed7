// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IStakeManager
/// @notice Evaluators stake whole units (seats are linear in units), publishers stake on a model, custodians bond.
/// @dev Stakers have numbers (from 1), so that a round can hold eight of them in one word. A change of units counts in
/// draws from the next stake epoch on (IRandomness). A seed is known only after its epoch began: nobody can fit stake to it.
/// Invariants: locked <= staked for every evaluator; the contract's balance covers stakes, bonds and exits.
interface IStakeManager {
    /// @notice `encryptionKey` is the evaluator's X25519 public key, to which exam keys are wrapped.
    event EvaluatorRegistered(address indexed evaluator, bytes32 encryptionKey);
    /// @notice `totalUnits` counts in draws from `effectiveEpoch` on.
    event EvaluatorStaked(address indexed evaluator, uint32 stakerId, uint64 units, uint64 totalUnits, uint256 amount, uint32 effectiveEpoch);
    /// @notice `units` stop counting in draws at `effectiveEpoch` and can be withdrawn at `availableAt`, if then unlocked.
    event EvaluatorUnstaked(address indexed evaluator, uint64 units, uint256 amount, uint64 availableAt, uint32 effectiveEpoch);
    /// @notice `units` left the stake; `amount` went to the staker and `charged`, paying debts, to the treasury.
    event Withdrawn(address indexed staker, uint64 units, uint256 amount, uint256 charged);
    /// @notice One unit of each staker is locked; a staker drawn twice is listed twice.
    event UnitsLocked(address indexed operator, uint256 indexed obligation, uint32[] stakerIds);
    event UnitsReleased(address indexed operator, uint256 indexed obligation, uint32[] stakerIds);
    event EvaluatorSlashed(address indexed evaluator, address indexed operator, uint256 indexed obligation, uint256 amount, uint256 bounty);
    /// @notice A fee for an obligation not kept, taken from what the staker withdraws.
    event EvaluatorCharged(address indexed evaluator, address indexed operator, uint256 indexed obligation, uint256 amount);
    event ModelStaked(uint256 indexed modelId, address indexed publisher, uint256 amount, uint256 total);
    event ModelUnstaked(uint256 indexed modelId, address indexed publisher, uint256 amount, uint64 availableAt);
    event BondPosted(uint256 indexed datanetId, address indexed custodian, uint256 amount, uint256 total);
    event BondExited(uint256 indexed datanetId, address indexed custodian, uint256 amount, uint64 availableAt);
    event BondCut(uint256 indexed datanetId, uint256 indexed roundId, uint256 amount);

    error ZeroUnits();
    error ZeroAmount();
    error ZeroKey();
    error NotRegistered(address evaluator);
    error NotOperator(address caller);
    error NotPublisher(address caller, address publisher);
    error NotCustodian(address caller, address custodian);
    error InsufficientFreeUnits(uint64 requested, uint64 free);
    error InsufficientModelStake(uint256 requested, uint256 staked);
    error InsufficientBond(uint256 requested, uint256 free);
    error ModelInRound(uint256 modelId);
    error NothingToWithdraw(address staker, uint64 availableAt);
    error NoStake();
    error NoFreeUnit();
    error UnknownStaker(uint32 stakerId);
    /// @notice An operator released or slashed a unit that it had not drawn.
    error NothingLocked(uint32 stakerId);
    /// @notice A denouncer's bounty is at most half of what is slashed.
    error BountyTooHigh(uint256 bounty, uint256 limit);
    /// @notice One obligation never costs more than the unit locked for it.
    error ChargeTooHigh(uint256 amount, uint256 limit);
    /// @notice The debt is worth no further unit.
    error NoUnitDue(address evaluator, uint256 debt);

    /// @notice Registers or rotates the caller's X25519 key.
    function registerEvaluator(bytes32 encryptionKey) external;
    /// @notice Stakes `units` whole units; the caller must have approved units * stakeUnit.
    function stakeUnits(uint64 units) external;
    /// @notice Starts the exit of `units` free units; funds leave after the cooldown by withdraw().
    function unstakeUnits(uint64 units) external;
    /// @notice Takes what has cooled down and is not locked, less what the caller was charged. Locked units stay and can be
    /// taken by a later call.
    function withdraw() external;
    /// @notice Starts the exit of as many of a debtor's units as its debt is worth. Anyone may call: a staker that no longer
    /// answers for its units with its own money must not be drawn for them.
    function exitForDebt(address evaluator) external;
    /// @notice Stakes on a model. Stake buys exposure, not a pass. Only the model's publisher.
    function stakeModel(uint256 modelId, uint256 amount) external;
    /// @notice Starts the exit of stake from a model that is in no open round. Only its publisher.
    function unstakeModel(uint256 modelId, uint256 amount) external;
    /// @notice Bonds the custodian of a datanet; every running round of the datanet binds params.custodianBond of it.
    function postBond(uint256 datanetId, uint256 amount) external;
    /// @notice Starts the exit of bond that no running round binds. Only the datanet's custodian.
    function exitBond(uint256 datanetId, uint256 amount) external;

    /// @notice Draws `count` seats with replacement, linear in the units effective now, and locks one unit each for
    /// `obligation`; a locked unit is redrawn with at most 64 tries, and so is a staker in `barred`. Only operators may
    /// call: Admission and the judges. The caller must give a seed that was unknown before the current stake epoch began,
    /// and mix the obligation into it, or two draws of one epoch would pick the same units. Seat s tries unit
    /// keccak256(abi.encode(seed, uint256 s, uint256 attempt)) % totalActiveUnits() in the line of all stakers by number;
    /// the first `locked` units of a staker are the locked ones.
    function drawSeats(bytes32 seed, uint8 count, uint32[] calldata barred, uint256 obligation) external returns (uint32[] memory stakerIds);
    /// @notice Unlocks one unit of each listed staker. Only operators, who release exactly what they drew.
    function release(uint32[] calldata stakerIds, uint256 obligation) external;
    /// @notice Takes one locked unit, reducing stake and lock together. `bounty` (at most half of it) goes to the caller,
    /// who credits it on; the rest to the treasury. Only operators.
    function slash(uint32 stakerId, uint256 obligation, uint256 bounty) external;
    /// @notice Books a fee of at most one unit against the staker; it is taken when the staker withdraws. Only operators,
    /// while they hold the obligation's lock.
    function charge(uint32 stakerId, uint256 amount, uint256 obligation) external;
    /// @notice Binds `amount` of the datanet's free bond. Only Admission.
    function bindBond(uint256 datanetId, uint256 amount) external;
    /// @notice Frees what bindBond bound; with `cut`, it goes to the treasury instead. Only Admission.
    function freeBond(uint256 datanetId, uint256 amount, uint256 roundId, bool cut) external;

    /// @notice `active`: units that count in draws now. `leaving`: units whose exit has begun.
    function unitsOf(address evaluator) external view returns (uint64 staked, uint64 active, uint64 locked, uint64 leaving);
    /// @notice Units that count in draws now.
    function totalActiveUnits() external view returns (uint64);
    /// @notice Units that count in draws from the next stake epoch on, if nothing changes until then.
    function totalNextUnits() external view returns (uint64);
    /// @notice The account's staker number; zero for an account that never staked.
    function stakerIdOf(address evaluator) external view returns (uint32);
    /// @notice The account behind a staker number; zero for a number that nobody has.
    function accountOf(uint32 stakerId) external view returns (address);
    /// @notice Token amount that the publisher has staked on the model.
    function modelStake(uint256 modelId) external view returns (uint256);
    /// @notice The datanet's bond, token amount, and the part that running rounds bind.
    function bondOf(uint256 datanetId) external view returns (uint256 total, uint256 bound);
    /// @notice The evaluator's X25519 public key; zero before it registers.
    function encryptionKeyOf(address evaluator) external view returns (bytes32);
    /// @notice What the account was charged and has not paid.
    function debtOf(address account) external view returns (uint256);
    /// @notice Model stake and bond that leave with the next withdraw() after `availableAt` (unix seconds). Leaving units
    /// leave with them, but not before `effectiveEpoch`, in which they have stopped counting in draws.
    function exitOf(address account) external view returns (uint128 amount, uint64 availableAt, uint32 effectiveEpoch);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A model's state. `Sandbox` needs no stake: every registered model starts there.
enum ModelState { Sandbox, Probation, Admitted, Suspended, Retired }
/// @notice A round's phase, a function of timestamps and of who has acted (protocol.md, "A round").
enum Phase { None, Open, Drawn, Commit, Reveal, Finalizable, Final, Void }

/// @notice One seat's revealed result as given to finalize; checked against keccak256(root, lanes) stored at reveal.
/// @param seat seat number, 0..k-1, strictly increasing in the array
/// @param root transcript root
/// @param lanes 16 x uint16 counts of items, lane 0 in the lowest bits
struct SeatResult { uint8 seat; bytes32 root; uint256 lanes; }

/// @title IAdmission
/// @notice Evaluation rounds: stake, sortition, keys, commit, reveal, lower median per lane, gates, model states.
interface IAdmission {
    event RoundOpened(uint256 indexed roundId, uint256 indexed modelId, address indexed publisher, uint8 attempt, uint256 paramSetId, uint256 fee, uint256 seedBlock);
    event RoundDrawn(uint256 indexed roundId, bytes32 seed, uint256 datanetId, uint32 version, uint32 batchId, address[] seats, uint64 keyDeadline);
    /// @notice wraps[i] is the batch key HPKE-wrapped to seat i's registered key.
    event KeysPosted(uint256 indexed roundId, address indexed custodian, bytes[] wraps, uint64 commitDeadline);
    event Committed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bytes32 commitment, uint64 revealDeadline);
    event Revealed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bytes32 root, uint256 lanes, string transcriptCid, string reportCid);
    event SeatPaid(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, uint256 amount);
    event SeatFailed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bool committed);
    /// @notice medianLanes: the lower median per lane over valid seats; minPasses: the gate every gated lane had to reach.
    event RoundFinalized(uint256 indexed roundId, uint256 indexed modelId, bool passed, uint256 medianLanes, uint16 gatedLanes, uint16 minPasses, uint8 validSeats);
    event RoundVoided(uint256 indexed roundId, uint256 indexed modelId, bytes32 reason, uint256 refund);
    event ModelStateChanged(uint256 indexed modelId, ModelState from, ModelState to, uint256 roundId, uint64 expiresAt);
    event CreditAdded(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);

    error UnknownRound(uint256 roundId);
    error WrongPhase(Phase actual, Phase expected);
    error NotPublisher(address caller, address publisher);
    error NotCustodian(address caller, address custodian);
    error NotSeat(address caller, uint8 seat);
    error RoundAlreadyOpen(uint256 modelId, uint256 roundId);
    error StakeTooLow(uint256 actual, uint256 required);
    error FeeTooLow(uint256 maxFee, uint256 fee);
    error SeedNotReady(uint256 seedBlock, uint256 currentBlock);
    error WrapCount(uint256 actual, uint256 expected);
    error AlreadyCommitted(uint8 seat);
    error AlreadyRevealed(uint8 seat);
    error NoCommitment(uint8 seat);
    error BadReveal(uint8 seat);
    error BadLane(uint8 lane, uint16 value, uint16 limit);
    error ResultMismatch(uint8 seat);
    error ResultOrder(uint8 seat);
    error MissingResults(uint256 given, uint256 revealed);
    error ModelRetired(uint256 modelId);
    /// @notice The model's admission has not run out (expiresAt is 0 when it holds none).
    error NotLapsed(uint256 modelId, uint64 expiresAt);
    error NothingToWithdraw(address account);
    error EmptyCommitment();
    error EmptyCid();

    /// @notice Opens a round for the caller's model; takes at most `maxFee` (fee doubles with each attempt in the window).
    function openRound(uint256 modelId, uint256 maxFee) external returns (uint256 roundId);
    /// @notice Fixes batch and seats from the seed block's hash. Anyone; the caller's gas is tipped from the fee at finalize.
    function draw(uint256 roundId) external;
    /// @notice Posts one wrapped batch key per seat before keyDeadline. Only the custodian of the exam datanet.
    function postKeys(uint256 roundId, bytes[] calldata wraps) external;
    /// @notice commitment = keccak256(abi.encode(block.chainid, address(this), roundId, seat, evaluator, root, lanes, salt)),
    /// all static: (uint256, address, uint256, uint8, address, bytes32, uint256, bytes32).
    function commit(uint256 roundId, uint8 seat, bytes32 commitment) external;
    /// @notice Opens a commitment. Each lane must be <= itemsPerBatch and the repeat lanes must not increase.
    function reveal(uint256 roundId, uint8 seat, bytes32 root, uint256 lanes, bytes32 salt, string calldata transcriptCid, string calldata reportCid) external;
    /// @notice Decides the round once all seats revealed or the reveal window closed. Anyone; paid a fixed tip.
    /// Needs ceil(2k/3) revealed seats, else the round voids. All revealed seats must be given.
    function finalize(uint256 roundId, SeatResult[] calldata results) external;
    /// @notice Voids a round that nobody drew, or whose keys never came, within a key window; refunds the fee. Anyone.
    /// The attempt still counts, so that nobody can shop for seats by letting rounds lapse.
    function voidRound(uint256 roundId) external;
    /// @notice Takes the model out of service for good. Only its publisher, not during a round.
    function retire(uint256 modelId) external;
    /// @notice Marks an admission whose time has run out as Suspended. Anyone.
    function lapse(uint256 modelId) external;
    /// @notice Pull payment of seat fees, tips and refunds.
    function withdrawCredit() external;

    /// @notice The round of the model that is running; 0 when none is.
    function openRoundOf(uint256 modelId) external view returns (uint256);
    function phaseOf(uint256 roundId) external view returns (Phase);
    function stateOf(uint256 modelId) external view returns (ModelState);
    /// @notice True when the round is final (not void) and judged this model.
    function isFinalFor(uint256 roundId, uint256 modelId) external view returns (bool);
    function creditOf(address account) external view returns (uint256);
    function seatOf(uint256 roundId, uint8 seat) external view returns (address evaluator, bytes32 commitment, bool revealed);
    /// @notice Attempts of (publisher, datanet, lineage) inside the current window.
    function attemptsOf(uint256 modelId) external view returns (uint8);
}

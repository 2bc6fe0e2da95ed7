// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SeatStatus} from "./IRoundCourt.sol";

/// @notice A model's state. `Sandbox` needs no stake: every registered model starts there.
enum ModelState { Sandbox, Probation, Admitted, Suspended, Retired }
/// @notice A round's phase. It follows from timestamps and from who has acted. `SecondCommit` is the reserves' window;
/// it comes only where commits are missing.
enum Phase { None, Open, Drawn, Commit, SecondCommit, Reveal, Audit, Finalizable, Final, Void }

/// @notice The root of a transcript by its two children, so that one hash binds root and lanes:
/// root = keccak256(abi.encode(uint8(2), level, left, lanesLeft, right, lanesRight)), lanes = lanesLeft + lanesRight.
/// @param level log2 of the batch's items, padded to a power of two
struct RootNode { uint8 level; bytes32 left; uint256 lanesLeft; bytes32 right; uint256 lanesRight; }

/// @notice One seat's revealed result as given to finalize; checked against keccak256(root, lanes) stored at reveal.
/// @param seat seat number, 0..k+r-1, strictly increasing in the array
/// @param root transcript root
/// @param lanes 16 x uint16 counts of items, lane 0 in the lowest bits
struct SeatResult { uint8 seat; bytes32 root; uint256 lanes; }

/// @title IAdmission
/// @notice Evaluation rounds: stake, sortition, keys, commit, reveal, audit, lower median per lane, gates, model states.
/// @dev What an account can withdraw is the sum of its SeatPaid and CreditAdded amounts less CreditWithdrawn.
interface IAdmission {
    /// @notice The seed of a stake epoch after `openEpoch` draws the seats.
    event RoundOpened(uint256 indexed roundId, uint256 indexed modelId, address indexed publisher, uint8 attempt, uint256 paramSetId, uint256 fee, uint32 openEpoch);
    /// @notice seed = keccak256(abi.encode(seedOf(epoch), address(this), roundId, redraw)). stakerIds[i] holds seat i: first
    /// the k primaries, then the reserves. A redraw keeps the batch.
    event RoundDrawn(uint256 indexed roundId, bytes32 seed, uint32 epoch, uint8 redraw, uint256 datanetId, uint32 version, uint32 batchId, uint32[] stakerIds, uint64 keyDeadline);
    /// @notice wraps[i] is the batch key HPKE-wrapped to seat i's registered key. Primaries commit before commitDeadline.
    event KeysPosted(uint256 indexed roundId, address indexed custodian, bytes[] wraps, uint64 commitDeadline);
    /// @notice The seat says that its wrap does not open, and gives its place up.
    event BadKeySignalled(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, uint8 signals);
    /// @notice revealDeadline: the end of the reveals, as far as it is known after this commit.
    event Committed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bytes32 commitment, uint64 revealDeadline);
    /// @notice `evaluator` is the account that the commitment names. It is the seat's evaluator unless that one named
    /// a different account.
    event Revealed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bytes32 root, uint256 lanes, string transcriptCid, string reportCid);
    /// @notice Also adds to the evaluator's credit: a share for a result, a tenth of one for a reserve nobody needed.
    event SeatPaid(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, uint256 amount);
    /// @notice committed: the seat withheld its result and loses its unit; otherwise it never committed and is charged.
    event SeatFailed(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bool committed);
    event SeatExcluded(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, bytes32 reason);
    /// @notice The seat's unit is slashed; `bounty` of it became credit of `bountyTo` (a CreditAdded follows).
    event SeatConvicted(uint256 indexed roundId, uint8 indexed seat, address indexed evaluator, address bountyTo, uint256 bounty, bytes32 reason);
    event AuditNoted(uint256 indexed roundId, uint8 indexed auditor);
    event SelfSetMarked(uint256 indexed roundId, address indexed judge);
    event FinalHeld(uint256 indexed roundId, address indexed judge, uint8 held);
    event FinalReleased(uint256 indexed roundId, address indexed judge, uint8 held);
    /// @notice medianLanes: the lower median per lane over valid seats; minPasses: the gate every gated lane had to reach.
    event RoundFinalized(uint256 indexed roundId, uint256 indexed modelId, bool passed, uint256 medianLanes, uint16 gatedLanes, uint16 minPasses, uint8 validSeats);
    /// @notice Too few results: the round is open again, on the same batch and without the listed stakers.
    event RoundReopened(uint256 indexed roundId, uint8 redraw, uint32 openEpoch, uint32[] barred, uint64 drawDeadline);
    event RoundVoided(uint256 indexed roundId, uint256 indexed modelId, bytes32 reason, uint256 refund);
    event ModelStateChanged(uint256 indexed modelId, ModelState from, ModelState to, uint256 roundId, uint64 expiresAt);
    /// @notice A tip, a refund or a bounty.
    event CreditAdded(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);
    event JudgesConnected(address[] judges);

    error UnknownRound(uint256 roundId);
    error WrongPhase(Phase actual, Phase expected);
    error NotPublisher(address caller, address publisher);
    error NotCustodian(address caller, address custodian);
    error NotSeat(address caller, uint8 seat);
    error NotJudge(address caller);
    error NotDeployer(address caller);
    error JudgesAlreadyConnected();
    error NoCode(address judge);
    error RoundAlreadyOpen(uint256 modelId, uint256 roundId);
    error StakeTooLow(uint256 actual, uint256 required);
    error FeeTooLow(uint256 maxFee, uint256 fee);
    /// @notice The running stake epoch must be after the one of the round's opening, and its seed must be known.
    error SeedNotReady(uint32 openEpoch, uint32 currentEpoch);
    error WrapCount(uint256 actual, uint256 expected);
    error EmptyCommitment();
    error EmptyCid();
    error AlreadyCommitted(uint8 seat);
    error AlreadySignalled(uint8 seat);
    error AlreadyRevealed(uint8 seat);
    error SeatIsExcluded(uint8 seat);
    error NoCommitment(uint8 seat);
    error BadReveal(uint8 seat);
    error BadLevel(uint8 actual, uint8 expected);
    error BadLane(uint8 lane, uint32 value, uint32 limit);
    /// @notice A judge's act does not fit what became of the seat.
    error WrongSeat(uint8 seat, SeatStatus status);
    /// @notice No seat of the round has revealed yet, or it has ended.
    error NotHearing(uint256 roundId);
    error TooManyHolds(uint256 roundId, uint8 limit);
    error NothingHeld(uint256 roundId);
    error ResultMismatch(uint8 seat);
    error ResultOrder(uint8 seat);
    error MissingResults(uint256 given, uint256 revealed);
    error ModelRetired(uint256 modelId);
    /// @notice The model's admission has not run out (expiresAt is 0 when it holds none).
    error NotLapsed(uint256 modelId, uint64 expiresAt);
    error NothingToWithdraw(address account);

    /// @notice Opens a round for the caller's model; takes at most `maxFee` (fee doubles with each attempt in the window).
    /// Reverts with NoGate where the window has no further attempt. Binds the custodian's bond until the round ends.
    function openRound(uint256 modelId, uint256 maxFee) external returns (uint256 roundId);
    /// @notice Fixes batch and seats by the seed of the running stake epoch, once that epoch is later than the opening's.
    /// Anyone may call. The caller is paid a tip of 2% of the fee at once.
    function draw(uint256 roundId) external;
    /// @notice Posts one wrapped batch key for each of the k + r seats before the key deadline. Only the custodian of the
    /// exam datanet may call.
    function postKeys(uint256 roundId, bytes[] calldata wraps) external;
    /// @notice Says that the caller's wrap holds no key to the batch. A primary calls it in Commit and a reserve in
    /// SecondCommit, instead of committing. Three signals void the round at the custodian's cost.
    /// @dev Warning: nobody can check a signal, so three colluding seats cost an honest custodian its bond.
    function signalBadKey(uint256 roundId, uint8 seat) external;
    /// @notice commitment = keccak256(abi.encode(block.chainid, address(this), roundId, seat, evaluator, root, lanes, salt)),
    /// all static: (uint256, address, uint256, uint8, address, bytes32, uint256, bytes32). Primaries in Commit; reserves in
    /// SecondCommit, until k seats have committed.
    function commit(uint256 roundId, uint8 seat, bytes32 commitment) external;
    /// @notice Opens a commitment that names the caller. Each lane's sum must be at most itemsPerBatch and the repeat lanes
    /// must not increase.
    function reveal(uint256 roundId, uint8 seat, RootNode calldata node, bytes32 salt, string calldata transcriptCid, string calldata reportCid) external;
    /// @notice Decides the round once the audits are over and no question is held. Anyone may call. The caller is paid a
    /// tip of 2% of what is left of the fee. The results of all revealed and unconvicted seats must be given. With fewer than
    /// ceil(2k/3) of them, seats are drawn again for the same batch, twice at most; then the round is void.
    function finalize(uint256 roundId, SeatResult[] calldata results) external;
    /// @notice Voids a round that nobody drew within a key window, or whose keys did not come in time. Refunds what is left
    /// of the fee. Anyone may call. The attempt still counts, so that nobody can shop for seats by letting rounds lapse.
    function voidRound(uint256 roundId) external;
    /// @notice Takes the model out of service; nothing undoes it. Only its publisher may call, and not during a round.
    function retire(uint256 modelId) external;
    /// @notice Marks an admission whose time has run out as Suspended. Anyone may call.
    function lapse(uint256 modelId) external;
    /// @notice Pays the caller its credit: seat fees, tips, bounties and refunds.
    function withdrawCredit() external;
    /// @notice Names the contracts that may judge running rounds. Only the deployer may call, once; nothing undoes it.
    function connectJudges(address[] calldata judges) external;

    /// @notice The model's running round; 0 when none is running.
    function openRoundOf(uint256 modelId) external view returns (uint256);
    /// @notice The phase the round is in now.
    function phaseOf(uint256 roundId) external view returns (Phase);
    /// @notice Unix seconds from which the running phase is over if nobody acts; 0 where time alone ends nothing.
    function phaseEndOf(uint256 roundId) external view returns (uint64);
    /// @notice The model's state now. An admission past its time reads as Suspended.
    function stateOf(uint256 modelId) external view returns (ModelState);
    /// @notice True when the round is final (not void) and judged this model.
    function isFinalFor(uint256 roundId, uint256 modelId) external view returns (bool);
    /// @notice Token amount that the account can withdraw.
    function creditOf(address account) external view returns (uint256);
    /// @notice Attempts of (publisher, datanet, lineage) inside the current window.
    function attemptsOf(uint256 modelId) external view returns (uint8);
}

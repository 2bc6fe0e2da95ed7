// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LeafRef} from "../interfaces/IAvailability.sol";
import {CaseState, IJury} from "../interfaces/IJury.sol";
import {ChallengeEnd, ILeafChallenges} from "../interfaces/ILeafChallenges.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {Sitting} from "../libraries/Sitting.sol";
import {TranscriptPath} from "../libraries/TranscriptPath.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";
import {JudgeCredits} from "./JudgeCredits.sol";

/// @title LeafChallenges
/// @notice Challenges of single trials, decided by jurors who run the model again.
/// @dev Invariant: the balance covers every credit and the second half of every open challenge's bond.
contract LeafChallenges is ILeafChallenges, JudgeCredits {
    using SafeERC20 for IERC20;

    struct Challenge { uint256 roundId; uint256 caseId; address challenger; uint8 seat; ChallengeEnd end; uint96 bond; bytes32 leafKey; }

    /// @notice The jurors' answer where the trial is as the model produces it.
    bytes32 public constant CLEAN = keccak256("clean");
    /// @notice Challenges a seat can get in all, findings of auditors included.
    uint8 public constant MAX_CHALLENGES = 8;
    /// @dev below this many drawn jurors the round itself cannot be judged
    uint256 private constant MIN_JURORS = 3;

    IRoundCourt public immutable court;
    IProtocolParams public immutable params;
    IJury public immutable jury;

    /// @notice Number of challenges; ids start at 1.
    uint256 public challengeCount;
    mapping(uint256 challengeId => Challenge) public challengeOf;
    /// @notice Challenges a seat has got so far, by Sitting.id.
    mapping(uint256 sitting => mapping(uint8 seat => uint8)) public challengesOf;
    mapping(bytes32 leafKey => bool) private _challenged;

    constructor(IERC20 token_, IRoundCourt court_, IProtocolParams params_, IJury jury_) JudgeCredits(token_) {
        court = court_;
        params = params_;
        jury = jury_;
        token_.forceApprove(address(jury_), type(uint256).max);
    }

    /// @inheritdoc ILeafChallenges
    function challenge(LeafRef calldata leaf, TrialHashes calldata trial, TrialPath calldata path, string calldata evidenceCid)
        external
        returns (uint256 challengeId)
    {
        ParamSet memory set = params.get(court.caseFile(leaf.roundId).paramSetId);
        // The jury takes its half of the bond when the case opens, so the bond has to be here by then.
        token.safeTransferFrom(msg.sender, address(this), set.challengeBond);
        return _challenge(msg.sender, set.challengeBond, leaf, trial, path, evidenceCid);
    }

    /// @inheritdoc ILeafChallenges
    function challengeFor(address finder, LeafRef calldata leaf, TrialHashes calldata trial, TrialPath calldata path, string calldata evidenceCid)
        external
        returns (uint256 challengeId)
    {
        require(court.isJudge(msg.sender), NotJudge(msg.sender));
        return _challenge(finder, 0, leaf, trial, path, evidenceCid);
    }

    /// @inheritdoc ILeafChallenges
    function settle(uint256 challengeId) external {
        Challenge storage stored = challengeOf[challengeId];
        (CaseState state, bytes32 verdict) = jury.verdictOf(stored.caseId);
        bool closed = state == CaseState.Decided || state == CaseState.Hung;
        require(closed && stored.challenger != address(0) && stored.end == ChallengeEnd.None, NotSettleable(challengeId));
        (uint256 roundId, uint8 seat, address challenger) = (stored.roundId, stored.seat, stored.challenger);
        SeatView memory accused = court.seatView(roundId, seat);
        bool hearing = court.isHearing(roundId);
        bool live = hearing && accused.status == SeatStatus.Revealed;
        ChallengeEnd end = _endOf(stored.caseId, state, verdict, live);
        stored.end = end;
        // A leaf that no jury decided may be challenged again, within the seat's count.
        if (state == CaseState.Hung) _challenged[stored.leafKey] = false;
        // The jury sends the pay of a hung case back.
        uint256 rest = state == CaseState.Hung ? stored.bond : stored.bond - stored.bond / 2;
        _credit(end == ChallengeEnd.Clean ? accused.evaluator : challenger, rest);
        emit ChallengeSettled(challengeId, roundId, seat, end, verdict);
        if (end == ChallengeEnd.Bad) court.convict(roundId, seat, challenger, "jury");
        if (end == ChallengeEnd.Void) court.voidByCourt(roundId, "jury");
        else if (hearing) court.releaseFinal(roundId);
    }

    /// @inheritdoc ILeafChallenges
    function badAnswer(uint256 firstBadToken) external pure returns (bytes32) {
        return keccak256(abi.encode("bad", firstBadToken));
    }

    function _challenge(
        address challenger,
        uint96 bond,
        LeafRef calldata leaf,
        TrialHashes calldata trial,
        TrialPath calldata path,
        string calldata evidenceCid
    ) private returns (uint256 challengeId) {
        CaseFile memory file = court.caseFile(leaf.roundId);
        ParamSet memory set = params.get(file.paramSetId);
        _requireOpen(leaf, set);
        bytes32 key = _count(leaf, Sitting.id(leaf.roundId, file.redraw));
        bytes32 node = TranscriptTree.trialLeaf(trial.promptHash, trial.outIdsHash, trial.answerHash);
        address accused = _requireLeaf(leaf, TranscriptPath.resultOfTrial(node, leaf.slot, leaf.position, set.trialMask, file.itemsPerBatch, path));
        challengeId = ++challengeCount;
        bytes32 subject = keccak256(abi.encode(block.chainid, address(this), leaf, node));
        court.holdFinal(leaf.roundId);
        uint256 caseId = _openCase(subject, 2 * file.seats + 1, accused, challenger, bond / 2, evidenceCid);
        challengeOf[challengeId] = Challenge(leaf.roundId, caseId, challenger, leaf.seat, ChallengeEnd.None, bond, key);
        emit ChallengeOpened(challengeId, leaf.roundId, leaf.seat, leaf.slot, leaf.position, node, challenger, bond, caseId);
    }

    function _openCase(bytes32 subject, uint8 jurors, address accused, address challenger, uint256 pay, string calldata evidenceCid)
        private
        returns (uint256)
    {
        address[] memory excluded = new address[](2);
        (excluded[0], excluded[1]) = (accused, challenger);
        return jury.open(subject, jurors, excluded, pay, evidenceCid);
    }

    function _count(LeafRef calldata leaf, uint256 sitting) private returns (bytes32 key) {
        key = keccak256(abi.encode(sitting, leaf));
        require(!_challenged[key], AlreadyChallenged(leaf.slot, leaf.position));
        uint8 count = challengesOf[sitting][leaf.seat];
        require(count < MAX_CHALLENGES, TooManyChallenges(leaf.seat, MAX_CHALLENGES));
        _challenged[key] = true;
        challengesOf[sitting][leaf.seat] = count + 1;
    }

    function _requireOpen(LeafRef calldata leaf, ParamSet memory set) private view {
        require(court.isHearing(leaf.roundId), NotHearing(leaf.roundId));
        uint256 closedAt = court.revealsClosedAt(leaf.roundId);
        uint256 end = closedAt + set.auditWindow + set.answerWindow;
        require(closedAt == 0 || block.timestamp <= end, ChallengeWindowOver(end));
    }

    function _requireLeaf(LeafRef calldata leaf, bytes32 result) private view returns (address accused) {
        SeatView memory seat = court.seatView(leaf.roundId, leaf.seat);
        require(seat.status == SeatStatus.Revealed, SeatNotRevealed(leaf.seat));
        require(seat.result == result, NotOfThisSeat(result, seat.result));
        return seat.evaluator;
    }

    /// @dev A seat or round that fell meanwhile leaves nothing to decide: the question must not void a healthy round.
    function _endOf(uint256 caseId, CaseState state, bytes32 verdict, bool live) private view returns (ChallengeEnd) {
        if (state == CaseState.Decided && verdict == CLEAN) return ChallengeEnd.Clean;
        if (!live) return ChallengeEnd.Moot;
        if (state == CaseState.Decided) return ChallengeEnd.Bad;
        return jury.jurorsOf(caseId).length < MIN_JURORS ? ChallengeEnd.Void : ChallengeEnd.Hung;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {DemandState, IAvailability, LeafRef} from "../interfaces/IAvailability.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {Sitting} from "../libraries/Sitting.sol";
import {TranscriptPath} from "../libraries/TranscriptPath.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {TrialHashes, TrialPath} from "../types/TranscriptProof.sol";
import {JudgeCredits} from "./JudgeCredits.sol";

/// @title Availability
/// @notice Demands for single trials, and what follows from silence.
/// @dev Invariant: the balance covers every credit and the bond of every open demand.
contract Availability is IAvailability, JudgeCredits {
    using SafeERC20 for IERC20;

    struct Demand { address demander; uint64 deadline; DemandState state; }

    /// @notice Demands a seat can get in all.
    uint8 public constant MAX_DEMANDS = 8;
    /// @notice Longest token ids of one trial, in bytes (four an id).
    uint256 public constant MAX_ID_BYTES = 2_048;

    IRoundCourt public immutable court;
    IProtocolParams public immutable params;

    /// @notice Open demands of a round; while there are any the final is held, so none outlives a draw.
    mapping(uint256 roundId => uint256) public openDemands;
    /// @notice Demands a seat has got so far, by Sitting.id.
    mapping(uint256 sitting => mapping(uint8 seat => uint8)) public demandsOf;
    mapping(bytes32 leafKey => Demand) private _demands;

    constructor(IERC20 token_, IRoundCourt court_, IProtocolParams params_) JudgeCredits(token_) {
        court = court_;
        params = params_;
    }

    /// @inheritdoc IAvailability
    function demand(LeafRef calldata leaf) external {
        (uint256 roundId, uint8 seat) = (leaf.roundId, leaf.seat);
        (CaseFile memory file, ParamSet memory set) = _rulesOf(roundId);
        _requireAskable(leaf, file.itemsPerBatch, set);
        uint256 sitting = Sitting.id(roundId, file.redraw);
        Demand storage asked = _demands[_keyOf(leaf, sitting)];
        require(asked.state == DemandState.None, AlreadyDemanded(leaf.slot, leaf.position));
        uint8 count = demandsOf[sitting][seat];
        require(count < MAX_DEMANDS, TooManyDemands(seat, MAX_DEMANDS));
        uint64 deadline = uint64(block.timestamp) + set.answerWindow;
        demandsOf[sitting][seat] = count + 1;
        (asked.demander, asked.deadline, asked.state) = (msg.sender, deadline, DemandState.Open);
        bool first = openDemands[roundId]++ == 0;
        emit LeafDemanded(roundId, seat, leaf.slot, leaf.position, msg.sender, set.demandBond, deadline);
        if (first) court.holdFinal(roundId);
        token.safeTransferFrom(msg.sender, address(this), set.demandBond);
    }

    /// @inheritdoc IAvailability
    function answer(LeafRef calldata leaf, TrialHashes calldata trial, bytes calldata outIds, TrialPath calldata path) external {
        (CaseFile memory file, ParamSet memory set) = _rulesOf(leaf.roundId);
        Demand storage asked = _open(leaf, file.redraw);
        require(block.timestamp <= asked.deadline, AnswerTooLate(asked.deadline));
        require(outIds.length <= MAX_ID_BYTES, IdsTooLong(outIds.length, MAX_ID_BYTES));
        require(keccak256(outIds) == trial.outIdsHash, BadIds(keccak256(outIds), trial.outIdsHash));
        SeatView memory seat = court.seatView(leaf.roundId, leaf.seat);
        require(seat.status == SeatStatus.Revealed, SeatNotRevealed(leaf.seat));
        bytes32 node = TranscriptTree.trialLeaf(trial.promptHash, trial.outIdsHash, trial.answerHash);
        bytes32 result = TranscriptPath.resultOfTrial(node, leaf.slot, leaf.position, set.trialMask, file.itemsPerBatch, path);
        require(result == seat.result, NotOfThisSeat(result, seat.result));
        asked.state = DemandState.Answered;
        _credit(seat.evaluator, set.demandBond);
        emit LeafAnswered(leaf.roundId, leaf.seat, leaf.slot, leaf.position, trial.promptHash, outIds, trial.answerHash);
        _closed(leaf.roundId, court.isHearing(leaf.roundId));
    }

    /// @inheritdoc IAvailability
    function expire(LeafRef calldata leaf) external {
        (CaseFile memory file, ParamSet memory set) = _rulesOf(leaf.roundId);
        Demand storage asked = _open(leaf, file.redraw);
        address demander = asked.demander;
        bool hearing = court.isHearing(leaf.roundId);
        bool convicts = hearing && court.seatView(leaf.roundId, leaf.seat).status == SeatStatus.Revealed;
        require(!convicts || block.timestamp > asked.deadline, AnswerNotDue(asked.deadline));
        asked.state = convicts ? DemandState.Expired : DemandState.Dropped;
        _credit(demander, set.demandBond);
        emit DemandExpired(leaf.roundId, leaf.seat, leaf.slot, leaf.position, convicts);
        if (convicts) court.convict(leaf.roundId, leaf.seat, demander, "silent");
        _closed(leaf.roundId, hearing);
    }

    /// @inheritdoc IAvailability
    function demandOf(LeafRef calldata leaf) external view returns (DemandState state, address demander, uint64 deadline) {
        Demand storage asked = _demands[_keyOf(leaf, Sitting.id(leaf.roundId, court.caseFile(leaf.roundId).redraw))];
        return (asked.state, asked.demander, asked.deadline);
    }

    /// @dev A round that ended by other means holds nothing any more.
    function _closed(uint256 roundId, bool hearing) private {
        if (--openDemands[roundId] == 0 && hearing) court.releaseFinal(roundId);
    }

    function _requireAskable(LeafRef calldata leaf, uint16 items, ParamSet memory set) private view {
        require(court.isHearing(leaf.roundId), NotHearing(leaf.roundId));
        require(court.seatView(leaf.roundId, leaf.seat).status == SeatStatus.Revealed, SeatNotRevealed(leaf.seat));
        uint256 closedAt = court.revealsClosedAt(leaf.roundId);
        uint256 end = closedAt + set.auditWindow;
        require(closedAt == 0 || block.timestamp <= end, DemandWindowOver(end));
        require(leaf.slot < items, SlotOutside(leaf.slot, items));
        TranscriptPath.requireRun(leaf.position, set.trialMask);
    }

    function _rulesOf(uint256 roundId) private view returns (CaseFile memory file, ParamSet memory set) {
        file = court.caseFile(roundId);
        set = params.get(file.paramSetId);
    }

    function _open(LeafRef calldata leaf, uint8 redraw) private view returns (Demand storage asked) {
        asked = _demands[_keyOf(leaf, Sitting.id(leaf.roundId, redraw))];
        require(asked.state == DemandState.Open, NotOpen(asked.state));
    }

    function _keyOf(LeafRef calldata leaf, uint256 sitting) private pure returns (bytes32) {
        return keccak256(abi.encode(sitting, leaf));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ICreditBook} from "../interfaces/ICreditBook.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {Accusation, BitProof, Ground, IFraudProofs} from "../interfaces/IFraudProofs.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../interfaces/IRoundCourt.sol";
import {ExamLeaf} from "../libraries/ExamLeaf.sol";
import {GradedForm} from "../libraries/GradedForm.sol";
import {TranscriptPath} from "../libraries/TranscriptPath.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {NodeProof} from "../types/TranscriptProof.sol";

/// @title FraudProofs
/// @notice Proofs against a revealed transcript. Numbers inside a node are read as whole words: one that does not fit its
/// field is a fault like any other.
contract FraudProofs is IFraudProofs {
    using SafeERC20 for IERC20;

    /// @dev An announcement that wins a bounty keeps it in its own slots, where writing is cheap: then `mark` is the time
    /// (unix seconds) from which it can be paid instead of the block it was announced in, and `word` the prize instead of
    /// the commitment. `holds` tells the two apart; nobody but this contract sets it.
    struct Announcement { address prover; uint64 mark; bool holds; bytes32 word; }

    /// @dev A bounty and the seat it was earned on, packed into one word. Round numbers have 40 bits in Admission.
    struct Prize { uint64 roundId; uint8 redraw; uint8 seat; uint128 amount; }

    /// @dev bytes of a node: words of its abi.encode
    uint256 private constant ITEM_LENGTH = 4 * 32;
    uint256 private constant INNER_LENGTH = 6 * 32;
    /// @dev selector and the five words of the accusation
    uint256 private constant PROOF_OFFSET = 4 + 5 * 32;

    IERC20 public immutable token;
    IRoundCourt public immutable court;
    IProtocolParams public immutable params;
    IDatanetRegistry public immutable datanets;

    /// @notice Number of announcements; their numbers are their order.
    uint64 public announcementCount;
    mapping(uint64 number => Announcement) private _announcements;

    /// @param court_ also keeps the credits that convictions earn (ICreditBook)
    constructor(IERC20 token_, IRoundCourt court_, IProtocolParams params_, IDatanetRegistry datanets_) {
        token = token_;
        court = court_;
        params = params_;
        datanets = datanets_;
    }

    /// @inheritdoc IFraudProofs
    function announce(bytes32 commitment) external returns (uint64 announcement) {
        require(commitment != bytes32(0), ZeroCommitment());
        announcement = ++announcementCount;
        _announcements[announcement] = Announcement(msg.sender, uint64(block.number), false, commitment);
        emit FaultAnnounced(announcement, msg.sender, commitment);
    }

    /// @inheritdoc IFraudProofs
    function proveSum(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Sum, _proofHash());
        CaseFile memory file = _requireNode(accusation, proof);
        bytes memory node = _openNode(proof);
        require(_isInner(node), NotInner(node.length));
        require(proof.height != 0, NotItem(node.length));
        uint256 level = _word(node, 1);
        uint256 sum;
        unchecked {
            sum = _word(node, 3) + _word(node, 5);
        }
        require(level != proof.height || sum != proof.lanes, NoFault());
        _convict(accusation, Ground.Sum, file.redraw, _answerWindow(file));
    }

    /// @inheritdoc IFraudProofs
    function proveKind(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Kind, _proofHash());
        CaseFile memory file = _requireNode(accusation, proof);
        bytes memory node = _openNode(proof);
        require(!(proof.height == 0 ? _isItem(node) : _isInner(node)), NoFault());
        _convict(accusation, Ground.Kind, file.redraw, _answerWindow(file));
    }

    /// @inheritdoc IFraudProofs
    function provePadding(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Padding, _proofHash());
        CaseFile memory file = _requireNode(accusation, proof);
        if (proof.index << proof.height >= file.itemsPerBatch) {
            require(proof.hash != _emptySubtree(proof.height) || proof.lanes != 0, NoFault());
        } else {
            require(proof.hash == bytes32(0), NoFault());
        }
        _convict(accusation, Ground.Padding, file.redraw, _answerWindow(file));
    }

    /// @inheritdoc IFraudProofs
    function proveItem(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Item, _proofHash());
        CaseFile memory file = _requireNode(accusation, proof);
        bytes memory node = _openNode(proof);
        require(proof.height == 0 && _isItem(node), NotItem(node.length));
        (uint64 trialMask, uint32 answerWindow) = params.judgingRules(file.paramSetId);
        uint256 bits = _word(node, 2);
        bool fits = _word(node, 1) == proof.index && bits >> 64 == 0;
        require(!fits || proof.lanes != TranscriptTree.lanesOf(uint64(bits), trialMask), NoFault());
        _convict(accusation, Ground.Item, file.redraw, answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function proveBit(Accusation calldata accusation, BitProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Bit, _proofHash());
        CaseFile memory file = court.caseFile(accusation.roundId);
        (uint64 trialMask, uint32 answerWindow) = params.judgingRules(file.paramSetId);
        _requireTrial(accusation, proof, trialMask, file.itemsPerBatch);
        _requireExam(file, proof);
        bool claimed = (proof.path.trialBits >> proof.position) & 1 == 1;
        bool passed = GradedForm.passes(proof.item.graderId, proof.item.label, proof.trial.answerHash);
        require(claimed != passed, NoFault());
        _convict(accusation, Ground.Bit, file.redraw, answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function payBounty(uint64 announcement) external {
        Announcement storage winner = _announcements[announcement];
        require(winner.holds, NoBounty(announcement));
        require(block.timestamp >= winner.mark, ClaimOpen(winner.mark));
        Prize memory prize = _unpack(winner.word);
        address prover = winner.prover;
        (winner.holds, winner.word) = (false, bytes32(0));
        emit BountyPaid(prize.roundId, prize.redraw, prize.seat, announcement, prover, prize.amount);
        // One withdrawal fetches every bounty earned since the last, so most payments find the tokens here.
        if (token.balanceOf(address(this)) < prize.amount) ICreditBook(address(court)).withdrawCredit();
        token.safeTransfer(prover, prize.amount);
    }

    /// @inheritdoc IFraudProofs
    function announcementOf(uint64 announcement) external view returns (address prover, bytes32 commitment, uint64 announcedBlock) {
        Announcement storage a = _announcements[announcement];
        bool isOpen = !a.holds && a.word != bytes32(0);
        return isOpen ? (a.prover, a.word, a.mark) : (a.prover, bytes32(0), 0);
    }

    /// @inheritdoc IFraudProofs
    function bountyOf(uint64 announcement)
        external
        view
        returns (uint256 roundId, uint8 redraw, uint8 seat, uint256 amount, uint64 claimableFrom)
    {
        Announcement storage a = _announcements[announcement];
        if (!a.holds) return (0, 0, 0, 0, 0);
        Prize memory prize = _unpack(a.word);
        return (prize.roundId, prize.redraw, prize.seat, prize.amount, a.mark);
    }

    /// @dev The first proof convicts; what it earned waits here. Later proofs only move it to an earlier announcement.
    function _convict(Accusation calldata accusation, Ground ground, uint8 redraw, uint256 answerWindow) private {
        if (accusation.rival != 0) return _takeOver(accusation, ground, redraw);
        (uint256 roundId, uint8 seat) = (accusation.roundId, accusation.seat);
        Announcement storage own = _announcements[accusation.announcement];
        uint64 claimableFrom = uint64(block.timestamp + answerWindow);
        // Spent before the call out; the court refuses a seat that is convicted already.
        (own.mark, own.holds) = (claimableFrom, true);
        uint256 amount = court.convict(roundId, seat, address(this), "fraud proof");
        own.word = _pack(Prize(uint64(roundId), redraw, seat, uint128(amount)));
        emit FaultProven(roundId, seat, ground, msg.sender, accusation.announcement, amount, claimableFrom);
    }

    function _takeOver(Accusation calldata accusation, Ground ground, uint8 redraw) private {
        (uint64 number, uint64 rival) = (accusation.announcement, accusation.rival);
        Announcement storage holder = _announcements[rival];
        Prize memory prize = _unpack(holder.word);
        bool isOfSeat = prize.roundId == accusation.roundId && prize.redraw == redraw && prize.seat == accusation.seat;
        require(holder.holds && isOfSeat, NoBounty(rival));
        require(number < rival, NotEarlier(number, rival));
        require(block.timestamp < holder.mark, ClaimClosed(holder.mark));
        Announcement storage own = _announcements[number];
        (own.mark, own.holds, own.word) = (holder.mark, true, holder.word);
        (holder.holds, holder.word) = (false, bytes32(0));
        emit BountyTakenOver(accusation.roundId, accusation.seat, ground, msg.sender, number, rival);
    }

    function _pack(Prize memory prize) private pure returns (bytes32) {
        return bytes32((uint256(prize.roundId) << 144) | (uint256(prize.redraw) << 136) | (uint256(prize.seat) << 128) | prize.amount);
    }

    function _unpack(bytes32 word) private pure returns (Prize memory) {
        uint256 packed = uint256(word);
        return Prize(uint64(packed >> 144), uint8(packed >> 136), uint8(packed >> 128), uint128(packed));
    }

    function _requireAnnounced(Accusation calldata accusation, Ground ground, bytes32 proofHash) private view {
        bytes32 commitment = keccak256(
            abi.encode(block.chainid, address(this), msg.sender, accusation.roundId, accusation.seat, ground, proofHash, accusation.salt)
        );
        Announcement storage announcement = _announcements[accusation.announcement];
        bool isAnnounced = announcement.word == commitment && !announcement.holds;
        require(isAnnounced, NotAnnounced(accusation.announcement, commitment));
        uint256 announcedBlock = announcement.mark;
        require(announcedBlock < block.number, AnnouncedTooLate(accusation.announcement, announcedBlock));
    }

    function _answerWindow(CaseFile memory file) private view returns (uint256 answerWindow) {
        (, answerWindow) = params.judgingRules(file.paramSetId);
    }

    /// @dev The call's data behind the accusation: where the proof begins, and the proof. Hashed as it came, because encoding
    /// it again costs as much as checking it.
    function _proofHash() private pure returns (bytes32) {
        return keccak256(msg.data[PROOF_OFFSET:]);
    }

    /// @dev A seat that was convicted here can still be proven against: for the bounty, not for the decision.
    function _requireResult(Accusation calldata accusation, bytes32 result) private view {
        SeatView memory seat = court.seatView(accusation.roundId, accusation.seat);
        bool heard = seat.status == SeatStatus.Revealed || seat.status == SeatStatus.Convicted;
        require(heard, SeatNotRevealed(accusation.seat));
        require(seat.result == result, NotOfThisSeat(result, seat.result));
    }

    function _requireNode(Accusation calldata accusation, NodeProof calldata proof) private view returns (CaseFile memory file) {
        file = court.caseFile(accusation.roundId);
        bytes32 result = TranscriptPath.resultOfNode(proof.hash, proof.lanes, proof.height, proof.index, file.itemsPerBatch, proof.siblings);
        _requireResult(accusation, result);
    }

    function _requireTrial(Accusation calldata accusation, BitProof calldata proof, uint64 trialMask, uint256 items) private view {
        bytes32 leaf = TranscriptTree.trialLeaf(proof.trial.promptHash, proof.trial.outIdsHash, proof.trial.answerHash);
        _requireResult(accusation, TranscriptPath.resultOfTrial(leaf, proof.slot, proof.position, trialMask, items, proof.path));
    }

    function _requireExam(CaseFile memory file, BitProof calldata proof) private view {
        ExamLeaf.requireBatch(datanets.holdoutRootOf(file.datanetId, file.version), file.batchId, proof.batch);
        ExamLeaf.requireItem(proof.batch.itemsRoot, proof.slot, proof.item);
    }

    function _openNode(NodeProof calldata proof) private pure returns (bytes memory node) {
        node = proof.preimage;
        require(keccak256(node) == proof.hash, BadPreimage(keccak256(node), proof.hash));
    }

    function _isItem(bytes memory node) private pure returns (bool) {
        return node.length == ITEM_LENGTH && _word(node, 0) == TranscriptTree.TAG_ITEM;
    }

    function _isInner(bytes memory node) private pure returns (bool) {
        return node.length == INNER_LENGTH && _word(node, 0) == TranscriptTree.TAG_INNER;
    }

    /// @dev Caller has checked the length.
    function _word(bytes memory node, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(node, 32), mul(i, 32)))
        }
    }

    /// @dev Hash of a subtree that holds padding only.
    function _emptySubtree(uint8 height) private pure returns (bytes32 node) {
        for (uint8 level = 1; level <= height; ++level) node = TranscriptTree.inner(level, node, 0, node, 0);
    }
}

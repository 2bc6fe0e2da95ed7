// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ICreditBook} from "../interfaces/ICreditBook.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {Accusation, BitProof, Ground, IFraudProofs} from "../interfaces/IFraudProofs.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
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

    struct Announcement { address prover; uint96 announcedBlock; bytes32 commitment; }

    /// @dev `announcement` owns the bounty as long as no earlier one claims it.
    struct Bounty { uint64 announcement; uint64 claimableFrom; uint128 amount; }

    /// @dev bytes of a node: words of its abi.encode
    uint256 private constant ITEM_LENGTH = 4 * 32;
    uint256 private constant INNER_LENGTH = 6 * 32;

    IERC20 public immutable token;
    IRoundCourt public immutable court;
    IProtocolParams public immutable params;
    IDatanetRegistry public immutable datanets;

    /// @notice Number of announcements; their numbers are their order.
    uint64 public announcementCount;
    /// @notice Bounty of a convicted seat, by the round's draw (0 is the first); amount 0 once paid.
    mapping(uint256 roundId => mapping(uint8 redraw => mapping(uint8 seat => Bounty))) public bountyOf;
    /// @notice Who announced what, and when.
    mapping(uint64 number => Announcement) public announcementOf;

    /// @param court_ also keeps the credits that convictions earn (ICreditBook)
    constructor(IERC20 token_, IRoundCourt court_, IProtocolParams params_, IDatanetRegistry datanets_) {
        token = token_;
        court = court_;
        params = params_;
        datanets = datanets_;
    }

    /// @inheritdoc IFraudProofs
    function announce(bytes32 commitment) external returns (uint64 announcement) {
        announcement = ++announcementCount;
        announcementOf[announcement] = Announcement(msg.sender, uint96(block.number), commitment);
        emit FaultAnnounced(announcement, msg.sender, commitment);
    }

    /// @inheritdoc IFraudProofs
    function proveSum(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Sum, keccak256(abi.encode(proof)));
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
        _convict(accusation, Ground.Sum, file.redraw, params.get(file.paramSetId).answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function proveKind(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Kind, keccak256(abi.encode(proof)));
        CaseFile memory file = _requireNode(accusation, proof);
        bytes memory node = _openNode(proof);
        require(!(proof.height == 0 ? _isItem(node) : _isInner(node)), NoFault());
        _convict(accusation, Ground.Kind, file.redraw, params.get(file.paramSetId).answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function provePadding(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Padding, keccak256(abi.encode(proof)));
        CaseFile memory file = _requireNode(accusation, proof);
        if (proof.index << proof.height >= file.itemsPerBatch) {
            require(proof.hash != _emptySubtree(proof.height) || proof.lanes != 0, NoFault());
        } else {
            require(proof.hash == bytes32(0), NoFault());
        }
        _convict(accusation, Ground.Padding, file.redraw, params.get(file.paramSetId).answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function proveItem(Accusation calldata accusation, NodeProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Item, keccak256(abi.encode(proof)));
        CaseFile memory file = _requireNode(accusation, proof);
        bytes memory node = _openNode(proof);
        require(proof.height == 0 && _isItem(node), NotItem(node.length));
        ParamSet memory set = params.get(file.paramSetId);
        uint256 bits = _word(node, 2);
        bool fits = _word(node, 1) == proof.index && bits >> 64 == 0;
        require(!fits || proof.lanes != TranscriptTree.lanesOf(uint64(bits), set.trialMask), NoFault());
        _convict(accusation, Ground.Item, file.redraw, set.answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function proveBit(Accusation calldata accusation, BitProof calldata proof) external {
        _requireAnnounced(accusation, Ground.Bit, keccak256(abi.encode(proof)));
        CaseFile memory file = court.caseFile(accusation.roundId);
        ParamSet memory set = params.get(file.paramSetId);
        _requireTrial(accusation, proof, set.trialMask, file.itemsPerBatch);
        _requireExam(file, proof);
        bool claimed = (proof.path.trialBits >> proof.position) & 1 == 1;
        bool passed = GradedForm.passes(proof.item.graderId, proof.item.label, proof.trial.answerHash);
        require(claimed != passed, NoFault());
        _convict(accusation, Ground.Bit, file.redraw, set.answerWindow);
    }

    /// @inheritdoc IFraudProofs
    function payBounty(uint256 roundId, uint8 redraw, uint8 seat) external {
        Bounty storage bounty = bountyOf[roundId][redraw][seat];
        uint256 amount = bounty.amount;
        require(amount != 0, NoBounty(roundId, seat));
        require(block.timestamp >= bounty.claimableFrom, ClaimOpen(bounty.claimableFrom));
        address prover = announcementOf[bounty.announcement].prover;
        bounty.amount = 0;
        emit BountyPaid(roundId, redraw, seat, prover, amount);
        // One withdrawal fetches every bounty earned since the last, so most payments find the tokens here.
        if (token.balanceOf(address(this)) < amount) ICreditBook(address(court)).withdrawCredit();
        token.safeTransfer(prover, amount);
    }

    /// @dev The first proof convicts; what it earned waits here. Later proofs only move it to an earlier announcement.
    function _convict(Accusation calldata accusation, Ground ground, uint8 redraw, uint256 answerWindow) private {
        (uint256 roundId, uint8 seat) = (accusation.roundId, accusation.seat);
        Bounty storage bounty = bountyOf[roundId][redraw][seat];
        uint64 winner = bounty.announcement;
        if (winner != 0) {
            require(accusation.announcement < winner, NotEarlier(accusation.announcement, winner));
            require(block.timestamp < bounty.claimableFrom, ClaimClosed(bounty.claimableFrom));
            bounty.announcement = accusation.announcement;
            emit BountyTakenOver(roundId, seat, ground, msg.sender, accusation.announcement);
            return;
        }
        uint64 claimableFrom = uint64(block.timestamp + answerWindow);
        ICreditBook book = ICreditBook(address(court));
        uint256 before = book.creditOf(address(this));
        court.convict(roundId, seat, address(this), "fraud proof");
        uint256 amount = book.creditOf(address(this)) - before;
        // The court is connected at deployment and calls nobody but the stake's books, so this cannot be re-entered.
        (bounty.announcement, bounty.claimableFrom, bounty.amount) = (accusation.announcement, claimableFrom, uint128(amount));
        emit FaultProven(roundId, seat, ground, msg.sender, accusation.announcement, amount, claimableFrom);
    }

    function _requireAnnounced(Accusation calldata accusation, Ground ground, bytes32 proofHash) private view {
        bytes32 commitment = keccak256(
            abi.encode(block.chainid, address(this), msg.sender, accusation.roundId, accusation.seat, ground, proofHash, accusation.salt)
        );
        Announcement storage announcement = announcementOf[accusation.announcement];
        require(announcement.commitment == commitment, NotAnnounced(accusation.announcement, commitment));
        uint256 announcedBlock = announcement.announcedBlock;
        require(announcedBlock < block.number, AnnouncedTooLate(accusation.announcement, announcedBlock));
    }

    /// @dev A seat that was convicted here can still be proven against: for the bounty, not for the verdict.
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
        (,, bytes32 holdoutRoot) = datanets.rootsOf(file.datanetId, file.version);
        ExamLeaf.requireBatch(holdoutRoot, file.batchId, proof.batch);
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

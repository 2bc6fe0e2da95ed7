// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, RootNode} from "../interfaces/IAdmission.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {StoredRound} from "../types/StoredRound.sol";
import {RoundClock} from "./RoundClock.sol";
import {Settlement} from "./Settlement.sol";

/// @title SeatWork
/// @notice What a drawn evaluator does: commit or say that its key is bad, then reveal.
/// @dev A commitment names chain, contract, round, seat and evaluator, so a copied one can never be opened by the copier.
abstract contract SeatWork is Settlement {
    using RoundClock for StoredRound;
    using SeatSet for uint8;

    /// @dev seats whose bad keys void a round; no round has fewer seats
    uint8 private constant BAD_KEYS = 3;

    /// @inheritdoc IAdmission
    function signalBadKey(uint256 roundId, uint8 seat) external {
        (StoredRound storage round, uint8 due) = _atTurn(roundId, seat);
        uint8 badKeys = round.badKeys.with(seat);
        round.badKeys = badKeys;
        uint8 signals = badKeys.size();
        emit BadKeySignalled(roundId, seat, msg.sender, signals);
        if (signals < BAD_KEYS) round.closeIfDone(due);
        else _voidForKeys(roundId, round, "badKeys");
    }

    /// @inheritdoc IAdmission
    function commit(uint256 roundId, uint8 seat, bytes32 commitment) external {
        (StoredRound storage round, uint8 due) = _atTurn(roundId, seat);
        require(commitment != bytes32(0), EmptyCommitment());
        round.results[seat] = commitment;
        round.committed = round.committed.with(seat);
        round.closeIfDone(due);
        emit Committed(roundId, seat, msg.sender, commitment, round.commitsEnd() + round.revealWindow);
    }

    /// @inheritdoc IAdmission
    /// @dev Whose seat it is was checked at the commit, and only the account that the commitment names can open it.
    function reveal(
        uint256 roundId,
        uint8 seat,
        RootNode calldata node,
        bytes32 salt,
        string calldata transcriptCid,
        string calldata reportCid
    ) external {
        StoredRound storage round = _inPhase(roundId, Phase.Reveal);
        require(round.committed.has(seat), NoCommitment(seat));
        require(!round.revealed.has(seat), AlreadyRevealed(seat));
        require(bytes(transcriptCid).length != 0 && bytes(reportCid).length != 0, EmptyCid());
        (bytes32 root, uint256 lanes) = _open(node, round.itemsPerBatch);
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(this), roundId, seat, msg.sender, root, lanes, salt));
        require(round.results[seat] == commitment, BadReveal(seat));
        round.results[seat] = _resultHash(root, lanes);
        uint8 revealed = round.revealed.with(seat);
        round.revealed = revealed;
        if (revealed == round.committed) round.closedAt = uint40(block.timestamp);
        emit Revealed(roundId, seat, msg.sender, root, lanes, transcriptCid, reportCid);
    }

    /// @dev The round, when the caller holds the seat, its window runs, and it has not acted yet; and all whose turn it is.
    function _atTurn(uint256 roundId, uint8 seat) private view returns (StoredRound storage round, uint8 due) {
        round = _known(roundId);
        bool isPrimary = seat < round.seats;
        Phase expected = isPrimary ? Phase.Commit : Phase.SecondCommit;
        Phase actual = round.phaseOf();
        require(actual == expected, WrongPhase(actual, expected));
        due = isPrimary ? round.primarySeats() : round.reserveSeats();
        require(due.has(seat) && msg.sender == _evaluatorAt(round.stakers, seat), NotSeat(msg.sender, seat));
        require(!round.committed.has(seat), AlreadyCommitted(seat));
        require(!round.badKeys.has(seat), AlreadySignalled(seat));
        require(!round.excluded.has(seat), SeatIsExcluded(seat));
    }

    /// @dev Root and lanes of a transcript from its top node: both follow from one hash, so a seat cannot commit to lanes
    /// that its root does not hold.
    function _open(RootNode calldata node, uint16 items) private pure returns (bytes32 root, uint256 lanes) {
        uint8 level = TranscriptTree.rootLevel(items);
        require(node.level == level, BadLevel(node.level, level));
        if (!Lanes.isCount(node.lanesLeft, node.lanesRight, items)) {
            (, uint8 lane, uint32 value, uint32 limit) = Lanes.check(node.lanesLeft, node.lanesRight, items);
            revert BadLane(lane, value, limit);
        }
        lanes = node.lanesLeft + node.lanesRight;
        root = TranscriptTree.inner(level, node.left, node.lanesLeft, node.right, node.lanesRight);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase, RootNode} from "../interfaces/IAdmission.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {TranscriptTree} from "../libraries/TranscriptTree.sol";
import {Clock} from "../types/Clock.sol";
import {StoredRound} from "../types/StoredRound.sol";
import {RoundClock} from "./RoundClock.sol";
import {Finalisation} from "./Finalisation.sol";

/// @title SeatWork
/// @notice What a drawn evaluator does: commit or say that its key is bad, then reveal.
/// @dev A commitment names chain, contract, round, seat and evaluator, so a copied one can never be opened by the copier.
abstract contract SeatWork is Finalisation {
    using RoundClock for Clock;
    using SeatSet for uint8;
    using SeatSet for uint256;

    /// @dev seats whose bad keys void a round; no round has fewer seats
    uint8 private constant BAD_KEYS = 3;

    /// @inheritdoc IAdmission
    function signalBadKey(uint256 roundId, uint8 seat) external {
        (StoredRound storage round, Clock clock, uint8 due) = _atTurn(roundId, seat);
        clock = clock.withBadKey(seat);
        uint8 signals = clock.badKeys().size();
        emit BadKeySignalled(roundId, seat, msg.sender, signals);
        clock = clock.closedIfDone(due);
        round.clock = clock;
        if (signals >= BAD_KEYS) _voidForKeys(roundId, round, clock, "badKeys");
    }

    /// @inheritdoc IAdmission
    function commit(uint256 roundId, uint8 seat, bytes32 commitment) external {
        (StoredRound storage round, Clock clock, uint8 due) = _atTurn(roundId, seat);
        require(commitment != bytes32(0), EmptyCommitment());
        round.results[seat] = commitment;
        clock = clock.withCommitted(seat);
        clock = clock.closedIfDone(due);
        round.clock = clock;
        _keepAccount(round.stakers.stakerAt(seat), msg.sender);
        emit Committed(roundId, seat, msg.sender, commitment, clock.commitsEnd() + clock.revealWindow());
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
        (StoredRound storage round, Clock clock) = _inPhase(roundId, Phase.Reveal);
        require(clock.committed().has(seat), NoCommitment(seat));
        require(!clock.revealed().has(seat), AlreadyRevealed(seat));
        require(bytes(transcriptCid).length != 0 && bytes(reportCid).length != 0, EmptyCid());
        (bytes32 root, uint256 lanes) = _open(node, clock.itemsPerBatch());
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(this), roundId, seat, msg.sender, root, lanes, salt));
        require(round.results[seat] == commitment, BadReveal(seat));
        round.results[seat] = _resultHash(root, lanes);
        clock = clock.withRevealed(seat);
        if (clock.revealed() == clock.committed()) clock = clock.withClosedAt(block.timestamp);
        round.clock = clock;
        emit Revealed(roundId, seat, msg.sender, root, lanes, transcriptCid, reportCid);
    }

    /// @dev The round, when the caller holds the seat, its window runs, and it has not acted yet; and all whose turn it is.
    function _atTurn(uint256 roundId, uint8 seat) private view returns (StoredRound storage round, Clock clock, uint8 due) {
        (round, clock) = _known(roundId);
        bool isPrimary = seat < clock.seats();
        _checkPhase(clock.phaseOf(), isPrimary ? Phase.Commit : Phase.SecondCommit);
        due = isPrimary ? clock.primarySeats() : clock.reserveSeats();
        bool isOwn = due.has(seat) && msg.sender == _accountOf(round.stakers.stakerAt(seat));
        require(isOwn, NotSeat(msg.sender, seat));
        require(!clock.committed().has(seat), AlreadyCommitted(seat));
        require(!clock.badKeys().has(seat), AlreadySignalled(seat));
        require(!clock.excluded().has(seat), SeatIsExcluded(seat));
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

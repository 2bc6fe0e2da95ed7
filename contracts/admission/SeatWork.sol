// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../interfaces/IAdmission.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {RoundBook, Seat, StoredRound} from "./RoundBook.sol";

/// @title SeatWork
/// @notice What a drawn evaluator does: commit, then reveal.
/// @dev A commitment names chain, contract, round, seat and evaluator, so a copied one can never be opened by the copier.
abstract contract SeatWork is RoundBook {
    /// @inheritdoc IAdmission
    function commit(uint256 roundId, uint8 seat, bytes32 commitment) external {
        StoredRound storage round = _inPhase(roundId, Phase.Commit);
        Seat storage stored = _ownSeat(roundId, seat);
        require(commitment != bytes32(0), EmptyCommitment());
        require(stored.commitment == bytes32(0), AlreadyCommitted(seat));
        stored.commitment = commitment;
        uint8 commits = ++round.commits;
        if (commits == round.seats) round.commitClosedAt = uint40(block.timestamp);
        emit Committed(roundId, seat, msg.sender, commitment, _revealDeadline(round));
    }

    /// @inheritdoc IAdmission
    function reveal(
        uint256 roundId,
        uint8 seat,
        bytes32 root,
        uint256 lanes,
        bytes32 salt,
        string calldata transcriptCid,
        string calldata reportCid
    ) external {
        StoredRound storage round = _inPhase(roundId, Phase.Reveal);
        Seat storage stored = _ownSeat(roundId, seat);
        require(!stored.revealed, AlreadyRevealed(seat));
        require(stored.commitment != bytes32(0), NoCommitment(seat));
        require(stored.commitment == _commitment(roundId, seat, root, lanes, salt), BadReveal(seat));
        require(bytes(transcriptCid).length != 0 && bytes(reportCid).length != 0, EmptyCid());
        (bool ok, uint8 lane, uint16 value, uint16 limit) = Lanes.check(lanes, round.itemsPerBatch);
        require(ok, BadLane(lane, value, limit));
        stored.revealed = true;
        stored.commitment = _resultHash(root, lanes);
        ++round.reveals;
        emit Revealed(roundId, seat, msg.sender, root, lanes, transcriptCid, reportCid);
    }

    /// @dev What a revealed seat's slot holds; finalize checks its calldata against it.
    function _resultHash(bytes32 root, uint256 lanes) internal pure returns (bytes32) {
        return keccak256(abi.encode(root, lanes));
    }

    function _ownSeat(uint256 roundId, uint8 seat) private view returns (Seat storage stored) {
        stored = _seats[roundId][seat];
        require(stored.evaluator == msg.sender, NotSeat(msg.sender, seat));
    }

    function _commitment(uint256 roundId, uint8 seat, bytes32 root, uint256 lanes, bytes32 salt) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), roundId, seat, msg.sender, root, lanes, salt));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase} from "../interfaces/IAdmission.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Stage, StoredRound} from "../types/StoredRound.sol";

/// @title RoundClock
/// @notice The phase of a round as a function of the time and of who has acted; nobody sends a transaction to advance it.
/// @dev A window holds while block.timestamp is below its end. What has closed never opens again: sets that end a window
/// only change while that window is open, or the closing time is stored.
library RoundClock {
    using SeatSet for uint8;

    function phaseOf(StoredRound storage round) internal view returns (Phase) {
        Stage stage = round.stage;
        if (stage == Stage.Keyed) return _keyedPhase(round);
        if (stage == Stage.Open) return Phase.Open;
        if (stage == Stage.Drawn) return Phase.Drawn;
        if (stage == Stage.Final) return Phase.Final;
        return stage == Stage.Void ? Phase.Void : Phase.None;
    }

    /// @notice End of the running phase if nobody acts (unix seconds); 0 where time alone ends nothing.
    function endOf(StoredRound storage round) internal view returns (uint40) {
        Phase phase = phaseOf(round);
        if (phase == Phase.Open || phase == Phase.Drawn || phase == Phase.Commit) return round.stageEnd;
        if (phase == Phase.SecondCommit) return commitsEnd(round);
        if (phase == Phase.Reveal) return revealsEnd(round);
        return phase == Phase.Audit ? revealsEnd(round) + round.auditWindow : 0;
    }

    /// @notice When the commits of a keyed round close or closed. While primaries may still commit, it counts with the
    /// reserves' window if theirs are missing.
    function commitsEnd(StoredRound storage round) internal view returns (uint40) {
        if (round.closedAt != 0) return round.closedAt;
        return needsReserves(round) ? round.stageEnd + round.commitWindow : round.stageEnd;
    }

    /// @notice When the last reveal of a keyed round can come or came. Nobody waits for a seat that did not commit.
    function revealsEnd(StoredRound storage round) internal view returns (uint40) {
        // Once all have revealed, closedAt is the time of the last reveal.
        uint40 closed = commitsEnd(round);
        return round.revealed == round.committed ? closed : closed + round.revealWindow;
    }

    /// @notice Whether commits are missing and there is a reserve who was not excluded.
    function needsReserves(StoredRound storage round) internal view returns (bool) {
        return reserveSeats(round) & ~round.excluded != 0 && round.committed.size() < round.seats;
    }

    /// @notice Seats 0..k-1.
    function primarySeats(StoredRound storage round) internal view returns (uint8) {
        return SeatSet.first(round.seats);
    }

    /// @notice Seats k..k+r-1.
    function reserveSeats(StoredRound storage round) internal view returns (uint8) {
        return allSeats(round) ^ primarySeats(round);
    }

    function allSeats(StoredRound storage round) internal view returns (uint8) {
        return SeatSet.first(uint256(round.seats) + round.reserves);
    }

    /// @notice Seats of which nothing more can come before the reveals: committed, excluded, or without a usable key.
    function settledSeats(StoredRound storage round) internal view returns (uint8) {
        return round.committed | round.excluded | round.badKeys;
    }

    /// @notice Revealed seats whose results count.
    function liveSeats(StoredRound storage round) internal view returns (uint8) {
        return round.revealed & ~round.convicted;
    }

    /// @notice Ends the window in which the seats of `due` act, if all of them have. The caller knows that it is running.
    function closeIfDone(StoredRound storage round, uint8 due) internal {
        bool isFull = round.committed.size() == round.seats;
        if (!isFull && due & ~settledSeats(round) != 0) return;
        bool areReservesNext = !isFull && due == primarySeats(round) && needsReserves(round);
        if (areReservesNext) round.stageEnd = uint40(block.timestamp);
        else round.closedAt = uint40(block.timestamp);
    }

    /// @notice ceil(2k/3) results must count.
    function quorum(uint8 seats) internal pure returns (uint8) {
        return (2 * seats + 2) / 3;
    }

    function _keyedPhase(StoredRound storage round) private view returns (Phase) {
        if (round.closedAt == 0) {
            if (block.timestamp < round.stageEnd) return Phase.Commit;
            if (block.timestamp < commitsEnd(round)) return Phase.SecondCommit;
        }
        uint40 end = revealsEnd(round);
        if (block.timestamp < end) return Phase.Reveal;
        if (round.held != 0) return Phase.Audit;
        bool areAllAudited = round.audits && liveSeats(round) & ~round.audited == 0;
        return areAllAudited || block.timestamp >= end + round.auditWindow ? Phase.Finalizable : Phase.Audit;
    }
}

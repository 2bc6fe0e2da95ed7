// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Phase} from "../interfaces/IAdmission.sol";
import {SeatSet} from "../libraries/SeatSet.sol";
import {Clock, Stage} from "../types/Clock.sol";

/// @title RoundClock
/// @notice The phase of a round as a function of the time and of who has acted; nobody sends a transaction to advance it.
/// @dev A window holds while block.timestamp is below its end. What has closed never opens again: sets that end a window
/// only change while that window is open, or the closing time is stored.
library RoundClock {
    using SeatSet for uint8;

    function phaseOf(Clock clock) internal view returns (Phase) {
        Stage stage = clock.stage();
        if (stage == Stage.Keyed) return _keyedPhase(clock);
        if (stage == Stage.Open) return Phase.Open;
        if (stage == Stage.Drawn) return Phase.Drawn;
        if (stage == Stage.Final) return Phase.Final;
        return stage == Stage.Void ? Phase.Void : Phase.None;
    }

    /// @notice End of the running phase if nobody acts (unix seconds); 0 where time alone ends nothing.
    function endOf(Clock clock) internal view returns (uint40) {
        Phase phase = phaseOf(clock);
        if (phase == Phase.Open || phase == Phase.Drawn || phase == Phase.Commit) return clock.stageEnd();
        if (phase == Phase.SecondCommit) return commitsEnd(clock);
        if (phase == Phase.Reveal) return revealsEnd(clock);
        return phase == Phase.Audit ? revealsEnd(clock) + clock.auditWindow() : 0;
    }

    /// @notice When the commits of a keyed round close or closed. While primaries may still commit, it counts with the
    /// reserves' window if theirs are missing.
    function commitsEnd(Clock clock) internal pure returns (uint40) {
        if (clock.closedAt() != 0) return clock.closedAt();
        return needsReserves(clock) ? clock.stageEnd() + clock.commitWindow() : clock.stageEnd();
    }

    /// @notice When the last reveal of a keyed round can come or came. Nobody waits for a seat that did not commit.
    function revealsEnd(Clock clock) internal pure returns (uint40) {
        // Once all have revealed, closedAt is the time of the last reveal.
        uint40 closed = commitsEnd(clock);
        return clock.revealed() == clock.committed() ? closed : closed + clock.revealWindow();
    }

    /// @notice Whether commits are missing and there is a reserve who was not excluded.
    function needsReserves(Clock clock) internal pure returns (bool) {
        return reserveSeats(clock) & ~clock.excluded() != 0 && clock.committed().size() < clock.seats();
    }

    /// @notice Seats 0..k-1.
    function primarySeats(Clock clock) internal pure returns (uint8) {
        return SeatSet.first(clock.seats());
    }

    /// @notice Seats k..k+r-1.
    function reserveSeats(Clock clock) internal pure returns (uint8) {
        return allSeats(clock) ^ primarySeats(clock);
    }

    function allSeats(Clock clock) internal pure returns (uint8) {
        return SeatSet.first(uint256(clock.seats()) + clock.reserves());
    }

    /// @notice Seats of which nothing more can come before the reveals: committed, excluded, or without a usable key.
    function settledSeats(Clock clock) internal pure returns (uint8) {
        return clock.committed() | clock.excluded() | clock.badKeys();
    }

    /// @notice Revealed seats whose results count.
    function liveSeats(Clock clock) internal pure returns (uint8) {
        return clock.revealed() & ~clock.convicted();
    }

    /// @notice Ends the window in which the seats of `due` act, if all of them have. The caller knows that it is running.
    function closedIfDone(Clock clock, uint8 due) internal view returns (Clock) {
        bool isFull = clock.committed().size() == clock.seats();
        if (!isFull && due & ~settledSeats(clock) != 0) return clock;
        bool areReservesNext = !isFull && due == primarySeats(clock) && needsReserves(clock);
        return areReservesNext ? clock.withStageEnd(block.timestamp) : clock.withClosedAt(block.timestamp);
    }

    /// @notice ceil(2k/3) results must count.
    function quorum(uint8 seats) internal pure returns (uint8) {
        return (2 * seats + 2) / 3;
    }

    function _keyedPhase(Clock clock) private view returns (Phase) {
        if (clock.closedAt() == 0) {
            if (block.timestamp < clock.stageEnd()) return Phase.Commit;
            if (block.timestamp < commitsEnd(clock)) return Phase.SecondCommit;
        }
        uint40 end = revealsEnd(clock);
        if (block.timestamp < end) return Phase.Reveal;
        if (clock.held() != 0) return Phase.Audit;
        // Audits that are all done do not end it early: a prover that announced a fraud proof needs the window to show it.
        return block.timestamp >= end + clock.auditWindow() ? Phase.Finalizable : Phase.Audit;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice The second commit window: reserves who step in, and what they and the silent get.
contract ReservesTest is RoundStage {
    uint256 private constant TIP = FEE * 2 / 100;
    uint256 private constant POT = FEE - TIP - (FEE - TIP) * 2 / 100;
    uint256 private constant SHARE = POT * 10 / 32;
    uint256 private modelId;
    uint256 private lanes;

    function setUp() public {
        modelId = setStage();
        lanes = flatLanes(31);
    }

    /// @dev Seats 0 and 1 commit, seat 2 stays silent through its window.
    function shortOfOne() private returns (uint256 roundId) {
        roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        commitSeat(roundId, 1, lanes);
        passSeconds(COMMITS);
    }

    function revealAndFinalize(uint256 roundId, uint8 set) private {
        for (uint8 seat = 0; seat < ALL; ++seat) if ((set >> seat) & 1 == 1) revealSeat(roundId, seat, lanes);
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOfSet(set, 31));
    }

    function test_reserves_commitOnlyInTheSecondWindow() public {
        uint256 roundId = keyed(modelId);
        vm.prank(evaluatorOf(roundId, 3));
        expectPhase(Phase.Commit, Phase.SecondCommit);
        admission.commit(roundId, 3, "c");
        passSeconds(COMMITS);
        assertPhase(roundId, Phase.SecondCommit, "nobody committed");
        assertEq(admission.phaseEndOf(roundId), clock + COMMITS, "a second window of the same length");
        vm.prank(evaluatorOf(roundId, 0));
        expectPhase(Phase.SecondCommit, Phase.Commit);
        admission.commit(roundId, 0, "c");
        passSeconds(COMMITS);
        vm.prank(evaluatorOf(roundId, 3));
        expectPhase(Phase.Audit, Phase.SecondCommit);
        admission.commit(roundId, 3, "c");
    }

    function test_secondWindow_endsWithTheLastCommitNeeded() public {
        uint256 roundId = shortOfOne();
        passSeconds(4);
        commitSeat(roundId, 4, lanes);
        assertPhase(roundId, Phase.Reveal, "full");
        assertEq(admission.phaseEndOf(roundId), clock + REVEALS, "from now");
        vm.prank(evaluatorOf(roundId, 3));
        expectPhase(Phase.Reveal, Phase.SecondCommit);
        admission.commit(roundId, 3, "late");
    }

    function test_secondWindow_doesNotComeWhenAllPrimariesCommit() public {
        uint256 roundId = committedAll(modelId, [uint16(31), 31, 31]);
        assertPhase(roundId, Phase.Reveal, "reveal");
        passSeconds(COMMITS + REVEALS);
        vm.prank(evaluatorOf(roundId, 3));
        expectPhase(Phase.Finalizable, Phase.SecondCommit);
        admission.commit(roundId, 3, "c");
    }

    function test_secondWindow_beginsAtOnceWhenPrimariesAreExcluded() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        commitSeat(roundId, 1, lanes);
        judge.exclude(roundId, 2);
        assertPhase(roundId, Phase.SecondCommit, "no primary is left to wait for");
        commitSeat(roundId, 3, lanes);
        revealAndFinalize(roundId, 0x0b);
        assertEq(stake.debtOf(evaluatorOf(roundId, 2)), 0, "excluded, not silent");
    }

    function test_secondWindow_endsWhenNoReserveIsLeft() public {
        uint256 roundId = shortOfOne();
        judge.exclude(roundId, 3);
        assertPhase(roundId, Phase.SecondCommit, "one reserve left");
        passSeconds(1);
        judge.exclude(roundId, 4);
        assertPhase(roundId, Phase.Reveal, "none left");
        assertEq(admission.revealsClosedAt(roundId), clock + REVEALS, "from now");
    }

    function test_secondWindow_doesNotComeWithoutReserves() public {
        uint256 roundId = keyed(modelId);
        judge.exclude(roundId, 3);
        judge.exclude(roundId, 4);
        commitSeat(roundId, 0, lanes);
        passSeconds(COMMITS);
        assertPhase(roundId, Phase.Reveal, "reveal");
        assertEq(admission.revealsClosedAt(roundId), clock + REVEALS, "from the deadline");
    }

    /// @dev The silent primary pays a share and gets none; the reserve who stepped in gets a whole one; the other a tenth.
    function test_finalize_paysTheReserveAndChargesTheSilent() public {
        uint256 roundId = shortOfOne();
        commitSeat(roundId, 4, lanes);
        for (uint8 seat = 0; seat < 2; ++seat) revealSeat(roundId, seat, lanes);
        revealSeat(roundId, 4, lanes);
        passSeconds(AUDIT);
        address silent = evaluatorOf(roundId, 2);
        vm.expectEmit();
        emit IAdmission.SeatPaid(roundId, 3, evaluatorOf(roundId, 3), SHARE / 10);
        vm.expectEmit();
        emit IAdmission.SeatPaid(roundId, 4, evaluatorOf(roundId, 4), SHARE);
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 2, silent, false);
        vm.expectEmit();
        emit IStakeManager.EvaluatorCharged(silent, address(admission), roundId, SHARE);
        finalizeBy(roundId, resultsOfSet(0x13, 31));
        assertEq(stake.debtOf(silent), SHARE, "charged");
        assertEq(token.balanceOf(TREASURY), 0, "nothing slashed");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0, "all units back");
        assertEq(totalCredit(), FEE, "every wei of the fee");
    }

    function test_finalize_paysNoReserveWhoStayedSilent() public {
        uint256 roundId = shortOfOne();
        passSeconds(COMMITS);
        revealAndFinalize(roundId, 0x03);
        assertPhase(roundId, Phase.Final, "two of three are a quorum");
        assertEq(creditOf(PUBLISHER), POT - 2 * SHARE, "the rest goes back");
        assertEq(totalCredit(), FEE, "every wei");
    }

    function test_finalize_aSignalledBadKeyIsNotCharged() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, lanes);
        commitSeat(roundId, 1, lanes);
        address unlucky = evaluatorOf(roundId, 2);
        vm.prank(unlucky);
        admission.signalBadKey(roundId, 2);
        commitSeat(roundId, 3, lanes);
        revealAndFinalize(roundId, 0x0b);
        assertEq(stake.debtOf(unlucky), 0, "not charged");
    }

    /// @dev The windows that follow begin where a lapsed one ended, whoever looks and whenever.
    function test_fuzz_phases_neverGoBack(uint256[6] memory waits, uint8 actions) public {
        uint256 roundId = keyed(modelId);
        uint8 last = uint8(Phase.Commit);
        for (uint8 i = 0; i < 6; ++i) {
            passSeconds(waits[i] % 40);
            uint8 phase = uint8(admission.phaseOf(roundId));
            assertTrue(phase >= last, "phases only go on");
            last = phase;
            if ((actions >> i) & 1 == 1) act(roundId, i % ALL);
            assertTrue(uint8(admission.phaseOf(roundId)) >= last, "acts only move it on");
            last = uint8(admission.phaseOf(roundId));
        }
    }

    function act(uint256 roundId, uint8 seat) private {
        if (seatAt(roundId, seat).status != SeatStatus.Drawn) return;
        Phase phase = admission.phaseOf(roundId);
        bool due = (phase == Phase.Commit && seat < SEATS) || (phase == Phase.SecondCommit && seat >= SEATS);
        if (due && seat % 2 == 0) commitSeat(roundId, seat, lanes);
        else if (due || phase == Phase.SecondCommit) judge.exclude(roundId, seat);
    }
}

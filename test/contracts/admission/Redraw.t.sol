// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase, SeatResult} from "../../../contracts/interfaces/IAdmission.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {SeatStatus} from "../../../contracts/interfaces/IRoundCourt.sol";
import {Subject} from "../../../contracts/types/StoredRound.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice A round without a quorum is drawn for again on the same batch, twice at most.
contract RedrawTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
        // Enough stakers that barring a draw's seats leaves somebody to draw.
        for (uint160 i = 0; i < 20; ++i) evaluatorWith(address(0x1E0 + i), 10);
        passEpochs(1);
    }

    /// @dev Keys are posted and nobody commits.
    function silence(uint256 roundId) private {
        postKeys(roundId);
        passSeconds(2 * COMMITS + AUDIT);
        finalizeBy(roundId, new SeatResult[](0));
    }

    function escrowAfter(uint256 tips) private pure returns (uint256 escrow) {
        escrow = FEE;
        for (uint256 i = 0; i < tips; ++i) escrow -= escrow * 2 / 100;
    }

    function primariesOf(uint256 roundId) private view returns (uint32[] memory ids) {
        ids = new uint32[](SEATS);
        for (uint8 seat = 0; seat < SEATS; ++seat) ids[seat] = stakerOf(roundId, seat);
    }

    function test_noQuorum_opensTheRoundAgain() public {
        uint256 roundId = drawn(modelId);
        uint32[] memory silent = primariesOf(roundId);
        uint32 batchId = subjectOf(roundId).batchId;
        postKeys(roundId);
        passSeconds(2 * COMMITS + AUDIT);
        vm.expectEmit();
        emit IAdmission.RoundReopened(roundId, 1, epochNow(), silent, uint64(clock + KEYS));
        finalizeBy(roundId, new SeatResult[](0));
        assertPhase(roundId, Phase.Open, "open again");
        Subject memory subject = subjectOf(roundId);
        assertTrue(subject.batchId == batchId && subject.redraws == 1 && subject.openEpoch == epochNow(), "same batch");
        assertTrue(seatAt(roundId, 0).status == SeatStatus.None && admission.revealsClosedAt(roundId) == 0, "no seats");
        assertTrue(admission.openRoundOf(modelId) == roundId && boundBond() == BOND, "still running");
        assertEq(admission.escrowOf(modelId), escrowAfter(2), "tips only");
        assertEq(admission.caseFile(roundId).redraw, 1, "judges see another draw");
    }

    function test_redraw_keepsTheBatchAndBarsTheSilent() public {
        uint256 roundId = drawn(modelId);
        uint32[] memory silent = primariesOf(roundId);
        uint32 batchId = subjectOf(roundId).batchId;
        silence(roundId);
        drawNow(roundId);
        assertEq(datanets.batchesLeft(1, 1), BATCHES - 1, "one batch only");
        assertEq(subjectOf(roundId).batchId, batchId, "the same");
        uint32[] memory more = primariesOf(roundId);
        assertNoneDrawn(roundId, silent);
        silence(roundId);
        drawNow(roundId);
        assertNoneDrawn(roundId, silent);
        assertNoneDrawn(roundId, more);
    }

    function assertNoneDrawn(uint256 roundId, uint32[] memory barred) private view {
        for (uint8 seat = 0; seat < ALL; ++seat) {
            for (uint256 i = 0; i < barred.length; ++i) assertTrue(stakerOf(roundId, seat) != barred[i], "barred");
        }
    }

    function test_redraw_canStillAdmit() public {
        uint256 roundId = drawn(modelId);
        silence(roundId);
        drawNow(roundId);
        postKeys(roundId);
        for (uint8 seat = 0; seat < SEATS; ++seat) commitSeat(roundId, seat, flatLanes(31));
        for (uint8 seat = 0; seat < SEATS; ++seat) revealSeat(roundId, seat, flatLanes(31));
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOf([uint16(31), 31, 31]));
        assertTrue(admission.stateOf(modelId) == ModelState.Admitted, "admitted");
        assertEq(boundBond(), 0, "bond free");
        assertEq(creditOf(FINALIZER) + creditOf(DRAWER), FEE - escrowAfter(4), "four tips");
    }

    function test_redraw_twiceAtMost() public {
        uint256 roundId = drawn(modelId);
        silence(roundId);
        drawNow(roundId);
        silence(roundId);
        drawNow(roundId);
        postKeys(roundId);
        passSeconds(2 * COMMITS + AUDIT);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "quorum", escrowAfter(6));
        finalizeBy(roundId, new SeatResult[](0));
        assertPhase(roundId, Phase.Void, "void");
        assertEq(creditOf(PUBLISHER), escrowAfter(6), "the rest back");
        assertEq(token.balanceOf(address(admission)), FEE, "all of it is credit");
        (uint256 total, uint256 bound) = stake.bondOf(1);
        assertTrue(total == 10 * BOND && bound == 0, "no fault of the custodian");
        assertEq(admission.attemptsOf(modelId), 1, "one attempt");
    }

    function test_redraw_thatNobodyDrawsIsVoided() public {
        uint256 roundId = drawn(modelId);
        silence(roundId);
        passSeconds(KEYS);
        admission.voidRound(roundId);
        assertEq(creditOf(PUBLISHER), escrowAfter(2), "refund");
        assertEq(boundBond(), 0, "bond free");
    }

    function test_noQuorum_slashesTheWithheldChargesTheSilentAndPaysNobody() public {
        uint256 roundId = keyed(modelId);
        commitSeat(roundId, 0, flatLanes(31));
        commitSeat(roundId, 1, flatLanes(31));
        passSeconds(2 * COMMITS);
        revealSeat(roundId, 0, flatLanes(31));
        passSeconds(REVEALS + AUDIT);
        (address withheld, address absent) = (evaluatorOf(roundId, 1), evaluatorOf(roundId, 2));
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 1, withheld, true);
        vm.expectEmit();
        emit IAdmission.SeatFailed(roundId, 2, absent, false);
        finalizeBy(roundId, resultsOfSet(0x01, 31));
        assertPhase(roundId, Phase.Open, "again");
        assertEq(token.balanceOf(TREASURY), UNIT, "one unit");
        assertEq(stake.debtOf(absent), escrowAfter(2) * 10 / 32, "one share");
        assertEq(token.balanceOf(address(admission)), escrowAfter(2) + creditOf(DRAWER) + creditOf(FINALIZER), "fee kept");
    }

    function test_noQuorum_barsTheConvictedAndTheExcluded() public {
        uint256 roundId = keyed(modelId);
        uint32[] memory barred = new uint32[](3);
        (barred[0], barred[1], barred[2]) = (stakerOf(roundId, 0), stakerOf(roundId, 2), stakerOf(roundId, 4));
        judge.exclude(roundId, 2);
        judge.exclude(roundId, 4);
        commitSeat(roundId, 0, flatLanes(31));
        commitSeat(roundId, 1, flatLanes(31));
        commitSeat(roundId, 3, flatLanes(31));
        for (uint8 seat = 0; seat < 4; ++seat) if (seat != 2) revealSeat(roundId, seat, flatLanes(31));
        judge.convict(roundId, 0, address(0));
        judge.convict(roundId, 1, address(0));
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOfSet(0x08, 31));
        drawNow(roundId);
        assertNoneDrawn(roundId, barred);
    }
}

/// @notice A charge above a unit is refused by the stake; a large fee must not keep a round from ending.
contract ChargeCapTest is RoundStage {
    function defaultSet() internal pure override returns (ParamSet memory set) {
        set = super.defaultSet();
        set.roundFee = 400e18;
    }

    function test_charge_isAtMostAUnit() public {
        uint256 roundId = keyed(setStage());
        passSeconds(2 * COMMITS + AUDIT);
        finalizeBy(roundId, new SeatResult[](0));
        uint256 debts = 0;
        for (uint160 i = 1; i <= 3; ++i) debts += stake.debtOf(address(0xE0 + i));
        assertEq(debts, 3 * UNIT, "a unit a seat, though a share is more");
    }
}

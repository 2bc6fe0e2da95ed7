// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice Keys that come, do not come, or do not open.
contract KeysTest is RoundStage {
    uint256 private constant LEFT = FEE - FEE * 2 / 100;
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    function signal(uint256 roundId, uint8 seat) private {
        address evaluator = evaluatorOf(roundId, seat);
        vm.prank(evaluator);
        admission.signalBadKey(roundId, seat);
    }

    function test_postKeys_startsTheCommitClock() public {
        uint256 roundId = drawn(modelId);
        passSeconds(5);
        bytes[] memory wraps = new bytes[](ALL);
        wraps[1] = "wrap";
        vm.expectEmit();
        emit IAdmission.KeysPosted(roundId, CUSTODIAN, wraps, uint64(clock + COMMITS));
        vm.prank(CUSTODIAN);
        admission.postKeys(roundId, wraps);
        assertPhase(roundId, Phase.Commit, "phase");
        assertEq(admission.phaseEndOf(roundId), clock + COMMITS, "deadline");
        vm.prank(CUSTODIAN);
        expectPhase(Phase.Commit, Phase.Drawn);
        admission.postKeys(roundId, wraps);
    }

    function test_postKeys_reverts() public {
        uint256 roundId = drawn(modelId);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotCustodian.selector, STRANGER, CUSTODIAN));
        admission.postKeys(roundId, new bytes[](ALL));
        vm.startPrank(CUSTODIAN);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.WrapCount.selector, SEATS, ALL));
        admission.postKeys(roundId, new bytes[](SEATS));
        passSeconds(KEYS);
        expectPhase(Phase.Void, Phase.Drawn);
        admission.postKeys(roundId, new bytes[](ALL));
    }

    function test_voidRound_cutsTheBondWhenKeysNeverCame() public {
        uint256 roundId = drawn(modelId);
        passSeconds(KEYS - 1);
        expectPhase(Phase.Drawn, Phase.Void);
        admission.voidRound(roundId);
        passSeconds(1);
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "keys", LEFT);
        vm.expectEmit();
        emit IStakeManager.BondCut(1, roundId, BOND);
        vm.prank(STRANGER);
        admission.voidRound(roundId);
        assertVoided(roundId);
    }

    function test_voidRound_notOnceKeysAreOut() public {
        uint256 roundId = keyed(modelId);
        passSeconds(1_000);
        expectPhase(Phase.Finalizable, Phase.Void);
        admission.voidRound(roundId);
    }

    function test_signalBadKey_threeVoidTheRound() public {
        uint256 roundId = keyed(modelId);
        vm.expectEmit();
        emit IAdmission.BadKeySignalled(roundId, 0, evaluatorOf(roundId, 0), 1);
        signal(roundId, 0);
        signal(roundId, 1);
        assertPhase(roundId, Phase.Commit, "two are not enough");
        vm.expectEmit();
        emit IAdmission.RoundVoided(roundId, modelId, "badKeys", LEFT);
        signal(roundId, 2);
        assertVoided(roundId);
    }

    function test_signalBadKey_countsReservesToo() public {
        uint256 roundId = keyed(modelId);
        signal(roundId, 0);
        signal(roundId, 2);
        commitSeat(roundId, 1, flatLanes(31));
        assertPhase(roundId, Phase.SecondCommit, "all primaries acted");
        signal(roundId, 4);
        assertVoided(roundId);
    }

    function test_signalBadKey_givesThePlaceUp() public {
        uint256 roundId = keyed(modelId);
        signal(roundId, 0);
        address evaluator = evaluatorOf(roundId, 0);
        vm.startPrank(evaluator);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadySignalled.selector, 0));
        admission.signalBadKey(roundId, 0);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadySignalled.selector, 0));
        admission.commit(roundId, 0, "c");
    }

    function test_signalBadKey_reverts() public {
        uint256 roundId = drawn(modelId);
        vm.prank(evaluatorOf(roundId, 0));
        expectPhase(Phase.Drawn, Phase.Commit);
        admission.signalBadKey(roundId, 0);
        postKeys(roundId);
        vm.expectRevert(abi.encodeWithSelector(IAdmission.NotSeat.selector, STRANGER, 0));
        vm.prank(STRANGER);
        admission.signalBadKey(roundId, 0);
        vm.prank(evaluatorOf(roundId, 3));
        expectPhase(Phase.Commit, Phase.SecondCommit);
        admission.signalBadKey(roundId, 3);
        commitSeat(roundId, 0, flatLanes(31));
        vm.prank(evaluatorOf(roundId, 0));
        vm.expectRevert(abi.encodeWithSelector(IAdmission.AlreadyCommitted.selector, 0));
        admission.signalBadKey(roundId, 0);
    }

    /// @dev The custodian pays, nobody else does; the batch may have been read and is not used again.
    function assertVoided(uint256 roundId) private view {
        assertPhase(roundId, Phase.Void, "void");
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "state kept");
        assertEq(creditOf(PUBLISHER), LEFT, "refund");
        (uint256 total, uint256 bound) = stake.bondOf(1);
        assertTrue(total == 9 * BOND && bound == 0, "bond cut");
        assertEq(token.balanceOf(TREASURY), BOND, "to the treasury");
        assertEq(datanets.batchesLeft(1, 1), BATCHES - 1, "batch burnt");
        (uint256 staked, uint256 locked) = totalUnits();
        assertTrue(staked == 30 && locked == 0, "stake untouched");
        for (uint160 i = 1; i <= 3; ++i) assertEq(stake.debtOf(address(0xE0 + i)), 0, "nobody charged");
        assertTrue(!admission.isFinalFor(roundId, modelId) && admission.openRoundOf(modelId) == 0, "model free");
    }
}

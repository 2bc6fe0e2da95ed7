// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {ProtocolStage} from "../base/ProtocolStage.sol";

contract SortitionTest is ProtocolStage {
    address private constant ALICE = address(0xE1);
    address private constant BOB = address(0xE2);

    function setUp() public {
        deployAll();
    }

    function beginDraw() private {
        vm.prank(address(admission));
        stake.beginDraw();
    }

    function drawSeats(bytes32 seed, uint8 count, uint16 lockUnits, uint256 roundId) private returns (address[] memory) {
        vm.prank(address(admission));
        return stake.drawSeats(seed, count, lockUnits, roundId);
    }

    function begunDraw(bytes32 seed, uint8 count, uint16 lockUnits, uint256 roundId) private returns (address[] memory) {
        beginDraw();
        return drawSeats(seed, count, lockUnits, roundId);
    }

    function slash(address who, uint64 units, uint256 roundId) private {
        vm.prank(address(admission));
        stake.slash(who, units, roundId);
    }

    function release(address who, uint64 units, uint256 roundId) private {
        vm.prank(address(admission));
        stake.release(who, units, roundId);
    }

    function assertUnits(address who, uint64 staked, uint64 active, uint64 locked) private view {
        (uint64 s, uint64 a, uint64 l) = stake.unitsOf(who);
        assertEq(s, staked, "staked");
        assertEq(a, active, "active");
        assertEq(l, locked, "locked");
    }

    function test_admissionOnly() public {
        bytes memory refused = abi.encodeWithSelector(IStakeManager.NotAdmission.selector, address(this));
        vm.expectRevert(refused);
        stake.beginDraw();
        vm.expectRevert(refused);
        stake.drawSeats("seed", 1, 1, 1);
        vm.expectRevert(refused);
        stake.cancelDraw();
        vm.expectRevert(refused);
        stake.release(ALICE, 1, 1);
        vm.expectRevert(refused);
        stake.slash(ALICE, 1, 1);
        vm.expectRevert(refused);
        stake.setModelInRound(1, true);
    }

    function test_beginDraw_revertsWithNoStake() public {
        vm.prank(address(admission));
        vm.expectRevert(IStakeManager.NoStake.selector);
        stake.beginDraw();
    }

    function test_drawSeats_locksPerSeat() public {
        evaluatorWith(ALICE, 6);
        beginDraw();
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectEmit();
            emit IStakeManager.UnitsLocked(ALICE, 7, 2);
        }
        drawSeats("seed", 3, 2, 7);
        assertUnits(ALICE, 6, 6, 6);
        assertEq(stake.lockOf(7, ALICE), 6, "lock of the round");
        assertEq(stake.pendingDraws(), 0, "thawed");
    }

    function test_drawSeats_revertsWithNoFreeUnit() public {
        evaluatorWith(ALICE, 2);
        beginDraw();
        vm.prank(address(admission));
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        stake.drawSeats("seed", 3, 1, 7);
    }

    function test_fuzz_drawSeats_locksNeverExceedStake(bytes32 seed, uint8 aliceUnits, uint8 bobUnits, uint8 lockUnits) public {
        uint64 a = uint64(bound(aliceUnits, 4, 60));
        uint64 b = uint64(bound(bobUnits, 20, 60));
        uint16 lock = uint16(bound(lockUnits, 1, 4));
        evaluatorWith(ALICE, a);
        evaluatorWith(BOB, b);
        address[] memory seats = begunDraw(seed, 5, lock, 7);
        for (uint256 i = 0; i < seats.length; ++i) assertTrue(seats[i] == ALICE || seats[i] == BOB, "known seat");
        (uint64 aStaked,, uint64 aLocked) = stake.unitsOf(ALICE);
        (uint64 bStaked,, uint64 bLocked) = stake.unitsOf(BOB);
        assertLe(aLocked, aStaked, "alice");
        assertLe(bLocked, bStaked, "bob");
        assertEq(aLocked + bLocked, uint256(lock) * 5, "all seats locked");
    }

    /// @dev 2,000 draws at weights 1 : 3; the share of the smaller lies within five standard deviations (0.25 +- 0.048).
    function test_drawSeats_isLinearInUnits() public {
        evaluatorWith(ALICE, 1_000);
        evaluatorWith(BOB, 3_000);
        uint256 hits = 0;
        for (uint256 i = 0; i < 400; ++i) {
            address[] memory seats = begunDraw(keccak256(abi.encode(i)), 5, 1, i);
            for (uint256 j = 0; j < 5; ++j) {
                if (seats[j] == ALICE) ++hits;
                release(seats[j], 1, i);
            }
        }
        assertTrue(hits > 404 && hits < 596, "a quarter of the seats");
    }

    function test_stake_whileADrawIsPendingCountsAfterSync() public {
        evaluatorWith(ALICE, 5);
        beginDraw();
        evaluatorWith(BOB, 50);
        assertUnits(BOB, 50, 0, 0);
        vm.expectRevert(IStakeManager.DrawPending.selector);
        stake.sync(BOB);
        address[] memory seats = drawSeats("seed", 3, 1, 7);
        for (uint256 i = 0; i < 3; ++i) assertEq(seats[i], ALICE, "only what was staked before the seed");
        vm.expectEmit();
        emit IStakeManager.WeightChanged(BOB, 50, 55);
        vm.prank(STRANGER);
        stake.sync(BOB);
        assertUnits(BOB, 50, 50, 0);
    }

    function test_unstake_cannotDodgeAPendingDraw() public {
        evaluatorWith(ALICE, 5);
        beginDraw();
        vm.prank(ALICE);
        stake.unstakeUnits(5);
        assertEq(stake.exitingUnits(ALICE), 5, "queued");
        assertUnits(ALICE, 5, 5, 0);
        drawSeats("seed", 3, 1, 7);
        assertUnits(ALICE, 5, 5, 3);
        stake.sync(ALICE);
        assertUnits(ALICE, 3, 3, 3);
        (uint256 amount,) = stake.exitOf(ALICE);
        assertEq(amount, 2 * UNIT, "only free units left");
        release(ALICE, 3, 7);
        assertUnits(ALICE, 0, 0, 0);
        (amount,) = stake.exitOf(ALICE);
        assertEq(amount, 5 * UNIT, "the rest left with the lock");
    }

    function test_unstake_whileLocked() public {
        evaluatorWith(ALICE, 5);
        begunDraw("seed", 3, 1, 7);
        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 3, 2));
        stake.unstakeUnits(3);
        stake.unstakeUnits(2);
        assertUnits(ALICE, 3, 3, 3);
    }

    function test_unstake_twiceDuringAFreezeCountsOnce() public {
        evaluatorWith(ALICE, 5);
        beginDraw();
        vm.startPrank(ALICE);
        stake.unstakeUnits(3);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 3, 2));
        stake.unstakeUnits(3);
    }

    function test_slash_takesAtMostTheLockOfThatRound() public {
        evaluatorWith(ALICE, 10);
        begunDraw("seed", 3, 1, 7);
        begunDraw("seed", 2, 1, 8);
        vm.expectEmit();
        emit IStakeManager.EvaluatorSlashed(ALICE, 7, 3, 3 * UNIT);
        slash(ALICE, 100, 7);
        assertUnits(ALICE, 7, 7, 2);
        assertEq(token.balanceOf(TREASURY), 3 * UNIT, "treasury");
        slash(ALICE, 1, 7);
        assertUnits(ALICE, 7, 7, 2);
        release(ALICE, 5, 7);
        assertUnits(ALICE, 7, 7, 2);
    }

    function test_slash_duringAFreezeLeavesNoPhantomUnits() public {
        evaluatorWith(ALICE, 3);
        evaluatorWith(BOB, 20);
        begunDraw("seed", 9, 1, 7);
        (,, uint64 locked) = stake.unitsOf(ALICE);
        beginDraw();
        slash(ALICE, locked, 7);
        assertUnits(ALICE, 3 - locked, 3, 0);
        drawSeats("other", 5, 1, 8);
        (uint64 staked,, uint64 lockedAfter) = stake.unitsOf(ALICE);
        assertLe(lockedAfter, staked, "locked");
        stake.sync(ALICE);
        assertUnits(ALICE, staked, staked, lockedAfter);
    }

    function test_slash_shrinksAQueuedExit() public {
        evaluatorWith(ALICE, 5);
        begunDraw("seed", 3, 1, 7);
        beginDraw();
        vm.prank(ALICE);
        stake.unstakeUnits(2);
        drawSeats("again", 2, 1, 8);
        slash(ALICE, 3, 7);
        slash(ALICE, 2, 8);
        assertUnits(ALICE, 0, 0, 0);
        assertEq(stake.exitingUnits(ALICE), 0, "nothing left to leave");
    }

    function test_release_emits() public {
        evaluatorWith(ALICE, 5);
        begunDraw("seed", 3, 1, 7);
        vm.expectEmit();
        emit IStakeManager.UnitsReleased(ALICE, 7, 1);
        release(ALICE, 1, 7);
        assertUnits(ALICE, 5, 5, 2);
    }

    function test_cancelDraw_thaws() public {
        evaluatorWith(ALICE, 5);
        beginDraw();
        vm.prank(address(admission));
        stake.cancelDraw();
        assertEq(stake.pendingDraws(), 0, "thawed");
    }
}

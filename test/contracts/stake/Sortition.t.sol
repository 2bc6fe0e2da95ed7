// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

contract SortitionTest is StakeBase {
    function setUp() public {
        deployStake();
    }

    function test_operatorsOnly() public {
        uint32[] memory none = new uint32[](0);
        bytes memory refused = abi.encodeWithSelector(IStakeManager.NotOperator.selector, STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(refused);
        stake.drawSeats("seed", 1, none, 1);
        vm.expectRevert(refused);
        stake.release(none, 1);
        vm.expectRevert(refused);
        stake.slash(1, 1, 0);
        vm.expectRevert(refused);
        stake.charge(1, 1, 1);
        vm.expectRevert(refused);
        stake.bindBond(DATANET, 1);
        vm.expectRevert(refused);
        stake.freeBond(DATANET, 1, 1, false);
    }

    /// @dev A judge draws, releases, slashes and charges; the bonds are Admission's alone.
    function test_judgesAreOperators() public {
        uint32 alice = staked(ALICE, 5);
        passEpoch();
        court.setJudge(BOB, true);
        vm.startPrank(BOB);
        vm.expectEmit();
        emit IStakeManager.UnitsLocked(BOB, 9, list(alice));
        uint32[] memory seats = stake.drawSeats("seed", 1, new uint32[](0), 9);
        vm.expectEmit();
        emit IStakeManager.UnitsReleased(BOB, 9, seats);
        stake.release(seats, 9);
        stake.drawSeats("seed", 1, new uint32[](0), 9);
        stake.slash(alice, 9, 0);
        stake.charge(alice, 1, 9);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOperator.selector, BOB));
        stake.bindBond(DATANET, 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOperator.selector, BOB));
        stake.freeBond(DATANET, 1, 1, true);
        vm.stopPrank();
        court.setJudge(BOB, false);
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOperator.selector, BOB));
        stake.release(seats, 9);
    }

    function test_drawSeats_revertsWithNoStake() public {
        vm.expectRevert(IStakeManager.NoStake.selector);
        draw("seed", 1, 1);
        staked(ALICE, 5);
        vm.expectRevert(IStakeManager.NoStake.selector);
        draw("seed", 1, 1);
    }

    function test_drawSeats_locksAUnitPerSeat() public {
        uint32 alice = staked(ALICE, 6);
        passEpoch();
        uint32[] memory seats = new uint32[](3);
        (seats[0], seats[1], seats[2]) = (alice, alice, alice);
        vm.expectEmit();
        emit IStakeManager.UnitsLocked(address(court), 7, seats);
        draw("seed", 3, 7);
        assertUnits(ALICE, 6, 6, 3, 0);
        vm.expectEmit();
        emit IStakeManager.UnitsReleased(address(court), 7, seats);
        release(seats, 7);
        assertUnits(ALICE, 6, 6, 0, 0);
    }

    function test_drawSeats_revertsWithNoFreeUnit() public {
        staked(ALICE, 2);
        passEpoch();
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        draw("seed", 3, 7);
        assertUnits(ALICE, 2, 2, 0, 0);
    }

    function test_drawSeats_redrawsTheBarred() public {
        uint32 alice = staked(ALICE, 20);
        uint32 bob = staked(BOB, 20);
        passEpoch();
        uint32[] memory seats = drawWithout("seed", 8, list(alice), 7);
        for (uint256 i = 0; i < 8; ++i) assertEq(seats[i], bob, "bob");
        uint32[] memory both = new uint32[](2);
        (both[0], both[1]) = (alice, bob);
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        drawWithout("seed", 1, both, 8);
    }

    /// @dev The pick is a public function of seed, seat and attempt, so anyone can check a draw by hand.
    function test_drawSeats_isTheDocumentedPick() public {
        staked(ALICE, 30);
        staked(BOB, 50);
        staked(CAROL, 20);
        passEpoch();
        uint32[] memory seats = draw("seed", 7, 7);
        uint256[3] memory locked;
        for (uint256 seat = 0; seat < 7; ++seat) {
            uint256 who = 3;
            for (uint256 attempt = 0; who == 3; ++attempt) {
                uint256 unit = uint256(keccak256(abi.encode(bytes32("seed"), seat, attempt))) % 100;
                (uint256 candidate, uint256 offset) = unit < 30 ? (0, unit) : unit < 80 ? (1, unit - 30) : (2, unit - 80);
                if (offset >= locked[candidate]) who = candidate;
            }
            ++locked[who];
            assertEq(seats[seat], who + 1, "seat");
        }
    }

    /// @dev One locked unit of two: about half of all picks are redrawn, and the draw still succeeds.
    function test_drawSeats_redrawsLockedUnits() public {
        staked(ALICE, 2);
        passEpoch();
        draw("seed", 1, 7);
        draw("another", 1, 8);
        assertUnits(ALICE, 2, 2, 2, 0);
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        draw("third", 1, 9);
    }

    /// @dev A slash takes effect on the weight in the next epoch; until then the pick skips the unit that is gone.
    function test_drawSeats_skipsUnitsSlashedInThisEpoch() public {
        uint32 alice = staked(ALICE, 2);
        passEpoch();
        draw("seed", 1, 7);
        slash(alice, 7, 0);
        assertUnits(ALICE, 1, 2, 0, 0);
        draw("again", 1, 8);
        assertUnits(ALICE, 1, 2, 1, 0);
        vm.expectRevert(IStakeManager.NoFreeUnit.selector);
        draw("more", 1, 9);
        passEpoch();
        assertUnits(ALICE, 1, 1, 1, 0);
    }

    function test_fuzz_drawSeats_locksNeverExceedStake(bytes32 seed, uint8 a, uint8 b, uint8 count) public {
        uint64 aliceUnits = uint64(bound(a, 1, 60));
        uint64 bobUnits = uint64(bound(b, 30, 60));
        staked(ALICE, aliceUnits);
        staked(BOB, bobUnits);
        passEpoch();
        count = uint8(bound(count, 1, 8));
        uint32[] memory seats = draw(seed, count, 7);
        (,, uint64 aLocked,) = stake.unitsOf(ALICE);
        (,, uint64 bLocked,) = stake.unitsOf(BOB);
        assertLe(aLocked, aliceUnits, "alice");
        assertLe(bLocked, bobUnits, "bob");
        assertEq(aLocked + bLocked, count, "all seats locked");
        release(seats, 7);
        assertUnits(ALICE, aliceUnits, aliceUnits, 0, 0);
        assertUnits(BOB, bobUnits, bobUnits, 0, 0);
    }

    function test_release_revertsWithNothingLocked() public {
        uint32 alice = staked(ALICE, 5);
        staked(BOB, 5);
        passEpoch();
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, alice));
        release(list(alice), 7);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, 0));
        release(list(0), 7);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, 99));
        release(list(99), 7);
        uint32[] memory twice = new uint32[](2);
        (twice[0], twice[1]) = (alice, alice);
        drawWithout("seed", 1, list(2), 7);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingLocked.selector, alice));
        release(twice, 7);
    }
}

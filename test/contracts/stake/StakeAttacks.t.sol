// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRandomness} from "../../../contracts/interfaces/IRandomness.sol";
import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {StakeBase} from "./StakeBase.sol";

/// @notice What an attacker may try on draws and stake with a well-behaved token (TokenAttacks has the others).
contract StakeAttacksTest is StakeBase {
    address private constant ATTACKER = address(0xBAD);

    function setUp() public {
        deployStake();
    }

    /// @dev On to the block after the epoch's first one, and the seed that is known there.
    function seedOfNextEpoch() private returns (bytes32 seed) {
        passEpoch();
        vm.roll(height + 1);
        vm.setBlockhash(height, keccak256(abi.encode(height)));
        seed = IRandomness(stake.randomness()).seedOf(epochNow());
        assertEq(seed, keccak256(abi.encode(height)), "seed known");
    }

    function seatsOf(uint32[] memory seats, uint32 from, uint32 to) private pure returns (uint256 count) {
        for (uint256 i = 0; i < seats.length; ++i) if (seats[i] >= from && seats[i] <= to) ++count;
    }

    function test_attack_stakeAfterSeedIsKnown_doesNotCount() public {
        uint32 alice = staked(ALICE, 10);
        bytes32 seed = seedOfNextEpoch();
        uint32 attacker = staked(ATTACKER, 1_000_000);
        uint32[] memory seats = draw(seed, 8, 7);
        assertEq(seatsOf(seats, alice, alice), 8, "only what counted before the seed");
        assertUnits(ATTACKER, 1_000_000, 0, 0, 0);
        passEpoch();
        seats = draw("next", 2, 8);
        assertEq(seatsOf(seats, attacker, attacker), 2, "from the next epoch on it counts");
    }

    /// @dev The epoch's first block is the last to be too late: its hash is the seed.
    function test_attack_stakeInTheSeedBlock_doesNotCount() public {
        uint32 alice = staked(ALICE, 10);
        passEpoch();
        staked(ATTACKER, 1_000_000);
        assertEq(seatsOf(draw("seed", 8, 7), alice, alice), 8, "alice");
    }

    /// @dev Whoever knows the seed looks for a set of stakers that it likes better. Joining with more, leaving, splitting over
    /// new accounts and emptying the smaller ones: not one seat of a hundred draws is another than before.
    function test_attack_grindingTheSeedByMovingStake() public {
        staked(ALICE, 20);
        staked(ATTACKER, 20);
        staked(address(0xBAD1), 5);
        passEpoch();
        bytes32 drawn = keccak256(abi.encode(court.sample(stake, 0, 100, 7, new uint32[](0))));
        staked(ATTACKER, 1_000);
        assertEq(keccak256(abi.encode(court.sample(stake, 0, 100, 7, new uint32[](0)))), drawn, "joining");
        for (uint160 i = 2; i < 12; ++i) staked(address(0xBAD0 + i), 50);
        assertEq(keccak256(abi.encode(court.sample(stake, 0, 100, 7, new uint32[](0)))), drawn, "splitting");
        unstake(address(0xBAD1), 5);
        unstake(ATTACKER, 1_000);
        assertEq(keccak256(abi.encode(court.sample(stake, 0, 100, 7, new uint32[](0)))), drawn, "leaving");
        passEpoch();
        assertTrue(keccak256(abi.encode(court.sample(stake, 0, 100, 7, new uint32[](0)))) != drawn, "only the next epoch's draws");
    }

    function test_attack_unstakeAfterSeedIsKnown_isStillDrawn() public {
        staked(ALICE, 1);
        uint32 attacker = staked(ATTACKER, 1_000_000);
        bytes32 seed = seedOfNextEpoch();
        unstake(ATTACKER, 1_000_000);
        // Not even the cooldown's end within the epoch lets the units go.
        passSeconds(COOLDOWN);
        (, uint64 availableAt,) = stake.exitOf(ATTACKER);
        vm.prank(ATTACKER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ATTACKER, availableAt));
        stake.withdraw();
        uint32[] memory seats = draw(seed, 8, 7);
        uint256 count = seatsOf(seats, attacker, attacker);
        assertLe(7, count, "still drawn");
        assertUnits(ATTACKER, 1_000_000, 1_000_000, uint64(count), 1_000_000);
        slash(attacker, 7, 0);
        assertUnits(ATTACKER, 999_999, 1_000_000, uint64(count) - 1, 999_999);
    }

    /// @dev Forty of a hundred units in one account or in eight. Single seats fall on the same units of the line, so the
    /// counts are equal to the seat; of seats drawn together some are redrawn, so theirs are compared with 40% of 3,500
    /// within five standard deviations (29).
    function test_attack_splittingOrMergingStakeWinsNoSeats() public {
        uint32 whole = staked(ATTACKER, 40);
        staked(BOB, 60);
        passEpoch();
        uint256 single = seatsOf(court.sample(stake, 0, 1_000, 1, new uint32[](0)), whole, whole);
        uint256 many = seatsOf(court.sample(stake, 0, 500, 7, new uint32[](0)), whole, whole);
        assertTrue(many > 1_400 - 145 && many < 1_400 + 145, "share of one account");
        deployStake();
        for (uint160 i = 0; i < 8; ++i) staked(address(0xBAD00 + i), 5);
        staked(BOB, 60);
        passEpoch();
        assertEq(seatsOf(court.sample(stake, 0, 1_000, 1, new uint32[](0)), 1, 8), single, "single seats");
        many = seatsOf(court.sample(stake, 0, 500, 7, new uint32[](0)), 1, 8);
        assertTrue(many > 1_400 - 145 && many < 1_400 + 145, "share of eight accounts");
    }

    /// @dev Whoever is drawn starts its exit at once and withdraws before the slash comes: the locked unit stays.
    function test_attack_withdrawalRacesSlash() public {
        uint32 attacker = staked(ATTACKER, 5);
        passEpoch();
        uint32[] memory seats = draw("seed", 2, 7);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.InsufficientFreeUnits.selector, 5, 3));
        unstake(ATTACKER, 5);
        unstake(ATTACKER, 3);
        passSeconds(COOLDOWN);
        passEpoch();
        vm.startPrank(ATTACKER);
        stake.withdraw();
        (, uint64 availableAt,) = stake.exitOf(ATTACKER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ATTACKER, availableAt));
        stake.withdraw();
        vm.stopPrank();
        slash(attacker, 7, UNIT / 2);
        slash(seats[1], 7, 0);
        assertUnits(ATTACKER, 0, 2, 0, 0);
        assertEq(token.balanceOf(address(stake)), 0, "both locked units were there to take");
        assertEq(token.balanceOf(ATTACKER), 3 * UNIT, "only the free ones had left");
    }

    /// @dev Unstaking first and being drawn afterwards: the cooldown ends while the lock holds.
    function test_attack_withdrawalOfUnitsLockedWhileLeaving() public {
        uint32 attacker = staked(ATTACKER, 2);
        passEpoch();
        unstake(ATTACKER, 2);
        draw("seed", 2, 7);
        passSeconds(COOLDOWN);
        passEpoch();
        (, uint64 availableAt,) = stake.exitOf(ATTACKER);
        vm.prank(ATTACKER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ATTACKER, availableAt));
        stake.withdraw();
        slash(attacker, 7, 0);
        assertUnits(ATTACKER, 1, 0, 1, 1);
    }

    /// @dev Three hundred accounts of one unit each, which then all leave. A draw costs one word more per fourfold of them,
    /// none of the dead leaves is ever drawn, and each cost its owner a whole unit for a cooldown.
    function test_attack_dustStakesGrief() public {
        uint32 alice = staked(ALICE, 1_000);
        passEpoch();
        uint256 before = gasOfDraw("first");
        for (uint160 i = 1; i <= 300; ++i) staked(address(0xD0000 + i), 1);
        passEpoch();
        uint256 crowded = gasOfDraw("second");
        assertLe(crowded, before + 7 * 4 * 6_000, "one cold word and its arithmetic for each seat and level");
        for (uint160 i = 1; i <= 300; ++i) {
            (,, uint64 locked,) = stake.unitsOf(address(0xD0000 + i));
            if (locked == 0) unstake(address(0xD0000 + i), 1);
        }
        passEpoch();
        uint32[] memory seats = court.sample(stake, 0, 100, 7, new uint32[](0));
        for (uint256 i = 0; i < seats.length; ++i) {
            (, uint64 active,,) = stake.unitsOf(stake.accountOf(seats[i]));
            assertTrue(seats[i] == alice || active == 1, "nobody who left");
        }
    }

    function gasOfDraw(bytes32 seed) private returns (uint256 used) {
        used = gasleft();
        draw(seed, 7, 7);
        used -= gasleft();
    }

    /// @dev A debtor moves on to a fresh account. What it left behind pays as far as it goes, and it stays out of the draws.
    function test_attack_abandonedDebtorIsNotDrawnAgain() public {
        uint32 attacker = staked(ATTACKER, 2);
        uint32 alice = staked(ALICE, 5);
        passEpoch();
        for (uint256 i = 0; i < 4; ++i) charge(attacker, UNIT);
        stake.exitForDebt(ATTACKER);
        passEpoch();
        assertTotals(5, 5);
        assertEq(seatsOf(draw("seed", 5, 7), alice, alice), 5, "alice alone");
    }
}

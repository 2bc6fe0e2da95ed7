// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStakeManager} from "../../../contracts/interfaces/IStakeManager.sol";
import {MockVrfCoordinator} from "../../../contracts/mocks/MockVrfCoordinator.sol";
import {VrfConfig, VrfRandomness} from "../../../contracts/randomness/VrfRandomness.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {StakeBase} from "./StakeBase.sol";

/// @notice Stake on a public chain: epochs of an hour, which outlast the cooldown of half an hour.
contract VrfDrawsTest is StakeBase {
    uint256 private constant EPOCH = 1 hours;

    MockVrfCoordinator private coordinator;
    VrfRandomness private source;

    function setUp() public {
        vm.warp(1_700_000_000);
        token = AssayToken(deploy("token/AssayToken", abi.encode(address(this))));
        coordinator = MockVrfCoordinator(deploy("mocks/MockVrfCoordinator", ""));
        VrfConfig memory config = VrfConfig(uint32(EPOCH), "lane", 77, 3, 150_000, false);
        source = VrfRandomness(deploy("randomness/VrfRandomness", abi.encode(coordinator, config)));
        deployStakeWith(address(token), address(source));
    }

    function answered(uint256 word) private returns (bytes32 seed) {
        uint256[] memory words = new uint256[](1);
        words[0] = word;
        coordinator.answer(source, source.request(), words);
        seed = source.seedOf(source.currentEpoch());
        assertTrue(seed != 0, "seed");
    }

    function test_attack_stakeBetweenRequestAndAnswer_doesNotCount() public {
        uint32 alice = staked(ALICE, 10);
        passSeconds(EPOCH);
        uint256 requestId = source.request();
        staked(BOB, 1_000_000);
        coordinator.answer(source, requestId, new uint256[](1));
        uint32[] memory seats = draw(source.seedOf(2), 8, 7);
        for (uint256 i = 0; i < 8; ++i) assertEq(seats[i], alice, "only what counted before the request");
    }

    function test_attack_withdrawalInTheEpochOfASeed_isRefused() public {
        uint32 alice = staked(ALICE, 10);
        passSeconds(EPOCH);
        bytes32 seed = answered(5);
        unstake(ALICE, 10);
        passSeconds(COOLDOWN);
        (, uint64 availableAt, uint32 effectiveEpoch) = stake.exitOf(ALICE);
        assertEq(effectiveEpoch, source.currentEpoch() + 1, "the cooldown ended first");
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingToWithdraw.selector, ALICE, availableAt));
        stake.withdraw();
        assertEq(draw(seed, 1, 7)[0], alice, "still drawn");
        passSeconds(EPOCH - COOLDOWN);
        vm.prank(ALICE);
        stake.withdraw();
        assertUnits(ALICE, 1, 0, 1, 1);
    }

    /// @dev Nobody asked for seeds for a year: stakes change and leave as ever, for only draws need a seed.
    function test_stakeLeavesWithoutSeeds() public {
        staked(ALICE, 10);
        passSeconds(365 days);
        unstake(ALICE, 10);
        assertTotals(10, 0);
        passSeconds(EPOCH);
        vm.prank(ALICE);
        stake.withdraw();
        assertEq(token.balanceOf(ALICE), 10 * UNIT, "paid");
        assertTotals(0, 0);
    }
}

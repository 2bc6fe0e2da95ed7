// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlockHashRandomness} from "../../../contracts/randomness/BlockHashRandomness.sol";
import {TestBase} from "../base/TestBase.sol";

contract BlockHashRandomnessTest is TestBase {
    BlockHashRandomness private source;

    function setUp() public {
        source = new BlockHashRandomness(10);
    }

    function test_constructor_bounds() public {
        assertEq(new BlockHashRandomness(2).blocksPerEpoch(), 2, "least");
        assertEq(new BlockHashRandomness(200).blocksPerEpoch(), 200, "most");
        vm.expectRevert(abi.encodeWithSelector(BlockHashRandomness.BlocksOutOfBounds.selector, 1, 2, 200));
        new BlockHashRandomness(1);
        vm.expectRevert(abi.encodeWithSelector(BlockHashRandomness.BlocksOutOfBounds.selector, 201, 2, 200));
        new BlockHashRandomness(201);
    }

    function test_currentEpoch_countsFromOne() public {
        vm.roll(0);
        assertEq(source.currentEpoch(), 1, "genesis");
        vm.roll(9);
        assertEq(source.currentEpoch(), 1, "last block of epoch 1");
        vm.roll(10);
        assertEq(source.currentEpoch(), 2, "first block of epoch 2");
    }

    function test_seedOf_isTheHashOfTheFirstBlock() public {
        vm.roll(1_000);
        assertEq(source.currentEpoch(), 101, "epoch");
        assertEq(source.seedOf(101), bytes32(0), "in its first block");
        assertEq(source.seedOf(102), bytes32(0), "to come");
        assertEq(source.seedOf(type(uint32).max), bytes32(0), "far ahead");
        assertEq(source.seedOf(0), bytes32(0), "no such epoch");
        vm.roll(1_001);
        vm.setBlockhash(1_000, "first");
        assertEq(source.seedOf(101), "first", "one block later");
        vm.roll(1_009);
        assertEq(source.seedOf(101), "first", "last block of the epoch");
    }

    function test_seedOf_movesOnlyOutOfReach() public {
        vm.roll(1_256);
        vm.setBlockhash(1_000, "first");
        assertEq(source.seedOf(101), "first", "last block in reach");
        vm.roll(1_257);
        vm.setBlockhash(1_256, "second");
        assertEq(source.seedOf(101), "second", "256 blocks on");
    }

    /// @dev However long an epoch and wherever in it: the running epoch's seed, once known, is its first block's hash.
    function test_fuzz_seedOf_staysFixedWhileTheEpochRuns(uint256 blocks, uint256 height) public {
        blocks = bound(blocks, 2, 200);
        height = bound(height, 1_000, 1_000_000);
        source = new BlockHashRandomness(blocks);
        vm.roll(height);
        uint256 first = height - height % blocks;
        assertEq(source.currentEpoch(), first / blocks + 1, "epoch");
        if (first == height) {
            assertEq(source.seedOf(uint32(first / blocks + 1)), bytes32(0), "unknown");
            return;
        }
        vm.setBlockhash(first, "first");
        assertEq(source.seedOf(uint32(first / blocks + 1)), "first", "seed");
    }
}

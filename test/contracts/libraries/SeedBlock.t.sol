// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SeedBlock} from "../../../contracts/libraries/SeedBlock.sol";
import {TestBase} from "../base/TestBase.sol";

contract SeedBlockTest is TestBase {
    function hashAfter(uint256 seedBlock, uint256 current, uint256 expectedBlock) private {
        vm.roll(current);
        if (expectedBlock != 0) vm.setBlockhash(expectedBlock, keccak256(abi.encode(expectedBlock)));
        bytes32 expected = expectedBlock == 0 ? bytes32(0) : keccak256(abi.encode(expectedBlock));
        assertEq(this.hashOf(seedBlock), expected, "seed block");
    }

    function hashOf(uint256 seedBlock) external view returns (bytes32) {
        return SeedBlock.hashOf(seedBlock);
    }

    function test_hashOf_isZeroUntilTheSeedBlockIsPast() public {
        hashAfter(1_000, 999, 0);
        hashAfter(1_000, 1_000, 0);
        hashAfter(1_000, 1_001, 1_000);
    }

    function test_hashOf_movesToAFixedLaterBlockOutOfReach() public {
        hashAfter(1_000, 1_256, 1_000);
        hashAfter(1_000, 1_257, 1_256);
        hashAfter(1_000, 1_512, 1_256);
        hashAfter(1_000, 1_513, 1_512);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {SeedBlock} from "../../../contracts/libraries/SeedBlock.sol";
import {TestBase} from "../base/TestBase.sol";

contract LanesTest is TestBase {
    function test_fuzz_set_changesOnlyItsLane(uint256 lanes, uint8 lane, uint16 value) public pure {
        lane = lane % 16;
        uint256 changed = Lanes.set(lanes, lane, value);
        for (uint8 i = 0; i < 16; ++i) {
            assertEq(Lanes.get(changed, i), i == lane ? value : Lanes.get(lanes, i), "lane");
        }
    }

    function test_fuzz_lowerMedian_matchesSorting(uint256[] memory words) public pure {
        if (words.length == 0) return;
        uint256 n = words.length > 15 ? 15 : words.length;
        uint256[] memory seats = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) seats[i] = words[i];
        uint256 medians = Lanes.lowerMedian(seats);
        for (uint8 lane = 0; lane < 16; ++lane) {
            assertEq(Lanes.get(medians, lane), sortedMiddle(seats, lane), "median");
        }
    }

    function test_lowerMedian_ofTwoIsTheLower() public pure {
        uint256[] memory words = new uint256[](2);
        words[0] = 31;
        words[1] = 29;
        assertEq(Lanes.lowerMedian(words), 29, "median");
    }

    function test_check_namesTheFirstBadLane() public pure {
        (bool ok, uint8 lane, uint16 value, uint16 limit) = Lanes.check(Lanes.set(0, 7, 33), 32);
        assertTrue(!ok && lane == 7 && value == 33 && limit == 32, "above items");
        (ok, lane, value, limit) = Lanes.check(Lanes.set(Lanes.set(0, 1, 4), 2, 5), 32);
        assertTrue(!ok && lane == 2 && value == 5 && limit == 4, "repeat rises");
    }

    function test_reaches_ignoresUngatedLanes() public pure {
        assertTrue(Lanes.reaches(Lanes.set(0, 3, 30), 1 << 3, 30), "at the gate");
        assertTrue(!Lanes.reaches(Lanes.set(0, 3, 29), 1 << 3, 30), "below the gate");
        assertTrue(!Lanes.reaches(Lanes.set(0, 3, 30), (1 << 3) | 1, 30), "other gated lane");
    }

    function sortedMiddle(uint256[] memory words, uint8 lane) private pure returns (uint256) {
        uint256[] memory values = new uint256[](words.length);
        for (uint256 i = 0; i < words.length; ++i) {
            uint256 value = Lanes.get(words[i], lane);
            uint256 j = i;
            for (; j > 0 && values[j - 1] > value; --j) values[j] = values[j - 1];
            values[j] = value;
        }
        return values[(words.length - 1) / 2];
    }
}

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

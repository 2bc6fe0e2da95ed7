// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {TestBase} from "../base/TestBase.sol";

contract LanesTest is TestBase {
    /// @dev every lane below 2^15
    uint256 private constant FREE_TOPS = 0x7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff7fff;

    function test_fuzz_set_changesOnlyItsLane(uint256 lanes, uint8 lane, uint16 value) public pure {
        lane = lane % 16;
        uint256 changed = Lanes.set(lanes, lane, value);
        for (uint8 i = 0; i < 16; ++i) {
            assertEq(Lanes.get(changed, i), i == lane ? value : Lanes.get(lanes, i), "lane");
        }
    }

    /// @dev Counts of a batch: small numbers, so that ties are common.
    /// hardhat-config: fuzz.runs = 10000
    function test_fuzz_lowerMedian_matchesSorting(uint256[7] memory words, uint8 size) public pure {
        for (uint256 i = 0; i < 7; ++i) words[i] = modulo(words[i], 129);
        assertMedians(words, size);
    }

    /// @dev The widest counts that the comparison allows.
    /// hardhat-config: fuzz.runs = 10000
    function test_fuzz_lowerMedian_ofAnyFifteenBits(uint256[7] memory words, uint8 size) public pure {
        for (uint256 i = 0; i < 7; ++i) words[i] &= FREE_TOPS;
        assertMedians(words, size);
    }

    function assertMedians(uint256[7] memory words, uint8 size) private pure {
        uint256[] memory seats = new uint256[](1 + size % 7);
        uint256[] memory kept = new uint256[](seats.length);
        for (uint256 i = 0; i < seats.length; ++i) (seats[i], kept[i]) = (words[i], words[i]);
        uint256 medians = Lanes.lowerMedian(seats);
        for (uint8 lane = 0; lane < 16; ++lane) {
            assertEq(Lanes.get(medians, lane), sortedMiddle(kept, lane), "median");
        }
    }

    function test_lowerMedian_ofTwoIsTheLower() public pure {
        uint256[] memory words = new uint256[](2);
        words[0] = 31;
        words[1] = 29;
        assertEq(Lanes.lowerMedian(words), 29, "median");
    }

    /// @dev The quick test and the one that names the lane agree on every pair of words.
    /// hardhat-config: fuzz.runs = 10000
    function test_fuzz_isCount_agreesWithCheck(uint256 left, uint256 right, uint8 narrow) public pure {
        if (narrow % 4 != 0) (left, right) = (modulo(left, 17), modulo(right, 17));
        if (narrow % 4 == 1) (left, right) = (sorted(left), sorted(right));
        (bool ok,,,) = Lanes.check(left, right, 32);
        assertTrue(Lanes.isCount(left, right, 32) == ok, "agree");
        if (ok) {
            for (uint8 lane = 0; lane < 16; ++lane) {
                assertEq(Lanes.get(left + right, lane), uint256(Lanes.get(left, lane)) + Lanes.get(right, lane), "no carry");
            }
        }
    }

    function test_isCount_refusesACarry() public pure {
        assertTrue(Lanes.isCount(16, 16, 32), "32 of 32");
        assertTrue(!Lanes.isCount(16, 17, 32), "33 of 32");
        assertTrue(!Lanes.isCount(0x8000, 0x8000, 32), "carries to an empty lane");
        assertTrue(!Lanes.isCount(0xffff, 1, 32), "carries by one");
        assertTrue(!Lanes.isCount(0x8000 << 240, 0x8000 << 240, 32), "carries out of the word");
    }

    function test_check_namesTheFirstBadLane() public pure {
        (bool ok, uint8 lane, uint32 value, uint32 limit) = Lanes.check(Lanes.set(0, 7, 33), 0, 32);
        assertTrue(!ok && lane == 7 && value == 33 && limit == 32, "above items");
        (ok, lane, value, limit) = Lanes.check(Lanes.set(Lanes.set(0, 1, 4), 2, 3), Lanes.set(0, 2, 2), 32);
        assertTrue(!ok && lane == 2 && value == 5 && limit == 4, "repeat rises");
        (ok, lane, value, limit) = Lanes.check(Lanes.set(0, 5, 1), 0, 32);
        assertTrue(!ok && lane == 5 && value == 1 && limit == 0, "the last repeat rises");
        (ok,,,) = Lanes.check(Lanes.set(0, 6, 1), 0, 32);
        assertTrue(ok, "lane 6 is no repeat");
    }

    function test_reaches_ignoresUngatedLanes() public pure {
        assertTrue(Lanes.reaches(Lanes.set(0, 3, 30), 1 << 3, 30), "at the gate");
        assertTrue(!Lanes.reaches(Lanes.set(0, 3, 29), 1 << 3, 30), "below the gate");
        assertTrue(!Lanes.reaches(Lanes.set(0, 3, 30), (1 << 3) | 1, 30), "other gated lane");
        assertTrue(!Lanes.reaches(Lanes.set(0, 3, 30), (1 << 3) | (1 << 15), 30), "last lane");
    }

    function modulo(uint256 lanes, uint16 limit) private pure returns (uint256 reduced) {
        for (uint8 lane = 0; lane < 16; ++lane) reduced = Lanes.set(reduced, lane, Lanes.get(lanes, lane) % limit);
    }

    /// @dev Lanes 1..5 falling, so that the check can pass.
    function sorted(uint256 lanes) private pure returns (uint256) {
        for (uint8 lane = 2; lane <= 5; ++lane) {
            uint16 limit = Lanes.get(lanes, lane - 1);
            if (Lanes.get(lanes, lane) > limit) lanes = Lanes.set(lanes, lane, limit);
        }
        return lanes;
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

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Packed} from "../../../contracts/libraries/Packed.sol";
import {SeatSet} from "../../../contracts/libraries/SeatSet.sol";
import {Clock, ClockWord, Stage} from "../../../contracts/types/Clock.sol";
import {TestBase} from "../base/TestBase.sol";

contract PackedTest is TestBase {
    using Packed for mapping(uint256 => uint256);

    mapping(uint256 word => uint256) private numbers;

    function test_fuzz_set_changesOnlyItsNumber(uint16[40] memory values, uint8 index, uint16 value) public {
        for (uint256 i = 0; i < 40; ++i) numbers.set(i, 16, values[i]);
        index = index % 40;
        numbers.set(index, 16, value);
        for (uint256 i = 0; i < 40; ++i) assertEq(numbers.get(i, 16), i == index ? value : values[i], "number");
    }

    function test_set_singleBits() public {
        numbers.set(255, 1, 1);
        numbers.set(256, 1, 1);
        assertTrue(numbers.get(255, 1) == 1 && numbers.get(256, 1) == 1 && numbers.get(254, 1) == 0, "bits");
        numbers.set(255, 1, 0);
        assertTrue(numbers.get(255, 1) == 0 && numbers.get(256, 1) == 1, "cleared");
    }

    function setWide(uint256 value) external {
        numbers.set(0, 16, value);
    }

    function test_set_revertsWithTooWide() public {
        this.setWide(type(uint16).max);
        vm.expectRevert(abi.encodeWithSelector(Packed.TooWide.selector, 0x10000, 16));
        this.setWide(0x10000);
    }
}

contract SeatSetTest is TestBase {
    using SeatSet for uint8;
    using SeatSet for uint256;

    function test_sizeAndHas_ofEverySet() public pure {
        for (uint256 set = 0; set < 256; ++set) {
            uint256 count = 0;
            for (uint8 seat = 0; seat < 8; ++seat) {
                bool isIn = (set >> seat) & 1 == 1;
                if (isIn) ++count;
                assertTrue(uint8(set).has(seat) == isIn, "has");
            }
            assertEq(uint8(set).size(), count, "size");
            assertTrue(!uint8(set).has(8) && !uint8(set).has(255), "no ninth seat");
        }
        assertTrue(SeatSet.first(0) == 0 && SeatSet.first(5) == 0x1f && SeatSet.first(8) == 0xff, "first");
    }

    function test_fuzz_stakersOf_listsTheSetInOrder(uint32[8] memory ids, uint8 set) public pure {
        uint32[] memory all = new uint32[](8);
        for (uint256 i = 0; i < 8; ++i) all[i] = ids[i];
        uint256 stakers = SeatSet.pack(all);
        uint32[] memory listed = stakers.stakersOf(set);
        uint256 next = 0;
        for (uint8 seat = 0; seat < 8; ++seat) {
            assertEq(stakers.stakerAt(seat), ids[seat], "packed");
            if (set.has(seat)) assertEq(listed[next++], ids[seat], "listed");
        }
        assertEq(listed.length, next, "no more");
        assertEq(stakers.stakerAt(8), 0, "none");
    }
}

contract ClockTest is TestBase {
    function assertSame(Clock a, Clock b, string memory what) private pure {
        assertEq(Clock.unwrap(a), Clock.unwrap(b), what);
    }

    /// @dev Each setter changes its field and no other bit.
    function test_fuzz_with_changesOnlyItsField(uint256 word, uint40 time, uint8 count) public pure {
        Clock clock = Clock.wrap((word & ~uint256(0xff)) | uint256(Stage.Keyed));
        uint256 mask40 = type(uint40).max;
        assertSame(clock.withStage(Stage.Void), Clock.wrap((word & ~uint256(0xff)) | uint256(Stage.Void)), "stage");
        assertTrue(clock.withStageEnd(time).stageEnd() == time && clock.withClosedAt(time).closedAt() == time, "times");
        assertEq((Clock.unwrap(clock.withStageEnd(time)) ^ Clock.unwrap(clock)) & ~(mask40 << 176), 0, "only the end");
        assertEq((Clock.unwrap(clock.withClosedAt(time)) ^ Clock.unwrap(clock)) & ~(mask40 << 216), 0, "only the closing");
        assertTrue(clock.withHeld(count).held() == count, "held");
        assertEq((Clock.unwrap(clock.withHeld(count)) ^ Clock.unwrap(clock)) & ~(uint256(0xff) << 80), 0, "only held");
        assertTrue(clock.entered(Stage.Drawn, time).stage() == Stage.Drawn && clock.entered(Stage.Drawn, time).stageEnd() == time, "entered");
    }

    function test_fuzz_marks_addOneSeat(uint8 seat) public pure {
        seat = seat % 8;
        Clock clock = ClockWord.create(5, 2, 64, true);
        uint8 bit = uint8(1 << seat);
        assertTrue(clock.withCommitted(seat).committed() == bit && clock.withRevealed(seat).revealed() == bit, "work");
        assertTrue(clock.withExcluded(seat).excluded() == bit && clock.withConvicted(seat).convicted() == bit, "judged");
        assertTrue(clock.withAudited(seat).audited() == bit && clock.withBadKey(seat).badKeys() == bit, "duties");
        assertTrue(clock.withSelfSet().selfSet() && !clock.selfSet() && clock.withSelfSet().audits(), "flags");
        Clock busy = clock.withCommitted(seat).withRevealed(seat).withExcluded(seat).withConvicted(seat);
        busy = busy.withAudited(seat).withBadKey(seat).withClosedAt(7);
        assertTrue(Clock.unwrap(busy) != Clock.unwrap(clock), "marked");
        assertSame(busy.cleared(), clock, "cleared");
    }

    function test_create_readsBack() public pure {
        Clock clock = ClockWord.create(5, 2, 128, false).withWindows(604_800, 604_799, 5);
        assertTrue(clock.seats() == 5 && clock.reserves() == 2 && clock.itemsPerBatch() == 128 && !clock.audits(), "rules");
        assertTrue(clock.commitWindow() == 604_800 && clock.revealWindow() == 604_799 && clock.auditWindow() == 5, "windows");
        assertTrue(clock.stage() == Stage.Open && clock.committed() == 0 && clock.held() == 0, "fresh");
    }
}

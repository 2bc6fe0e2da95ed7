// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SumTree} from "../../../contracts/libraries/SumTree.sol";
import {TestBase} from "../base/TestBase.sol";

contract SumTreeTest is TestBase {
    using SumTree for SumTree.Tree;

    uint256 private constant MAX = (1 << 28) - 1;

    SumTree.Tree private tree;
    /// @dev the same weights without a tree, [leaf]; entry 0 is unused
    uint256[] private effective = [0];
    uint256[] private pending = [0];
    uint32 private epoch = 1;

    function append() private {
        assertEq(tree.append(epoch), pending.length, "leaf number");
        effective.push(0);
        pending.push(0);
    }

    function update(uint256 leaf, uint256 weight) private {
        tree.update(leaf, weight, epoch);
        pending[leaf] = weight;
    }

    function passEpochs(uint32 count) private {
        epoch += count;
        for (uint256 i = 1; i < pending.length; ++i) effective[i] = pending[i];
    }

    function updateAt(uint256 leaf, uint256 weight) external {
        tree.update(leaf, weight, epoch);
    }

    function findAt(uint256 unit) external view returns (uint32 leaf, uint256 offset) {
        return tree.find(unit, epoch);
    }

    function weightAt(uint256 leaf) external view {
        tree.weightOf(leaf, epoch);
    }

    function test_emptyTree() public {
        assertTotals(0, 0);
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnitOutOfRange.selector, 0));
        this.findAt(0);
    }

    function test_update_countsFromTheNextEpoch() public {
        append();
        update(1, 7);
        assertTotals(0, 7);
        passEpochs(1);
        assertTotals(7, 7);
        update(1, 3);
        update(1, 5);
        assertTotals(7, 5);
        assertLeaf(1);
        passEpochs(9);
        assertTotals(5, 5);
        assertLeaf(1);
    }

    /// @dev The fifth leaf comes in the epoch of a write: the old root's pending weight must not count early.
    function test_append_growsWithBothSums() public {
        for (uint256 leaf = 1; leaf <= 4; ++leaf) {
            append();
            update(leaf, leaf);
        }
        passEpochs(1);
        update(2, 20);
        append();
        assertTotals(10, 28);
        update(5, 100);
        assertTotals(10, 128);
        assertScan();
        passEpochs(1);
        assertTotals(128, 128);
        assertScan();
    }

    /// @dev A root that nobody touched for epochs grows: what counts is its newer group.
    function test_append_growsAnOldRoot() public {
        for (uint256 leaf = 1; leaf <= 16; ++leaf) {
            append();
            update(leaf, leaf);
        }
        passEpochs(5);
        append();
        assertEq(tree.depth, 3, "depth");
        assertTotals(136, 136);
        assertScan();
    }

    function test_depthGrowsAtPowersOfFour() public {
        for (uint256 leaf = 1; leaf <= 65; ++leaf) {
            append();
            assertEq(tree.depth, leaf <= 4 ? 1 : leaf <= 16 ? 2 : leaf <= 64 ? 3 : 4, "depth");
        }
    }

    function test_find_skipsEmptyLeaves() public {
        for (uint256 leaf = 1; leaf <= 9; ++leaf) append();
        update(9, 2);
        update(4, 1);
        passEpochs(1);
        assertFound(0, 4, 0);
        assertFound(1, 9, 0);
        assertFound(2, 9, 1);
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnitOutOfRange.selector, 3));
        this.findAt(3);
    }

    function test_update_holdsTheLargestWeight() public {
        for (uint256 leaf = 1; leaf <= 5; ++leaf) append();
        update(5, MAX);
        passEpochs(1);
        assertFound(MAX - 1, 5, MAX - 1);
        vm.expectRevert(abi.encodeWithSelector(SumTree.WeightTooLarge.selector, MAX + 1));
        this.updateAt(5, MAX + 1);
    }

    function test_update_refusesSumsThatDoNotFit() public {
        append();
        append();
        update(1, MAX);
        // The sum of the root itself, which is no child yet.
        vm.expectRevert(abi.encodeWithSelector(SumTree.WeightTooLarge.selector, MAX + 1));
        this.updateAt(2, 1);
        for (uint256 leaf = 3; leaf <= 5; ++leaf) append();
        vm.expectRevert(abi.encodeWithSelector(SumTree.WeightTooLarge.selector, 2 * MAX));
        this.updateAt(2, MAX);
        vm.expectRevert(abi.encodeWithSelector(SumTree.WeightTooLarge.selector, MAX + 1));
        this.updateAt(5, 1);
        assertTotals(0, MAX);
    }

    function test_unknownLeaves() public {
        append();
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnknownLeaf.selector, 0));
        this.updateAt(0, 1);
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnknownLeaf.selector, 2));
        this.updateAt(2, 1);
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnknownLeaf.selector, 0));
        this.weightAt(0);
        vm.expectRevert(abi.encodeWithSelector(SumTree.UnknownLeaf.selector, 2));
        this.weightAt(2);
    }

    /// @dev Appends, updates and passing epochs in any order; weights, totals and every unit's place must be what plain
    /// arrays say.
    function test_fuzz_matchesPlainArrays(uint32[60] memory steps) public {
        append();
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i] % 8;
            if (step < 3) append();
            else if (step == 3) passEpochs(1 + (steps[i] >> 3) % 3);
            else update(1 + (steps[i] >> 3) % (pending.length - 1), (steps[i] >> 9) % 9);
            if (i % 10 == 9) assertScan();
        }
    }

    /// @dev Every leaf's weights, and every unit that counts, by a linear scan.
    function assertScan() private view {
        uint256 unit = 0;
        uint256 next = 0;
        for (uint256 leaf = 1; leaf < pending.length; ++leaf) {
            assertLeaf(leaf);
            next += pending[leaf];
            for (uint256 offset = 0; offset < effective[leaf]; ++offset) assertFound(unit++, leaf, offset);
        }
        assertTotals(unit, next);
    }

    function assertLeaf(uint256 leaf) private view {
        (uint256 now_, uint256 later) = tree.weightOf(leaf, epoch);
        assertEq(now_, effective[leaf], "effective weight");
        assertEq(later, pending[leaf], "pending weight");
    }

    function assertTotals(uint256 now_, uint256 later) private view {
        (uint256 a, uint256 b) = tree.totals(epoch);
        assertEq(a, now_, "effective total");
        assertEq(b, later, "pending total");
    }

    function assertFound(uint256 unit, uint256 leaf, uint256 offset) private view {
        (uint256 foundLeaf, uint256 foundOffset) = tree.find(unit, epoch);
        assertEq(foundLeaf, leaf, "leaf");
        assertEq(foundOffset, offset, "offset");
    }
}

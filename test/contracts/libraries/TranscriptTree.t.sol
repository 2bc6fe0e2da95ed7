// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {TranscriptTree} from "../../../contracts/libraries/TranscriptTree.sol";
import {TestBase} from "../base/TestBase.sol";

contract TranscriptTreeTest is TestBase {
    /// @dev positions of conditions by lane; lanes 1..5 are the repeats
    uint8[13] private first = [0, 1, 1, 1, 1, 1, 6, 14, 18, 26, 34, 38, 42];
    uint8[13] private next = [1, 6, 6, 6, 6, 6, 14, 18, 26, 34, 38, 42, 44];

    function test_fuzz_lanesOf_followsThePositions(uint64 bits, uint64 mask) public view {
        uint256 lanes = TranscriptTree.lanesOf(bits, mask);
        for (uint8 lane = 0; lane < 13; ++lane) {
            (uint256 present, uint256 passed) = count(bits, mask, first[lane], next[lane]);
            bool repeat = lane >= 1 && lane <= 5;
            bool expected = repeat ? passed >= lane : present != 0 && passed == present;
            assertEq(Lanes.get(lanes, lane), expected ? 1 : 0, "lane");
        }
        assertEq(lanes >> (13 * 16), 0, "unused lanes");
    }

    function test_lanesOf_needsTrials() public pure {
        assertEq(TranscriptTree.lanesOf(type(uint64).max, 0), 0, "empty mask");
    }

    function test_golden_leavesAndRoots() public view {
        string memory json = golden();
        bytes32 leaf = TranscriptTree.trialLeaf(word(json, ".trial.promptHash"), word(json, ".trial.outIdsHash"), word(json, ".trial.answerHash"));
        assertEq(leaf, word(json, ".trial.leaf"), "trial leaf");
        uint64 mask = uint64(vm.parseJsonUint(json, ".trialMask"));
        uint256[3] memory lastItem = [uint256(0), 1, 4];
        for (uint256 t = 0; t < 3; ++t) {
            string memory tree = string.concat(".trees[", vm.toString(t), "]");
            assertItem(json, tree, 0, mask);
            assertItem(json, tree, lastItem[t], mask);
        }
    }

    /// @dev The item's leaf and lanes, then its path to the root with the running sums.
    function assertItem(string memory json, string memory tree, uint256 index, uint64 mask) private pure {
        string memory item = string.concat(tree, ".items[", vm.toString(index), "]");
        uint64 bits = uint64(vm.parseJsonUint(json, string.concat(item, ".trialBits")));
        uint16 slot = uint16(vm.parseJsonUint(json, string.concat(item, ".slot")));
        bytes32 node = TranscriptTree.itemLeaf(slot, bits, word(json, string.concat(item, ".trialsRoot")));
        uint256 lanes = TranscriptTree.lanesOf(bits, mask);
        assertEq(node, word(json, string.concat(item, ".item")), "item leaf");
        assertEq(lanes, vm.parseJsonUint(json, string.concat(item, ".lanes")), "item lanes");
        uint256 depth = vm.parseJsonUint(json, string.concat(tree, ".depth"));
        for (uint8 level = 1; level <= depth; ++level) {
            string memory sibling = string.concat(item, ".siblings[", vm.toString(level - 1), "]");
            bytes32 other = word(json, string.concat(sibling, ".hash"));
            uint256 otherLanes = vm.parseJsonUint(json, string.concat(sibling, ".lanes"));
            node = (slot >> (level - 1)) & 1 == 0
                ? TranscriptTree.inner(level, node, lanes, other, otherLanes)
                : TranscriptTree.inner(level, other, otherLanes, node, lanes);
            lanes += otherLanes;
        }
        assertEq(node, word(json, string.concat(tree, ".root")), "root");
        assertEq(lanes, vm.parseJsonUint(json, string.concat(tree, ".lanes")), "root lanes");
    }

    function test_trialsRoot_padsWithZero() public pure {
        bytes32[] memory trials = new bytes32[](3);
        (trials[0], trials[1], trials[2]) = ("a", "b", "c");
        bytes32 left = keccak256(abi.encode(bytes32("a"), bytes32("b")));
        bytes32 right = keccak256(abi.encode(bytes32("c"), bytes32(0)));
        assertEq(TranscriptTree.trialsRoot(trials), keccak256(abi.encode(left, right)), "three trials");
        bytes32[] memory one = new bytes32[](1);
        one[0] = "a";
        assertEq(TranscriptTree.trialsRoot(one), "a", "one trial");
    }

    function count(uint64 bits, uint64 mask, uint8 from, uint8 to) private pure returns (uint256 present, uint256 passed) {
        for (uint8 i = from; i < to; ++i) {
            present += (mask >> i) & 1;
            passed += ((mask & bits) >> i) & 1;
        }
    }

    function golden() private view returns (string memory) {
        return vm.readFile(string.concat(vm.projectRoot(), "/test/golden/transcript.json"));
    }

    function word(string memory json, string memory key) private pure returns (bytes32) {
        return vm.parseJsonBytes32(json, key);
    }
}

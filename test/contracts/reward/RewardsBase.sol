// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EpochInput, LeafProof, NodeProof, RewardLeaf} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {MockJury} from "../../../contracts/mocks/MockJury.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";
import {TreeLib, Trees} from "./Trees.sol";

/// @notice A distributor with a jury, a gateway that funds it, a poster, and epochs of up to four accounts.
abstract contract RewardsBase is TestBase {
    using TreeLib for Trees;

    uint64 internal constant START = 1_000_000;
    uint64 internal constant WINDOW = 10;
    uint256 internal constant HEIGHT = 5_000;
    uint256 internal constant BOND = 10e18;
    uint256 internal constant CHALLENGE = 20e18;
    /// @dev half of the smaller bond
    uint256 internal constant PAY = 5e18;
    uint256 internal constant PURSE = 10_000e18;
    address internal constant GATEWAY = address(0x6A);
    address internal constant POSTER = address(0x90);
    address internal constant WATCHER = address(0x91);
    address internal constant TREASURY = address(0x7EA);
    address internal constant ALICE = address(0xA);
    address internal constant BOB = address(0xB);
    address internal constant CAROL = address(0xC);
    address internal constant MALLORY = address(0xD);

    AssayToken internal token;
    ProtocolParams internal params;
    MockJury internal jury;
    RewardDistributor internal rewards;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(HEIGHT);
        token = new AssayToken(address(this));
        params = LocalParams.deploy(address(this), address(this));
        rewards = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(token, params, TREASURY)));
        jury = new MockJury(token);
        rewards.connectJury(jury);
        equip(GATEWAY);
        equip(POSTER);
        equip(WATCHER);
    }

    function equip(address who) internal {
        token.transfer(who, PURSE);
        vm.prank(who);
        token.approve(address(rewards), type(uint256).max);
    }

    function fund(uint256 amount) internal {
        vm.prank(GATEWAY);
        rewards.fund(amount, "statement", "bafystatement");
    }

    function leaf(address who, uint256 cumulative) internal view returns (RewardLeaf memory) {
        return RewardLeaf(who, address(token), cumulative);
    }

    function pair(uint256 alice, uint256 bob) internal view returns (Trees memory) {
        RewardLeaf[] memory leaves = new RewardLeaf[](2);
        (leaves[0], leaves[1]) = (leaf(ALICE, alice), leaf(BOB, bob));
        return TreeLib.build(leaves, 1);
    }

    function trio(uint256 alice, uint256 bob, uint256 carol) internal view returns (Trees memory) {
        RewardLeaf[] memory leaves = new RewardLeaf[](3);
        (leaves[0], leaves[1], leaves[2]) = (leaf(ALICE, alice), leaf(BOB, bob), leaf(CAROL, carol));
        return TreeLib.build(leaves, 2);
    }

    function inputOf(Trees memory trees) internal view returns (EpochInput memory input) {
        input.top = trees.top();
        (input.left, input.right) = (trees.sums[trees.depth - 1][0], trees.sums[trees.depth - 1][1]);
        input.depth = trees.depth;
        input.asOfBlock = uint64(HEIGHT - 1);
        input.attributionHash = "attribution";
        input.cid = "bafyepoch";
    }

    function post(Trees memory trees) internal returns (uint256) {
        EpochInput memory input = inputOf(trees);
        vm.prank(POSTER);
        return rewards.postEpoch(input);
    }

    function postFinal(Trees memory trees, uint64 time) internal {
        vm.warp(time);
        post(trees);
        vm.warp(time + WINDOW);
    }

    function claim(Trees memory trees, uint256 index) internal returns (uint256) {
        RewardLeaf memory own = trees.leaves[index];
        return rewards.claim(own.account, index, own.cumulative, trees.plainPath(index));
    }

    function nodeAt(Trees memory trees, uint8 level, uint256 index) internal pure returns (NodeProof memory node) {
        (node.level, node.index) = (level, index);
        node.sum = trees.sums[level][index].sum;
        node.path = trees.path(level, index);
    }

    function noLeaf() internal pure returns (LeafProof memory proof) {}

    function assertBooks() internal view {
        assertEq(token.balanceOf(address(rewards)), rewards.funded() - rewards.totalClaimed() + rewards.owed(), "books");
    }
}

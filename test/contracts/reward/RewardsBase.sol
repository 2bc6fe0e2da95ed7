// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice A distributor, a gateway that funds it, a poster that bonds, and two accounts in every root.
abstract contract RewardsBase is TestBase {
    uint64 internal constant START = 1_000_000;
    uint64 internal constant WINDOW = 10;
    uint256 internal constant BOND = 10e18;
    address internal constant GATEWAY = address(0x6A);
    address internal constant POSTER = address(0x90);
    address internal constant ALICE = address(0xA);
    address internal constant BOB = address(0xB);

    AssayToken internal token;
    ProtocolParams internal params;
    RewardDistributor internal rewards;

    function setUp() public virtual {
        vm.warp(START);
        token = new AssayToken(address(this));
        params = LocalParams.deploy(address(this));
        rewards = new RewardDistributor(token, params);
        _equip(GATEWAY);
        _equip(POSTER);
    }

    function fund(uint256 amount) internal {
        vm.prank(GATEWAY);
        rewards.fund(amount, "statement", "bafystatement");
    }

    function leafOf(address who, uint256 cumulative) internal view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(who, address(token), cumulative))));
    }

    /// @notice Root over Alice's and Bob's cumulatives.
    function rootOf(uint256 alice, uint256 bob) internal view returns (bytes32) {
        return Hashes.commutativeKeccak256(leafOf(ALICE, alice), leafOf(BOB, bob));
    }

    function post(uint256 alice, uint256 bob) internal returns (uint256) {
        return postWithTotal(alice, bob, alice + bob);
    }

    function postWithTotal(uint256 alice, uint256 bob, uint256 total) internal returns (uint256) {
        bytes32 root = rootOf(alice, bob);
        vm.prank(POSTER);
        return rewards.postEpoch(root, "sums", total, "attribution", "bafyepoch");
    }

    function proofWith(bytes32 sibling) internal pure returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = sibling;
    }

    function _equip(address who) private {
        token.transfer(who, 10_000e18);
        vm.prank(who);
        token.approve(address(rewards), type(uint256).max);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {IRewardDistributor} from "../../../contracts/interfaces/IRewardDistributor.sol";
import {MockJury} from "../../../contracts/mocks/MockJury.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {RewardsBase} from "./RewardsBase.sol";
import {Trees} from "./Trees.sol";

/// @notice A distributor of a token that calls back on every transfer: no function runs inside another.
contract RewardReentrancyTest is RewardsBase {
    ReentrantToken private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new ReentrantToken();
        token = AssayToken(address(hostile));
        rewards = RewardDistributor(Artifacts.deploy("reward/RewardDistributor", abi.encode(hostile, params, TREASURY)));
        jury = new MockJury(hostile);
        rewards.connectJury(jury);
        hostile.mint(address(this), 4 * PURSE);
        equip(GATEWAY);
        equip(POSTER);
        equip(WATCHER);
        fund(100e18);
    }

    function test_attack_everyFunctionHoldsTheGuard() public {
        Trees memory trees = pair(1e18, 2e18);
        inside(abi.encodeCall(IRewardDistributor.fund, (1, "statement", "cid")));
        refused();
        fund(1e18);
        refused();
        post(trees);
        objected(trees);
        jury.decide(1, CaseState.Decided, "truth", 0);
        rewards.settleObjection(1);
        inside(abi.encodeCall(IRewardDistributor.fund, (1, "statement", "cid")));
        vm.prank(WATCHER);
        refused();
        rewards.withdrawCredit();
        inside("");
        postFinal(trees, START);
        inside(abi.encodeCall(IRewardDistributor.fund, (1, "statement", "cid")));
        refused();
        rewards.returnBond(1);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = trees.plain[0][1];
        refused();
        rewards.claim(ALICE, 0, 1e18, proof);
    }

    function test_attack_everyFunctionAsksTheGuard() public {
        inside(abi.encodeCall(IRewardDistributor.postEpoch, (inputOf(pair(1e18, 2e18)))));
        refusesFunds();
        inside(abi.encodeCall(IRewardDistributor.object, ("posted", "truth", "cid")));
        refusesFunds();
        inside(abi.encodeCall(IRewardDistributor.settleObjection, (1)));
        refusesFunds();
        inside(abi.encodeCall(IRewardDistributor.returnBond, (1)));
        refusesFunds();
        inside(abi.encodeCall(IRewardDistributor.withdrawCredit, ()));
        refusesFunds();
        inside(abi.encodeCall(IRewardDistributor.claim, (ALICE, 0, 1e18, new bytes32[](1))));
        refusesFunds();
    }

    /// @notice Objects to `trees`, which it posts, after the guard refused the armed call; leaves nothing armed.
    function objected(Trees memory trees) private {
        bytes memory armed = hostile.attack();
        inside("");
        post(trees);
        bytes32 fact = rewards.factOf(1);
        inside(armed);
        vm.prank(WATCHER);
        refused();
        rewards.object(fact, "truth", "cid");
        inside("");
        vm.prank(WATCHER);
        rewards.object(fact, "truth", "cid");
    }

    /// @notice What the token calls in its next transfers; nothing for "".
    function inside(bytes memory call) private {
        hostile.arm(address(rewards), call);
    }

    function refusesFunds() private {
        refused();
        fund(1e18);
    }

    function refused() private {
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
    }
}

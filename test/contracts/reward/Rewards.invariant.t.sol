// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";
import {EpochHandler} from "./EpochHandler.sol";

/// @notice What holds after any sequence of funding, epochs and claims, dishonest roots included.
contract RewardsInvariantTest is TestBase {
    EpochHandler private handler;
    RewardDistributor private rewards;
    AssayToken private token;

    function setUp() public {
        handler = new EpochHandler();
        rewards = handler.REWARDS();
        token = handler.TOKEN();
        targetContract(address(handler));
    }

    function invariant_ClaimedIsAtMostFunded() public view {
        assertLe(rewards.totalClaimed(), rewards.funded(), "claimed <= funded");
        assertEq(rewards.funded(), handler.fundedByHandler(), "funded");
    }

    function invariant_TheBalanceIsUnclaimedFeesPlusOpenBonds() public view {
        uint256 expected = rewards.funded() - rewards.totalClaimed() + handler.openBonds();
        assertEq(token.balanceOf(address(rewards)), expected, "balance");
    }

    function invariant_AccountsHoldExactlyWhatTheyClaimed() public view {
        uint256 sum;
        for (uint256 i; i < handler.ACCOUNTS(); ++i) {
            address who = handler.accounts(i);
            assertEq(token.balanceOf(who), rewards.claimedBy(who), "account");
            sum += rewards.claimedBy(who);
        }
        assertEq(rewards.totalClaimed(), sum, "total");
    }

    function invariant_RootsNeverChangeAndTotalsNeverFall() public view {
        uint256 previous;
        for (uint256 epoch = 1; epoch <= rewards.currentEpoch(); ++epoch) {
            assertEq(rewards.epochOf(epoch).root, handler.rootOf(epoch), "root");
            assertLe(previous, rewards.epochOf(epoch).total, "totals never fall");
            previous = rewards.epochOf(epoch).total;
        }
    }

    function invariant_NothingForbiddenSucceeds() public view {
        assertEq(handler.breaches(), 0, "breaches");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RewardDistributor} from "../../../contracts/reward/RewardDistributor.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";
import {EpochHandler} from "./EpochHandler.sol";

/// @notice What holds after any sequence of funding, epochs, discards, objections and claims.
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

    /// @dev One function, so that the long campaign runs once; each assertion names what broke.
    function invariant_MoneyIsWhereTheBooksSayAndFinalEpochsStay() public view {
        _checkMoney();
        _checkAccounts();
        _checkEpochs();
        assertEq(handler.breaches(), 0, "breaches");
    }

    function _checkMoney() private view {
        assertEq(rewards.funded(), handler.fundedByHandler(), "funded");
        assertLe(rewards.totalClaimed(), rewards.funded(), "claimed <= funded");
        assertEq(rewards.owed(), handler.openBonds() + handler.credits(), "owed = bonds + credits");
        uint256 expected = rewards.funded() - rewards.totalClaimed() + rewards.owed();
        assertEq(token.balanceOf(address(rewards)), expected, "balance");
    }

    function _checkAccounts() private view {
        uint256 sum;
        for (uint256 i; i < handler.ACCOUNTS(); ++i) {
            address who = handler.accounts(i);
            assertEq(token.balanceOf(who), rewards.claimedBy(who), "account");
            sum += rewards.claimedBy(who);
        }
        assertEq(rewards.totalClaimed(), sum, "claimed");
    }

    function _checkEpochs() private view {
        uint256 current = rewards.currentEpoch();
        assertLe(current - rewards.claimableEpoch(), 1, "one pending epoch");
        uint256 previous;
        for (uint256 epoch = 1; epoch <= current; ++epoch) {
            assertLe(previous + 1, rewards.epochOf(epoch).total, "totals rise");
            previous = rewards.epochOf(epoch).total;
            bytes32 fact = handler.finalFact(epoch);
            if (fact != 0) assertEq(rewards.factOf(epoch), fact, "final epochs never change");
        }
        assertLe(handler.finals(), current, "no final epoch is dropped");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestBase} from "../base/TestBase.sol";
import {StakeHandler} from "./StakeHandler.sol";

contract StakeInvariantTest is TestBase {
    StakeHandler private handler;

    function setUp() public {
        handler = new StakeHandler();
        targetContract(address(handler));
    }

    /// @dev The invariants mean nothing if the handler never draws, slashes and pays out.
    function test_theHandlerGetsEverywhere() public {
        for (uint256 i = 0; i < 5; ++i) handler.stakeMore(i, 6);
        handler.wait(10);
        handler.drawRound("seed", 8, 1);
        handler.slashOne(3, 1);
        handler.releaseOne(2);
        for (uint256 i = 0; i < 5; ++i) handler.unstakeSome(i, 2);
        handler.wait(30);
        for (uint256 i = 0; i < 5; ++i) handler.withdraw(i);
        assertEq(handler.draws(), 1, "draws");
        assertEq(handler.slashes(), 1, "slashes");
        assertEq(handler.withdrawals(), 5, "withdrawals");
        handler.checkLocks();
        handler.checkMoney();
        handler.checkWeights();
    }

    /// @notice locked <= staked and every lock belongs to an obligation; stakes, bonds and exits are exactly the balance; the
    /// tree's sums are the stakers' weights. One campaign checks all three after every call, or it would run three times.
    function invariant_LocksMoneyAndWeightsAgree() public view {
        handler.checkLocks();
        handler.checkMoney();
        handler.checkWeights();
    }
}

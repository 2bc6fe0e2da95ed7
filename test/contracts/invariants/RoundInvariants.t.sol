// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestBase} from "../base/TestBase.sol";
import {RoundHandler} from "./RoundHandler.sol";

contract RoundInvariantsTest is TestBase {
    RoundHandler private handler;

    function setUp() public {
        handler = new RoundHandler();
        targetContract(address(handler));
    }

    /// @dev The invariants mean nothing if the handler never gets through a round, or its attackers never act.
    function test_theHandlerReachesEveryEnd() public {
        for (uint256 i = 0; i < 600; ++i) {
            handler.advance(i, 6, i);
            if (i % 5 == 0) handler.wait(25);
            if (i % 50 == 0) for (uint256 who = 0; who < 6; ++who) handler.stakeMore(who, 10);
        }
        assertTrue(handler.finalRounds() > 5, "final rounds");
        assertTrue(handler.voidRounds() > 5, "void rounds");
        assertTrue(handler.redraws() > 5, "redraws");
        assertTrue(handler.convictions() > 0 && handler.exclusions() > 0, "judged seats");
        handler.checkLocksAndBonds();
        handler.checkBalance();
        handler.checkRounds();
    }

    /// @dev One campaign checks everything after every call: locks and bonds, balances, and what rounds may look like.
    function invariant_TheBooksOfTheRoundsAddUp() public view {
        handler.checkLocksAndBonds();
        handler.checkBalance();
        handler.checkRounds();
    }
}

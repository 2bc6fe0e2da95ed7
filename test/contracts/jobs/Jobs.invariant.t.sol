// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestBase} from "../base/TestBase.sol";
import {JobHandler} from "./JobHandler.sol";

/// @notice What holds after any sequence of calls on jobs.
contract JobsInvariantTest is TestBase {
    JobHandler private handler;

    function setUp() public {
        handler = new JobHandler();
        targetContract(address(handler));
    }

    /// @notice The balance is escrow, bonds and credits, and no token is made or lost.
    function invariant_TheBooksOfTheMarketAddUp() public view {
        assertEq(handler.balance(), handler.held() + handler.credits() + handler.returning(), "balance");
        assertEq(handler.everywhere(), handler.TOTAL(), "total");
    }

    /// @notice Whatever happened before, when every deadline has passed the market can be emptied to its last wei.
    function invariant_NothingIsStuckAfterAllDeadlines() public {
        handler.windUp();
        assertEq(handler.held(), 0, "held");
        assertEq(handler.balance(), handler.returning(), "all paid out but pay of cases the jury has yet to send or book");
        for (uint256 jobId = 1; jobId <= handler.jobs(); ++jobId) assertTrue(handler.isOver(jobId), "over");
    }
}

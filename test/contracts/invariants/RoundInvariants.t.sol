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

    /// @dev The invariants mean nothing if the handler never gets through a round.
    function test_theHandlerReachesVerdictsAndVoids() public {
        for (uint256 i = 0; i < 12; ++i) handler.advance(i, 8, i);
        assertTrue(handler.finalRounds() > 0, "final rounds");
        for (uint256 i = 0; i < 12; ++i) {
            handler.advance(i, 2, i);
            handler.wait(12);
            handler.wait(12);
        }
        assertTrue(handler.voidRounds() > 0, "void rounds");
    }

    function invariant_LocksNeverExceedStake() public view {
        handler.checkLocks();
    }

    function invariant_StakeBalanceCoversStakeAndExits() public view {
        handler.checkStakeBalance();
    }

    function invariant_AdmissionBalanceCoversCreditsAndRunningFees() public view {
        handler.checkAdmissionBalance();
    }

    function invariant_AFinalRoundHasAQuorumAndNoLocks() public view {
        handler.checkRounds();
    }

    function invariant_WeightsMatchTheTree() public view {
        handler.checkWeights();
    }
}

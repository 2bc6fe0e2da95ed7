// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRoundCourt} from "../../../contracts/interfaces/IRoundCourt.sol";

/// @notice A judge without evidence: it tells the court what the test wants.
contract MockJudge {
    IRoundCourt private immutable COURT;

    constructor(IRoundCourt court) {
        COURT = court;
    }

    function exclude(uint256 roundId, uint8 seat) external {
        COURT.excludeSeat(roundId, seat, "contributor");
    }

    function markSelfSet(uint256 roundId) external {
        COURT.markSelfSet(roundId);
    }

    function hold(uint256 roundId) external {
        COURT.holdFinal(roundId);
    }

    function release(uint256 roundId) external {
        COURT.releaseFinal(roundId);
    }

    function convict(uint256 roundId, uint8 seat, address bountyTo) external {
        COURT.convict(roundId, seat, bountyTo, "fraud");
    }

    function noteAudit(uint256 roundId, uint8 auditor) external {
        COURT.noteAudit(roundId, auditor);
    }

    function voidRound(uint256 roundId) external {
        COURT.voidByCourt(roundId, "jury");
    }
}

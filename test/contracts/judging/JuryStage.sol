// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Jury} from "../../../contracts/judging/Jury.sol";
import {JudgingStage} from "./JudgingStage.sol";
import {MockStake} from "./MockStake.sol";

/// @notice A jury over nine stakers of two units each.
abstract contract JuryStage is JudgingStage {
    uint8 internal constant STAKERS = 9;
    bytes32 internal constant SALT = "vote salt";
    Jury internal jury;
    MockStake internal stake;

    function setJury() internal {
        setCourt();
        stake = new MockStake();
        for (uint8 i = 0; i < STAKERS; ++i) stake.add(stakerAt(i), 2);
        jury = Jury(deploy("judging/Jury", abi.encode(token, params, randomness, stake)));
    }

    function stakerAt(uint8 i) internal pure returns (address) {
        return address(uint160(0x5000 + i));
    }

    function connect(address client) internal {
        address[] memory clients = new address[](1);
        clients[0] = client;
        jury.connectClients(clients);
    }

    function drawnCase(uint256 caseId) internal {
        randomness.next();
        jury.draw(caseId);
    }

    function jurorAt(uint256 caseId, uint8 juror) internal view returns (address) {
        return jury.jurorsOf(caseId)[juror];
    }

    function commitAs(uint256 caseId, uint8 juror, bytes32 answer) internal {
        address who = jurorAt(caseId, juror);
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(jury), caseId, juror, who, answer, uint256(3), SALT));
        vm.prank(who);
        jury.commitVote(caseId, juror, commitment);
    }

    function revealAs(uint256 caseId, uint8 juror, bytes32 answer) internal {
        vm.prank(jurorAt(caseId, juror));
        jury.revealVote(caseId, juror, answer, 3, SALT);
    }

    /// @dev All jurors commit and reveal; the case is closed.
    function decide(uint256 caseId, bytes32[] memory answers) internal {
        for (uint8 i = 0; i < answers.length; ++i) commitAs(caseId, i, answers[i]);
        for (uint8 i = 0; i < answers.length; ++i) revealAs(caseId, i, answers[i]);
        jury.close(caseId);
    }

    function same(bytes32 answer, uint256 count) internal pure returns (bytes32[] memory answers) {
        answers = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) answers[i] = answer;
    }
}

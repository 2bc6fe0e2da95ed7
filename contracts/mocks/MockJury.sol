// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {CaseState, IJury} from "../interfaces/IJury.sol";

/// @notice For tests: takes the pay of a case, and says what the test told it to.
contract MockJury is IJury {
    struct Case {
        CaseState state;
        bytes32 verdict;
        bytes32 subject;
        uint8 jurors;
        address[] excluded;
        uint256 pay;
        address client;
    }

    IERC20 public immutable TOKEN;
    Case[] private cases;

    constructor(IERC20 token) {
        TOKEN = token;
        cases.push();
    }

    /// @notice Keeps the case and takes its pay.
    function open(bytes32 subject, uint8 jurors, address[] calldata excluded, uint256 pay, string calldata evidenceCid)
        external
        returns (uint256 caseId)
    {
        caseId = cases.length;
        cases.push(Case(CaseState.Waiting, 0, subject, jurors, excluded, pay, msg.sender));
        emit CaseOpened(caseId, msg.sender, subject, jurors, pay, evidenceCid);
        require(TOKEN.transferFrom(msg.sender, address(this), pay));
    }

    /// @notice Closes a case as the test wishes; `refund` of the pay goes back to the client.
    function decide(uint256 caseId, CaseState state, bytes32 verdict, uint256 refund) external {
        (cases[caseId].state, cases[caseId].verdict) = (state, verdict);
        if (refund != 0) require(TOKEN.transfer(cases[caseId].client, refund));
    }

    /// @notice The case as it was opened and decided.
    function caseOf(uint256 caseId) external view returns (Case memory) {
        return cases[caseId];
    }

    /// @notice What the test decided.
    function verdictOf(uint256 caseId) external view returns (CaseState, bytes32) {
        return (cases[caseId].state, cases[caseId].verdict);
    }

    /// @notice No jurors are ever drawn.
    function jurorsOf(uint256) external pure returns (address[] memory) {
        return new address[](0);
    }

    /// @notice Does nothing.
    function draw(uint256) external {}
    /// @notice Does nothing.
    function commitVote(uint256, uint8, bytes32) external {}
    /// @notice Does nothing.
    function revealVote(uint256, uint8, bytes32, uint256, bytes32) external {}
    /// @notice Does nothing.
    function close(uint256) external {}
}

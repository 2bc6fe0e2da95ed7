// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title AssayTimelock
/// @notice Executes what the governor decided, after a delay in which people who disagree can leave. Owns ProtocolParams.
/// @dev OpenZeppelin's TimelockController with one addition: the delay never falls below its first value. Otherwise one vote
/// could set it to zero and the next would take effect before anybody could leave.
contract AssayTimelock is TimelockController {
    /// @notice Longest delay, seconds: a longer one would be a way never to change anything again.
    uint256 public constant MAX_DELAY = 30 days;
    /// @notice Shortest delay, seconds: the one of the deployment.
    uint256 public immutable FIRST_DELAY;

    error DelayOutOfBounds(uint256 delay, uint256 min, uint256 max);

    /// @param firstDelay seconds between queueing and execution
    /// @param executors who may execute what is due; the zero address opens it to all
    /// @param admin grants the governor its roles during deployment and then renounces
    constructor(uint256 firstDelay, address[] memory executors, address admin)
        TimelockController(firstDelay, new address[](0), executors, admin)
    {
        require(firstDelay <= MAX_DELAY, DelayOutOfBounds(firstDelay, 0, MAX_DELAY));
        FIRST_DELAY = firstDelay;
    }

    /// @notice Changes the delay of later operations. Only the timelock itself, that is, by a vote.
    /// @inheritdoc TimelockController
    function updateDelay(uint256 newDelay) public override {
        require(newDelay >= FIRST_DELAY && newDelay <= MAX_DELAY, DelayOutOfBounds(newDelay, FIRST_DELAY, MAX_DELAY));
        super.updateDelay(newDelay);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AssayGovernor, VotingRules} from "../../../contracts/governance/AssayGovernor.sol";
import {AssayTimelock} from "../../../contracts/governance/AssayTimelock.sol";
import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {VotingAssay} from "../../../contracts/governance/VotingAssay.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice Token, votes, timelock, governor and the parameters they own, connected as ignition/modules/Governance.ts does.
abstract contract GovernanceStage is TestBase {
    address internal constant GUARDIAN = address(0x6A);
    address internal constant VOTER = address(0x70);
    address internal constant STRANGER = address(0x57);
    uint48 internal constant VOTING_DELAY = 1 days;
    uint32 internal constant VOTING_PERIOD = 5 days;
    uint256 internal constant THRESHOLD = 1_000_000e18;
    uint256 internal constant QUORUM_PERCENT = 4;
    uint256 internal constant TIMELOCK_DELAY = 2 days;
    /// @dev more than the quorum of 40 million
    uint256 internal constant BALLOTS = 50_000_000e18;

    /// @dev unix seconds; block.timestamp is not read after a warp: the optimizer may keep the earlier value
    uint256 internal clock = 1_700_000_000;
    AssayToken internal token;
    VotingAssay internal votes;
    AssayTimelock internal timelock;
    AssayGovernor internal governor;
    ProtocolParams internal params;

    /// @dev One call of the timelock, as proposed.
    struct Motion { address[] targets; uint256[] values; bytes[] calls; string text; }

    function deployGovernance() internal {
        vm.warp(clock);
        token = AssayToken(deploy("token/AssayToken", abi.encode(address(this))));
        votes = VotingAssay(deploy("governance/VotingAssay", abi.encode(token)));
        address[] memory anyone = new address[](1);
        timelock = AssayTimelock(payable(deploy("governance/AssayTimelock", abi.encode(TIMELOCK_DELAY, anyone, address(this)))));
        VotingRules memory rules = VotingRules(VOTING_DELAY, VOTING_PERIOD, THRESHOLD, QUORUM_PERCENT);
        governor = AssayGovernor(payable(deploy("governance/AssayGovernor", abi.encode(votes, timelock, rules))));
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), address(this));
        bytes memory arguments = abi.encode(timelock, GUARDIAN, LocalParams.set(), new Gate[](0));
        params = ProtocolParams(deploy("governance/ProtocolParams", arguments));
    }

    /// @dev Deploys from the artifact, so that a test file compiles without compiling the contracts it uses once more.
    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), path);
    }

    function pass(uint256 time) internal {
        clock += time;
        vm.warp(clock);
    }

    function wrap(address voter, uint256 amount) internal {
        token.transfer(voter, amount);
        vm.startPrank(voter);
        token.approve(address(votes), amount);
        votes.depositFor(voter, amount);
        vm.stopPrank();
        pass(1);
    }

    function motionOf(address target, bytes memory data) internal pure returns (Motion memory motion) {
        motion.targets = new address[](1);
        motion.values = new uint256[](1);
        motion.calls = new bytes[](1);
        (motion.targets[0], motion.calls[0]) = (target, data);
        motion.text = "motion";
    }

    function propose(Motion memory motion) internal returns (uint256 proposalId) {
        vm.prank(VOTER);
        return governor.propose(motion.targets, motion.values, motion.calls, motion.text);
    }

    /// @dev Proposed, voted for by VOTER and queued: due after TIMELOCK_DELAY.
    function queued(Motion memory motion) internal returns (uint256 proposalId) {
        proposalId = propose(motion);
        pass(VOTING_DELAY + 1);
        vm.prank(VOTER);
        governor.castVote(proposalId, 1);
        pass(VOTING_PERIOD);
        governor.queue(motion.targets, motion.values, motion.calls, keccak256(bytes(motion.text)));
    }

    function execute(Motion memory motion) internal {
        governor.execute(motion.targets, motion.values, motion.calls, keccak256(bytes(motion.text)));
    }

    function decide(address target, bytes memory data) internal {
        Motion memory motion = motionOf(target, data);
        queued(motion);
        pass(TIMELOCK_DELAY);
        execute(motion);
    }
}

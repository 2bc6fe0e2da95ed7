// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {AssayGovernor, VotingRules} from "../../../contracts/governance/AssayGovernor.sol";
import {AssayTimelock} from "../../../contracts/governance/AssayTimelock.sol";
import {IProtocolParams, ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {GovernanceStage} from "./GovernanceStage.sol";

/// @notice Whole governance cycles, and what no cycle can do.
contract AssayGovernorTest is GovernanceStage {
    function setUp() public {
        deployGovernance();
        wrap(VOTER, BALLOTS);
    }

    function motionToSetFee(uint96 fee) private view returns (Motion memory) {
        ParamSet memory set = LocalParams.set();
        set.roundFee = fee;
        return motionOf(address(params), abi.encodeCall(params.add, (set)));
    }

    function test_cycle_proposeVoteQueueExecute() public {
        Motion memory motion = motionToSetFee(7e18);
        uint256 id = propose(motion);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Pending), "pending");
        pass(VOTING_DELAY + 1);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Active), "active");
        vm.prank(VOTER);
        governor.castVote(id, 1);
        pass(VOTING_PERIOD);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Succeeded), "succeeded");
        governor.queue(motion.targets, motion.values, motion.calls, keccak256(bytes(motion.text)));
        assertEq(governor.proposalEta(id), clock + TIMELOCK_DELAY, "eta");
        pass(TIMELOCK_DELAY - 1);
        vm.expectRevert();
        execute(motion);
        assertEq(params.currentId(), 1, "nothing before the delay");
        pass(1);
        vm.prank(STRANGER);
        execute(motion);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Executed), "executed");
        assertEq(params.currentId(), 2, "new set");
        assertEq(params.get(2).roundFee, 7e18, "fee");
    }

    function test_cycle_guardianPausesAndAVoteEndsIt() public {
        Motion memory motion = motionOf(address(params), abi.encodeCall(params.unpauseEntries, ()));
        queued(motion);
        pass(TIMELOCK_DELAY);
        vm.prank(GUARDIAN);
        params.pauseEntries();
        assertTrue(params.entriesPaused(), "paused");
        execute(motion);
        assertTrue(!params.entriesPaused(), "open");
    }

    function test_cycle_aVoteReplacesTheGuardian() public {
        decide(address(params), abi.encodeCall(params.setGuardian, (STRANGER)));
        assertEq(params.guardian(), STRANGER, "guardian");
    }

    function test_propose_revertsBelowTheThreshold() public {
        wrap(STRANGER, THRESHOLD - 1);
        Motion memory motion = motionToSetFee(1);
        bytes memory refusal = abi.encodeWithSelector(
            IGovernor.GovernorInsufficientProposerVotes.selector, STRANGER, THRESHOLD - 1, THRESHOLD
        );
        vm.expectRevert(refusal);
        vm.prank(STRANGER);
        governor.propose(motion.targets, motion.values, motion.calls, motion.text);
    }

    function test_cancel_byTheProposerBeforeTheVote() public {
        Motion memory motion = motionToSetFee(1);
        uint256 id = propose(motion);
        vm.prank(VOTER);
        governor.cancel(motion.targets, motion.values, motion.calls, keccak256(bytes(motion.text)));
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled), "canceled");
    }

    function test_rules_changeByVoteWithinBounds() public {
        decide(address(governor), abi.encodeCall(governor.setVotingPeriod, (3 days)));
        assertEq(governor.votingPeriod(), 3 days, "period");
        assertTrue(governor.proposalNeedsQueuing(0), "queueing");
    }

    function test_constructor_revertsWithRuleOutOfBounds() public {
        refuseRules(VotingRules(0, 1, 0, 1), "votingDelay", 0, 1, 30 days);
        refuseRules(VotingRules(30 days + 1, 1, 0, 1), "votingDelay", 30 days + 1, 1, 30 days);
        refuseRules(VotingRules(1, 0, 0, 1), "votingPeriod", 0, 1, 30 days);
        refuseRules(VotingRules(1, 30 days + 1, 0, 1), "votingPeriod", 30 days + 1, 1, 30 days);
        refuseRules(VotingRules(1, 1, 10_000_000e18 + 1, 1), "proposalThreshold", 10_000_000e18 + 1, 0, 10_000_000e18);
        refuseRules(VotingRules(1, 1, 0, 0), "quorumPercent", 0, 1, 20);
        refuseRules(VotingRules(1, 1, 0, 21), "quorumPercent", 21, 1, 20);
    }

    function refuseRules(VotingRules memory rules, bytes32 rule, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(AssayGovernor.RuleOutOfBounds.selector, rule, value, min, max));
        new AssayGovernor(votes, timelock, rules);
    }

    function test_timelock_revertsWithDelayOutOfBounds() public {
        address[] memory none = new address[](0);
        vm.expectRevert(abi.encodeWithSelector(AssayTimelock.DelayOutOfBounds.selector, 30 days + 1, 0, 30 days));
        new AssayTimelock(30 days + 1, none, address(0));
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, address(this)));
        timelock.updateDelay(3 days);
        decide(address(timelock), abi.encodeCall(timelock.updateDelay, (3 days)));
        assertEq(timelock.getMinDelay(), 3 days, "longer");
    }

    /// @notice Nobody but the governor can schedule, and the deployer kept nothing.
    function test_attack_schedulingPastTheGovernor() public {
        bytes32 proposer = timelock.PROPOSER_ROLE();
        bytes memory refusal =
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, address(this), proposer);
        vm.expectRevert(refusal);
        timelock.schedule(address(params), 0, "", 0, 0, TIMELOCK_DELAY);
        vm.expectRevert();
        timelock.grantRole(proposer, address(this));
        assertTrue(!timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(this)), "admin");
    }

    /// @notice A quorum counts absent tokens too: with few ballots wrapped, all of them together decide nothing.
    function test_attack_quorumOfTheFewWhoWrapped() public {
        vm.prank(VOTER);
        votes.withdrawTo(VOTER, BALLOTS - THRESHOLD);
        pass(1);
        Motion memory motion = motionToSetFee(1);
        uint256 id = propose(motion);
        pass(VOTING_DELAY + 1);
        vm.prank(VOTER);
        governor.castVote(id, 1);
        assertEq(votes.totalSupply(), THRESHOLD, "every ballot voted");
        assertEq(governor.quorum(clock - 1), 40_000_000e18, "of the whole supply");
        pass(VOTING_PERIOD);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Defeated), "defeated");
    }

    /// @notice Two votes cannot take the time to leave away: the delay keeps its first value at least.
    function test_attack_voteThatRemovesTheDelay() public {
        Motion memory motion = motionOf(address(timelock), abi.encodeCall(timelock.updateDelay, (0)));
        queued(motion);
        pass(TIMELOCK_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(AssayTimelock.DelayOutOfBounds.selector, 0, TIMELOCK_DELAY, 30 days)
        );
        execute(motion);
    }

    /// @notice A vote for a set beyond the bounds can win and still changes nothing.
    function test_attack_voteBeyondTheBounds() public {
        ParamSet memory set = LocalParams.set();
        set.withdrawDelay = type(uint32).max;
        Motion memory motion = motionOf(address(params), abi.encodeCall(params.add, (set)));
        queued(motion);
        pass(TIMELOCK_DELAY);
        bytes memory refusal = abi.encodeWithSelector(
            IProtocolParams.ParamOutOfBounds.selector, bytes32("withdrawDelay"), type(uint32).max, 5, 30 days
        );
        vm.expectRevert(refusal);
        execute(motion);
        assertEq(params.currentId(), 1, "unchanged");
    }
}

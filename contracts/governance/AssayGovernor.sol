// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {VotingAssay} from "./VotingAssay.sol";

/// @notice How votes run; see AssayGovernor for the bounds.
/// @param votingDelay seconds between a proposal and the snapshot of votes
/// @param votingPeriod seconds a vote is open
/// @param proposalThreshold votes (wei of vASY) a proposer needs
/// @param quorumPercent for and abstain votes a proposal needs, percent of the token's whole supply
struct VotingRules {
    uint48 votingDelay;
    uint32 votingPeriod;
    uint256 proposalThreshold;
    uint256 quorumPercent;
}

/// @title AssayGovernor
/// @notice Votes on what the timelock does: add a parameter set or gate rows, name the guardian. It can reach nothing else,
/// and what it adds is bounded by ParamBounds: no vote can move a stake, a channel, an escrow or a final reward epoch.
/// @dev OpenZeppelin's Governor with two additions. The quorum is a share of the token's whole supply: a share of what is
/// wrapped would let a handful of wei decide while few people have wrapped. And no vote can set rules under which there
/// could be no further vote.
contract AssayGovernor is
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl
{
    /// @notice Longest delay before and longest duration of a vote, seconds.
    uint256 public constant MAX_VOTING_TIME = 30 days;
    /// @notice Share of the supply that may be asked of a proposer, percent.
    uint256 public constant MAX_THRESHOLD_PERCENT = 1;
    /// @notice Largest quorum, percent of the supply: above it, absence would govern.
    uint256 public constant MAX_QUORUM_PERCENT = 20;

    /// @notice The protocol token's whole supply, wei; it can never change.
    uint256 private immutable SUPPLY;

    /// @notice A rule lies outside its immutable bound.
    error RuleOutOfBounds(bytes32 rule, uint256 value, uint256 min, uint256 max);

    /// @param votes the ballots
    /// @param timelock_ executes what was decided; owns ProtocolParams
    /// @param rules the first voting rules
    constructor(VotingAssay votes, TimelockController timelock_, VotingRules memory rules)
        Governor("Assay Governor")
        GovernorSettings(rules.votingDelay, rules.votingPeriod, 0)
        GovernorVotes(votes)
        GovernorVotesQuorumFraction(rules.quorumPercent)
        GovernorTimelockControl(timelock_)
    {
        SUPPLY = votes.underlying().totalSupply();
        _setProposalThreshold(rules.proposalThreshold);
    }

    /// @notice Votes that must be cast for or in abstention, wei of vASY: a share of all tokens, wrapped or not.
    /// @inheritdoc GovernorVotesQuorumFraction
    function quorum(uint256 timepoint) public view override(Governor, GovernorVotesQuorumFraction) returns (uint256) {
        return SUPPLY * quorumNumerator(timepoint) / quorumDenominator();
    }

    /// @inheritdoc Governor
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    /// @inheritdoc GovernorTimelockControl
    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    /// @inheritdoc GovernorTimelockControl
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockControl)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    function _setVotingDelay(uint48 votingDelay_) internal override {
        // At least a second, so that votes are counted as they were before the proposal's own transaction.
        _within("votingDelay", votingDelay_, 1, MAX_VOTING_TIME);
        super._setVotingDelay(votingDelay_);
    }

    function _setVotingPeriod(uint32 votingPeriod_) internal override {
        _within("votingPeriod", votingPeriod_, 1, MAX_VOTING_TIME);
        super._setVotingPeriod(votingPeriod_);
    }

    /// @dev GovernorSettings calls this once with zero before the supply is known.
    function _setProposalThreshold(uint256 threshold) internal override {
        if (threshold != 0) _within("proposalThreshold", threshold, 0, SUPPLY * MAX_THRESHOLD_PERCENT / 100);
        super._setProposalThreshold(threshold);
    }

    function _updateQuorumNumerator(uint256 percent) internal override {
        _within("quorumPercent", percent, 1, MAX_QUORUM_PERCENT);
        super._updateQuorumNumerator(percent);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    function _within(bytes32 rule, uint256 value, uint256 min, uint256 max) private pure {
        require(value >= min && value <= max, RuleOutOfBounds(rule, value, min, max));
    }
}

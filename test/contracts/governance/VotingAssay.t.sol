// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {VotingAssay} from "../../../contracts/governance/VotingAssay.sol";
import {GovernanceStage} from "./GovernanceStage.sol";

/// @notice Ballots: wrapped one for one, counted at once, never passed on.
contract VotingAssayTest is GovernanceStage {
    function setUp() public {
        deployGovernance();
    }

    function test_depositFor_wrapsOneForOneAndVotesForItself() public {
        token.transfer(VOTER, 10e18);
        vm.startPrank(VOTER);
        token.approve(address(votes), 10e18);
        vm.expectEmit(address(votes));
        emit IVotes.DelegateChanged(VOTER, address(0), VOTER);
        votes.depositFor(VOTER, 10e18);
        vm.stopPrank();
        assertEq(votes.balanceOf(VOTER), 10e18, "ballots");
        assertEq(votes.getVotes(VOTER), 10e18, "votes");
        assertEq(token.balanceOf(address(votes)), votes.totalSupply(), "backing");
        assertEq(votes.decimals(), 18, "decimals");
    }

    function test_depositFor_keepsAChosenDelegate() public {
        vm.prank(VOTER);
        votes.delegate(STRANGER);
        wrap(VOTER, 5e18);
        assertEq(votes.getVotes(STRANGER), 5e18, "delegate");
        assertEq(votes.getVotes(VOTER), 0, "voter");
    }

    function test_withdrawTo_givesTheTokensBackAndTheVotesUp() public {
        wrap(VOTER, 5e18);
        vm.prank(VOTER);
        votes.withdrawTo(STRANGER, 2e18);
        assertEq(token.balanceOf(STRANGER), 2e18, "tokens");
        assertEq(votes.getVotes(VOTER), 3e18, "votes");
        assertEq(token.balanceOf(address(votes)), votes.totalSupply(), "backing");
    }

    function test_withdrawTo_revertsBeyondTheBallots() public {
        wrap(VOTER, 5e18);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, VOTER, 5e18, 6e18));
        vm.prank(VOTER);
        votes.withdrawTo(VOTER, 6e18);
    }

    function test_transfer_revertsWithNotTransferable() public {
        wrap(VOTER, 5e18);
        vm.expectRevert(abi.encodeWithSelector(VotingAssay.NotTransferable.selector, VOTER, STRANGER));
        vm.prank(VOTER);
        votes.transfer(STRANGER, 1);
        vm.prank(VOTER);
        votes.approve(STRANGER, 1);
        vm.expectRevert(abi.encodeWithSelector(VotingAssay.NotTransferable.selector, VOTER, STRANGER));
        vm.prank(STRANGER);
        votes.transferFrom(VOTER, STRANGER, 1);
    }

    function test_clock_countsSeconds() public {
        assertEq(votes.clock(), clock, "clock");
        assertEq(keccak256(bytes(votes.CLOCK_MODE())), keccak256("mode=timestamp"), "mode");
        assertEq(governor.clock(), clock, "the governor's");
    }

    /// @notice Tokens borrowed for one transaction are ballots of no past second.
    function test_attack_flashLoanedVotes() public {
        wrap(VOTER, THRESHOLD);
        uint256 before = clock;
        pass(1);
        token.approve(address(votes), BALLOTS);
        votes.depositFor(address(this), BALLOTS);
        votes.withdrawTo(address(this), BALLOTS);
        pass(1);
        assertEq(votes.getPastVotes(address(this), before), 0, "before");
        assertEq(votes.getPastVotes(address(this), before + 1), 0, "of the second itself");
    }

    function test_fuzz_ballotsAreBacked(uint96 put, uint96 taken) public {
        put = uint96(bound(put, 1, 1_000_000e18));
        wrap(VOTER, put);
        taken = uint96(bound(taken, 0, put));
        vm.prank(VOTER);
        votes.withdrawTo(VOTER, taken);
        assertEq(votes.totalSupply(), put - taken, "supply");
        assertEq(token.balanceOf(address(votes)), put - taken, "backing");
        assertEq(votes.getVotes(VOTER), put - taken, "votes");
    }
}

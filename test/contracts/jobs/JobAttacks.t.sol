// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IJobMarket, JobInput, JobState} from "../../../contracts/interfaces/IJobMarket.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {LyingToken} from "../../../contracts/mocks/LyingToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {JobStage} from "./JobStage.sol";

/// @notice What each party might try on the others, and what it costs.
contract JobAttacksTest is JobStage {
    function setUp() public {
        deployJobs();
    }

    /// @notice Whoever leases and does nothing pays the requester for each try, and cannot keep the job for ever.
    function test_attack_leaseSquatting() public {
        uint256 jobId = created(PUBLIC);
        for (uint256 i = 1; i <= 3; ++i) {
            leaseBy(TRAINER, jobId);
            pass(SILENCE + 1);
            market.endLease(jobId);
            assertCredit(REQUESTER, i * LEASE_BOND + (i == 3 ? PRICE : 0), "paid for waiting");
        }
        assertState(jobId, JobState.Cancelled);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Cancelled, JobState.Queued));
        leaseBy(TRAINER, jobId);
        assertEq(token.balanceOf(TRAINER), WALLET - 3 * LEASE_BOND, "the squatter's loss");
    }

    /// @notice A requester that knows its trainer shuts squatters out.
    function test_attack_leaseSquattingOnANamedJob() public {
        JobInput memory input = inputOf(PUBLIC);
        input.trainer = TRAINER;
        uint256 jobId = created(input);
        fund(STRANGER);
        revertsWith(abi.encodeWithSelector(IJobMarket.NotTrainer.selector, STRANGER, TRAINER));
        leaseBy(STRANGER, jobId);
        leaseBy(TRAINER, jobId);
    }

    /// @notice Heartbeats must advance by step and by bytes, and not even those that do outlast the hard deadline.
    function test_attack_heartbeatWithoutProgress() public {
        uint256 jobId = running();
        uint256 hardDeadline = clock + 2 * QUOTE;
        beat(jobId, 5);
        revertsWith(abi.encodeWithSelector(IJobMarket.NoProgress.selector, 5, 5));
        beat(jobId, 5);
        revertsWith(abi.encodeWithSelector(IJobMarket.NoProgress.selector, 4, 5));
        beat(jobId, 4);
        revertsWith(abi.encodeWithSelector(IJobMarket.NoProgress.selector, 6, 5));
        vm.prank(TRAINER);
        market.heartbeat(jobId, 6, keccak256(abi.encode(uint48(5))), "bafycheckpoint");
        for (uint48 step = 6; clock + SILENCE <= hardDeadline; ++step) {
            pass(SILENCE);
            beat(jobId, step);
        }
        pass(hardDeadline - clock + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, hardDeadline));
        beat(jobId, 1_000);
        market.endLease(jobId);
        assertCredit(REQUESTER, LEASE_BOND, "forfeited");
    }

    /// @notice A checkpoint step out of reach does not keep the next trainer from its own.
    function test_attack_heartbeatFromTheFarEnd() public {
        uint256 jobId = running();
        beat(jobId, type(uint48).max);
        pass(SILENCE + 1);
        market.endLease(jobId);
        leaseBy(TRAINER, jobId);
        keyed(jobId);
        beat(jobId, 1);
        submit(jobId);
    }

    /// @notice The trainer whose key never comes loses nothing, three times over; the requester has everything back too.
    function test_attack_custodianWithholdsJobKey() public {
        uint256 jobId = granted();
        for (uint256 i = 0; i < 3; ++i) {
            leaseBy(TRAINER, jobId);
            pass(KEY_WINDOW + 1);
            market.endLease(jobId);
        }
        vm.prank(TRAINER);
        market.withdrawCredit();
        vm.prank(REQUESTER);
        market.withdrawCredit();
        assertEq(token.balanceOf(TRAINER), WALLET, "trainer");
        assertEq(token.balanceOf(REQUESTER), WALLET, "requester");
        (, uint32 used,) = grants.grantOf(CLOSED, 1);
        assertEq(used, 0, "the grant keeps its use");
    }

    /// @notice Requester, curator and custodian in one hand cannot collect a trainer's bond with a worthless key.
    function test_attack_custodianPostsABadKey() public {
        uint256 jobId = running();
        vm.prank(TRAINER);
        market.reportBadKey(jobId);
        pass(30 days);
        vm.expectRevert();
        market.endLease(jobId);
        vm.prank(TRAINER);
        market.withdrawCredit();
        assertEq(token.balanceOf(TRAINER), WALLET, "trainer");
    }

    /// @notice A requester that binds no grant keeps a trainer's bond for one key window at most.
    function test_attack_requesterWithoutAGrant() public {
        uint256 jobId = created(CLOSED);
        leaseBy(TRAINER, jobId);
        pass(KEY_WINDOW + 1);
        market.endLease(jobId);
        assertCredit(TRAINER, LEASE_BOND, "trainer");
    }

    /// @notice A token that calls back finds every paying door shut and the others in a settled state.
    function test_attack_reentrantToken() public {
        ReentrantToken evil = new ReentrantToken();
        deployJobsWith(IERC20(address(evil)));
        evil.mint(address(this), 10 * WALLET);
        fund(REQUESTER);
        fund(TRAINER);
        uint256 jobId = created(PUBLIC);
        evil.arm(address(market), abi.encodeCall(market.createJob, (inputOf(PUBLIC))));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        created(PUBLIC);
        evil.arm(address(market), abi.encodeCall(market.lease, (jobId, 0, "trainer")));
        // The lease is already taken when the bond moves.
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        leaseBy(TRAINER, jobId);
        evil.arm(address(market), "");
        vm.prank(REQUESTER);
        market.cancelJob(jobId);
        evil.arm(address(market), abi.encodeCall(market.withdrawCredit, ()));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        vm.prank(REQUESTER);
        market.withdrawCredit();
    }

    function test_attack_feeOnTransferTokenIsRefused() public {
        FeeToken fee = new FeeToken();
        deployJobsWith(IERC20(address(fee)));
        fee.mint(REQUESTER, WALLET);
        vm.prank(REQUESTER);
        fee.approve(address(market), WALLET);
        revertsWith(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, PRICE - PRICE / 100, PRICE));
        created(PUBLIC);
    }

    function test_attack_tokenThatMovesNothingIsRefused() public {
        deployJobsWith(IERC20(address(new LyingToken())));
        revertsWith(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 0, PRICE));
        created(PUBLIC);
    }

    /// @notice Silence is an answer, whether or not anybody has called accept.
    function test_attack_disputeAfterAcceptance() public {
        uint256 jobId = submitted();
        pass(ACCEPT_WINDOW + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
        market.accept(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Accepted, JobState.Submitted));
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
    }

    /// @notice A requester cannot take the escrow back from under a trainer at work.
    function test_attack_cancelUnderARunningLease() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Queued));
        vm.prank(REQUESTER);
        market.cancelJob(jobId);
    }

    /// @notice A late trainer cannot submit in front of the transaction that ends its lease.
    function test_attack_submitAfterTheHardDeadline() public {
        JobInput memory input = inputOf(PUBLIC);
        input.quoteSeconds = 1 minutes;
        uint256 jobId = created(input);
        leaseBy(TRAINER, jobId);
        pass(2 minutes + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        submit(jobId);
    }
}

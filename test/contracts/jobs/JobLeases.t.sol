// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessGrants} from "../../../contracts/interfaces/IAccessGrants.sol";
import {IJobMarket, Job, JobInput, JobState, LeaseEnd} from "../../../contracts/interfaces/IJobMarket.sol";
import {JobStage} from "./JobStage.sol";

/// @notice Leases, keys, heartbeats and lapses.
contract JobLeasesTest is JobStage {
    function setUp() public {
        deployJobs();
    }

    function test_lease_ofGrantedRowsAwaitsTheKey() public {
        uint256 jobId = granted();
        uint64 deadline = uint64(clock + KEY_WINDOW);
        vm.expectEmit(address(market));
        emit IJobMarket.JobLeased(jobId, TRAINER, 1, 0, "trainer", LEASE_BOND, JobState.AwaitingKey, deadline);
        leaseBy(TRAINER, jobId);
        assertEq(token.balanceOf(address(market)), PRICE + DATA_PRICE + LEASE_BOND, "balance");
        assertEq(heldBy(jobId), PRICE + DATA_PRICE + LEASE_BOND, "held");
    }

    function test_lease_ofPublicRowsRunsAtOnce() public {
        uint256 jobId = created(PUBLIC);
        vm.expectEmit(address(market));
        emit IJobMarket.JobLeased(jobId, TRAINER, 1, 0, "trainer", LEASE_BOND, JobState.Running, uint64(clock + SILENCE));
        leaseBy(TRAINER, jobId);
        assertEq(market.jobOf(jobId).hardDeadline, clock + 2 * QUOTE, "hard deadline");
    }

    function test_lease_reverts() public {
        JobInput memory input = inputOf(PUBLIC);
        input.trainer = TRAINER;
        uint256 jobId = created(input);
        revertsWith(abi.encodeWithSelector(IJobMarket.NotTrainer.selector, STRANGER, TRAINER));
        leaseBy(STRANGER, jobId);
        vm.startPrank(TRAINER);
        vm.expectRevert(IJobMarket.ZeroKey.selector);
        market.lease(jobId, 0, 0);
        revertsWith(abi.encodeWithSelector(IJobMarket.ResumeAhead.selector, 1, 0));
        market.lease(jobId, 1, "trainer");
        market.lease(jobId, 0, "trainer");
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Queued));
        market.lease(jobId, 0, "trainer");
        vm.stopPrank();
        revertsWith(abi.encodeWithSelector(IJobMarket.UnknownJob.selector, 9));
        leaseBy(TRAINER, 9);
    }

    function test_postKey_paysTheCuratorAndStartsTheClock() public {
        uint256 jobId = granted();
        leaseBy(TRAINER, jobId);
        pass(KEY_WINDOW);
        vm.expectEmit(address(market));
        emit IJobMarket.KeyPosted(jobId, CUSTODIAN, "wrapped", DATA_PRICE, uint64(clock + SILENCE), uint64(clock + 2 * QUOTE));
        vm.expectEmit(address(grants));
        emit IAccessGrants.GrantConsumed(CLOSED, 1, jobId);
        keyed(jobId);
        assertCredit(curator, DATA_PRICE, "curator");
        assertState(jobId, JobState.Running);
    }

    function test_postKey_reverts() public {
        uint256 jobId = created(CLOSED);
        leaseBy(TRAINER, jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Leased, JobState.AwaitingKey));
        keyed(jobId);
        bind(jobId, grantOf(1));
        revertsWith(abi.encodeWithSelector(IJobMarket.NotCustodian.selector, STRANGER, CUSTODIAN));
        vm.prank(STRANGER);
        market.postKey(jobId, "wrapped");
        vm.expectRevert(IJobMarket.ZeroKey.selector);
        vm.prank(CUSTODIAN);
        market.postKey(jobId, "");
        pass(KEY_WINDOW + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        keyed(jobId);
    }

    function test_postKey_revertsAfterRevocationAndExpiry() public {
        uint256 jobId = granted();
        leaseBy(TRAINER, jobId);
        vm.prank(curator);
        grants.revoke(CLOSED, 1);
        revertsWith(abi.encodeWithSelector(IAccessGrants.Revoked.selector, CLOSED, 1));
        keyed(jobId);
    }

    function test_heartbeat_keepsTheLease() public {
        uint256 jobId = running();
        pass(SILENCE);
        vm.expectEmit(address(market));
        emit IJobMarket.Heartbeat(jobId, TRAINER, 5, keccak256(abi.encode(uint48(5))), "bafycheckpoint", uint64(clock + SILENCE));
        beat(jobId, 5);
        assertEq(market.jobOf(jobId).step, 5, "step");
        pass(SILENCE + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        beat(jobId, 6);
    }

    function test_heartbeat_reverts() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.NotTrainer.selector, STRANGER, TRAINER));
        vm.prank(STRANGER);
        market.heartbeat(jobId, 1, "checkpoint", "bafy");
        vm.startPrank(TRAINER);
        vm.expectRevert(IJobMarket.EmptyHash.selector);
        market.heartbeat(jobId, 1, 0, "bafy");
        vm.expectRevert(IJobMarket.EmptyCid.selector);
        market.heartbeat(jobId, 1, "checkpoint", "");
        vm.stopPrank();
        submit(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Submitted, JobState.Running));
        beat(jobId, 2);
    }

    function test_endLease_timeOutForfeitsTheBondAndQueuesFromTheCheckpoint() public {
        uint256 jobId = running();
        beat(jobId, 40);
        uint64 deadline = uint64(clock + SILENCE);
        pass(SILENCE);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooEarly.selector, deadline));
        market.endLease(jobId);
        pass(1);
        vm.expectEmit(address(market));
        bytes32 checkpoint = keccak256(abi.encode(uint48(40)));
        emit IJobMarket.LeaseEnded(jobId, TRAINER, LeaseEnd.TimeOut, LEASE_BOND, JobState.Queued, 40, checkpoint);
        vm.prank(STRANGER);
        market.endLease(jobId);
        assertCredit(REQUESTER, LEASE_BOND, "requester");
        assertCredit(TRAINER, 0, "trainer");
        vm.prank(TRAINER);
        market.lease(jobId, 40, "trainer");
        assertState(jobId, JobState.AwaitingKey);
        // The grant's use and its price were taken with the first key.
        keyed(jobId);
        assertCredit(curator, DATA_PRICE, "once");
        (, uint32 used,) = grants.grantOf(CLOSED, 1);
        assertEq(used, 1, "one use for the job");
    }

    function test_endLease_withoutAKeyReturnsTheBond() public {
        uint256 jobId = granted();
        leaseBy(TRAINER, jobId);
        pass(KEY_WINDOW + 1);
        vm.expectEmit(address(market));
        emit IJobMarket.LeaseEnded(jobId, TRAINER, LeaseEnd.NoKey, 0, JobState.Queued, 0, 0);
        market.endLease(jobId);
        assertCredit(TRAINER, LEASE_BOND, "trainer");
    }

    function test_endLease_afterTheLastCancels() public {
        JobInput memory input = inputOf(PUBLIC);
        input.maxLeases = 1;
        uint256 jobId = created(input);
        leaseBy(TRAINER, jobId);
        pass(SILENCE + 1);
        vm.expectEmit(address(market));
        emit IJobMarket.LeaseEnded(jobId, TRAINER, LeaseEnd.TimeOut, LEASE_BOND, JobState.Cancelled, 0, 0);
        market.endLease(jobId);
        assertCredit(REQUESTER, PRICE + LEASE_BOND, "requester");
        assertEq(heldBy(jobId), 0, "held");
    }

    function test_endLease_afterTheLastKeepsAUsedGrant() public {
        JobInput memory input = inputOf(CLOSED);
        input.maxLeases = 1;
        uint256 jobId = created(input);
        bind(jobId, grantOf(1));
        leaseBy(TRAINER, jobId);
        keyed(jobId);
        pass(SILENCE + 1);
        market.endLease(jobId);
        assertCredit(REQUESTER, PRICE + LEASE_BOND, "requester");
        assertCredit(curator, DATA_PRICE, "the key was given");
        (, uint32 used,) = grants.grantOf(CLOSED, 1);
        assertEq(used, 1, "used");
    }

    function test_endLease_revertsWithoutALease() public {
        uint256 jobId = created(PUBLIC);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Queued, JobState.Running));
        market.endLease(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.UnknownJob.selector, 7));
        market.endLease(7);
    }

    function test_reportBadKey_freesTheBond() public {
        uint256 jobId = running();
        pass(KEY_WINDOW);
        vm.expectEmit(address(market));
        emit IJobMarket.LeaseEnded(jobId, TRAINER, LeaseEnd.BadKey, 0, JobState.Queued, 0, 0);
        vm.prank(TRAINER);
        market.reportBadKey(jobId);
        assertCredit(TRAINER, LEASE_BOND, "trainer");
    }

    function test_reportBadKey_reverts() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.NotTrainer.selector, STRANGER, TRAINER));
        vm.prank(STRANGER);
        market.reportBadKey(jobId);
        pass(KEY_WINDOW + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        vm.prank(TRAINER);
        market.reportBadKey(jobId);
    }

    function test_reportBadKey_revertsWithKeyInUse() public {
        uint256 jobId = running();
        beat(jobId, 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.KeyInUse.selector, jobId));
        vm.prank(TRAINER);
        market.reportBadKey(jobId);
        uint256 open = created(PUBLIC);
        leaseBy(TRAINER, open);
        revertsWith(abi.encodeWithSelector(IJobMarket.KeyInUse.selector, open));
        vm.prank(TRAINER);
        market.reportBadKey(open);
    }

    /// @notice A second trainer may start over, and its deterministic run may meet the first one's checkpoint again.
    function test_heartbeat_mayRepeatAnEarlierLeasesCheckpoint() public {
        uint256 jobId = running();
        beat(jobId, 40);
        pass(SILENCE + 1);
        market.endLease(jobId);
        leaseBy(TRAINER, jobId);
        keyed(jobId);
        beat(jobId, 40);
        assertEq(market.jobOf(jobId).lastStep, 40, "furthest");
    }

    /// @notice The key's time is the custodian's: whenever the key comes, the trainer has twice its quote.
    function test_fuzz_theDeadlineCountsFromTheKey(uint32 quote, uint256 wait) public {
        JobInput memory input = inputOf(CLOSED);
        input.quoteSeconds = uint32(bound(quote, 1 minutes, 60 days));
        uint256 jobId = created(input);
        bind(jobId, grantOf(1));
        leaseBy(TRAINER, jobId);
        pass(bound(wait, 0, KEY_WINDOW));
        keyed(jobId);
        Job memory job = market.jobOf(jobId);
        assertEq(job.hardDeadline, clock + 2 * uint256(input.quoteSeconds), "hard deadline");
        assertLe(job.deadline, job.hardDeadline, "silence ends before");
    }
}

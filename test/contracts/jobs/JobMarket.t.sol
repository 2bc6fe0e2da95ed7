// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {VersionState} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {IAccessGrants} from "../../../contracts/interfaces/IAccessGrants.sol";
import {IJobMarket, Job, JobInput, JobState} from "../../../contracts/interfaces/IJobMarket.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {JobStage} from "./JobStage.sol";

/// @notice Creating, granting, cancelling, submitting and accepting.
contract JobMarketTest is JobStage {
    function setUp() public {
        deployJobs();
    }

    function test_createJob_escrowsAndEmits() public {
        JobInput memory input = inputOf(CLOSED);
        vm.expectEmit(address(market));
        emit IJobMarket.JobCreated(1, REQUESTER, input, 1, false);
        uint256 jobId = created(input);
        Job memory job = market.jobOf(jobId);
        assertEq(token.balanceOf(address(market)), PRICE, "escrow");
        assertEq(job.requester, REQUESTER, "requester");
        assertEq(heldBy(jobId), PRICE, "held");
        assertEq(job.paramSetId, 1, "set");
        assertState(jobId, JobState.Queued);
    }

    function test_createJob_knowsPublicRows() public {
        JobInput memory input = inputOf(PUBLIC);
        vm.expectEmit(address(market));
        emit IJobMarket.JobCreated(1, REQUESTER, input, 1, true);
        created(input);
    }

    function refuse(JobInput memory input, bytes memory reason) private {
        revertsWith(reason);
        created(input);
    }

    function test_createJob_revertsOnEachField() public {
        JobInput memory input = inputOf(CLOSED);
        input.jobHash = 0;
        refuse(input, abi.encodeWithSelector(IJobMarket.EmptyHash.selector));
        input = inputOf(CLOSED);
        input.jobCid = "";
        refuse(input, abi.encodeWithSelector(IJobMarket.EmptyCid.selector));
        input = inputOf(CLOSED);
        input.price = 0;
        refuse(input, abi.encodeWithSelector(IJobMarket.ZeroPrice.selector));
        input = inputOf(CLOSED);
        input.encryptionKey = 0;
        refuse(input, abi.encodeWithSelector(IJobMarket.ZeroKey.selector));
        input = inputOf(CLOSED);
        input.quoteSeconds = 59;
        refuse(input, abi.encodeWithSelector(IJobMarket.QuoteOutOfBounds.selector, 59, 1 minutes, 60 days));
        input.quoteSeconds = 60 days + 1;
        refuse(input, abi.encodeWithSelector(IJobMarket.QuoteOutOfBounds.selector, 60 days + 1, 1 minutes, 60 days));
        input = inputOf(CLOSED);
        input.maxLeases = 0;
        refuse(input, abi.encodeWithSelector(IJobMarket.LeasesOutOfBounds.selector, 0, 1, 3));
        input.maxLeases = 4;
        refuse(input, abi.encodeWithSelector(IJobMarket.LeasesOutOfBounds.selector, 4, 1, 3));
    }

    function test_createJob_revertsWithVersionNotOpen() public {
        datanets.setVersion(CLOSED, 1, VersionState.Withdrawn);
        refuse(inputOf(CLOSED), abi.encodeWithSelector(IJobMarket.VersionNotOpen.selector, CLOSED, 1));
        datanets.setVersion(CLOSED, 1, VersionState.None);
        refuse(inputOf(CLOSED), abi.encodeWithSelector(IJobMarket.VersionNotOpen.selector, CLOSED, 1));
        datanets.setVersion(CLOSED, 1, VersionState.Published);
        created(CLOSED);
    }

    function test_createJob_revertsWhenTheDatanetHasNoSuchNumber() public {
        JobInput memory input = inputOf(uint256(type(uint64).max) + 1);
        datanets.setVersion(input.datanetId, 1, VersionState.Sealed);
        refuse(input, abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 64, input.datanetId));
    }

    function test_createJob_revertsWithEntriesArePaused() public {
        vm.prank(GUARDIAN);
        params.pauseEntries();
        uint64 until = params.entriesPausedUntil();
        refuse(inputOf(CLOSED), abi.encodeWithSelector(IProtocolParams.EntriesArePaused.selector, until));
    }

    function test_bindGrant_escrowsTheDataPrice() public {
        uint256 jobId = created(CLOSED);
        vm.expectEmit(address(market));
        emit IJobMarket.GrantBound(jobId, 1, DATA_PRICE);
        bind(jobId, grantOf(1));
        assertEq(heldBy(jobId), PRICE + DATA_PRICE, "held");
        assertEq(token.balanceOf(address(market)), PRICE + DATA_PRICE, "balance");
        assertState(jobId, JobState.Queued);
    }

    function test_bindGrant_afterTheLeaseBeginsTheCustodiansTime() public {
        uint256 jobId = created(CLOSED);
        leaseBy(TRAINER, jobId);
        assertState(jobId, JobState.Leased);
        pass(KEY_WINDOW);
        vm.expectEmit(address(market));
        emit IJobMarket.KeyAwaited(jobId, uint64(clock + KEY_WINDOW));
        bind(jobId, grantOf(1));
        assertState(jobId, JobState.AwaitingKey);
    }

    function test_bindGrant_reverts() public {
        uint256 jobId = granted();
        bytes memory signature = sign(curatorKey, grantOf(2));
        revertsWith(abi.encodeWithSelector(IJobMarket.NoGrantNeeded.selector, jobId));
        vm.prank(REQUESTER);
        market.bindGrant(jobId, grantOf(2), signature);
        revertsWith(abi.encodeWithSelector(IJobMarket.NotRequester.selector, STRANGER, REQUESTER));
        vm.prank(STRANGER);
        market.bindGrant(jobId, grantOf(2), signature);
        uint256 open = created(PUBLIC);
        revertsWith(abi.encodeWithSelector(IJobMarket.NoGrantNeeded.selector, open));
        vm.prank(REQUESTER);
        market.bindGrant(open, grantOf(2), signature);
        leaseBy(TRAINER, open);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Queued));
        vm.prank(REQUESTER);
        market.bindGrant(open, grantOf(2), signature);
    }

    function test_cancelJob_refundsAndGivesTheGrantBack() public {
        uint256 jobId = granted();
        vm.expectEmit(address(market));
        emit IJobMarket.JobCancelled(jobId, PRICE + DATA_PRICE);
        vm.expectEmit(address(market));
        emit IJobMarket.CreditAdded(REQUESTER, PRICE + DATA_PRICE);
        vm.expectEmit(address(grants));
        emit IAccessGrants.GrantReturned(CLOSED, 1, jobId, 0);
        vm.prank(REQUESTER);
        market.cancelJob(jobId);
        assertState(jobId, JobState.Cancelled);
        assertEq(heldBy(jobId), 0, "held");
        vm.expectEmit(address(market));
        emit IJobMarket.CreditWithdrawn(REQUESTER, PRICE + DATA_PRICE);
        vm.prank(REQUESTER);
        market.withdrawCredit();
        assertEq(token.balanceOf(REQUESTER), WALLET, "whole again");
    }

    function test_cancelJob_reverts() public {
        revertsWith(abi.encodeWithSelector(IJobMarket.UnknownJob.selector, 1));
        vm.prank(REQUESTER);
        market.cancelJob(1);
        uint256 jobId = created(PUBLIC);
        revertsWith(abi.encodeWithSelector(IJobMarket.NotRequester.selector, STRANGER, REQUESTER));
        vm.prank(STRANGER);
        market.cancelJob(jobId);
        leaseBy(TRAINER, jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Queued));
        vm.prank(REQUESTER);
        market.cancelJob(jobId);
    }

    function test_submit_storesAndEmits() public {
        uint256 jobId = running();
        vm.expectEmit(address(market));
        emit IJobMarket.JobSubmitted(jobId, TRAINER, "artifact", "run", "bafyartifact", "bafyrun", uint64(clock + ACCEPT_WINDOW));
        submit(jobId);
        Job memory job = market.jobOf(jobId);
        assertEq(job.artifactHash, "artifact", "artifact");
        assertEq(job.runHash, "run", "run");
        bytes32 subject = keccak256(abi.encode(block.chainid, address(market), jobId, bytes32("artifact"), bytes32("run")));
        assertEq(market.subjectOf(jobId), subject, "subject");
    }

    function test_submit_reverts() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.NotTrainer.selector, STRANGER, TRAINER));
        vm.prank(STRANGER);
        market.submit(jobId, "artifact", "run", "a", "r");
        vm.startPrank(TRAINER);
        vm.expectRevert(IJobMarket.EmptyHash.selector);
        market.submit(jobId, 0, "run", "a", "r");
        vm.expectRevert(IJobMarket.EmptyHash.selector);
        market.submit(jobId, "artifact", 0, "a", "r");
        vm.expectRevert(IJobMarket.EmptyCid.selector);
        market.submit(jobId, "artifact", "run", "", "r");
        vm.expectRevert(IJobMarket.EmptyCid.selector);
        market.submit(jobId, "artifact", "run", "a", "");
        vm.stopPrank();
        pass(SILENCE + 1);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooLate.selector, clock - 1));
        submit(jobId);
    }

    function test_accept_byTheRequesterAtOnce() public {
        uint256 jobId = submitted();
        vm.expectEmit(address(market));
        emit IJobMarket.JobAccepted(jobId, TRAINER, PRICE + LEASE_BOND, false);
        vm.prank(REQUESTER);
        market.accept(jobId);
        assertState(jobId, JobState.Accepted);
        assertCredit(TRAINER, PRICE + LEASE_BOND, "trainer");
        assertCredit(curator, DATA_PRICE, "curator");
        assertEq(heldBy(jobId), 0, "held");
    }

    function test_accept_bySilence() public {
        uint256 jobId = submitted();
        uint64 deadline = uint64(clock + ACCEPT_WINDOW);
        pass(ACCEPT_WINDOW);
        revertsWith(abi.encodeWithSelector(IJobMarket.TooEarly.selector, deadline));
        vm.prank(STRANGER);
        market.accept(jobId);
        pass(1);
        vm.expectEmit(address(market));
        emit IJobMarket.JobAccepted(jobId, TRAINER, PRICE + LEASE_BOND, true);
        vm.prank(STRANGER);
        market.accept(jobId);
    }

    function test_accept_revertsWithWrongJobState() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Submitted));
        vm.prank(REQUESTER);
        market.accept(jobId);
    }

    function test_withdrawCredit_revertsWithNothingToWithdraw() public {
        revertsWith(abi.encodeWithSelector(IJobMarket.NothingToWithdraw.selector, STRANGER));
        vm.prank(STRANGER);
        market.withdrawCredit();
    }

    function test_jobOf_revertsWithUnknownJob() public {
        revertsWith(abi.encodeWithSelector(IJobMarket.UnknownJob.selector, 1));
        market.jobOf(1);
    }

    /// @notice What has begun goes on while entries are paused.
    function test_pause_stopsNoJob() public {
        uint256 jobId = granted();
        vm.prank(GUARDIAN);
        params.pauseEntries();
        leaseBy(TRAINER, jobId);
        keyed(jobId);
        beat(jobId, 1);
        submit(jobId);
        pass(ACCEPT_WINDOW + 1);
        market.accept(jobId);
        vm.prank(TRAINER);
        market.withdrawCredit();
        assertEq(token.balanceOf(TRAINER), WALLET + PRICE, "trainer");
        assertTrue(params.entriesPaused(), "still paused");
    }

    function test_fuzz_createJob_holdsExactlyThePrice(uint96 price, uint32 quote, uint8 leases) public {
        JobInput memory input = inputOf(PUBLIC);
        input.price = uint96(bound(price, 1, WALLET));
        input.quoteSeconds = uint32(bound(quote, 1 minutes, 60 days));
        input.maxLeases = uint8(bound(leases, 1, 3));
        uint256 jobId = created(input);
        assertEq(token.balanceOf(address(market)), input.price, "balance");
        vm.prank(REQUESTER);
        market.cancelJob(jobId);
        vm.prank(REQUESTER);
        market.withdrawCredit();
        assertEq(token.balanceOf(REQUESTER), WALLET, "refund");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJobMarket, JobInput, JobState, Outcome} from "../../../contracts/interfaces/IJobMarket.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {JobStage} from "./JobStage.sol";
import {JuryStub} from "./JobMocks.sol";

/// @notice Disputes and what each verdict pays.
contract JobDisputesTest is JobStage {
    uint256 private constant PAY = CHALLENGE_BOND / 2;
    uint256 private constant LIMIT = 60 days;

    function setUp() public {
        deployJobs();
    }

    function good() private view returns (bytes32) {
        return market.ANSWER_GOOD();
    }

    function bad() private view returns (bytes32) {
        return market.ANSWER_BAD();
    }

    function test_dispute_opensACaseAboutTheSubmission() public {
        uint256 jobId = submitted();
        vm.expectEmit(address(market));
        emit IJobMarket.JobDisputed(jobId, 1, CHALLENGE_BOND, uint96(PAY), "bafyevidence", uint64(clock + LIMIT));
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
        JuryStub.Case memory c = jury.caseOf(1);
        assertEq(c.subject, market.subjectOf(jobId), "subject");
        assertEq(c.jurors, LocalParams.set().seats, "jurors");
        assertEq(c.pay, PAY, "pay");
        assertEq(c.excluded.length, 2, "excluded");
        assertEq(c.excluded[0], REQUESTER, "requester");
        assertEq(c.excluded[1], TRAINER, "trainer");
        assertState(jobId, JobState.Disputed);
        assertEq(heldBy(jobId), PRICE + LEASE_BOND + CHALLENGE_BOND - PAY, "held");
        assertEq(token.allowance(address(market), address(jury)), 0, "no allowance is left");
    }

    function test_dispute_reverts() public {
        uint256 jobId = running();
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Running, JobState.Submitted));
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
        submit(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.NotRequester.selector, STRANGER, REQUESTER));
        vm.prank(STRANGER);
        market.dispute(jobId, "bafyevidence");
        vm.expectRevert(IJobMarket.EmptyCid.selector);
        vm.prank(REQUESTER);
        market.dispute(jobId, "");
    }

    function test_settle_goodPaysTheTrainerAndTheRestOfTheBond() public {
        uint256 jobId = disputed();
        jury.decide(1, good());
        uint256 toTrainer = PRICE + LEASE_BOND + CHALLENGE_BOND - PAY;
        vm.expectEmit(address(market));
        emit IJobMarket.JobSettled(jobId, Outcome.Good, 0, toTrainer);
        vm.prank(STRANGER);
        market.settle(jobId);
        assertCredit(TRAINER, toTrainer, "trainer");
        assertCredit(REQUESTER, 0, "requester");
        assertState(jobId, JobState.Settled);
        assertEq(heldBy(jobId), 0, "held");
    }

    function test_settle_badRefundsAndGivesTheTrainersBond() public {
        uint256 jobId = disputed();
        jury.decide(1, bad());
        uint256 toRequester = PRICE + LEASE_BOND + CHALLENGE_BOND - PAY;
        vm.expectEmit(address(market));
        emit IJobMarket.JobSettled(jobId, Outcome.Bad, toRequester, 0);
        market.settle(jobId);
        assertCredit(REQUESTER, toRequester, "requester");
        assertCredit(TRAINER, 0, "trainer");
        // Made whole by the trainer's bond, and more: the jurors' pay was half a dispute bond.
        assertTrue(toRequester > PRICE + CHALLENGE_BOND, "more than whole");
    }

    function test_settle_hungHalvesThePriceAndReturnsTheBonds() public {
        uint256 jobId = disputed();
        jury.hang(1);
        vm.expectEmit(address(market));
        emit IJobMarket.JobSettled(jobId, Outcome.Hung, PRICE / 2 + CHALLENGE_BOND, PRICE / 2 + LEASE_BOND);
        market.settle(jobId);
        assertCredit(REQUESTER, PRICE / 2 + CHALLENGE_BOND, "requester");
        assertCredit(TRAINER, PRICE / 2 + LEASE_BOND, "trainer");
        assertEq(token.balanceOf(address(market)), PRICE + CHALLENGE_BOND + LEASE_BOND + DATA_PRICE, "balance");
    }

    function test_settle_anUnknownAnswerCountsAsHung() public {
        uint256 jobId = disputed();
        jury.decide(1, "neither");
        market.settle(jobId);
        assertCredit(REQUESTER, PRICE / 2 + CHALLENGE_BOND - PAY, "jurors are paid all the same");
        assertCredit(TRAINER, PRICE / 2 + LEASE_BOND, "trainer");
    }

    function test_settle_revertsWithCaseOpen() public {
        uint256 jobId = disputed();
        revertsWith(abi.encodeWithSelector(IJobMarket.CaseOpen.selector, 1));
        market.settle(jobId);
        jury.decide(1, good());
        market.settle(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Settled, JobState.Disputed));
        market.settle(jobId);
    }

    /// @notice A jury that never ends holds nobody's money for ever.
    function test_settle_withoutAVerdictAfterTheLimit() public {
        uint256 jobId = disputed();
        pass(LIMIT);
        revertsWith(abi.encodeWithSelector(IJobMarket.CaseOpen.selector, 1));
        market.settle(jobId);
        pass(1);
        market.settle(jobId);
        assertCredit(REQUESTER, PRICE / 2 + CHALLENGE_BOND - PAY, "requester");
        assertCredit(TRAINER, PRICE / 2 + LEASE_BOND, "trainer");
        revertsWith(abi.encodeWithSelector(IJobMarket.CaseOpen.selector, 1));
        market.reclaimPay(jobId);
        jury.hang(1);
        vm.expectEmit(address(market));
        emit IJobMarket.PayReclaimed(jobId, PAY);
        market.reclaimPay(jobId);
        assertCredit(REQUESTER, PRICE / 2 + CHALLENGE_BOND, "with what came back");
        revertsWith(abi.encodeWithSelector(IJobMarket.NothingToWithdraw.selector, REQUESTER));
        market.reclaimPay(jobId);
    }

    function test_reclaimPay_nothingAfterAnOrdinaryHungCase() public {
        uint256 jobId = disputed();
        revertsWith(abi.encodeWithSelector(IJobMarket.WrongJobState.selector, JobState.Disputed, JobState.Settled));
        market.reclaimPay(jobId);
        jury.hang(1);
        market.settle(jobId);
        revertsWith(abi.encodeWithSelector(IJobMarket.NothingToWithdraw.selector, REQUESTER));
        market.reclaimPay(jobId);
    }

    /// @notice The rules are those of the set the job was created under.
    function test_dispute_keepsTheBondOfItsOwnSet() public {
        uint256 jobId = submitted();
        ParamSet memory set = LocalParams.set();
        set.challengeBond = 900e18;
        params.add(set);
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
        assertEq(heldBy(jobId), PRICE + LEASE_BOND + CHALLENGE_BOND - PAY, "held");
    }

    function test_fuzz_settle_paysOutAllItHeld(uint96 price, uint8 end) public {
        JobInput memory input = inputOf(PUBLIC);
        input.price = uint96(bound(price, 1, WALLET - CHALLENGE_BOND));
        uint256 jobId = created(input);
        leaseBy(TRAINER, jobId);
        submit(jobId);
        vm.prank(REQUESTER);
        market.dispute(jobId, "bafyevidence");
        if (end % 3 == 0) jury.decide(1, good());
        else if (end % 3 == 1) jury.decide(1, bad());
        else jury.hang(1);
        market.settle(jobId);
        assertEq(market.creditOf(REQUESTER) + market.creditOf(TRAINER), token.balanceOf(address(market)), "all of it");
    }
}

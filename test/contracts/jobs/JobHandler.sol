// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant} from "../../../contracts/interfaces/IAccessGrants.sol";
import {Job, JobInput, JobState} from "../../../contracts/interfaces/IJobMarket.sol";
import {CaseState} from "../../../contracts/interfaces/IJury.sol";
import {JobStage} from "./JobStage.sol";

/// @notice What requester, trainers, custodian, curator, jury and strangers do to a handful of jobs in any order. Calls the
/// rules forbid are tried too and swallowed; only the books are judged, after each call.
contract JobHandler is JobStage {
    uint256 public constant JOBS = 6;
    address private constant SECOND = address(0xB2);
    uint256 public immutable TOTAL;
    /// @dev the invariant test, which alone may wind up: the runner's own calls would end every job early
    address private immutable TEST = msg.sender;
    uint64 private nonces;

    constructor() {
        deployJobs();
        fund(SECOND);
        token.transfer(REQUESTER, 9 * WALLET);
        token.transfer(address(0xDEAD), token.balanceOf(address(this)));
        TOTAL = 12 * WALLET;
    }

    function create(bool isPublic, uint96 price, uint8 leases, bool named) external {
        if (market.jobCount() == JOBS) return;
        JobInput memory input = inputOf(isPublic ? PUBLIC : CLOSED);
        input.price = uint96(bound(price, 1, WALLET / 2));
        input.maxLeases = uint8(bound(leases, 1, 3));
        if (named) input.trainer = TRAINER;
        created(input);
    }

    function bindGrant(uint256 seed, uint96 price, bool shared) external {
        uint256 jobId = jobBy(seed);
        if (jobId == 0) return;
        Grant memory grant = grantOf(shared ? 0 : ++nonces);
        grant.expiry = 1_800_000_000;
        if (!shared) grant.price = uint96(bound(price, 0, 50e18));
        bytes memory signature = sign(curatorKey, grant);
        vm.prank(REQUESTER);
        try market.bindGrant(jobId, grant, signature) {} catch {}
    }

    function cancel(uint256 seed) external {
        vm.prank(REQUESTER);
        try market.cancelJob(jobBy(seed)) {} catch {}
    }

    function lease(uint256 seed, bool second, uint48 reached) external {
        vm.prank(second ? SECOND : TRAINER);
        try market.lease(jobBy(seed), reached % 8, "trainer") {} catch {}
    }

    function postKey(uint256 seed) external {
        vm.prank(CUSTODIAN);
        try market.postKey(jobBy(seed), "wrapped") {} catch {}
    }

    function reportBadKey(uint256 seed, bool second) external {
        vm.prank(second ? SECOND : TRAINER);
        try market.reportBadKey(jobBy(seed)) {} catch {}
    }

    function heartbeat(uint256 seed, bool second, uint48 reached) external {
        vm.prank(second ? SECOND : TRAINER);
        try market.heartbeat(jobBy(seed), reached % 16, keccak256(abi.encode(reached)), "bafy") {} catch {}
    }

    function submitWork(uint256 seed, bool second) external {
        vm.prank(second ? SECOND : TRAINER);
        try market.submit(jobBy(seed), "artifact", "run", "bafyartifact", "bafyrun") {} catch {}
    }

    function endLease(uint256 seed) external {
        vm.prank(STRANGER);
        try market.endLease(jobBy(seed)) {} catch {}
    }

    function accept(uint256 seed, bool byRequester) external {
        vm.prank(byRequester ? REQUESTER : STRANGER);
        try market.accept(jobBy(seed)) {} catch {}
    }

    function dispute(uint256 seed) external {
        vm.prank(REQUESTER);
        try market.dispute(jobBy(seed), "bafyevidence") {} catch {}
    }

    function rule(uint256 seed, uint8 verdict) external {
        uint256 jobId = jobBy(seed);
        if (jobId == 0) return;
        uint256 caseId = market.jobOf(jobId).caseId;
        (CaseState state,) = jury.verdictOf(caseId);
        if (caseId == 0 || state != CaseState.Waiting) return;
        if (verdict % 4 == 0) jury.hang(caseId);
        else jury.decide(caseId, verdict % 4 == 1 ? market.ANSWER_GOOD() : verdict % 4 == 2 ? market.ANSWER_BAD() : bytes32("?"));
    }

    function settle(uint256 seed) external {
        try market.settle(jobBy(seed)) {} catch {}
        try market.reclaimPay(jobBy(seed)) {} catch {}
    }

    function revoke(uint64 nonce) external {
        vm.prank(curator);
        try grants.revoke(CLOSED, nonce % 4) {} catch {}
    }

    function withdraw(uint8 who) external {
        vm.prank(party(who % 4));
        try market.withdrawCredit() {} catch {}
    }

    function wait(uint32 time) external {
        pass(bound(time, 1, 20 minutes));
    }

    /// @notice Lets every deadline pass, with nobody but strangers acting except the requester's own cancel, and pays all out.
    function windUp() external {
        if (msg.sender != TEST) return;
        for (uint256 jobId = 1; jobId <= market.jobCount(); ++jobId) {
            for (uint256 i = 0; i < 4 && !isOver(jobId); ++i) {
                pass(121 days);
                step(jobId);
            }
        }
        for (uint8 i = 0; i < 4; ++i) {
            vm.prank(party(i));
            try market.withdrawCredit() {} catch {}
        }
    }

    function step(uint256 jobId) private {
        JobState state = stateOf(jobId);
        if (state == JobState.Queued) {
            vm.prank(REQUESTER);
            market.cancelJob(jobId);
        } else if (state == JobState.Submitted) {
            market.accept(jobId);
        } else if (state == JobState.Disputed) {
            market.settle(jobId);
        } else {
            market.endLease(jobId);
        }
    }

    function isOver(uint256 jobId) public view returns (bool) {
        JobState state = stateOf(jobId);
        return state == JobState.Accepted || state == JobState.Settled || state == JobState.Cancelled;
    }

    /// @notice wei all jobs hold.
    function held() external view returns (uint256 sum) {
        for (uint256 jobId = 1; jobId <= market.jobCount(); ++jobId) sum += heldBy(jobId);
    }

    /// @notice wei owed to all.
    function credits() external view returns (uint256 sum) {
        for (uint8 i = 0; i < 4; ++i) sum += market.creditOf(party(i));
    }

    /// @notice wei of jurors' pay that came back and nobody has booked yet: a hung case whose job is not settled.
    function returning() external view returns (uint256 sum) {
        for (uint256 jobId = 1; jobId <= market.jobCount(); ++jobId) {
            Job memory job = market.jobOf(jobId);
            (CaseState state,) = jury.verdictOf(job.caseId);
            if (state == CaseState.Hung) sum += job.jurorsPay;
        }
    }

    /// @notice wei in everybody's hands, the market's and the jury's included.
    function everywhere() external view returns (uint256 sum) {
        sum = token.balanceOf(address(market)) + token.balanceOf(address(jury)) + token.balanceOf(jury.JURORS());
        for (uint8 i = 0; i < 4; ++i) sum += token.balanceOf(party(i));
    }

    function jobs() external view returns (uint256) {
        return market.jobCount();
    }

    function balance() external view returns (uint256) {
        return token.balanceOf(address(market));
    }

    function party(uint8 i) private view returns (address) {
        return i == 0 ? REQUESTER : i == 1 ? TRAINER : i == 2 ? SECOND : curator;
    }

    function jobBy(uint256 seed) private view returns (uint256) {
        uint256 count = market.jobCount();
        return count == 0 ? 0 : seed % count + 1;
    }
}

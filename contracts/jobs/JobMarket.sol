// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Entries} from "../governance/Entries.sol";
import {Grant, IAccessGrants} from "../interfaces/IAccessGrants.sol";
import {IDatanetRegistry, VersionState} from "../interfaces/IDatanetRegistry.sol";
import {IJobMarket, Job, JobInput, JobState, Outcome} from "../interfaces/IJobMarket.sol";
import {CaseState, IJury} from "../interfaces/IJury.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {JobBook} from "./JobBook.sol";
import {JobLeases} from "./JobLeases.sol";

/// @title JobMarket
/// @notice See IJobMarket: jobs, their submission, acceptance and dispute. Leases are in JobLeases, the money in JobBook.
contract JobMarket is JobLeases {
    using ExactTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @notice The purpose a grant must name to be bound to a job.
    bytes32 public constant PURPOSE = keccak256("assay.training");
    /// @notice The jurors' answer when every re-runnable fact holds.
    bytes32 public constant ANSWER_GOOD = keccak256("assay.job.good");
    /// @notice The jurors' answer when one does not.
    bytes32 public constant ANSWER_BAD = keccak256("assay.job.bad");
    /// @notice A minute: shorter work has no time for its own transactions.
    uint32 public constant MIN_QUOTE = 1 minutes;
    /// @notice A lease can hold the escrow for twice this at most.
    uint32 public constant MAX_QUOTE = 60 days;
    /// @notice Each try gives the key to one more trainer and keeps the requester waiting once more.
    uint8 public constant MAX_LEASES = 3;
    /// @notice Seconds after which a dispute without a verdict counts as hung. Above any jury's time (two windows of at most
    /// seven days and the stake epoch of its draw), so it only matters if no verdict can ever come.
    uint64 public constant DISPUTE_LIMIT = 60 days;

    /// @notice Decides disputes.
    IJury public immutable JURY;

    constructor(IERC20 token, IProtocolParams params, IDatanetRegistry datanets, IAccessGrants grants, IJury jury)
        JobBook(token, params, datanets, grants)
    {
        JURY = jury;
    }

    /// @inheritdoc IJobMarket
    function createJob(JobInput calldata input) external nonReentrant returns (uint256 jobId) {
        Entries.requireOpen(PARAMS);
        _checkInput(input);
        jobId = ++jobCount;
        uint256 paramSetId = PARAMS.currentId();
        bool isPublic = GRANTS.isOpen(input.datanetId);
        Job storage job = _jobs[jobId];
        job.requester = msg.sender;
        job.price = input.price;
        job.namedTrainer = input.trainer;
        job.paramSetId = paramSetId.toUint32();
        job.datanetId = input.datanetId.toUint64();
        job.version = input.version;
        job.quoteSeconds = input.quoteSeconds;
        job.state = JobState.Queued;
        job.maxLeases = input.maxLeases;
        job.isPublic = isPublic;
        emit JobCreated(jobId, msg.sender, input, paramSetId, isPublic);
        TOKEN.pull(msg.sender, input.price);
    }

    /// @inheritdoc IJobMarket
    function bindGrant(uint256 jobId, Grant calldata grant, bytes calldata signature) external nonReentrant {
        Job storage job = _ownJob(jobId);
        JobState state = job.state;
        _requireState(jobId, job, state == JobState.Queued || state == JobState.Leased, JobState.Queued);
        require(!job.isPublic && !job.hasGrant, NoGrantNeeded(jobId));
        job.hasGrant = true;
        job.dataPrice = grant.price;
        emit GrantBound(jobId, grant.nonce, grant.price);
        if (state == JobState.Leased) {
            // The custodian could not act before; it has its whole window.
            uint64 deadline = uint64(block.timestamp) + _rules(job).keyWindow;
            job.state = JobState.AwaitingKey;
            job.deadline = deadline;
            emit KeyAwaited(jobId, deadline);
        }
        GRANTS.reserve(jobId, msg.sender, job.datanetId, job.version, PURPOSE, grant, signature);
        TOKEN.pull(msg.sender, grant.price);
    }

    /// @inheritdoc IJobMarket
    function cancelJob(uint256 jobId) external {
        Job storage job = _ownJob(jobId);
        _requireState(jobId, job, job.state == JobState.Queued, JobState.Queued);
        _cancel(jobId, job);
    }

    /// @inheritdoc IJobMarket
    function submit(
        uint256 jobId,
        bytes32 artifactHash,
        bytes32 runHash,
        string calldata artifactCid,
        string calldata runCid
    ) external {
        Job storage job = _ownLease(jobId);
        require(artifactHash != bytes32(0) && runHash != bytes32(0), EmptyHash());
        require(bytes(artifactCid).length != 0 && bytes(runCid).length != 0, EmptyCid());
        uint64 acceptDeadline = uint64(block.timestamp) + _rules(job).acceptWindow;
        job.state = JobState.Submitted;
        job.deadline = acceptDeadline;
        job.artifactHash = artifactHash;
        job.runHash = runHash;
        emit JobSubmitted(jobId, msg.sender, artifactHash, runHash, artifactCid, runCid, acceptDeadline);
    }

    /// @inheritdoc IJobMarket
    function accept(uint256 jobId) external {
        Job storage job = _jobIn(jobId, JobState.Submitted);
        bool silent = block.timestamp > job.deadline;
        require(silent || msg.sender == job.requester, TooEarly(job.deadline));
        address trainer = job.trainer;
        uint256 paid = _release(job, JobState.Accepted);
        emit JobAccepted(jobId, trainer, paid, silent);
        _credit(trainer, paid);
    }

    /// @inheritdoc IJobMarket
    function dispute(uint256 jobId, string calldata evidenceCid) external nonReentrant {
        Job storage job = _ownJob(jobId);
        _requireState(jobId, job, job.state == JobState.Submitted, JobState.Submitted);
        require(block.timestamp <= job.deadline, TooLate(job.deadline));
        require(bytes(evidenceCid).length != 0, EmptyCid());
        ParamSet memory rules = _rules(job);
        uint96 pay = rules.challengeBond / 2;
        uint64 deadline = uint64(block.timestamp) + DISPUTE_LIMIT;
        job.state = JobState.Disputed;
        job.deadline = deadline;
        job.disputeBond = rules.challengeBond - pay;
        job.jurorsPay = pay;
        TOKEN.pull(msg.sender, rules.challengeBond);
        uint256 caseId = _openCase(jobId, job, rules.seats, pay, evidenceCid);
        job.caseId = caseId;
        emit JobDisputed(jobId, caseId, rules.challengeBond, pay, evidenceCid, deadline);
    }

    /// @inheritdoc IJobMarket
    function settle(uint256 jobId) external {
        Job storage job = _jobIn(jobId, JobState.Disputed);
        (Outcome outcome, uint256 returned) = _outcomeOf(job);
        (uint256 price, uint256 bond) = (job.price, job.bond);
        uint256 total = _release(job, JobState.Settled) + returned;
        uint256 toTrainer;
        if (outcome == Outcome.Good) toTrainer = total;
        // Hung: each side has its own bond back, and the price is halved. If either side got all of it, that side would gain
        // by keeping jurors from a majority; so neither gains more than half by it, and a lie about the work no more either.
        if (outcome == Outcome.Hung) toTrainer = bond + price / 2;
        emit JobSettled(jobId, outcome, total - toTrainer, toTrainer);
        _credit(job.trainer, toTrainer);
        _credit(job.requester, total - toTrainer);
    }

    /// @inheritdoc IJobMarket
    function reclaimPay(uint256 jobId) external {
        Job storage job = _jobIn(jobId, JobState.Settled);
        (CaseState state,) = JURY.verdictOf(job.caseId);
        require(state == CaseState.Hung, CaseOpen(job.caseId));
        uint256 pay = job.jurorsPay;
        require(pay != 0, NothingToWithdraw(job.requester));
        job.jurorsPay = 0;
        emit PayReclaimed(jobId, pay);
        _credit(job.requester, pay);
    }

    /// @inheritdoc IJobMarket
    function subjectOf(uint256 jobId) public view returns (bytes32) {
        Job storage job = _jobs[jobId];
        return keccak256(abi.encode(block.chainid, address(this), jobId, job.artifactHash, job.runHash));
    }

    /// @dev Ends the job and returns all it held.
    function _release(Job storage job, JobState end) private returns (uint256 total) {
        total = uint256(job.price) + job.bond + job.disputeBond;
        job.state = end;
        job.deadline = 0;
        job.price = 0;
        job.bond = 0;
        job.disputeBond = 0;
    }

    /// @dev The jurors' pay leaves now, out of the requester's bond; the loser's bond makes the winner whole.
    function _openCase(uint256 jobId, Job storage job, uint8 jurors, uint256 pay, string calldata evidenceCid)
        private
        returns (uint256)
    {
        address[] memory excluded = new address[](2);
        (excluded[0], excluded[1]) = (job.requester, job.trainer);
        TOKEN.forceApprove(address(JURY), pay);
        return JURY.open(subjectOf(jobId), jurors, excluded, pay, evidenceCid);
    }

    /// @return outcome what the verdict means
    /// @return returned wei of the jurors' pay that the jury sent back, as it does when it closes a case without a majority
    function _outcomeOf(Job storage job) private returns (Outcome outcome, uint256 returned) {
        uint256 caseId = job.caseId;
        (CaseState state, bytes32 verdict) = JURY.verdictOf(caseId);
        bool isDecided = state == CaseState.Decided;
        bool isHung = state == CaseState.Hung;
        require(isDecided || isHung || block.timestamp > job.deadline, CaseOpen(caseId));
        if (isHung) returned = job.jurorsPay;
        if (isDecided || isHung) job.jurorsPay = 0;
        outcome = Outcome.Hung;
        if (isDecided && verdict == ANSWER_GOOD) outcome = Outcome.Good;
        if (isDecided && verdict == ANSWER_BAD) outcome = Outcome.Bad;
    }

    function _checkInput(JobInput calldata input) private view {
        require(input.jobHash != bytes32(0), EmptyHash());
        require(bytes(input.jobCid).length != 0, EmptyCid());
        require(input.price != 0, ZeroPrice());
        require(input.encryptionKey != bytes32(0), ZeroKey());
        uint32 quote = input.quoteSeconds;
        require(quote >= MIN_QUOTE && quote <= MAX_QUOTE, QuoteOutOfBounds(quote, MIN_QUOTE, MAX_QUOTE));
        uint8 leases = input.maxLeases;
        require(leases != 0 && leases <= MAX_LEASES, LeasesOutOfBounds(leases, 1, MAX_LEASES));
        VersionState state = DATANETS.versionState(input.datanetId, input.version);
        bool isOpen = state == VersionState.Published || state == VersionState.Sealed;
        require(isOpen, VersionNotOpen(input.datanetId, input.version));
    }

    function _ownJob(uint256 jobId) private view returns (Job storage job) {
        job = _jobs[jobId];
        require(job.state != JobState.None, UnknownJob(jobId));
        require(msg.sender == job.requester, NotRequester(msg.sender, job.requester));
    }
}

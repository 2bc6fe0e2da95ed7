// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IJobMarket, Job, JobState, LeaseEnd} from "../interfaces/IJobMarket.sol";
import {ParamSet} from "../interfaces/IProtocolParams.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {JobBook} from "./JobBook.sol";

/// @title JobLeases
/// @notice From the queue to the submission: leases, keys, heartbeats, lapses.
abstract contract JobLeases is JobBook {
    using ExactTransfer for IERC20;

    /// @dev A lease may be silent for this part of the quote ...
    uint256 private constant SILENCE_PARTS = 4;
    /// @dev ... but never less than this many seconds: a short job needs no heartbeat, and a busy chain forfeits no bond.
    uint256 private constant MIN_SILENCE = 10 minutes;

    /// @inheritdoc IJobMarket
    function lease(uint256 jobId, uint48 resumeStep, bytes32 encryptionKey) external nonReentrant {
        Job storage job = _jobIn(jobId, JobState.Queued);
        require(job.namedTrainer == address(0) || job.namedTrainer == msg.sender, NotTrainer(msg.sender, job.namedTrainer));
        require(encryptionKey != bytes32(0), ZeroKey());
        require(resumeStep <= job.lastStep, ResumeAhead(resumeStep, job.lastStep));
        ParamSet memory rules = _rules(job);
        job.trainer = msg.sender;
        job.bond = rules.leaseBond;
        job.step = resumeStep;
        job.hasBeaten = false;
        uint8 number = ++job.leases;
        if (job.isPublic) {
            _startClock(job);
        } else {
            job.state = job.hasGrant ? JobState.AwaitingKey : JobState.Leased;
            job.deadline = uint64(block.timestamp) + rules.keyWindow;
        }
        emit JobLeased(jobId, msg.sender, number, resumeStep, encryptionKey, rules.leaseBond, job.state, job.deadline);
        TOKEN.pull(msg.sender, rules.leaseBond);
    }

    /// @inheritdoc IJobMarket
    function postKey(uint256 jobId, bytes calldata wrappedKey) external {
        Job storage job = _jobIn(jobId, JobState.AwaitingKey);
        address custodian = DATANETS.custodianOf(job.datanetId);
        require(msg.sender == custodian, NotCustodian(msg.sender, custodian));
        require(block.timestamp <= job.deadline, TooLate(job.deadline));
        require(wrappedKey.length != 0, ZeroKey());
        uint96 paid = job.dataPrice;
        job.dataPrice = 0;
        job.hasKey = true;
        _startClock(job);
        emit KeyPosted(jobId, custodian, wrappedKey, paid, job.deadline, job.hardDeadline);
        // The use and its price belong to the job: a second lease finds both taken.
        _credit(DATANETS.curatorOf(job.datanetId), paid);
        GRANTS.releaseKey(jobId);
    }

    /// @inheritdoc IJobMarket
    /// @dev The chain cannot tell a bad key from a good one. Were the trainer not believed, a custodian could collect its
    /// bond with any bytes.
    function reportBadKey(uint256 jobId) external {
        Job storage job = _ownLease(jobId);
        uint256 began = job.hardDeadline - 2 * uint256(job.quoteSeconds);
        uint64 last = uint64(began) + _rules(job).keyWindow;
        require(!job.isPublic && !job.hasBeaten, KeyInUse(jobId));
        require(block.timestamp <= last, TooLate(last));
        _endLease(jobId, job, LeaseEnd.BadKey);
    }

    /// @inheritdoc IJobMarket
    function heartbeat(uint256 jobId, uint48 step, bytes32 checkpointHash, string calldata checkpointCid) external {
        Job storage job = _ownLease(jobId);
        require(step > job.step, NoProgress(step, job.step));
        // The same bytes at a later step are not later work; those of an earlier lease may well come again.
        require(!job.hasBeaten || checkpointHash != job.checkpointHash, NoProgress(step, job.step));
        require(checkpointHash != bytes32(0), EmptyHash());
        require(bytes(checkpointCid).length != 0, EmptyCid());
        job.step = step;
        if (step > job.lastStep) job.lastStep = step;
        job.checkpointHash = checkpointHash;
        job.hasBeaten = true;
        uint64 deadline = _silentUntil(job);
        job.deadline = deadline;
        emit Heartbeat(jobId, msg.sender, step, checkpointHash, checkpointCid, deadline);
    }

    /// @inheritdoc IJobMarket
    function endLease(uint256 jobId) external {
        Job storage job = _jobs[jobId];
        JobState state = job.state;
        bool isKeyless = state == JobState.Leased || state == JobState.AwaitingKey;
        _requireState(jobId, job, isKeyless || state == JobState.Running, JobState.Running);
        require(block.timestamp > job.deadline, TooEarly(job.deadline));
        _endLease(jobId, job, isKeyless ? LeaseEnd.NoKey : LeaseEnd.TimeOut);
    }

    /// @dev The caller's running lease, whose deadline has not passed: a late trainer cannot race the account that ends the
    /// lease.
    function _ownLease(uint256 jobId) internal view returns (Job storage job) {
        job = _jobIn(jobId, JobState.Running);
        require(msg.sender == job.trainer, NotTrainer(msg.sender, job.trainer));
        require(block.timestamp <= job.deadline, TooLate(job.deadline));
    }

    function _startClock(Job storage job) private {
        job.state = JobState.Running;
        job.hardDeadline = uint64(block.timestamp) + 2 * uint64(job.quoteSeconds);
        job.deadline = _silentUntil(job);
    }

    function _silentUntil(Job storage job) private view returns (uint64) {
        uint256 silence = Math.max(job.quoteSeconds / SILENCE_PARTS, MIN_SILENCE);
        return uint64(Math.min(block.timestamp + silence, job.hardDeadline));
    }

    function _endLease(uint256 jobId, Job storage job, LeaseEnd reason) private {
        uint96 bond = job.bond;
        (address trainer, address requester) = (job.trainer, job.requester);
        job.bond = 0;
        job.deadline = 0;
        job.trainer = address(0);
        bool isLast = job.leases == job.maxLeases;
        job.state = isLast ? JobState.Cancelled : JobState.Queued;
        bool isForfeit = reason == LeaseEnd.TimeOut;
        emit LeaseEnded(jobId, trainer, reason, isForfeit ? bond : 0, job.state, job.step, job.checkpointHash);
        _credit(isForfeit ? requester : trainer, bond);
        if (isLast) _cancel(jobId, job);
    }
}

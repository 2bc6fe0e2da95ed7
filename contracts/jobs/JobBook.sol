// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAccessGrants} from "../interfaces/IAccessGrants.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {IJobMarket, Job, JobState} from "../interfaces/IJobMarket.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";

/// @title JobBook
/// @notice The jobs, what each of them holds, and the pull payment of what it let go.
/// @dev Invariant: the token balance is the sum over jobs of price, dataPrice, bond and disputeBond, plus all credits. A
/// figure is set to zero in the step that credits it.
abstract contract JobBook is IJobMarket, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice What is paid with.
    IERC20 public immutable TOKEN;
    /// @notice Bonds and windows.
    IProtocolParams public immutable PARAMS;
    /// @notice Who is curator and custodian of what.
    IDatanetRegistry public immutable DATANETS;
    /// @notice Permission to train.
    IAccessGrants public immutable GRANTS;

    /// @inheritdoc IJobMarket
    uint256 public jobCount;
    /// @inheritdoc IJobMarket
    mapping(address account => uint256) public creditOf;
    mapping(uint256 jobId => Job) internal _jobs;

    constructor(IERC20 token, IProtocolParams params, IDatanetRegistry datanets, IAccessGrants grants) {
        TOKEN = token;
        PARAMS = params;
        DATANETS = datanets;
        GRANTS = grants;
    }

    /// @inheritdoc IJobMarket
    function withdrawCredit() external nonReentrant {
        uint256 amount = creditOf[msg.sender];
        require(amount != 0, NothingToWithdraw(msg.sender));
        creditOf[msg.sender] = 0;
        emit CreditWithdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IJobMarket
    function jobOf(uint256 jobId) external view returns (Job memory) {
        require(_jobs[jobId].state != JobState.None, UnknownJob(jobId));
        return _jobs[jobId];
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit CreditAdded(account, amount);
    }

    /// @dev Ends a job that nobody works on: the requester has the escrow back, and the grant its use unless a key was given.
    function _cancel(uint256 jobId, Job storage job) internal {
        uint256 refund = uint256(job.price) + job.dataPrice;
        job.state = JobState.Cancelled;
        job.deadline = 0;
        job.price = 0;
        job.dataPrice = 0;
        emit JobCancelled(jobId, refund);
        _credit(job.requester, refund);
        if (job.hasGrant && !job.hasKey) GRANTS.giveBack(jobId);
    }

    /// @dev The job, which must exist and be in this state.
    function _jobIn(uint256 jobId, JobState expected) internal view returns (Job storage job) {
        job = _jobs[jobId];
        _requireState(jobId, job, job.state == expected, expected);
    }

    function _requireState(uint256 jobId, Job storage job, bool isRight, JobState expected) internal view {
        JobState actual = job.state;
        require(actual != JobState.None, UnknownJob(jobId));
        require(isRight, WrongJobState(actual, expected));
    }

    /// @dev The set the job was created under: later ones do not bind it.
    function _rules(Job storage job) internal view returns (ParamSet memory) {
        return PARAMS.get(job.paramSetId);
    }
}

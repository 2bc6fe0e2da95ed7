// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Grant} from "./IAccessGrants.sol";

/// @notice `Queued -> Leased -> AwaitingKey -> Running -> Submitted -> Accepted | Disputed -> Settled`; a lease that lapses
/// goes back to `Queued`, or to `Cancelled` after the last; `Queued -> Cancelled` by the requester.
/// @dev `Leased` waits for the requester's grant, `AwaitingKey` for the custodian's key. A job on public rows is `Running`
/// from its lease on; one whose grant is bound before its lease begins at `AwaitingKey`.
enum JobState { None, Queued, Leased, AwaitingKey, Running, Submitted, Accepted, Disputed, Settled, Cancelled }

/// @notice Why a lease ended without a submission.
enum LeaseEnd { NoKey, BadKey, TimeOut }

/// @notice How a dispute ended. `Hung`: no jury, no majority, or no answer the market knows.
enum Outcome { Good, Bad, Hung }

/// @notice What a requester asks for.
/// @param jobHash keccak256 of the bytes of job.json (data, base model, settings, quote)
/// @param jobCid CIDv1 of job.json
/// @param datanetId whose rows are trained on
/// @param version which version of them
/// @param price wei for the trainer whose work is accepted
/// @param quoteSeconds how long the work should take; the hard deadline is twice that
/// @param maxLeases 1..3 tries
/// @param trainer the only account that may lease; zero for anybody
/// @param encryptionKey the requester's X25519 key, to which the adapter is encrypted
struct JobInput {
    bytes32 jobHash;
    string jobCid;
    uint256 datanetId;
    uint32 version;
    uint96 price;
    uint32 quoteSeconds;
    uint8 maxLeases;
    address trainer;
    bytes32 encryptionKey;
}

/// @notice A job as pages and other contracts read it.
/// @param price wei escrowed for the trainer
/// @param dataPrice wei escrowed for the curator; 0 once paid
/// @param bond wei the current trainer has put down
/// @param disputeBond wei left of the requester's bond after the jurors' pay
/// @param jurorsPay wei of that bond the jury has taken, until it is known whether it comes back
/// @param deadline last unix second of the current state's window; 0 where it has none
/// @param hardDeadline last unix second at which the running lease can submit
/// @param step newest step of the running lease, or of the last one
/// @param lastStep furthest step any lease reported; where the next may resume
/// @param isPublic the rows need no key and no grant
/// @param hasGrant a use of a grant is reserved or taken
/// @param hasKey a key was released for the job, in this lease or an earlier one
/// @param hasBeaten the running lease reported progress
/// @param checkpointHash newest checkpoint anybody reported
struct Job {
    address requester;
    uint96 price;
    address trainer;
    uint96 dataPrice;
    address namedTrainer;
    uint96 bond;
    uint96 disputeBond;
    uint96 jurorsPay;
    uint64 deadline;
    uint64 hardDeadline;
    uint32 paramSetId;
    uint64 datanetId;
    uint32 version;
    uint32 quoteSeconds;
    JobState state;
    uint8 leases;
    uint8 maxLeases;
    bool isPublic;
    uint48 step;
    uint48 lastStep;
    bool hasGrant;
    bool hasKey;
    bool hasBeaten;
    bytes32 checkpointHash;
    bytes32 artifactHash;
    bytes32 runHash;
    uint256 caseId;
}

/// @title IJobMarket
/// @notice Training for money held in escrow. Whatever anybody fails to do, every deadline ends in a state from which the
/// money can be withdrawn, by calls that anybody may make.
/// @dev Who can hurt whom. A trainer that vanishes loses its bond to the requester. A requester that vanishes has accepted.
/// A custodian that gives no key, or a bad one, costs the trainer nothing but time. A disputing requester or trainer that is
/// wrong loses its bond: it pays the jurors, and the winner gets the rest. There is no owner, and no pause after createJob.
/// Warning: a leased trainer holds the key. It can report a good key as bad and keep the rows at no cost; name the trainer
/// of a job on rows that matter. Warning: the curator's price is paid with the key, good or bad, because a key given cannot
/// be taken back; a LeaseEnded with BadKey stays on its record. Warning: nobody answers for a
/// checkpoint of a lapsed lease; the trainer that resumes from it does.
interface IJobMarket {
    event JobCreated(uint256 indexed jobId, address indexed requester, JobInput input, uint256 paramSetId, bool isPublic);
    /// @notice The requester bound a grant; its price is escrowed for the curator.
    event GrantBound(uint256 indexed jobId, uint64 indexed nonce, uint96 dataPrice);
    event JobLeased(uint256 indexed jobId, address indexed trainer, uint8 lease, uint48 resumeStep, bytes32 encryptionKey, uint96 bond, JobState state, uint64 deadline);
    /// @notice A grant bound after the lease: the custodian's time begins.
    event KeyAwaited(uint256 indexed jobId, uint64 deadline);
    /// @notice The bundle key, wrapped to the trainer's X25519 key by HPKE. The trainer's clock begins.
    event KeyPosted(uint256 indexed jobId, address indexed custodian, bytes wrappedKey, uint96 dataPaid, uint64 deadline, uint64 hardDeadline);
    event Heartbeat(uint256 indexed jobId, address indexed trainer, uint48 step, bytes32 checkpointHash, string checkpointCid, uint64 deadline);
    /// @notice `forfeited` wei of the bond went to the requester, the rest back to the trainer. The job is queued again from
    /// the last checkpoint, or cancelled after the last lease.
    event LeaseEnded(uint256 indexed jobId, address indexed trainer, LeaseEnd reason, uint96 forfeited, JobState state, uint48 step, bytes32 checkpointHash);
    event JobCancelled(uint256 indexed jobId, uint256 refund);
    event JobSubmitted(uint256 indexed jobId, address indexed trainer, bytes32 artifactHash, bytes32 runHash, string artifactCid, string runCid, uint64 acceptDeadline);
    /// @notice `paid` wei for the trainer, its bond included. `silent` when the requester let the window pass.
    event JobAccepted(uint256 indexed jobId, address indexed trainer, uint256 paid, bool silent);
    event JobDisputed(uint256 indexed jobId, uint256 indexed caseId, uint96 bond, uint96 jurorsPay, string evidenceCid, uint64 deadline);
    event JobSettled(uint256 indexed jobId, Outcome outcome, uint256 toRequester, uint256 toTrainer);
    /// @notice The jurors' pay of a case that hung only after its job was settled came back to the requester.
    event PayReclaimed(uint256 indexed jobId, uint256 amount);
    event CreditAdded(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);

    error UnknownJob(uint256 jobId);
    error WrongJobState(JobState actual, JobState expected);
    error EmptyHash();
    error EmptyCid();
    error ZeroPrice();
    error ZeroKey();
    error QuoteOutOfBounds(uint32 quoteSeconds, uint32 min, uint32 max);
    error LeasesOutOfBounds(uint8 maxLeases, uint8 min, uint8 max);
    /// @notice The version does not exist or was withdrawn.
    error VersionNotOpen(uint256 datanetId, uint32 version);
    error NotRequester(address caller, address requester);
    error NotTrainer(address caller, address trainer);
    error NotCustodian(address caller, address custodian);
    /// @notice The rows are public, or the job has its grant.
    error NoGrantNeeded(uint256 jobId);
    /// @notice A lease can resume at or before the furthest checkpoint.
    error ResumeAhead(uint48 resumeStep, uint48 lastStep);
    error NoProgress(uint48 step, uint48 last);
    error TooLate(uint64 deadline);
    error TooEarly(uint64 deadline);
    /// @notice A key can be refused within its window, before the first heartbeat, where one was posted.
    error KeyInUse(uint256 jobId);
    error CaseOpen(uint256 caseId);
    error NothingToWithdraw(address account);

    /// @notice Escrows the price and queues a job. Reverts with EntriesArePaused during a pause.
    function createJob(JobInput calldata input) external returns (uint256 jobId);
    /// @notice Reserves one use of a grant for the job and escrows its price. Only the requester, before a key can be posted.
    function bindGrant(uint256 jobId, Grant calldata grant, bytes calldata signature) external;
    /// @notice Takes a queued job back: price and data price become credit. Only the requester.
    function cancelJob(uint256 jobId) external;
    /// @notice Takes a queued job on, with a bond (params.leaseBond).
    /// @param resumeStep the checkpoint to start from: at most the furthest step reported; all of them are in the events
    /// @param encryptionKey the trainer's X25519 key for this lease
    function lease(uint256 jobId, uint48 resumeStep, bytes32 encryptionKey) external;
    /// @notice Gives the leased trainer the key. Only the datanet's custodian, within params.keyWindow. The trainer's time
    /// runs from here.
    function postKey(uint256 jobId, bytes calldata wrappedKey) external;
    /// @notice Says that the posted key does not open the rows: the lease ends and the bond is free. Only the trainer, within
    /// params.keyWindow of the key and before its first heartbeat.
    function reportBadKey(uint256 jobId) external;
    /// @notice Reports progress: a step beyond the last and its checkpoint. Keeps the lease for another silence window.
    function heartbeat(uint256 jobId, uint48 step, bytes32 checkpointHash, string calldata checkpointCid) external;
    /// @notice Ends a lease whose deadline passed: without a key the trainer has its bond back, else the requester gets it.
    function endLease(uint256 jobId) external;
    /// @notice Hands in the work: the hash of the adapter encrypted to the requester, and the hash of run.json.
    function submit(uint256 jobId, bytes32 artifactHash, bytes32 runHash, string calldata artifactCid, string calldata runCid) external;
    /// @notice Pays the trainer: by the requester at once, by anyone after params.acceptWindow of silence.
    function accept(uint256 jobId) external;
    /// @notice Asks a jury whether the re-runnable facts hold (the artifact loads, hashes and data root match, the claimed
    /// held-out loss reproduces within 1e-3). Only the requester, within the window, with params.challengeBond, half of
    /// which is the jurors' pay.
    function dispute(uint256 jobId, string calldata evidenceCid) external;
    /// @notice Acts on the verdict. Where none came within 60 days, the case counts as hung. Anyone may call.
    function settle(uint256 jobId) external;
    /// @notice Credits the requester with the jurors' pay where a case hung only after settle had stopped waiting for it.
    function reclaimPay(uint256 jobId) external;
    /// @notice Pays the caller everything it is owed.
    function withdrawCredit() external;

    /// @notice Number of jobs; ids start at 1.
    function jobCount() external view returns (uint256);
    /// @notice The job. Reverts with UnknownJob.
    function jobOf(uint256 jobId) external view returns (Job memory);
    /// @notice wei owed to the account.
    function creditOf(address account) external view returns (uint256);
    /// @notice What jurors vote on: keccak256(abi.encode(chainid, market, jobId, artifactHash, runHash)).
    function subjectOf(uint256 jobId) external view returns (bytes32);
}

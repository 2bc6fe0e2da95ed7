// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {DeployerLink} from "../governance/DeployerLink.sol";
import {Grant, IAccessGrants} from "../interfaces/IAccessGrants.sol";
import {IDatanetRegistry} from "../interfaces/IDatanetRegistry.sol";
import {PayerSignature} from "../payment/PayerSignature.sol";

/// @title AccessGrants
/// @notice See IAccessGrants. Holds no tokens: the job market escrows and pays the price.
contract AccessGrants is IAccessGrants, EIP712, DeployerLink {
    using SafeCast for uint256;

    /// @param id digest of the first grant used under the nonce; zero before
    struct Use { bytes32 id; uint32 used; uint64 expiry; uint32 keyEpoch; bool revoked; }

    /// @dev one slot; `bound` since a datanet's id alone cannot tell a job without a grant
    struct JobUse { uint128 datanetId; uint64 nonce; bool bound; bool consumed; }

    bytes32 private constant GRANT_TYPEHASH = keccak256(
        "Grant(uint256 datanetId,uint32 firstVersion,uint32 lastVersion,address grantee,bytes32 purpose,uint64 expiry,uint32 jobs,uint96 price,uint32 keyEpoch,uint64 nonce)"
    );

    /// @notice Says who a datanet's curator is.
    IDatanetRegistry public immutable DATANETS;

    /// @notice The only caller that can reserve, take and give back uses; zero until connected.
    address public jobMarket;
    /// @inheritdoc IAccessGrants
    mapping(uint256 datanetId => bool) public isOpen;
    /// @inheritdoc IAccessGrants
    mapping(uint256 datanetId => uint32) public keyEpochOf;
    mapping(uint256 datanetId => mapping(uint64 nonce => Use)) private _uses;
    mapping(uint256 jobId => JobUse) private _jobs;

    modifier onlyJobMarket() {
        require(msg.sender == jobMarket, NotJobMarket(msg.sender));
        _;
    }

    modifier onlyCurator(uint256 datanetId) {
        address curator = DATANETS.curatorOf(datanetId);
        require(msg.sender == curator, NotCurator(msg.sender, curator));
        _;
    }

    constructor(IDatanetRegistry datanets) EIP712("Assay Grants", "1") {
        DATANETS = datanets;
    }

    /// @notice Names the job market. Only the deployer may call, once; nothing undoes it.
    function connectJobMarket(address jobMarket_) external {
        _checkLink(jobMarket, jobMarket_);
        jobMarket = jobMarket_;
        emit JobMarketConnected(jobMarket_);
    }

    /// @inheritdoc IAccessGrants
    function setOpen(uint256 datanetId, bool open) external onlyCurator(datanetId) {
        isOpen[datanetId] = open;
        emit DatanetOpened(datanetId, open);
    }

    /// @inheritdoc IAccessGrants
    function revoke(uint256 datanetId, uint64 nonce) external onlyCurator(datanetId) {
        Use storage use = _uses[datanetId][nonce];
        require(!use.revoked, Revoked(datanetId, nonce));
        use.revoked = true;
        emit GrantRevoked(datanetId, nonce);
    }

    /// @inheritdoc IAccessGrants
    function beginKeyEpoch(uint256 datanetId) external onlyCurator(datanetId) returns (uint32 keyEpoch) {
        keyEpoch = ++keyEpochOf[datanetId];
        emit KeyEpochBegun(datanetId, keyEpoch);
    }

    /// @inheritdoc IAccessGrants
    function reserve(
        uint256 jobId,
        address requester,
        uint256 datanetId,
        uint32 version,
        bytes32 purpose,
        Grant calldata grant,
        bytes calldata signature
    ) external onlyJobMarket {
        require(!_jobs[jobId].bound, WrongUse(jobId));
        require(grant.datanetId == datanetId, WrongDatanet(grant.datanetId, datanetId));
        require(grant.grantee == requester, NotGrantee(requester, grant.grantee));
        bool covered = version >= grant.firstVersion && version <= grant.lastVersion;
        require(covered, WrongVersion(version, grant.firstVersion, grant.lastVersion));
        require(grant.purpose == purpose, WrongPurpose(grant.purpose, purpose));
        bytes32 grantId = hashGrant(grant);
        Use storage use = _uses[datanetId][grant.nonce];
        _claimNonce(use, grant, grantId);
        _requireLive(use, datanetId, grant.nonce);
        uint32 used = use.used;
        require(used < grant.jobs, UsedUp(grant.jobs));
        address curator = DATANETS.curatorOf(datanetId);
        require(PayerSignature.isValid(curator, grantId, signature), BadSignature(curator));
        use.used = used + 1;
        _jobs[jobId] = JobUse(datanetId.toUint128(), grant.nonce, true, false);
        emit GrantReserved(datanetId, grant.nonce, jobId, grantId, grant, used + 1);
    }

    /// @inheritdoc IAccessGrants
    function releaseKey(uint256 jobId) external onlyJobMarket {
        JobUse storage job = _jobOf(jobId);
        (uint256 datanetId, uint64 nonce) = (job.datanetId, job.nonce);
        _requireLive(_uses[datanetId][nonce], datanetId, nonce);
        if (job.consumed) return;
        job.consumed = true;
        emit GrantConsumed(datanetId, nonce, jobId);
    }

    /// @inheritdoc IAccessGrants
    function giveBack(uint256 jobId) external onlyJobMarket {
        JobUse storage job = _jobOf(jobId);
        require(!job.consumed, WrongUse(jobId));
        (uint256 datanetId, uint64 nonce) = (job.datanetId, job.nonce);
        delete _jobs[jobId];
        uint32 used = --_uses[datanetId][nonce].used;
        emit GrantReturned(datanetId, nonce, jobId, used);
    }

    /// @inheritdoc IAccessGrants
    function grantOf(uint256 datanetId, uint64 nonce) external view returns (bytes32 grantId, uint32 used, bool revoked) {
        Use storage use = _uses[datanetId][nonce];
        return (use.id, use.used, use.revoked);
    }

    /// @inheritdoc IAccessGrants
    function isLive(uint256 jobId) external view returns (bool) {
        JobUse storage job = _jobs[jobId];
        Use storage use = _uses[job.datanetId][job.nonce];
        return job.bound && !use.revoked && block.timestamp <= use.expiry && use.keyEpoch == keyEpochOf[job.datanetId];
    }

    /// @inheritdoc IAccessGrants
    function hashGrant(Grant calldata grant) public view returns (bytes32) {
        // A struct of static fields encodes as its fields in order, as EIP-712 wants them.
        return _hashTypedDataV4(keccak256(abi.encode(GRANT_TYPEHASH, grant)));
    }

    /// @dev The first use settles which grant the nonce stands for and stores what later key releases are checked against.
    function _claimNonce(Use storage use, Grant calldata grant, bytes32 grantId) private {
        if (use.id != bytes32(0)) {
            require(use.id == grantId, NonceTaken(grant.nonce, use.id));
            return;
        }
        use.id = grantId;
        use.expiry = grant.expiry;
        use.keyEpoch = grant.keyEpoch;
    }

    function _requireLive(Use storage use, uint256 datanetId, uint64 nonce) private view {
        require(!use.revoked, Revoked(datanetId, nonce));
        require(block.timestamp <= use.expiry, Expired(use.expiry));
        uint32 current = keyEpochOf[datanetId];
        require(use.keyEpoch == current, WrongKeyEpoch(use.keyEpoch, current));
    }

    function _jobOf(uint256 jobId) private view returns (JobUse storage job) {
        job = _jobs[jobId];
        require(job.bound, WrongUse(jobId));
    }
}

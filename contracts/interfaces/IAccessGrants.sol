// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A curator's signed permission to use the rows of a datanet. EIP-712 type
/// `Grant(uint256 datanetId,uint32 firstVersion,uint32 lastVersion,address grantee,bytes32 purpose,uint64 expiry,uint32 jobs,uint96 price,uint32 keyEpoch,uint64 nonce)`,
/// domain ("Assay Grants", "1", chainId, contract).
/// @param firstVersion first version it is good for
/// @param lastVersion last version it is good for
/// @param grantee the account that may create jobs under it
/// @param purpose what the rows may be used for, a keccak256 of a word of the protocol
/// @param expiry last unix second at which a key may be released under it
/// @param jobs number of jobs it is good for
/// @param price wei of the protocol's token the curator earns per job, when the key is first released
/// @param keyEpoch the datanet's key epoch it belongs to; the curator ends all grants of a key epoch by beginning the next
/// @param nonce names the grant within its datanet: of two grants with one nonce only the first used is good
struct Grant {
    uint256 datanetId;
    uint32 firstVersion;
    uint32 lastVersion;
    address grantee;
    bytes32 purpose;
    uint64 expiry;
    uint32 jobs;
    uint96 price;
    uint32 keyEpoch;
    uint64 nonce;
}

/// @title IAccessGrants
/// @notice Who may train on which rows, how often and for how much. A use is reserved when it is bound to a job, taken when
/// the key is first released for that job, and given back where it never was: per job, not per lease.
/// @dev Warning: expiry, job count and revocation bind future key releases. Nothing takes plaintext back from a trainer who
/// kept it.
interface IAccessGrants {
    event JobMarketConnected(address indexed jobMarket);
    /// @notice The rows of this datanet's versions need no key and no grant (or, `open` false, need them again).
    event DatanetOpened(uint256 indexed datanetId, bool open);
    /// @notice Grants of earlier key epochs are void.
    event KeyEpochBegun(uint256 indexed datanetId, uint32 keyEpoch);
    event GrantRevoked(uint256 indexed datanetId, uint64 indexed nonce);
    /// @notice One use is reserved for a job; `used` counts it.
    event GrantReserved(uint256 indexed datanetId, uint64 indexed nonce, uint256 indexed jobId, bytes32 grantId, Grant grant, uint32 used);
    /// @notice The use is taken: the key was released for the job.
    event GrantConsumed(uint256 indexed datanetId, uint64 indexed nonce, uint256 indexed jobId);
    /// @notice The job ended before any key was released; its use is free again.
    event GrantReturned(uint256 indexed datanetId, uint64 indexed nonce, uint256 indexed jobId, uint32 used);

    error NotJobMarket(address caller);
    error NotCurator(address caller, address curator);
    error NotGrantee(address caller, address grantee);
    error WrongDatanet(uint256 datanetId, uint256 expected);
    error WrongVersion(uint32 version, uint32 firstVersion, uint32 lastVersion);
    error WrongPurpose(bytes32 purpose, bytes32 expected);
    error WrongKeyEpoch(uint32 keyEpoch, uint32 current);
    error Expired(uint64 expiry);
    error Revoked(uint256 datanetId, uint64 nonce);
    error UsedUp(uint32 jobs);
    /// @notice Another grant with this nonce was used before.
    error NonceTaken(uint64 nonce, bytes32 grantId);
    error BadSignature(address curator);
    /// @notice The job has no grant, or already has one.
    error WrongUse(uint256 jobId);

    /// @notice Declares that the training rows of a datanet are public. Only its curator may call. Jobs already created keep
    /// what held.
    function setOpen(uint256 datanetId, bool open) external;
    /// @notice Revokes the grant with this nonce, used or not. Only the datanet's curator may call; nothing undoes it.
    function revoke(uint256 datanetId, uint64 nonce) external;
    /// @notice Begins the datanet's next key epoch, which voids every grant of earlier ones. Only its curator may call.
    function beginKeyEpoch(uint256 datanetId) external returns (uint32 keyEpoch);

    /// @notice Checks a grant and its curator's signature (ERC-1271 accepted) and reserves one use for the job. Only the job
    /// market.
    function reserve(uint256 jobId, address requester, uint256 datanetId, uint32 version, bytes32 purpose, Grant calldata grant, bytes calldata signature) external;
    /// @notice A key is about to be released for the job: checks that its grant still holds, and takes the use the first time.
    /// Only the job market.
    function releaseKey(uint256 jobId) external;
    /// @notice Frees the use of a job that ended before any key was released. Only the job market.
    function giveBack(uint256 jobId) external;

    /// @notice Whether the datanet's rows are public.
    function isOpen(uint256 datanetId) external view returns (bool);
    /// @notice The running key epoch; the first is 0.
    function keyEpochOf(uint256 datanetId) external view returns (uint32);
    /// @notice What became of a nonce: the grant it stands for (zero while unused), uses reserved or taken, and revocation.
    function grantOf(uint256 datanetId, uint64 nonce) external view returns (bytes32 grantId, uint32 used, bool revoked);
    /// @notice Whether a key may still be released for the job.
    function isLive(uint256 jobId) external view returns (bool);
    /// @notice EIP-712 digest of a grant: what the curator signs, and its id.
    function hashGrant(Grant calldata grant) external view returns (bytes32);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice State of one version. `Published` has rows but no exam yet; `Sealed` has its hold-out committed.
enum VersionState { None, Published, Sealed, Withdrawn }

/// @notice What a curator commits when publishing rows (protocol.md, "Datanets and versions").
/// @param rowsRoot Merkle root; leaf i = keccak256(abi.encode(uint32 rowIndex, bytes32 contentHash, address contributor,
/// uint32 weight)) hashed once more (OpenZeppelin StandardMerkleTree convention); contentHash = keccak256(salt32 ||
/// canonicalRow)
/// @param contributorsRoot root of the sum tree of (contributor, rows, weight) sorted by address
/// @param rowCount number of rows
/// @param contributorCount number of contributors
/// @param totalWeight sum of row weights
/// @param manifestHash keccak256 of the bytes of version.json
/// @param manifestCid CIDv1 of version.json
struct VersionInput {
    bytes32 rowsRoot;
    bytes32 contributorsRoot;
    uint32 rowCount;
    uint32 contributorCount;
    uint64 totalWeight;
    bytes32 manifestHash;
    string manifestCid;
}

/// @notice What the custodian commits once the hold-out seed is known.
/// @param holdoutRoot Merkle root over batches; leaf = double keccak of abi.encode(uint32 batchId, bytes32 ciphertextHash,
/// bytes32 keyHash, bytes32 itemsRoot, bytes32 contributorsRoot), keyHash = keccak256(key32)
/// @param batchCount number of exam batches
/// @param examManifestHash keccak256 of exam.json (public part: hashes, ciphertext CIDs, split assignment)
/// @param examManifestCid CIDv1 of exam.json
struct HoldoutInput {
    bytes32 holdoutRoot;
    uint16 batchCount;
    bytes32 examManifestHash;
    string examManifestCid;
}

/// @title IDatanetRegistry
/// @notice Datanets, their append-only versions and their exam batches.
interface IDatanetRegistry {
    event DatanetCreated(uint256 indexed datanetId, address indexed curator, address indexed custodian, bytes32 metadataHash, string metadataCid);
    /// @notice Published in the stake epoch `epoch` (IRandomness); the seed of the next one picks the hold-out.
    event VersionPublished(uint256 indexed datanetId, uint32 indexed version, VersionInput input, uint32 epoch);
    /// @notice The hold-out seed can no longer move, however long building the exam takes.
    event HoldoutSeedFixed(uint256 indexed datanetId, uint32 indexed version, bytes32 seed);
    event HoldoutSealed(uint256 indexed datanetId, uint32 indexed version, bytes32 seed, HoldoutInput input);
    event VersionWithdrawn(uint256 indexed datanetId, uint32 indexed version);
    event BatchConsumed(uint256 indexed datanetId, uint32 indexed version, uint32 batchId, uint256 indexed roundId);
    /// @notice The key of a consumed batch became public: its items are readable by anyone from now on.
    event BatchRetired(uint256 indexed datanetId, uint32 indexed version, uint32 batchId, bytes32 key, bytes32 itemsRoot, bytes32 contributorsRoot, string itemsCid);

    error UnknownDatanet(uint256 datanetId);
    error UnknownVersion(uint256 datanetId, uint32 version);
    error NotCurator(address caller, address curator);
    error NotCustodian(address caller, address custodian);
    error NotAdmission(address caller);
    error EmptyRoot();
    error EmptyCid();
    error ZeroAddress();
    error ZeroCount();
    error WrongState(VersionState actual, VersionState expected);
    /// @notice The seed of the stake epoch `seedEpoch` is not known yet, or nobody asked for it in time.
    error SeedNotReady(uint32 seedEpoch, uint32 currentEpoch);
    error NoBatchLeft(uint256 datanetId, uint32 version);
    error RoundWithoutBatch(uint256 roundId);
    error BatchAlreadyRetired(uint32 batchId);
    error BadBatchProof();
    /// @notice The batch's round is still running; its items must stay secret until it is final or void.
    error RoundNotEnded(uint256 roundId);

    /// @notice Creates a datanet. The caller is its curator; `custodian` holds the keys and seals exams.
    function create(bytes32 metadataHash, string calldata metadataCid, address custodian) external returns (uint256 datanetId);
    /// @notice Appends a version. Only the curator may call. The seed of the next stake epoch picks the hold-out.
    function publishVersion(uint256 datanetId, VersionInput calldata input) external returns (uint32 version);
    /// @notice The hold-out seed of a version: keccak256(abi.encode(seedOf(publication epoch + 1), datanetId, version)), an
    /// epoch that was still to come when the rows were fixed. Reverts with SeedNotReady. A source that gives seeds only on
    /// request must be asked within that epoch; else the version can never be sealed and the curator publishes the next.
    function holdoutSeed(uint256 datanetId, uint32 version) external view returns (bytes32);
    /// @notice Stores the hold-out seed, so that it stays when the source forgets it. Anyone may call. A second call changes
    /// nothing.
    function fixHoldoutSeed(uint256 datanetId, uint32 version) external returns (bytes32 seed);
    /// @notice Commits the exam batches that the seed picked, and fixes the seed where nobody has. Only the custodian may
    /// call, once.
    function sealHoldout(uint256 datanetId, uint32 version, HoldoutInput calldata input) external;
    /// @notice Stops new jobs on a version and never rewrites it. Only the curator may call.
    function withdrawVersion(uint256 datanetId, uint32 version) external;
    /// @notice Takes one unused batch, chosen by `seed`. Only the Admission contract may call.
    function consumeBatch(uint256 datanetId, uint32 version, bytes32 seed, uint256 roundId) external returns (uint32 batchId);
    /// @notice Publishes the key of the batch that a round consumed, once the round has ended. Anyone holding the key may
    /// call.
    function retireBatch(uint256 roundId, bytes32 key, bytes32 ciphertextHash, bytes32 itemsRoot, bytes32 contributorsRoot, bytes32[] calldata proof, string calldata itemsCid) external;

    /// @notice Who publishes the datanet's versions. Reverts with UnknownDatanet.
    function curatorOf(uint256 datanetId) external view returns (address);
    /// @notice Who holds the keys of the datanet's exams. Reverts with UnknownDatanet.
    function custodianOf(uint256 datanetId) external view returns (address);
    /// @notice The version's state; None for a version that does not exist.
    function versionState(uint256 datanetId, uint32 version) external view returns (VersionState);
    /// @notice Exam batches of the version that no round has consumed yet.
    function batchesLeft(uint256 datanetId, uint32 version) external view returns (uint16);
    /// @notice Root over a version's exam batches; zero until sealed.
    function holdoutRootOf(uint256 datanetId, uint32 version) external view returns (bytes32);
    /// @notice Roots committed for a version; holdoutRoot is zero until sealed.
    function rootsOf(uint256 datanetId, uint32 version) external view returns (bytes32 rowsRoot, bytes32 contributorsRoot, bytes32 holdoutRoot);
}

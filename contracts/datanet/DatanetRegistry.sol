// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {Phase} from "../interfaces/IAdmission.sol";
import {HoldoutInput, IDatanetRegistry, VersionInput, VersionState} from "../interfaces/IDatanetRegistry.sol";
import {CaseFile, IRoundCourt} from "../interfaces/IRoundCourt.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {Packed} from "../libraries/Packed.sol";

/// @title DatanetRegistry
/// @notice Datanets, append-only versions and exam batches. Rows never touch the chain, only their roots.
contract DatanetRegistry is IDatanetRegistry, AdmissionLink {
    using Packed for mapping(uint256 => uint256);

    struct Datanet { address curator; address custodian; uint32 versions; }

    /// @dev `left` batches are unused. The maps hold several numbers a word: order[i] is 1 + the batch at place i when it
    /// differs from i (16 bits), retired[i] whether the key of batch i is public (1 bit). Admission knows which round
    /// consumed which batch.
    struct Version {
        bytes32 rowsRoot;
        bytes32 contributorsRoot;
        bytes32 holdoutRoot;
        bytes32 seed;
        uint32 epoch;
        VersionState state;
        uint16 batchCount;
        uint16 left;
        mapping(uint256 word => uint256) order;
        mapping(uint256 word => uint256) retired;
    }

    /// @dev bits of one number in Version's maps
    uint256 private constant ORDER_BITS = 16;
    uint256 private constant RETIRED_BITS = 1;

    IRandomness public immutable randomness;

    /// @notice Number of datanets; ids start at 1.
    uint256 public datanetCount;
    mapping(uint256 datanetId => Datanet) private _datanets;
    mapping(uint256 datanetId => mapping(uint32 version => Version)) private _versions;

    constructor(IRandomness randomness_) {
        randomness = randomness_;
    }

    /// @inheritdoc IDatanetRegistry
    function create(bytes32 metadataHash, string calldata metadataCid, address custodian) external returns (uint256 datanetId) {
        require(metadataHash != bytes32(0), EmptyRoot());
        require(bytes(metadataCid).length != 0, EmptyCid());
        require(custodian != address(0), ZeroAddress());
        datanetId = ++datanetCount;
        _datanets[datanetId] = Datanet({curator: msg.sender, custodian: custodian, versions: 0});
        emit DatanetCreated(datanetId, msg.sender, custodian, metadataHash, metadataCid);
    }

    /// @inheritdoc IDatanetRegistry
    function publishVersion(uint256 datanetId, VersionInput calldata input) external returns (uint32 version) {
        Datanet storage datanet = _datanet(datanetId);
        require(msg.sender == datanet.curator, NotCurator(msg.sender, datanet.curator));
        _checkVersion(input);
        version = ++datanet.versions;
        Version storage stored = _versions[datanetId][version];
        stored.rowsRoot = input.rowsRoot;
        stored.contributorsRoot = input.contributorsRoot;
        stored.state = VersionState.Published;
        uint32 epoch = randomness.currentEpoch();
        stored.epoch = epoch;
        emit VersionPublished(datanetId, version, input, epoch);
    }

    /// @inheritdoc IDatanetRegistry
    function fixHoldoutSeed(uint256 datanetId, uint32 version) external returns (bytes32 seed) {
        return _fixSeed(_version(datanetId, version), datanetId, version);
    }

    /// @inheritdoc IDatanetRegistry
    function sealHoldout(uint256 datanetId, uint32 version, HoldoutInput calldata input) external {
        Datanet storage datanet = _datanet(datanetId);
        require(msg.sender == datanet.custodian, NotCustodian(msg.sender, datanet.custodian));
        Version storage stored = _version(datanetId, version);
        require(stored.state == VersionState.Published, WrongState(stored.state, VersionState.Published));
        require(input.holdoutRoot != bytes32(0) && input.examManifestHash != bytes32(0), EmptyRoot());
        require(bytes(input.examManifestCid).length != 0, EmptyCid());
        require(input.batchCount != 0, ZeroCount());
        bytes32 seed = _fixSeed(stored, datanetId, version);
        stored.state = VersionState.Sealed;
        stored.holdoutRoot = input.holdoutRoot;
        stored.batchCount = input.batchCount;
        stored.left = input.batchCount;
        emit HoldoutSealed(datanetId, version, seed, input);
    }

    /// @inheritdoc IDatanetRegistry
    function withdrawVersion(uint256 datanetId, uint32 version) external {
        Datanet storage datanet = _datanet(datanetId);
        require(msg.sender == datanet.curator, NotCurator(msg.sender, datanet.curator));
        Version storage stored = _version(datanetId, version);
        require(stored.state != VersionState.Withdrawn, WrongState(stored.state, VersionState.Sealed));
        stored.state = VersionState.Withdrawn;
        emit VersionWithdrawn(datanetId, version);
    }

    /// @inheritdoc IDatanetRegistry
    /// @dev Works on withdrawn versions too, so that a curator cannot strand a round that is already paid for.
    function consumeBatch(uint256 datanetId, uint32 version, bytes32 seed, uint256 roundId) external returns (uint32 batchId) {
        require(_isAdmission(msg.sender), NotAdmission(msg.sender));
        Version storage stored = _version(datanetId, version);
        uint256 left = stored.left;
        require(left != 0, NoBatchLeft(datanetId, version));
        // One step of a sparse shuffle: take the batch at a random place, move the last one into its place.
        uint256 place = uint256(seed) % left;
        batchId = _batchAt(stored, place);
        stored.order.set(place, ORDER_BITS, uint256(_batchAt(stored, left - 1)) + 1);
        stored.left = uint16(left - 1);
        emit BatchConsumed(datanetId, version, batchId, roundId);
    }

    /// @inheritdoc IDatanetRegistry
    function retireBatch(
        uint256 roundId,
        bytes32 key,
        bytes32 ciphertextHash,
        bytes32 itemsRoot,
        bytes32 contributorsRoot,
        bytes32[] calldata proof,
        string calldata itemsCid
    ) external {
        require(bytes(itemsCid).length != 0, EmptyCid());
        CaseFile memory round = IRoundCourt(address(admission)).caseFile(roundId);
        Version storage stored = _version(round.datanetId, round.version);
        _markRetired(stored, roundId, round.batchId);
        bytes32 leaf = _batchLeaf(round.batchId, ciphertextHash, key, itemsRoot, contributorsRoot);
        require(MerkleProof.verifyCalldata(proof, stored.holdoutRoot, leaf), BadBatchProof());
        emit BatchRetired(round.datanetId, round.version, round.batchId, key, itemsRoot, contributorsRoot, itemsCid);
    }

    /// @inheritdoc IDatanetRegistry
    function holdoutSeed(uint256 datanetId, uint32 version) external view returns (bytes32) {
        Version storage stored = _version(datanetId, version);
        return _seed(stored, datanetId, version);
    }

    /// @inheritdoc IDatanetRegistry
    function curatorOf(uint256 datanetId) external view returns (address) {
        return _datanet(datanetId).curator;
    }

    /// @inheritdoc IDatanetRegistry
    function custodianOf(uint256 datanetId) external view returns (address custodian) {
        // Every datanet has one, so this answers for its existence too.
        custodian = _datanets[datanetId].custodian;
        require(custodian != address(0), UnknownDatanet(datanetId));
    }

    /// @inheritdoc IDatanetRegistry
    function versionState(uint256 datanetId, uint32 version) external view returns (VersionState) {
        return _versions[datanetId][version].state;
    }

    /// @inheritdoc IDatanetRegistry
    function batchesLeft(uint256 datanetId, uint32 version) external view returns (uint16) {
        return _versions[datanetId][version].left;
    }

    /// @inheritdoc IDatanetRegistry
    function holdoutRootOf(uint256 datanetId, uint32 version) external view returns (bytes32) {
        return _versions[datanetId][version].holdoutRoot;
    }

    /// @inheritdoc IDatanetRegistry
    function rootsOf(uint256 datanetId, uint32 version) external view returns (bytes32 rowsRoot, bytes32 contributorsRoot, bytes32 holdoutRoot) {
        Version storage stored = _version(datanetId, version);
        return (stored.rowsRoot, stored.contributorsRoot, stored.holdoutRoot);
    }

    function _checkVersion(VersionInput calldata input) private pure {
        bool rooted = input.rowsRoot != bytes32(0) && input.contributorsRoot != bytes32(0) && input.manifestHash != bytes32(0);
        require(rooted, EmptyRoot());
        require(bytes(input.manifestCid).length != 0, EmptyCid());
        require(input.rowCount != 0 && input.contributorCount != 0 && input.totalWeight != 0, ZeroCount());
    }

    /// @dev While the round runs its items must stay secret, so the key can be published only after it.
    function _markRetired(Version storage stored, uint256 roundId, uint32 batchId) private {
        // A round that ended before its draw names no batch.
        require(batchId < stored.batchCount, RoundWithoutBatch(roundId));
        require(stored.retired.get(batchId, RETIRED_BITS) == 0, BatchAlreadyRetired(batchId));
        Phase phase = admission.phaseOf(roundId);
        require(phase == Phase.Final || phase == Phase.Void, RoundNotEnded(roundId));
        stored.retired.set(batchId, RETIRED_BITS, 1);
    }

    function _batchLeaf(uint32 batchId, bytes32 ciphertextHash, bytes32 key, bytes32 itemsRoot, bytes32 contributorsRoot) private pure returns (bytes32) {
        bytes32 keyHash = keccak256(abi.encode(key));
        return keccak256(bytes.concat(keccak256(abi.encode(batchId, ciphertextHash, keyHash, itemsRoot, contributorsRoot))));
    }

    function _batchAt(Version storage stored, uint256 place) private view returns (uint32) {
        uint256 moved = stored.order.get(place, ORDER_BITS);
        return uint32(moved == 0 ? place : moved - 1);
    }

    function _fixSeed(Version storage stored, uint256 datanetId, uint32 version) private returns (bytes32 seed) {
        seed = _seed(stored, datanetId, version);
        if (stored.seed != bytes32(0)) return seed;
        stored.seed = seed;
        emit HoldoutSeedFixed(datanetId, version, seed);
    }

    function _seed(Version storage stored, uint256 datanetId, uint32 version) private view returns (bytes32) {
        if (stored.seed != bytes32(0)) return stored.seed;
        uint32 seedEpoch = stored.epoch + 1;
        uint32 currentEpoch = randomness.currentEpoch();
        bytes32 epochSeed = currentEpoch < seedEpoch ? bytes32(0) : randomness.seedOf(seedEpoch);
        require(epochSeed != bytes32(0), SeedNotReady(seedEpoch, currentEpoch));
        return keccak256(abi.encode(epochSeed, datanetId, version));
    }

    function _datanet(uint256 datanetId) private view returns (Datanet storage datanet) {
        datanet = _datanets[datanetId];
        require(datanet.curator != address(0), UnknownDatanet(datanetId));
    }

    function _version(uint256 datanetId, uint32 version) private view returns (Version storage stored) {
        stored = _versions[datanetId][version];
        require(stored.state != VersionState.None, UnknownVersion(datanetId, version));
    }
}

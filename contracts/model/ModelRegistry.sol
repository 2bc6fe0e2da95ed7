// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AdmissionLink} from "../governance/AdmissionLink.sol";
import {IDatanetRegistry, VersionState} from "../interfaces/IDatanetRegistry.sol";
import {DataSource, IModelRegistry, ModelInput} from "../interfaces/IModelRegistry.sol";

/// @title ModelRegistry
/// @notice Models by hash, their lineage and their share tables. Nothing here is ever rewritten.
contract ModelRegistry is IModelRegistry, AdmissionLink {
    /// @dev Two slots; the ids are counters of transactions, which 64 bits hold.
    struct Model { address publisher; uint32 examVersion; uint64 lineage; address trainer; uint64 examDatanet; }

    uint256 private constant MAX_SOURCES = 8;
    uint256 private constant WEIGHT_SUM = 10_000;
    /// @dev thousandths; above T = 2 sampling is noise
    uint16 private constant MAX_TEMPERATURE_MILLI = 2_000;

    IDatanetRegistry public immutable datanets;

    /// @notice Number of models; ids start at 1.
    uint256 public modelCount;
    mapping(uint256 modelId => Model) private _models;
    mapping(address publisher => mapping(bytes32 adapterHash => uint256 lineage)) private _lineages;
    /// @notice Hash of the share table posted for a model and round; zero when none.
    mapping(uint256 modelId => mapping(uint256 roundId => bytes32)) public shareTableOf;

    constructor(IDatanetRegistry datanets_) {
        datanets = datanets_;
    }

    /// @inheritdoc IModelRegistry
    function register(ModelInput calldata input) external returns (uint256 modelId) {
        _checkInput(input);
        _checkSources(input.sources);
        modelId = ++modelCount;
        uint256 lineage = _lineageFor(modelId, input.adapterHash, input.parent);
        _models[modelId] = Model({
            publisher: msg.sender,
            examVersion: input.sources[0].version,
            lineage: uint64(lineage),
            trainer: input.trainer,
            examDatanet: uint64(input.sources[0].datanetId)
        });
        emit ModelRegistered(modelId, msg.sender, lineage, input);
    }

    /// @inheritdoc IModelRegistry
    function postShareTable(uint256 modelId, uint256 roundId, bytes32 tableHash, string calldata tableCid) external {
        Model storage model = _model(modelId);
        require(msg.sender == model.publisher || msg.sender == model.trainer, NotParty(msg.sender));
        require(tableHash != bytes32(0), EmptyHash("tableHash"));
        require(bytes(tableCid).length != 0, EmptyCid("tableCid"));
        require(admission.isFinalFor(roundId, modelId), RoundNotFinal(roundId));
        require(shareTableOf[modelId][roundId] == bytes32(0), TableAlreadyPosted(modelId, roundId));
        shareTableOf[modelId][roundId] = tableHash;
        emit ShareTablePosted(modelId, roundId, tableHash, tableCid);
    }

    /// @inheritdoc IModelRegistry
    function publisherOf(uint256 modelId) external view returns (address) {
        return _model(modelId).publisher;
    }

    /// @inheritdoc IModelRegistry
    function trainerOf(uint256 modelId) external view returns (address) {
        return _model(modelId).trainer;
    }

    /// @inheritdoc IModelRegistry
    function examOf(uint256 modelId) external view returns (address publisher, uint256 datanetId, uint32 version, uint256 lineage) {
        Model storage model = _model(modelId);
        return (model.publisher, model.examDatanet, model.examVersion, model.lineage);
    }

    /// @dev The parent must exist in any case: it is published as a fact.
    function _lineageFor(uint256 modelId, bytes32 adapterHash, uint256 parent) private returns (uint256 lineage) {
        lineage = parent == 0 ? modelId : _model(parent).lineage;
        uint256 first = _lineages[msg.sender][adapterHash];
        if (first != 0) return first;
        _lineages[msg.sender][adapterHash] = lineage;
    }

    function _checkInput(ModelInput calldata input) private pure {
        require(input.baseId != bytes32(0), EmptyHash("baseId"));
        require(input.baseHash != bytes32(0), EmptyHash("baseHash"));
        require(input.adapterHash != bytes32(0), EmptyHash("adapterHash"));
        require(input.runManifestHash != bytes32(0), EmptyHash("runManifestHash"));
        require(input.tokenizerHash != bytes32(0), EmptyHash("tokenizerHash"));
        require(input.templateHash != bytes32(0), EmptyHash("templateHash"));
        require(input.servingProfileHash != bytes32(0), EmptyHash("servingProfileHash"));
        require(bytes(input.adapterCid).length != 0, EmptyCid("adapterCid"));
        require(bytes(input.runCid).length != 0, EmptyCid("runCid"));
        require(input.trainer != address(0), ZeroTrainer());
        uint16 milli = input.maxTemperatureMilli;
        require(milli <= MAX_TEMPERATURE_MILLI, TemperatureTooHigh(milli, MAX_TEMPERATURE_MILLI));
    }

    function _checkSources(DataSource[] calldata sources) private view {
        uint256 count = sources.length;
        require(count != 0 && count <= MAX_SOURCES, BadSources(count));
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            DataSource calldata source = sources[i];
            bool isSealed = datanets.versionState(source.datanetId, source.version) == VersionState.Sealed;
            require(isSealed, SourceNotSealed(source.datanetId, source.version));
            sum += source.weightBps;
        }
        require(sum == WEIGHT_SUM, SourceWeights(sum));
        require(sources[0].weightBps != 0, EmptyExamSource(sources[0].datanetId));
    }

    function _model(uint256 modelId) private view returns (Model storage model) {
        model = _models[modelId];
        require(model.publisher != address(0), UnknownModel(modelId));
    }
}

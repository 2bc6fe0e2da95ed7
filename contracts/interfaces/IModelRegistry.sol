// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A datanet version a model was trained on, and its weight in the mix.
struct DataSource { uint256 datanetId; uint32 version; uint16 weightBps; }

/// @notice What a model version is, by hash. What is evaluated is what is served.
/// @param baseId keccak256 of the catalogue id of the base (utf-8)
/// @param baseHash hash of the base weights (worker "tensor hash")
/// @param adapterHash hash over sorted tensor names, shapes, dtypes, bytes and the canonical adapter configuration
/// @param runManifestHash keccak256 of run.json
/// @param tokenizerHash keccak256 of tokenizer.json
/// @param templateHash keccak256 of the chat template
/// @param servingProfileHash keccak256 of the canonical serving profile (engine, dtype, quantisation, temperature, max
/// tokens, template)
/// @param maxTemperatureMilli callers are clamped to it; `repeat` runs at it, thousandths
/// @param trainer address paid the trainer's share
/// @param baseAuthor address paid the base author's share; zero address sends it to the treasury
/// @param parent earlier model id this one replaces, or 0
/// @param adapterCid CIDv1 of the adapter directory manifest
/// @param runCid CIDv1 of run.json
struct ModelInput {
    bytes32 baseId;
    bytes32 baseHash;
    bytes32 adapterHash;
    bytes32 runManifestHash;
    bytes32 tokenizerHash;
    bytes32 templateHash;
    bytes32 servingProfileHash;
    uint16 maxTemperatureMilli;
    address trainer;
    address baseAuthor;
    uint256 parent;
    string adapterCid;
    string runCid;
    DataSource[] sources;
}

/// @title IModelRegistry
/// @notice Models and their lineage. The first source is the model's exam datanet.
interface IModelRegistry {
    event ModelRegistered(uint256 indexed modelId, address indexed publisher, uint256 indexed lineage, ModelInput input);
    /// @notice The share table of a model: measured influence on the retired exam items of `roundId`, integer ppm.
    event ShareTablePosted(uint256 indexed modelId, uint256 indexed roundId, bytes32 tableHash, string tableCid);

    error UnknownModel(uint256 modelId);
    error EmptyHash(bytes32 field);
    error EmptyCid(bytes32 field);
    error ZeroTrainer();
    error BadSources(uint256 count);
    error SourceWeights(uint256 sum);
    error SourceNotSealed(uint256 datanetId, uint32 version);
    /// @notice The first source judges the model, so the model must have learned from it.
    error EmptyExamSource(uint256 datanetId);
    error NotParty(address caller);
    error RoundNotFinal(uint256 roundId);
    error TableAlreadyPosted(uint256 modelId, uint256 roundId);
    error TemperatureTooHigh(uint16 actual, uint16 limit);

    /// @notice Registers a model version; the caller is its publisher. 1..8 sources, all Sealed, weights sum to 10_000, the
    /// first above zero. An adapter that the caller registered before stays in that registration's lineage, whatever
    /// `parent` says, so that registering it again restarts no count of attempts.
    function register(ModelInput calldata input) external returns (uint256 modelId);
    /// @notice Posts the share table for a final round of the model. Only its publisher or trainer may call, once per round.
    function postShareTable(uint256 modelId, uint256 roundId, bytes32 tableHash, string calldata tableCid) external;
    /// @notice Who registered the model.
    function publisherOf(uint256 modelId) external view returns (address);
    /// @notice Who is paid the trainer's share of the model.
    function trainerOf(uint256 modelId) external view returns (address);
    /// @notice All that opening a round needs to know of a model: who publishes it, the datanet and version whose exam
    /// batches judge it, and the first model of its lineage. None of it ever changes.
    function examOf(uint256 modelId) external view returns (address publisher, uint256 datanetId, uint32 version, uint256 lineage);
}

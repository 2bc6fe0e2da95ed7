// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRandomness} from "../interfaces/IRandomness.sol";
import {IVrfCoordinator, RandomWordsRequest} from "../interfaces/IVrfCoordinator.sol";

/// @notice How VrfRandomness asks: fixed at deployment.
/// @param epochLength seconds an epoch lasts; an answer must come well within it, or the epoch's draws must wait for the next
/// @param keyHash the oracle's proving key
/// @param subId the subscription that pays; its owner must add this contract as a consumer
/// @param confirmations blocks the oracle waits: a reorganisation longer than that can change a seed
/// @param callbackGas gas limit of the answer
/// @param nativePayment whether the subscription pays in the chain's coin instead of LINK
struct VrfConfig {
    uint32 epochLength;
    bytes32 keyHash;
    uint256 subId;
    uint16 confirmations;
    uint32 callbackGas;
    bool nativePayment;
}

/// @title VrfRandomness
/// @notice Epochs by time; the seed of an epoch is a verifiable random word of Chainlink's VRF v2.5, which anyone may
/// request once the epoch has begun. For public chains.
/// @dev An epoch has one request, so nobody can ask again for a better seed. An epoch that nobody asks in, or whose answer
/// is lost, has no seed: draws wait for the next epoch, and money never depends on one. The subscription pays at most one
/// request an epoch, whoever asks. The coordinator can withhold an answer but not choose it; the address is fixed, so if
/// Chainlink retires it, draws stop and stake leaves by its normal way.
contract VrfRandomness is IRandomness {
    event SeedRequested(uint32 indexed epoch, uint256 requestId);
    event SeedFulfilled(uint32 indexed epoch, uint256 requestId, bytes32 seed);

    error ConfigOutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max);
    error NoCoordinator(address coordinator);
    error AlreadyRequested(uint32 epoch);
    error NotCoordinator(address caller);
    /// @notice Never asked for, or answered before.
    error UnknownRequest(uint256 requestId);
    error WordCount(uint256 actual, uint256 expected);

    bytes4 private constant EXTRA_ARGS_TAG = bytes4(keccak256("VRF ExtraArgsV1"));

    IVrfCoordinator public immutable coordinator;
    /// @notice Unix seconds at which epoch 1 began.
    uint256 public immutable genesis;
    uint32 public immutable epochLength;
    bytes32 public immutable keyHash;
    uint256 public immutable subId;
    uint16 public immutable confirmations;
    uint32 public immutable callbackGas;
    bool public immutable nativePayment;

    /// @notice The latest epoch a seed was requested for.
    uint32 public lastRequested;
    /// @inheritdoc IRandomness
    mapping(uint32 epoch => bytes32) public seedOf;
    /// @notice The epoch a request is for, while its answer is due.
    mapping(uint256 requestId => uint32 epoch) public pendingEpoch;

    constructor(IVrfCoordinator coordinator_, VrfConfig memory config) {
        require(address(coordinator_).code.length != 0, NoCoordinator(address(coordinator_)));
        _within("epochLength", config.epochLength, 5 minutes, 7 days);
        // Some coordinators accept fewer, which a short reorganisation would undo; none accepts more.
        _within("confirmations", config.confirmations, 3, 200);
        // The answer stores one word and logs it. An answer that runs out of gas is lost.
        _within("callbackGas", config.callbackGas, 100_000, 2_500_000);
        require(config.keyHash != bytes32(0), ConfigOutOfBounds("keyHash", 0, 1, type(uint256).max));
        coordinator = coordinator_;
        genesis = block.timestamp;
        epochLength = config.epochLength;
        keyHash = config.keyHash;
        subId = config.subId;
        confirmations = config.confirmations;
        callbackGas = config.callbackGas;
        nativePayment = config.nativePayment;
    }

    /// @notice Asks for the running epoch's seed. Anyone, once an epoch.
    function request() external returns (uint256 requestId) {
        uint32 epoch = currentEpoch();
        require(lastRequested < epoch, AlreadyRequested(epoch));
        lastRequested = epoch;
        requestId = coordinator.requestRandomWords(
            RandomWordsRequest({
                keyHash: keyHash,
                subId: subId,
                requestConfirmations: confirmations,
                callbackGasLimit: callbackGas,
                numWords: 1,
                extraArgs: abi.encodeWithSelector(EXTRA_ARGS_TAG, nativePayment)
            })
        );
        // The id is known only now. A coordinator that called back inside the request would find none pending.
        pendingEpoch[requestId] = epoch;
        emit SeedRequested(epoch, requestId);
    }

    /// @notice The coordinator's answer, in the shape that VRF v2.5 calls.
    /// @dev The word is hashed with the epoch, so that no two epochs share a seed and none is zero but by a 2^-256 chance.
    function rawFulfillRandomWords(uint256 requestId, uint256[] calldata randomWords) external {
        require(msg.sender == address(coordinator), NotCoordinator(msg.sender));
        uint32 epoch = pendingEpoch[requestId];
        require(epoch != 0, UnknownRequest(requestId));
        require(randomWords.length == 1, WordCount(randomWords.length, 1));
        delete pendingEpoch[requestId];
        bytes32 seed = keccak256(abi.encode(block.chainid, address(this), epoch, randomWords[0]));
        seedOf[epoch] = seed;
        emit SeedFulfilled(epoch, requestId, seed);
    }

    /// @inheritdoc IRandomness
    function currentEpoch() public view returns (uint32) {
        return uint32((block.timestamp - genesis) / epochLength + 1);
    }

    function _within(bytes32 field, uint256 value, uint256 min, uint256 max) private pure {
        require(value >= min && value <= max, ConfigOutOfBounds(field, value, min, max));
    }
}

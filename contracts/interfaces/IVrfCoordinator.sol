// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A request as Chainlink's VRF v2.5 coordinator decodes it (there: VRFV2PlusClient.RandomWordsRequest).
/// @param keyHash the oracle's proving key, which also caps its gas price
/// @param subId the subscription that pays
/// @param requestConfirmations blocks the oracle waits before it answers
/// @param callbackGasLimit gas the answer may use
/// @param numWords random words wanted
/// @param extraArgs bytes4(keccak256("VRF ExtraArgsV1")) and abi.encode(bool nativePayment)
struct RandomWordsRequest {
    bytes32 keyHash;
    uint256 subId;
    uint16 requestConfirmations;
    uint32 callbackGasLimit;
    uint32 numWords;
    bytes extraArgs;
}

/// @title IVrfCoordinator
/// @notice The one function of Chainlink's VRF v2.5 coordinator that a consumer calls. The coordinator answers by calling
/// rawFulfillRandomWords(uint256 requestId, uint256[] randomWords) on the consumer.
interface IVrfCoordinator {
    /// @notice Asks for random words; the coordinator answers later, in a transaction of its own.
    function requestRandomWords(RandomWordsRequest calldata request) external returns (uint256 requestId);
}

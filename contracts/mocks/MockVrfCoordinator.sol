// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVrfCoordinator, RandomWordsRequest} from "../interfaces/IVrfCoordinator.sol";
import {VrfRandomness} from "../randomness/VrfRandomness.sol";

/// @notice For tests: keeps the last request and answers when told to, with whatever words it is given.
contract MockVrfCoordinator is IVrfCoordinator {
    uint256 public requests;
    RandomWordsRequest private _last;

    /// @notice Keeps the request and numbers it.
    function requestRandomWords(RandomWordsRequest calldata request) external returns (uint256 requestId) {
        _last = request;
        return ++requests;
    }

    /// @notice Answers a request with these words.
    function answer(VrfRandomness consumer, uint256 requestId, uint256[] calldata words) external {
        consumer.rawFulfillRandomWords(requestId, words);
    }

    /// @notice The newest request.
    function last() external view returns (RandomWordsRequest memory) {
        return _last;
    }
}

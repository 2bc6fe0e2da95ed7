// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVrfCoordinator, RandomWordsRequest} from "../interfaces/IVrfCoordinator.sol";

interface IVrfConsumer {
    function rawFulfillRandomWords(uint256 requestId, uint256[] calldata randomWords) external;
}

/// @notice For tests: keeps the last request and answers when told to, with whatever words it is given.
contract MockVrfCoordinator is IVrfCoordinator {
    uint256 public requests;
    RandomWordsRequest private _last;

    function requestRandomWords(RandomWordsRequest calldata request) external returns (uint256 requestId) {
        _last = request;
        return ++requests;
    }

    function answer(address consumer, uint256 requestId, uint256[] calldata words) external {
        IVrfConsumer(consumer).rawFulfillRandomWords(requestId, words);
    }

    function last() external view returns (RandomWordsRequest memory) {
        return _last;
    }
}

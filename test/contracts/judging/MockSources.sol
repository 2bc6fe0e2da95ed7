// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";

/// @notice Epochs that the test moves on; every epoch up to the current one has a seed unless the test hides them.
contract MockRandomness {
    uint32 public currentEpoch = 5;
    bool public hidden;

    function next() external {
        ++currentEpoch;
    }

    function hide(bool on) external {
        hidden = on;
    }

    function seedOf(uint32 epoch) external view returns (bytes32) {
        return hidden || epoch > currentEpoch ? bytes32(0) : keccak256(abi.encode("seed", epoch));
    }
}

/// @notice One parameter set under the id 1.
contract MockParams {
    error UnknownParamSet(uint256 paramSetId);

    uint256 public constant currentId = 1;
    ParamSet private _set;

    function put(ParamSet calldata set) external {
        _set = set;
    }

    function judgingRules(uint256 paramSetId) external view returns (uint64, uint32) {
        require(paramSetId == 1, UnknownParamSet(paramSetId));
        return (_set.trialMask, _set.answerWindow);
    }

    function get(uint256 paramSetId) external view returns (ParamSet memory) {
        require(paramSetId == 1, UnknownParamSet(paramSetId));
        return _set;
    }
}

/// @notice Roots and roles of datanet 7, version 1, and the people of model 3.
contract MockRegistries {
    bytes32 private _contributorsRoot;
    bytes32 private _holdoutRoot;
    address private immutable CURATOR;
    address private immutable CUSTODIAN;
    address private immutable TRAINER;
    address private immutable PUBLISHER;

    constructor(address curator, address custodian, address trainer, address publisher) {
        (CURATOR, CUSTODIAN, TRAINER, PUBLISHER) = (curator, custodian, trainer, publisher);
    }

    function setRoots(bytes32 contributorsRoot, bytes32 holdoutRoot) external {
        (_contributorsRoot, _holdoutRoot) = (contributorsRoot, holdoutRoot);
    }

    function rootsOf(uint256, uint32) external view returns (bytes32, bytes32, bytes32) {
        return ("rows", _contributorsRoot, _holdoutRoot);
    }

    function holdoutRootOf(uint256, uint32) external view returns (bytes32) {
        return _holdoutRoot;
    }

    function curatorOf(uint256) external view returns (address) {
        return CURATOR;
    }

    function custodianOf(uint256) external view returns (address) {
        return CUSTODIAN;
    }

    function publisherOf(uint256) external view returns (address) {
        return PUBLISHER;
    }

    function trainerOf(uint256) external view returns (address) {
        return TRAINER;
    }
}

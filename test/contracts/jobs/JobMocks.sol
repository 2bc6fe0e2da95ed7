// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {VersionState} from "../../../contracts/interfaces/IDatanetRegistry.sol";
import {CaseState} from "../../../contracts/interfaces/IJury.sol";

/// @notice The three views of the registry that grants and jobs use, set by the test.
contract DatanetStub {
    mapping(uint256 datanetId => address) public curatorOf;
    mapping(uint256 datanetId => address) public custodianOf;
    mapping(uint256 datanetId => mapping(uint32 version => VersionState)) public versionState;

    function set(uint256 datanetId, address curator, address custodian) external {
        curatorOf[datanetId] = curator;
        custodianOf[datanetId] = custodian;
        versionState[datanetId][1] = VersionState.Sealed;
        versionState[datanetId][2] = VersionState.Published;
    }

    function setVersion(uint256 datanetId, uint32 version, VersionState state) external {
        versionState[datanetId][version] = state;
    }
}

/// @notice A jury that says what the test tells it. Like the real one it pulls the pay, gives it to jurors with a verdict
/// and back to the client without one.
contract JuryStub {
    struct Case { address client; bytes32 subject; uint8 jurors; address[] excluded; uint256 pay; CaseState state; bytes32 verdict; }

    address public constant JURORS = address(0x10);
    IERC20 private immutable TOKEN;
    uint256 public cases;
    mapping(uint256 caseId => Case) private _cases;

    constructor(IERC20 token) {
        TOKEN = token;
    }

    function open(bytes32 subject, uint8 jurors, address[] calldata excluded, uint256 pay, string calldata)
        external
        returns (uint256 caseId)
    {
        caseId = ++cases;
        _cases[caseId] = Case(msg.sender, subject, jurors, excluded, pay, CaseState.Waiting, 0);
        TOKEN.transferFrom(msg.sender, address(this), pay);
    }

    function decide(uint256 caseId, bytes32 verdict) external {
        Case storage c = _cases[caseId];
        (c.state, c.verdict) = (CaseState.Decided, verdict);
        TOKEN.transfer(JURORS, c.pay);
    }

    function hang(uint256 caseId) external {
        _cases[caseId].state = CaseState.Hung;
        TOKEN.transfer(_cases[caseId].client, _cases[caseId].pay);
    }

    function caseOf(uint256 caseId) external view returns (Case memory) {
        return _cases[caseId];
    }

    function verdictOf(uint256 caseId) external view returns (CaseState, bytes32) {
        return (_cases[caseId].state, _cases[caseId].verdict);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {IAdmission} from "../../../contracts/interfaces/IAdmission.sol";
import {DrawCourt} from "../../../contracts/mocks/DrawCourt.sol";
import {StakeManager} from "../../../contracts/stake/StakeManager.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice Who publishes a model and who keeps a datanet's keys: all that the stake asks of the registries.
contract Roles {
    mapping(uint256 modelId => address) public publisherOf;
    mapping(uint256 datanetId => address) public custodianOf;

    function setPublisher(uint256 modelId, address publisher) external {
        publisherOf[modelId] = publisher;
    }

    function setCustodian(uint256 datanetId, address custodian) external {
        custodianOf[datanetId] = custodian;
    }
}

/// @notice A stake manager whose Admission is a court that does what the test says. Epochs are ten blocks of a second.
abstract contract StakeBase is TestBase {
    address internal constant TREASURY = address(0x7EA);
    address internal constant ALICE = address(0xE1);
    address internal constant BOB = address(0xE2);
    address internal constant CAROL = address(0xE3);
    address internal constant CUSTODIAN = address(0xC1);
    address internal constant PUBLISHER = address(0xB0);
    address internal constant STRANGER = address(0x57);
    uint256 internal constant MODEL = 1;
    uint256 internal constant DATANET = 1;
    uint256 internal constant UNIT = 100e18;
    uint32 internal constant COOLDOWN = 1_800;
    uint256 internal constant BLOCKS = 10;

    uint256 internal height;
    uint256 internal clock;
    AssayToken internal token;
    ProtocolParams internal params;
    Roles internal roles;
    DrawCourt internal court;
    StakeManager internal stake;

    function deployStake() internal {
        token = AssayToken(deploy("token/AssayToken", abi.encode(address(this))));
        deployStakeFor(address(token));
    }

    function deployStakeFor(address token_) internal {
        deployStakeWith(token_, deploy("randomness/BlockHashRandomness", abi.encode(BLOCKS)));
    }

    function deployStakeWith(address token_, address randomness) internal {
        height = 1_000;
        clock = 1_700_000_000;
        passSeconds(0);
        vm.roll(height);
        params = LocalParams.deploy(address(this), address(this));
        roles = new Roles();
        roles.setPublisher(MODEL, PUBLISHER);
        roles.setCustodian(DATANET, CUSTODIAN);
        court = DrawCourt(deploy("mocks/DrawCourt", ""));
        bytes memory arguments = abi.encode(token_, params, roles, roles, randomness, TREASURY);
        stake = StakeManager(deploy("stake/StakeManager", arguments));
        stake.connectAdmission(IAdmission(address(court)));
    }

    /// @dev Deploys from the artifact, so that a test file compiles without compiling the contracts it uses once more.
    function deploy(string memory path, bytes memory arguments) internal returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat("contracts/", path, ".sol")), arguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(deployed != address(0), path);
    }

    function passSeconds(uint256 count) internal {
        clock += count;
        vm.warp(clock);
    }

    /// @dev On to the first block of the next epoch.
    function passEpoch() internal {
        uint256 blocks = BLOCKS - height % BLOCKS;
        height += blocks;
        vm.roll(height);
        passSeconds(blocks);
    }

    function epochNow() internal view returns (uint32) {
        return uint32(height / BLOCKS + 1);
    }

    function register(address who, uint256 amount) internal {
        if (amount != 0) token.transfer(who, amount);
        vm.startPrank(who);
        token.approve(address(stake), type(uint256).max);
        stake.registerEvaluator(bytes32(uint256(uint160(who))));
        vm.stopPrank();
    }

    function staked(address who, uint64 units) internal returns (uint32 stakerId) {
        register(who, units * UNIT);
        vm.prank(who);
        stake.stakeUnits(units);
        return stake.stakerIdOf(who);
    }

    function unstake(address who, uint64 units) internal {
        vm.prank(who);
        stake.unstakeUnits(units);
    }

    function draw(bytes32 seed, uint8 count, uint256 obligation) internal returns (uint32[] memory) {
        return drawWithout(seed, count, new uint32[](0), obligation);
    }

    function drawWithout(bytes32 seed, uint8 count, uint32[] memory barred, uint256 obligation) internal returns (uint32[] memory) {
        vm.prank(address(court));
        return stake.drawSeats(seed, count, barred, obligation);
    }

    function release(uint32[] memory stakerIds, uint256 obligation) internal {
        vm.prank(address(court));
        stake.release(stakerIds, obligation);
    }

    function slash(uint32 stakerId, uint256 obligation, uint256 bounty) internal {
        vm.prank(address(court));
        stake.slash(stakerId, obligation, bounty);
    }

    function charge(uint32 stakerId, uint256 amount) internal {
        vm.prank(address(court));
        stake.charge(stakerId, amount, 7);
    }

    function bonded(uint256 amount) internal {
        token.transfer(CUSTODIAN, amount);
        vm.startPrank(CUSTODIAN);
        token.approve(address(stake), amount);
        stake.postBond(DATANET, amount);
        vm.stopPrank();
    }

    function modelStaked(uint256 amount) internal {
        token.transfer(PUBLISHER, amount);
        vm.startPrank(PUBLISHER);
        token.approve(address(stake), amount);
        stake.stakeModel(MODEL, amount);
        vm.stopPrank();
    }

    function list(uint32 stakerId) internal pure returns (uint32[] memory ids) {
        ids = new uint32[](1);
        ids[0] = stakerId;
    }

    function assertUnits(address who, uint64 total, uint64 active, uint64 locked, uint64 leaving) internal view {
        (uint64 s, uint64 a, uint64 l, uint64 e) = stake.unitsOf(who);
        assertEq(s, total, "staked");
        assertEq(a, active, "active");
        assertEq(l, locked, "locked");
        assertEq(e, leaving, "leaving");
    }

    function assertTotals(uint64 active, uint64 next) internal view {
        assertEq(stake.totalActiveUnits(), active, "total active");
        assertEq(stake.totalNextUnits(), next, "total next");
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AdmissionLink} from "../../../contracts/governance/AdmissionLink.sol";
import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {IAdmission} from "../../../contracts/interfaces/IAdmission.sol";
import {IProtocolParams, ParamSet, RoundRules} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice A contract with nothing but the link.
contract Linked is AdmissionLink {}

/// @notice Sets, gates and ownership. The bounds are in ParamBounds.t.sol, the pause in Pause.t.sol.
contract ProtocolParamsTest is TestBase {
    address private constant OWNER = address(0xA11);
    address private constant STRANGER = address(0x57);
    ProtocolParams private params;

    function setUp() public {
        params = LocalParams.deploy(OWNER);
    }

    function add(ParamSet memory set) private {
        vm.prank(OWNER);
        params.add(set);
    }

    function test_add_appendsAndKeepsEarlierSets() public {
        ParamSet memory set = LocalParams.set();
        set.roundFee = 1;
        vm.expectEmit(address(params));
        emit IProtocolParams.ParamSetAdded(2, set);
        add(set);
        assertEq(params.currentId(), 2, "current");
        assertEq(params.get(1).roundFee, LocalParams.set().roundFee, "first set");
        assertEq(params.get(2).roundFee, 1, "second set");
    }

    function test_get_returnsEveryField() public view {
        assertEq(keccak256(abi.encode(params.get(1))), keccak256(abi.encode(LocalParams.set())), "set");
    }

    function test_roundRules_areThoseOfTheCurrentSet() public {
        ParamSet memory set = LocalParams.set();
        (set.seats, set.auditLeaves, set.roundFee) = (5, 7, 3);
        add(set);
        (uint256 id, RoundRules memory rules) = params.roundRules();
        RoundRules memory expected = RoundRules({
            seats: 5,
            reserves: set.reserves,
            itemsPerBatch: set.itemsPerBatch,
            keyWindow: set.keyWindow,
            commitWindow: set.commitWindow,
            revealWindow: set.revealWindow,
            auditWindow: set.auditWindow,
            auditLeaves: 7,
            gatedLanes: set.gatedLanes,
            attemptWindow: set.attemptWindow,
            minPublisherStake: set.minPublisherStake,
            roundFee: 3
        });
        assertEq(id, 2, "id");
        assertEq(keccak256(abi.encode(rules)), keccak256(abi.encode(expected)), "rules");
    }

    function test_add_revertsWithOwnableUnauthorizedAccount() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, STRANGER));
        params.add(LocalParams.set());
    }

    function test_owner_isOwnerFromTheStartAndChangesInTwoSteps() public {
        assertEq(params.owner(), OWNER, "no acceptance needed");
        vm.prank(OWNER);
        params.transferOwnership(STRANGER);
        assertEq(params.owner(), OWNER, "still the old owner");
        vm.prank(STRANGER);
        params.acceptOwnership();
        assertEq(params.owner(), STRANGER, "new owner");
    }

    function test_get_revertsWithUnknownParamSet() public {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.UnknownParamSet.selector, 0));
        params.get(0);
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.UnknownParamSet.selector, 2));
        params.get(2);
    }

    function test_kMin_hasARowForEachAttempt() public view {
        uint8[6] memory expected = [30, 31, 31, 32, 32, 32];
        for (uint8 attempt = 1; attempt <= 6; ++attempt) assertEq(params.kMin(32, attempt), expected[attempt - 1], "row");
    }

    function test_kMin_revertsWithNoGate() public {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NoGate.selector, 32, 0));
        params.kMin(32, 0);
        // The sixth attempt asks for 32 of 32; no count of 32 would be proof enough for a seventh.
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NoGate.selector, 32, 7));
        params.kMin(32, 7);
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.NoGate.selector, 64, 1));
        params.kMin(64, 1);
    }

    function setGate(Gate memory gate) private {
        Gate[] memory gates = new Gate[](1);
        gates[0] = gate;
        vm.prank(OWNER);
        params.setGates(gates);
    }

    function test_setGates_addsARowOnce() public {
        vm.expectEmit(address(params));
        emit IProtocolParams.GateSet(64, 8, 62);
        setGate(Gate(64, 8, 62));
        assertEq(params.kMin(64, 8), 62, "row");
        vm.expectRevert(abi.encodeWithSelector(ProtocolParams.GateAlreadySet.selector, 64, 8));
        setGate(Gate(64, 8, 52));
    }

    function expectBounds(bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.ParamOutOfBounds.selector, field, value, min, max));
    }

    function test_setGates_revertsOutsideBounds() public {
        expectBounds("minPasses", 51, 52, 64);
        setGate(Gate(64, 1, 51));
        expectBounds("minPasses", 65, 52, 64);
        setGate(Gate(64, 1, 65));
        expectBounds("attempt", 9, 1, 8);
        setGate(Gate(64, 9, 60));
        expectBounds("attempt", 0, 1, 8);
        setGate(Gate(64, 0, 60));
        expectBounds("itemsPerBatch", 65, 24, 128);
        setGate(Gate(65, 1, 60));
    }

    function test_setGates_revertsWithOwnableUnauthorizedAccount() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        params.setGates(new Gate[](0));
    }

    function test_connectAdmission_onceByTheDeployer() public {
        Linked fresh = new Linked();
        IAdmission admission = IAdmission(address(params));
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.NotDeployer.selector, STRANGER));
        fresh.connectAdmission(admission);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.NoCode.selector, STRANGER));
        fresh.connectAdmission(IAdmission(STRANGER));
        vm.expectEmit(address(fresh));
        emit AdmissionLink.AdmissionConnected(address(admission));
        fresh.connectAdmission(admission);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.AlreadyConnected.selector, address(admission)));
        fresh.connectAdmission(admission);
    }
}

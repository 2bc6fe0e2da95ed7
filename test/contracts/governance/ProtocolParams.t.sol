// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Gate, ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {AdmissionLink} from "../../../contracts/governance/AdmissionLink.sol";
import {DatanetRegistry} from "../../../contracts/datanet/DatanetRegistry.sol";
import {IAdmission} from "../../../contracts/interfaces/IAdmission.sol";
import {IProtocolParams, ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {ProtocolStage} from "../base/ProtocolStage.sol";

contract ProtocolParamsTest is ProtocolStage {
    function setUp() public {
        deployAll();
    }

    function expectBounds(bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.ParamOutOfBounds.selector, field, value, min, max));
    }

    function add(ParamSet memory set) private {
        vm.prank(OWNER);
        params.add(set);
    }

    function test_add_appendsAndKeepsEarlierSets() public {
        ParamSet memory set = defaultSet();
        set.roundFee = 1;
        vm.expectEmit();
        emit IProtocolParams.ParamSetAdded(2, set);
        add(set);
        assertEq(params.currentId(), 2, "current");
        assertEq(params.get(1).roundFee, FEE, "first set");
        assertEq(params.get(2).roundFee, 1, "second set");
    }

    function test_add_revertsWithOwnableUnauthorizedAccount() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, STRANGER));
        params.add(defaultSet());
    }

    function test_owner_changesInTwoSteps() public {
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

    function test_add_revertsWhenTheStakeUnitChanges() public {
        ParamSet memory set = defaultSet();
        set.stakeUnit = uint128(UNIT) + 1;
        expectBounds("stakeUnit", UNIT + 1, UNIT, UNIT);
        add(set);
    }

    function test_fuzz_seats_areOddAndFew(uint8 seats) public {
        ParamSet memory set = defaultSet();
        set.seats = seats;
        if (seats < 3 || seats > 15 || seats % 2 == 0) expectBounds("seats", seats, 3, 15);
        add(set);
    }

    function test_fuzz_itemsPerBatch_isInTheTable(uint16 items) public {
        ParamSet memory set = defaultSet();
        set.itemsPerBatch = items;
        bool known = items == 24 || items == 32 || items == 48 || items == 64 || items == 96 || items == 128;
        if (!known) expectBounds("itemsPerBatch", items, 24, 128);
        add(set);
    }

    function test_add_revertsOutsideTheWindows() public {
        ParamSet memory set = defaultSet();
        set.keyWindow = 4;
        expectBounds("keyWindow", 4, 5, 7 days);
        add(set);
        set = defaultSet();
        set.commitWindow = 8 days;
        expectBounds("commitWindow", 8 days, 5, 7 days);
        add(set);
        set = defaultSet();
        set.revealWindow = 0;
        expectBounds("revealWindow", 0, 5, 7 days);
        add(set);
        set = defaultSet();
        set.epochWindow = 0;
        expectBounds("epochWindow", 0, 1, 365 days);
        add(set);
        set = defaultSet();
        set.withdrawDelay = 0;
        expectBounds("withdrawDelay", 0, 1, 365 days);
        add(set);
    }

    function test_add_revertsWhenADelayIsShorterThanARound() public {
        uint32 longest = 2 * 20 + 30 + 20;
        ParamSet memory set = defaultSet();
        set.unstakeCooldown = longest - 1;
        expectBounds("unstakeCooldown", longest - 1, longest, 365 days);
        add(set);
        set = defaultSet();
        set.attemptWindow = longest - 1;
        expectBounds("attemptWindow", longest - 1, longest, 365 days);
        add(set);
        set = defaultSet();
        set.admissionTtl = longest - 1;
        expectBounds("admissionTtl", longest - 1, longest, 365 days);
        add(set);
    }

    function test_add_revertsWhenAGatedLaneHasNoTrials() public {
        ParamSet memory set = defaultSet();
        set.trialMask = 0x1f; // four repeats only: lane 5 can never count
        expectBounds("gatedLanes", 0x21, 1, 0x1f);
        add(set);
        set = defaultSet();
        set.gatedLanes = 0;
        expectBounds("gatedLanes", 0, 1, 0x3f);
        add(set);
        set = defaultSet();
        set.trialMask = 1 << 44;
        expectBounds("trialMask", 1 << 44, 1, (1 << 44) - 1);
        add(set);
    }

    function test_add_revertsOnMoneyBounds() public {
        ParamSet memory set = defaultSet();
        set.evaluatorLockUnits = 0;
        expectBounds("evaluatorLockUnits", 0, 1, 1_000);
        add(set);
        uint128 above = 100_000_000e18 + 1;
        set = defaultSet();
        set.roundFee = above;
        expectBounds("roundFee", above, 0, above - 1);
        add(set);
        set = defaultSet();
        set.minPublisherStake = above;
        expectBounds("minPublisherStake", above, 0, above - 1);
        add(set);
        set = defaultSet();
        set.epochBond = above;
        expectBounds("epochBond", above, 0, above - 1);
        add(set);
    }

    function test_add_revertsWithSplitSum() public {
        ParamSet memory set = defaultSet();
        set.splitBps[0] = 3_501;
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.SplitSum.selector, 10_001));
        add(set);
    }

    function test_kMin_usesTheFourthRowFromThereOn() public view {
        assertEq(params.kMin(32, 1), 30, "first");
        assertEq(params.kMin(32, 4), 32, "fourth");
        assertEq(params.kMin(32, 255), 32, "later");
    }

    function test_kMin_revertsWithNoGate() public {
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
        vm.expectEmit();
        emit IProtocolParams.GateSet(64, 1, 57);
        setGate(Gate(64, 1, 57));
        assertEq(params.kMin(64, 1), 57, "row");
        vm.expectRevert(abi.encodeWithSelector(ProtocolParams.GateAlreadySet.selector, 64, 1));
        setGate(Gate(64, 1, 52));
    }

    function test_setGates_revertsOutsideBounds() public {
        expectBounds("minPasses", 51, 52, 64);
        setGate(Gate(64, 1, 51));
        expectBounds("minPasses", 65, 52, 64);
        setGate(Gate(64, 1, 65));
        expectBounds("attempt", 5, 1, 4);
        setGate(Gate(64, 5, 60));
        expectBounds("itemsPerBatch", 65, 24, 128);
        setGate(Gate(65, 1, 60));
    }

    function test_setGates_revertsWithOwnableUnauthorizedAccount() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        params.setGates(new Gate[](0));
    }

    function test_connectAdmission_onceByTheDeployer() public {
        DatanetRegistry fresh = new DatanetRegistry();
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.NotDeployer.selector, STRANGER));
        fresh.connectAdmission(admission);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.NoCode.selector, STRANGER));
        fresh.connectAdmission(IAdmission(STRANGER));
        vm.expectEmit();
        emit AdmissionLink.AdmissionConnected(address(admission));
        fresh.connectAdmission(admission);
        vm.expectRevert(abi.encodeWithSelector(AdmissionLink.AlreadyConnected.selector, address(admission)));
        fresh.connectAdmission(admission);
    }
}

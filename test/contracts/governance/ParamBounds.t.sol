// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {IProtocolParams, ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice Every bound of a parameter set, on both sides. The first set is the local one.
contract ParamBoundsTest is TestBase {
    address private constant OWNER = address(0xA11);
    uint256 private constant UNIT = 100e18;
    uint96 private constant MAX_ENTRY = 1_000_000e18;
    uint96 private constant MAX_DEFENCE = 1_000e18;
    /// @dev seconds of the local set's longest round: two key and commit windows, reveal, audit, answer, two jury windows
    uint32 private constant LONGEST = 2 * 120 + 2 * 600 + 60 + 8 + 30 + 2 * 30;
    ProtocolParams private params;

    function setUp() public {
        params = LocalParams.deploy(OWNER);
    }

    function add(ParamSet memory set) private {
        vm.prank(OWNER);
        params.add(set);
    }

    function refuse(ParamSet memory set, bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.ParamOutOfBounds.selector, field, value, min, max));
        add(set);
    }

    function local() private pure returns (ParamSet memory) {
        return LocalParams.set();
    }

    function test_constructor_checksTheFirstSet() public {
        ParamSet memory set = local();
        set.seats = 4;
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.ParamOutOfBounds.selector, bytes32("seats"), 4, 3, 7));
        new ProtocolParams(OWNER, address(0), set, LocalParams.gatesOf32());
    }

    function test_fuzz_seats_areOddAndFew(uint8 seats) public {
        ParamSet memory set = local();
        set.seats = seats;
        set.reserves = 0;
        if (seats < 3 || seats > 7 || seats % 2 == 0) refuse(set, "seats", seats, 3, 7);
        else add(set);
    }

    function test_fuzz_reserves_shareTheWordWithTheSeats(uint8 reserves) public {
        ParamSet memory set = local();
        set.seats = 5;
        set.reserves = reserves;
        if (reserves > 3) refuse(set, "reserves", reserves, 0, 3);
        else add(set);
    }

    function test_fuzz_itemsPerBatch_isInTheTable(uint16 items) public {
        ParamSet memory set = local();
        set.itemsPerBatch = items;
        bool known = items == 24 || items == 32 || items == 48 || items == 64 || items == 96 || items == 128;
        if (known) add(set);
        else refuse(set, "itemsPerBatch", items, 24, 128);
    }

    function test_add_revertsAboveTheLongestWindows() public {
        uint32 above = 7 days + 1;
        ParamSet memory set = local();
        set.keyWindow = above;
        refuse(set, "keyWindow", above, 5, 7 days);
        set = local();
        set.commitWindow = above;
        refuse(set, "commitWindow", above, 5, 7 days);
        set = local();
        set.revealWindow = above;
        refuse(set, "revealWindow", above, 5, 7 days);
        set = local();
        set.auditWindow = above;
        refuse(set, "auditWindow", above, 5, 7 days);
        set = local();
        set.answerWindow = above;
        refuse(set, "answerWindow", above, 5, 7 days);
        set = local();
        set.juryWindow = above;
        refuse(set, "juryWindow", above, 5, 7 days);
        set = local();
        set.auditLeaves = 257;
        refuse(set, "auditLeaves", 257, 0, 256);
    }

    function test_add_revertsBelowTheShortestWindows() public {
        ParamSet memory set = local();
        set.keyWindow = 4;
        refuse(set, "keyWindow", 4, 5, 7 days);
        set = local();
        set.juryWindow = 0;
        refuse(set, "juryWindow", 0, 5, 7 days);
        set = local();
        set.epochWindow = 4;
        refuse(set, "epochWindow", 4, 5, 30 days);
        set = local();
        set.acceptWindow = 4;
        refuse(set, "acceptWindow", 4, 5, 30 days);
    }

    function test_add_keepsAQuarterOfEachFirstWindow() public {
        ParamSet memory set = local();
        set.keyWindow = 29;
        refuse(set, "keyWindow", 29, 30, 7 days);
        set = local();
        set.commitWindow = 149;
        refuse(set, "commitWindow", 149, 150, 7 days);
        set = local();
        set.revealWindow = 14;
        refuse(set, "revealWindow", 14, 15, 7 days);
        set = local();
        set.answerWindow = 7;
        refuse(set, "answerWindow", 7, 8, 7 days);
        set = local();
        set.juryWindow = 7;
        refuse(set, "juryWindow", 7, 8, 7 days);
        set = local();
        (set.keyWindow, set.commitWindow, set.revealWindow, set.answerWindow, set.juryWindow) = (30, 150, 15, 8, 8);
        add(set);
    }

    function test_add_revertsOutsideTheWaits() public {
        uint32 above = 30 days + 1;
        ParamSet memory set = local();
        set.epochWindow = above;
        refuse(set, "epochWindow", above, 5, 30 days);
        set = local();
        set.acceptWindow = above;
        refuse(set, "acceptWindow", above, 5, 30 days);
        set = local();
        set.withdrawDelay = above;
        refuse(set, "withdrawDelay", above, 5, 30 days);
        set = local();
        set.withdrawDelay = 59;
        refuse(set, "withdrawDelay", 59, 60, 30 days);
    }

    function test_add_revertsWhenADelayIsShorterThanARound() public {
        ParamSet memory set = local();
        set.unstakeCooldown = LONGEST - 1;
        refuse(set, "unstakeCooldown", LONGEST - 1, LONGEST, 90 days);
        set = local();
        set.attemptWindow = LONGEST - 1;
        refuse(set, "attemptWindow", LONGEST - 1, LONGEST, 365 days);
        set = local();
        set.admissionTtl = LONGEST - 1;
        refuse(set, "admissionTtl", LONGEST - 1, LONGEST, 365 days);
    }

    function test_add_revertsWhenADelayOutlivesItsReason() public {
        ParamSet memory set = local();
        set.unstakeCooldown = 90 days + 1;
        refuse(set, "unstakeCooldown", 90 days + 1, LONGEST, 90 days);
        set = local();
        set.attemptWindow = 365 days + 1;
        refuse(set, "attemptWindow", 365 days + 1, LONGEST, 365 days);
        set = local();
        set.admissionTtl = 365 days + 1;
        refuse(set, "admissionTtl", 365 days + 1, LONGEST, 365 days);
    }

    function test_add_revertsWhenAGatedLaneHasNoTrials() public {
        ParamSet memory set = local();
        set.trialMask = 0x1f; // four repeats only: lane 5 can never count
        set.gatedLanes = 0x21;
        refuse(set, "gatedLanes", 0x21, 1, 0x1f);
        set = local();
        set.trialMask = 0x3f;
        set.gatedLanes = 0;
        refuse(set, "gatedLanes", 0, 1, 0x3f);
        set = local();
        set.trialMask = 1 << 44;
        refuse(set, "trialMask", 1 << 44, 1, (1 << 44) - 1);
    }

    function test_add_revertsWhenEntryCostsTooMuch() public {
        ParamSet memory set = local();
        set.roundFee = MAX_ENTRY + 1;
        refuse(set, "roundFee", MAX_ENTRY + 1, 0, MAX_ENTRY);
        set = local();
        set.minPublisherStake = MAX_ENTRY + 1;
        refuse(set, "minPublisherStake", MAX_ENTRY + 1, 0, MAX_ENTRY);
        set = local();
        set.custodianBond = MAX_ENTRY + 1;
        refuse(set, "custodianBond", MAX_ENTRY + 1, 0, MAX_ENTRY);
        set = local();
        set.leaseBond = MAX_ENTRY + 1;
        refuse(set, "leaseBond", MAX_ENTRY + 1, 0, MAX_ENTRY);
    }

    function test_add_revertsWhenDefenceCostsTooMuch() public {
        ParamSet memory set = local();
        set.demandBond = MAX_DEFENCE + 1;
        refuse(set, "demandBond", MAX_DEFENCE + 1, 0, MAX_DEFENCE);
        set = local();
        set.challengeBond = MAX_DEFENCE + 1;
        refuse(set, "challengeBond", MAX_DEFENCE + 1, MAX_DEFENCE / 1_000, MAX_DEFENCE);
        set = local();
        set.challengeBond = MAX_DEFENCE / 1_000 - 1;
        refuse(set, "challengeBond", MAX_DEFENCE / 1_000 - 1, MAX_DEFENCE / 1_000, MAX_DEFENCE);
        set = local();
        set.epochBond = MAX_DEFENCE + 1;
        refuse(set, "epochBond", MAX_DEFENCE + 1, MAX_DEFENCE / 1_000, MAX_DEFENCE);
        set = local();
        set.epochBond = MAX_DEFENCE / 1_000 - 1;
        refuse(set, "epochBond", MAX_DEFENCE / 1_000 - 1, MAX_DEFENCE / 1_000, MAX_DEFENCE);
    }

    function test_add_revertsWhenTheStakeUnitChanges() public {
        ParamSet memory set = local();
        set.stakeUnit = uint96(UNIT) + 1;
        refuse(set, "stakeUnit", UNIT + 1, UNIT, UNIT);
        set.stakeUnit = 10e18 - 1;
        refuse(set, "stakeUnit", 10e18 - 1, 10e18, 100_000e18);
        set.stakeUnit = 100_000e18 + 1;
        refuse(set, "stakeUnit", 100_000e18 + 1, 10e18, 100_000e18);
    }

    function test_add_revertsOutsideTheExposure() public {
        ParamSet memory set = local();
        set.exposureBps = 99;
        refuse(set, "exposureBps", 99, 100, 10_000_000);
        set.exposureBps = 10_000_001;
        refuse(set, "exposureBps", 10_000_001, 100, 10_000_000);
    }

    function test_add_revertsWithSplitSum() public {
        ParamSet memory set = local();
        set.splitBps[0] = 3_501;
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.SplitSum.selector, 10_001));
        add(set);
    }

    function test_add_revertsWhenTheTreasuryTakesMoreThanAQuarter() public {
        ParamSet memory set = local();
        set.splitBps = [uint16(1_999), 2_500, 1_500, 1_000, 500, 2_501];
        refuse(set, "treasuryBps", 2_501, 0, 2_500);
    }
}

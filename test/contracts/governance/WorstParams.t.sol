// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {IProtocolParams, ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {WorstSets} from "../base/WorstSets.sol";
import {JobStage} from "../jobs/JobStage.sol";

/// @notice The worst a captured owner can do: every figure of a set at the end of its bounds, and a pause that begins again
/// whenever it may. What is inside gets out all the same, within the bounds' own waits.
contract WorstParamsTest is JobStage {
    uint256 private constant MAX_WAIT = 30 days;
    address private constant PAYEE = address(0xBEEF);
    Payments private payments;
    address private payer;
    uint256 private payerKey;

    function setUp() public {
        deployJobs();
        address[] memory accepted = new address[](1);
        accepted[0] = address(token);
        payments = Payments(deploy("payment/Payments", abi.encode(params, accepted)));
        (payer, payerKey) = account("payer");
        token.transfer(payer, 100e18);
        vm.startPrank(payer);
        token.approve(address(payments), type(uint256).max);
        payments.deposit(PAYEE, address(token), 100e18);
        vm.stopPrank();
    }

    function pause() private {
        vm.prank(GUARDIAN);
        params.pauseEntries();
    }

    function redeem(uint256 cumulative) private {
        Voucher memory voucher = Voucher(payer, PAYEE, address(token), cumulative, "charges");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, payments.hashVoucher(voucher));
        payments.redeem(voucher, abi.encodePacked(r, s, v));
    }

    /// @dev The payee redeems, the payer leaves, and a job that runs is paid.
    function depart(uint256 jobId) private {
        redeem(40e18);
        vm.prank(payer);
        payments.openWithdrawal(PAYEE, address(token));
        submit(jobId);
        pass(MAX_WAIT + 1);
        redeem(60e18);
        vm.prank(payer);
        payments.withdraw(PAYEE, address(token));
        market.accept(jobId);
        vm.prank(TRAINER);
        market.withdrawCredit();
        assertEq(token.balanceOf(PAYEE), 60e18, "redeemed");
        assertEq(token.balanceOf(payer), 40e18, "withdrawn");
        assertEq(token.balanceOf(TRAINER), WALLET + PRICE, "paid");
    }

    function test_attack_proposalThatWouldBrickExits() public {
        uint256 jobId = running();
        params.add(WorstSets.dearest());
        pause();
        depart(jobId);
    }

    function test_attack_proposalThatWouldMakeAllFree() public {
        params.add(WorstSets.cheapest());
        uint256 jobId = running();
        assertEq(market.jobOf(jobId).bond, 0, "no bond");
        pause();
        redeem(10e18);
        submit(jobId);
        pass(6);
        market.accept(jobId);
        vm.prank(TRAINER);
        market.withdrawCredit();
        assertEq(token.balanceOf(TRAINER), WALLET + PRICE, "paid");
    }

    /// @notice A job under the dearest set ends too: nobody can afford to lease it, so its requester takes it back.
    function test_attack_proposalThatWouldStrandANewJob() public {
        params.add(WorstSets.dearest());
        uint256 jobId = created(PUBLIC);
        vm.expectRevert();
        leaseBy(TRAINER, jobId);
        pause();
        vm.startPrank(REQUESTER);
        market.cancelJob(jobId);
        market.withdrawCredit();
        vm.stopPrank();
        assertEq(token.balanceOf(REQUESTER), WALLET, "refund");
    }

    /// @notice However often it is tried, a pause ends and entries are open for as long again.
    function test_attack_pauseForEver() public {
        for (uint256 i = 0; i < 3; ++i) {
            pause();
            uint64 until = params.entriesPausedUntil();
            vm.expectRevert(abi.encodeWithSelector(IProtocolParams.PauseTooSoon.selector, until + 14 days));
            pause();
            pass(until - clock);
            created(PUBLIC);
            pass(14 days);
        }
    }

    function refuse(ParamSet memory set, bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(IProtocolParams.ParamOutOfBounds.selector, field, value, min, max));
        params.add(set);
    }

    /// @notice One step beyond the worst set is refused, field by field.
    function test_attack_oneStepBeyondTheWorstSet() public {
        params.add(WorstSets.dearest());
        params.add(WorstSets.cheapest());
        ParamSet memory set = WorstSets.dearest();
        set.withdrawDelay += 1;
        refuse(set, "withdrawDelay", 30 days + 1, 5, 30 days);
        set = WorstSets.dearest();
        set.unstakeCooldown += 1;
        refuse(set, "unstakeCooldown", 90 days + 1, 63 days, 90 days);
        set = WorstSets.dearest();
        set.epochWindow += 1;
        refuse(set, "epochWindow", 30 days + 1, 5, 30 days);
        set = WorstSets.dearest();
        set.epochBond += 1;
        refuse(set, "epochBond", 1_000e18 + 1, 1e18, 1_000e18);
        set = WorstSets.cheapest();
        set.withdrawDelay -= 1;
        refuse(set, "withdrawDelay", 59, 60, 30 days);
        set = WorstSets.cheapest();
        set.unstakeCooldown -= 1;
        refuse(set, "unstakeCooldown", set.unstakeCooldown, set.unstakeCooldown + 1, 90 days);
        set = WorstSets.cheapest();
        set.revealWindow -= 1;
        set.auditWindow += 1;
        refuse(set, "revealWindow", 14, 15, 7 days);
    }
}

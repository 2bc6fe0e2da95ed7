// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice Channels: deposit, permit, withdrawal.
contract PaymentsTest is PaymentsBase {
    function test_constructor_revertsWithTokenNotAccepted() public {
        address[] memory accepted = new address[](1);
        accepted[0] = address(0x1234);
        revertsWith(abi.encodeWithSelector(IPayments.TokenNotAccepted.selector, address(0x1234)));
        Artifacts.deploy("payment/Payments", abi.encode(params, accepted));
    }

    function test_deposit_booksAndEmits() public {
        vm.expectEmit(address(payments));
        emit IPayments.Deposited(payer, payee, address(token), 10e18, 10e18);
        deposit(10e18);
        vm.expectEmit(address(payments));
        emit IPayments.Deposited(payer, payee, address(token), 5e18, 15e18);
        deposit(5e18);
        assertEq(token.balanceOf(address(payments)), 15e18, "balance");
    }

    function test_deposit_cancelsWithdrawal() public {
        deposit(1e18);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        deposit(1e18);
        vm.warp(START + DELAY);
        vm.prank(payer);
        vm.expectRevert(IPayments.NoWithdrawal.selector);
        payments.withdraw(payee, address(token));
    }

    function test_deposit_revertsWithEntriesArePaused() public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(7e18);
        uint64 until = pauseEntries();
        bytes memory refusal = abi.encodeWithSelector(IProtocolParams.EntriesArePaused.selector, until);
        revertsWith(refusal);
        deposit(1e18);
        revertsWith(refusal);
        vm.prank(payer);
        payments.depositWithPermit(payee, address(token), 7e18, START, v, r, s);
        vm.warp(until);
        vm.prank(payer);
        token.approve(address(payments), 1e18);
        deposit(1e18);
        assertEq(token.balanceOf(address(payments)), 1e18, "open again");
    }

    /// @notice What has begun goes on: a pause holds nobody's money.
    function test_pause_stopsNoExit() public {
        deposit(10e18);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        pauseEntries();
        payments.redeem(voucherOf(4e18), sign(voucherOf(4e18)));
        Voucher[] memory vouchers = new Voucher[](1);
        bytes[] memory signatures = new bytes[](1);
        (vouchers[0], signatures[0]) = (voucherOf(5e18), sign(voucherOf(5e18)));
        payments.redeemBatch(vouchers, signatures);
        vm.warp(START + DELAY);
        vm.prank(payer);
        payments.withdraw(payee, address(token));
        assertEq(token.balanceOf(payee), 5e18, "payee");
        assertEq(token.balanceOf(payer), WALLET - 5e18, "payer");
    }

    function test_deposit_revertsWithZeroAmount() public {
        vm.expectRevert(IPayments.ZeroAmount.selector);
        payments.deposit(payee, address(token), 0);
    }

    function test_deposit_revertsWithZeroPayee() public {
        vm.expectRevert(IPayments.ZeroPayee.selector);
        payments.deposit(address(0), address(token), 1);
    }

    function test_deposit_revertsWithTokenNotAccepted() public {
        revertsWith(abi.encodeWithSelector(IPayments.TokenNotAccepted.selector, payee));
        payments.deposit(payee, payee, 1);
        revertsWith(abi.encodeWithSelector(IPayments.TokenNotAccepted.selector, payee));
        payments.depositWithPermit(payee, payee, 1, 0, 0, 0, 0);
    }

    function test_deposit_revertsAboveUint96() public {
        uint256 amount = uint256(type(uint96).max) + 1;
        revertsWith(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, amount));
        payments.deposit(payee, address(token), amount);
    }

    function test_attack_feeOnTransferTokenIsRefused() public {
        feeToken.mint(address(this), 100);
        feeToken.approve(address(payments), 100);
        revertsWith(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 99, 100));
        payments.deposit(payee, address(feeToken), 100);
    }

    function test_attack_tokenThatMovesNothingIsRefused() public {
        revertsWith(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 0, 100));
        payments.deposit(payee, address(lyingToken), 100);
    }

    function test_attack_reentrantDeposit() public {
        reentrantToken.mint(address(this), 100);
        reentrantToken.approve(address(payments), 100);
        bytes memory again = abi.encodeCall(IPayments.deposit, (payee, address(token), 1));
        reentrantToken.arm(address(payments), again);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.deposit(payee, address(reentrantToken), 100);
    }

    function test_attack_reentrantWithdrawal() public {
        reentrantToken.mint(address(this), 100);
        reentrantToken.approve(address(payments), 100);
        payments.deposit(payee, address(reentrantToken), 100);
        payments.openWithdrawal(payee, address(reentrantToken));
        vm.warp(START + DELAY);
        reentrantToken.arm(address(payments), abi.encodeCall(IPayments.withdraw, (payee, address(reentrantToken))));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.withdraw(payee, address(reentrantToken));
    }

    function test_depositWithPermit_needsNoApproval() public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(7e18);
        vm.prank(payer);
        payments.depositWithPermit(payee, address(token), 7e18, block.timestamp, v, r, s);
        assertEq(token.balanceOf(address(payments)), 7e18, "balance");
    }

    function test_depositWithPermit_survivesFrontRunPermit() public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(7e18);
        token.permit(payer, address(payments), 7e18, block.timestamp, v, r, s);
        vm.prank(payer);
        payments.depositWithPermit(payee, address(token), 7e18, block.timestamp, v, r, s);
        assertEq(token.balanceOf(address(payments)), 7e18, "balance");
    }

    function test_depositWithPermit_revertsWithoutPermitOrAllowance() public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(7e18);
        vm.prank(payer);
        vm.expectRevert();
        payments.depositWithPermit(payee, address(token), 8e18, block.timestamp, v, r, s);
    }

    function test_openWithdrawal_emitsAndDelays() public {
        deposit(3e18);
        vm.expectEmit(address(payments));
        emit IPayments.WithdrawalOpened(payer, payee, address(token), START + DELAY);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        vm.warp(START + DELAY - 1);
        revertsWith(abi.encodeWithSelector(IPayments.WithdrawalNotReady.selector, START + DELAY));
        vm.prank(payer);
        payments.withdraw(payee, address(token));
    }

    function test_openWithdrawal_revertsWithZeroAmount() public {
        vm.expectRevert(IPayments.ZeroAmount.selector);
        payments.openWithdrawal(payee, address(token));
    }

    function test_withdraw_returnsOnlyWhatWasNotRedeemed() public {
        deposit(10e18);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        payments.redeem(voucherOf(4e18), sign(voucherOf(4e18)));
        vm.warp(START + DELAY);
        vm.expectEmit(address(payments));
        emit IPayments.ChannelWithdrawn(payer, payee, address(token), 6e18);
        vm.prank(payer);
        payments.withdraw(payee, address(token));
        assertEq(token.balanceOf(payer), WALLET - 4e18, "payer");
        assertEq(token.balanceOf(payee), 4e18, "payee");
    }

    function test_withdraw_revertsWithNoWithdrawal() public {
        deposit(1e18);
        vm.expectRevert(IPayments.NoWithdrawal.selector);
        vm.prank(payer);
        payments.withdraw(payee, address(token));
    }

    function test_withdraw_onlyOwnChannel() public {
        deposit(1e18);
        vm.expectRevert(IPayments.ZeroAmount.selector);
        vm.prank(payee);
        payments.openWithdrawal(payee, address(token));
    }

    function _permit(uint256 amount) private returns (uint8 v, bytes32 r, bytes32 s) {
        vm.prank(payer);
        token.approve(address(payments), 0);
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typeHash, payer, address(payments), amount, token.nonces(payer), block.timestamp));
        return vm.sign(payerKey, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash)));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {ContractWallet} from "../../../contracts/mocks/ContractWallet.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice Vouchers, one at a time: amounts, signatures, replays.
contract RedeemTest is PaymentsBase {
    function setUp() public override {
        super.setUp();
        deposit(100e18);
    }

    function test_redeem_paysTheIncrease() public {
        payments.redeem(voucherOf(30e18), sign(voucherOf(30e18)));
        Voucher memory next = voucherOf(45e18);
        bytes memory signature = sign(next);
        vm.expectEmit(address(payments));
        emit IPayments.Redeemed(payer, payee, address(token), 15e18, 45e18, next.chargesRoot);
        assertEq(payments.redeem(next, signature), 15e18, "amount");
        assertEq(token.balanceOf(payee), 45e18, "payee");
    }

    function test_redeem_acceptsCompactSignature() public {
        Voucher memory voucher = voucherOf(5e18);
        payments.redeem(voucher, signCompact(payerKey, payments.hashVoucher(voucher)));
        assertEq(token.balanceOf(payee), 5e18, "payee");
    }

    function test_redeem_acceptsContractWallet() public {
        ContractWallet wallet = new ContractWallet(payer);
        token.transfer(address(wallet), 10e18);
        wallet.call(address(token), abi.encodeCall(token.approve, (address(payments), 10e18)));
        wallet.call(address(payments), abi.encodeCall(payments.deposit, (payee, address(token), 10e18)));
        Voucher memory voucher = Voucher(address(wallet), payee, address(token), 4e18, 0);
        bytes memory signature = sign(voucher);
        wallet.setRevoked(true);
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, address(wallet)));
        payments.redeem(voucher, signature);
        wallet.setRevoked(false);
        assertEq(payments.redeem(voucher, signature), 4e18, "amount");
    }

    function test_redeem_revertsWithNotMonotone() public {
        Voucher memory voucher = voucherOf(30e18);
        bytes memory signature = sign(voucher);
        payments.redeem(voucher, signature);
        revertsWith(abi.encodeWithSelector(IPayments.NotMonotone.selector, 30e18, 30e18));
        payments.redeem(voucher, signature);
        Voucher memory lower = voucherOf(29e18);
        bytes memory lowerSignature = sign(lower);
        revertsWith(abi.encodeWithSelector(IPayments.NotMonotone.selector, 29e18, 30e18));
        payments.redeem(lower, lowerSignature);
    }

    function test_redeem_revertsWithOverdrawn() public {
        Voucher memory voucher = voucherOf(100e18 + 1);
        bytes memory signature = sign(voucher);
        revertsWith(abi.encodeWithSelector(IPayments.Overdrawn.selector, 100e18 + 1, 100e18));
        payments.redeem(voucher, signature);
    }

    function test_redeem_revertsWithBadSignatureOfWrongLength() public {
        Voucher memory voucher = voucherOf(1);
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, "");
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, new bytes(64));
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, new bytes(66));
    }

    /// @dev An old voucher must not become payable again through a withdrawal and a new deposit.
    function test_redeem_voucherDiesWithItsCumulative() public {
        Voucher memory voucher = voucherOf(60e18);
        bytes memory signature = sign(voucher);
        payments.redeem(voucher, signature);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        vm.warp(START + DELAY);
        vm.prank(payer);
        payments.withdraw(payee, address(token));
        deposit(100e18);
        revertsWith(abi.encodeWithSelector(IPayments.NotMonotone.selector, 60e18, 60e18));
        payments.redeem(voucher, signature);
        assertEq(redeemed(), 60e18, "redeemed");
    }

    function test_attack_reentrantRedemption() public {
        reentrantToken.mint(payer, 100);
        vm.startPrank(payer);
        reentrantToken.approve(address(payments), 100);
        payments.deposit(payee, address(reentrantToken), 100);
        vm.stopPrank();
        Voucher memory first = Voucher(payer, payee, address(reentrantToken), 1, 0);
        Voucher memory second = Voucher(payer, payee, address(reentrantToken), 2, 0);
        bytes memory signature = sign(first);
        reentrantToken.arm(address(payments), abi.encodeCall(IPayments.redeem, (second, sign(second))));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.redeem(first, signature);
    }

    function test_fuzz_redeem_neverPaysMoreThanSigned(uint96 first, uint96 second) public {
        uint256 low = bound(first, 1, 100e18);
        uint256 high = bound(second, 1, 100e18);
        Voucher memory a = voucherOf(low);
        payments.redeem(a, signCompact(payerKey, payments.hashVoucher(a)));
        Voucher memory b = voucherOf(high);
        bytes memory signature = sign(b);
        if (high <= low) revertsWith(abi.encodeWithSelector(IPayments.NotMonotone.selector, high, low));
        payments.redeem(b, signature);
        uint256 paid = high > low ? high : low;
        assertEq(token.balanceOf(payee), paid, "payee");
        assertEq(token.balanceOf(address(payments)), 100e18 - paid, "channel");
    }

    function test_fuzz_redeem_refusesAnotherKey(uint256 key, uint96 cumulative, bool compact) public {
        key = bound(key, 1, 1 << 250);
        vm.assume(key != payerKey);
        Voucher memory voucher = voucherOf(bound(cumulative, 1, 100e18));
        bytes32 digest = payments.hashVoucher(voucher);
        bytes memory signature = compact ? signCompact(key, digest) : signWith(key, digest);
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, signature);
    }

    function test_fuzz_redeem_refusesAChangedField(uint8 field, uint96 cumulative) public {
        Voucher memory voucher = voucherOf(bound(cumulative, 1, 50e18));
        bytes memory signature = sign(voucher);
        field = uint8(bound(field, 0, 1));
        if (field == 0) voucher.cumulative += 1;
        else voucher.chargesRoot = ~voucher.chargesRoot;
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, signature);
    }

    function test_fuzz_redeem_refusesMalleatedSignature(uint96 cumulative) public {
        Voucher memory voucher = voucherOf(bound(cumulative, 1, 100e18));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(payerKey, payments.hashVoucher(voucher));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, mirrored);
    }

    function test_fuzz_redeem_refusesAnotherChain(uint64 chainId) public {
        vm.assume(chainId != block.chainid && chainId != 0);
        Voucher memory voucher = voucherOf(1e18);
        bytes memory signature = sign(voucher);
        vm.chainId(chainId);
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, signature);
    }

    function test_redeem_refusesAnotherContract() public {
        address[] memory accepted = new address[](1);
        accepted[0] = address(token);
        Payments other = Payments(Artifacts.deploy("payment/Payments", abi.encode(LocalParams.deploy(address(this)), accepted)));
        vm.startPrank(payer);
        token.approve(address(other), 10e18);
        other.deposit(payee, address(token), 10e18);
        vm.stopPrank();
        Voucher memory voucher = voucherOf(1e18);
        bytes memory signature = sign(voucher);
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        other.redeem(voucher, signature);
    }
}

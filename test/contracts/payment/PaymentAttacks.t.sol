// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IProtocolParams} from "../../../contracts/interfaces/IProtocolParams.sol";
import {Authorization, IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice What a payer, a payee or a stranger would try with vouchers and signed deposits.
contract PaymentAttacksTest is PaymentsBase {
    bytes32 private constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    address private constant THIEF = address(0x7);

    struct Signature { uint8 v; bytes32 r; bytes32 s; }

    function test_depositWithAuthorization_opensTheChannelOfItsSigner() public {
        Authorization memory a = authorizationOf(payee, 5e18, "salt");
        Signature memory sig = signed(a);
        vm.expectEmit(address(payments));
        emit IPayments.Deposited(payer, payee, address(token), 5e18, 5e18);
        vm.prank(THIEF);
        payments.depositWithAuthorization(a, sig.v, sig.r, sig.s);
        (uint256 deposited,,) = payments.channel(payer, payee, address(token));
        assertEq(deposited, 5e18, "deposited");
        assertEq(token.balanceOf(address(payments)), 5e18, "balance");
    }

    function test_depositWithAuthorization_reverts() public {
        Authorization memory a = authorizationOf(payee, 0, "salt");
        sends(a, abi.encodePacked(IPayments.ZeroAmount.selector));
        a = authorizationOf(address(0), 1, "salt");
        sends(a, abi.encodePacked(IPayments.ZeroPayee.selector));
        a = authorizationOf(payee, 1, "salt");
        a.token = address(this);
        sends(a, abi.encodeWithSelector(IPayments.TokenNotAccepted.selector, address(this)));
        a = authorizationOf(payee, WALLET + 1, "salt");
        sends(a, abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, payer, WALLET, WALLET + 1));
        uint64 until = pauseEntries();
        a = authorizationOf(payee, 1, "salt");
        sends(a, abi.encodeWithSelector(IProtocolParams.EntriesArePaused.selector, until));
    }

    function test_attack_replayedAuthorization() public {
        Authorization memory a = authorizationOf(payee, 5e18, "salt");
        Signature memory sig = signed(a);
        payments.depositWithAuthorization(a, sig.v, sig.r, sig.s);
        sends(a, abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, keccak256(abi.encode(payee, bytes32("salt")))));
    }

    /// @dev The nonce holds the payee, so the signature is for one channel only; and only Payments can send it.
    function test_fuzz_attack_redirectedAuthorization(address thief, uint96 amount) public {
        vm.assume(thief != payee && thief != address(0));
        Authorization memory a = authorizationOf(payee, 5e18, "salt");
        Signature memory sig = signed(a);
        a.payee = thief;
        vm.expectRevert();
        payments.depositWithAuthorization(a, sig.v, sig.r, sig.s);
        a.payee = payee;
        vm.assume(amount != 5e18);
        a.amount = amount;
        vm.expectRevert();
        payments.depositWithAuthorization(a, sig.v, sig.r, sig.s);
        bytes32 nonce = keccak256(abi.encode(payee, bytes32("salt")));
        vm.prank(THIEF);
        vm.expectRevert();
        token.receiveWithAuthorization(payer, address(payments), 5e18, 0, type(uint256).max, nonce, sig.v, sig.r, sig.s);
    }

    function test_fuzz_attack_overRedeemedVoucher(uint96 put, uint96 first, uint96 second) public {
        uint256 deposited = bound(put, 1, WALLET);
        deposit(deposited);
        uint256 one = bound(first, 1, deposited);
        Voucher memory voucher = voucherOf(one);
        bytes memory signature = sign(voucher);
        payments.redeem(voucher, signature);
        vm.expectRevert(abi.encodeWithSelector(IPayments.NotMonotone.selector, one, one));
        payments.redeem(voucher, signature);
        uint256 two = bound(second, 1, type(uint96).max);
        voucher = voucherOf(two);
        signature = sign(voucher);
        if (two > deposited) vm.expectRevert(abi.encodeWithSelector(IPayments.Overdrawn.selector, two, deposited));
        else if (two <= one) vm.expectRevert(abi.encodeWithSelector(IPayments.NotMonotone.selector, two, one));
        payments.redeem(voucher, signature);
        uint256 paid = two > one && two <= deposited ? two : one;
        assertEq(token.balanceOf(payee), paid, "the highest voucher and no more");
        assertEq(token.balanceOf(address(payments)), deposited - paid, "the rest is the payer's");
    }

    /// @dev A withdrawal takes a day's notice: the payee redeems what it holds before, and afterwards a voucher of old pays
    /// nothing out of a new deposit below its cumulative.
    function test_attack_withdrawUnderOutstandingVoucher() public {
        deposit(10e18);
        Voucher memory outstanding = voucherOf(7e18);
        bytes memory signature = sign(outstanding);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        vm.prank(payer);
        vm.expectRevert(abi.encodeWithSelector(IPayments.WithdrawalNotReady.selector, START + 60));
        payments.withdraw(payee, address(token));
        payments.redeem(outstanding, signature);
        vm.warp(START + 60);
        vm.prank(payer);
        assertEq(payments.withdraw(payee, address(token)), 3e18, "what was not redeemed");
        assertEq(token.balanceOf(payee), 7e18, "payee");
        deposit(2e18);
        vm.expectRevert(abi.encodeWithSelector(IPayments.NotMonotone.selector, 7e18, 7e18));
        payments.redeem(outstanding, signature);
    }

    function test_attack_voucherOnOtherChainOrContract() public {
        deposit(10e18);
        Voucher memory voucher = voucherOf(4e18);
        bytes memory signature = sign(voucher);
        address[] memory accepted = new address[](1);
        accepted[0] = address(token);
        Payments other = Payments(Artifacts.deploy("payment/Payments", abi.encode(params, accepted)));
        vm.prank(payer);
        token.approve(address(other), type(uint256).max);
        vm.prank(payer);
        other.deposit(payee, address(token), 10e18);
        vm.expectRevert(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        other.redeem(voucher, signature);
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        vm.expectRevert(abi.encodeWithSelector(IPayments.BadSignature.selector, payer));
        payments.redeem(voucher, signature);
        vm.chainId(here);
        assertEq(payments.redeem(voucher, signature), 4e18, "here it pays");
    }

    function authorizationOf(address to, uint256 amount, bytes32 salt) private view returns (Authorization memory) {
        return Authorization(payer, to, address(token), amount, 0, type(uint256).max, salt);
    }

    function signed(Authorization memory a) private view returns (Signature memory sig) {
        bytes32 nonce = keccak256(abi.encode(a.payee, a.salt));
        bytes32 hash = keccak256(
            abi.encode(RECEIVE, a.payer, address(payments), a.amount, a.validAfter, a.validBefore, nonce)
        );
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), hash));
        (sig.v, sig.r, sig.s) = vm.sign(payerKey, digest);
    }

    function sends(Authorization memory a, bytes memory reason) private {
        Signature memory sig = signed(a);
        vm.expectRevert(reason);
        payments.depositWithAuthorization(a, sig.v, sig.r, sig.s);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Authorization, IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {ExactTransfer} from "../../../contracts/token/ExactTransfer.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice A token whose signed transfers ask for no signature, so that anybody's channel can be filled; it may keep a part
/// of them, or call back.
contract OpenToken {
    mapping(address account => uint256) public balanceOf;
    uint256 public kept;
    address private target;
    bytes private attack;

    function keep(uint256 part) external {
        kept = part;
    }

    function arm(address target_, bytes calldata attack_) external {
        (target, attack) = (target_, attack_);
    }

    function receiveWithAuthorization(address, address to, uint256 value, uint256, uint256, bytes32, uint8, bytes32, bytes32)
        external
    {
        balanceOf[to] += value - kept;
        if (attack.length != 0) Address.functionCall(target, attack);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        return true;
    }
}

/// @notice What the books say after each step, and what a bad voucher finds in them.
contract PaymentsBooksTest is PaymentsBase {
    function test_withdraw_keepsWhatWasRedeemedOnTheBooks() public {
        deposit(100e18);
        payments.redeem(voucherOf(60e18), sign(voucherOf(60e18)));
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        vm.warp(START + DELAY);
        vm.prank(payer);
        payments.withdraw(payee, address(token));
        books(60e18, 60e18, 0);
        deposit(100e18);
        books(160e18, 60e18, 0);
        assertEq(payments.redeem(voucherOf(160e18), sign(voucherOf(160e18))), 100e18, "the whole new deposit");
    }

    function test_openWithdrawal_isOnTheBooks() public {
        deposit(3e18);
        vm.prank(payer);
        payments.openWithdrawal(payee, address(token));
        books(3e18, 0, START + DELAY);
    }

    /// @dev What was redeemed before is not looked at again: its signature cannot make a batch fail.
    function test_redeemBatch_asksNoSignatureOfAnOldVoucher() public {
        deposit(10e18);
        payments.redeem(voucherOf(4e18), sign(voucherOf(4e18)));
        Voucher[] memory vouchers = new Voucher[](2);
        bytes[] memory signatures = new bytes[](2);
        (vouchers[0], vouchers[1]) = (voucherOf(4e18), voucherOf(5e18));
        signatures[1] = sign(vouchers[1]);
        assertEq(payments.redeemBatch(vouchers, signatures), 1e18, "amount");
    }

    /// @dev No key signs for the zero address, and a signature that recovers none must not pass for its own.
    function test_attack_nobodySignsForTheZeroAddress() public {
        OpenToken open = acceptOpenToken();
        payments.depositWithAuthorization(signedBy(address(0), open), 27, "r", "s");
        Voucher memory voucher = Voucher(address(0), payee, address(open), 5e18, "charges");
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, address(0)));
        payments.redeem(voucher, new bytes(65));
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, address(0)));
        payments.redeem(voucher, new bytes(64));
    }

    /// @dev The tokens that are there already do not make up for what did not arrive.
    function test_attack_authorizationThatBringsLessIsRefused() public {
        OpenToken open = acceptOpenToken();
        payments.depositWithAuthorization(signedBy(payer, open), 27, "r", "s");
        open.keep(1);
        revertsWith(abi.encodeWithSelector(ExactTransfer.TransferIncomplete.selector, 5e18 - 1, 5e18));
        payments.depositWithAuthorization(signedBy(payer, open), 27, "r", "s");
    }

    function test_attack_reentrantAuthorization() public {
        OpenToken open = acceptOpenToken();
        Authorization memory inner = signedBy(payer, open);
        open.arm(address(payments), abi.encodeCall(IPayments.depositWithAuthorization, (inner, 27, "r", "s")));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.depositWithAuthorization(inner, 27, "r", "s");
    }

    function test_attack_reentrantBatch() public {
        reentrantToken.mint(payer, 100);
        vm.startPrank(payer);
        reentrantToken.approve(address(payments), 100);
        payments.deposit(payee, address(reentrantToken), 100);
        vm.stopPrank();
        Voucher[] memory vouchers = new Voucher[](1);
        bytes[] memory signatures = new bytes[](1);
        vouchers[0] = Voucher(payer, payee, address(reentrantToken), 2, 0);
        signatures[0] = sign(vouchers[0]);
        bytes memory again = abi.encodeCall(IPayments.redeemBatch, (vouchers, signatures));
        vouchers[0].cumulative = 1;
        signatures[0] = sign(vouchers[0]);
        reentrantToken.arm(address(payments), again);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.redeemBatch(vouchers, signatures);
    }

    function acceptOpenToken() private returns (OpenToken open) {
        open = new OpenToken();
        address[] memory accepted = new address[](1);
        accepted[0] = address(open);
        payments = Payments(Artifacts.deploy("payment/Payments", abi.encode(params, accepted)));
    }

    function signedBy(address from, OpenToken open) private view returns (Authorization memory) {
        return Authorization(from, payee, address(open), 5e18, 0, type(uint256).max, "salt");
    }

    function books(uint256 deposited, uint256 redeemed_, uint64 withdrawAt) private view {
        (uint256 d, uint256 r, uint64 w) = payments.channel(payer, payee, address(token));
        assertEq(d, deposited, "deposited");
        assertEq(r, redeemed_, "redeemed");
        assertEq(w, withdrawAt, "withdrawAt");
    }
}

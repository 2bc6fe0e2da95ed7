// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice Batches: one transfer for many payers, and what one bad voucher does to the others.
contract RedeemBatchTest is PaymentsBase {
    uint256 private constant PAYERS = 20;

    uint256[] private keys;
    address[] private payers;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < PAYERS; ++i) {
            (address who, uint256 key) = account(vm.toString(i));
            payers.push(who);
            keys.push(key);
            token.transfer(who, 10e18);
            vm.startPrank(who);
            token.approve(address(payments), 10e18);
            payments.deposit(payee, address(token), 10e18);
            vm.stopPrank();
        }
    }

    function test_redeemBatch_paysInOneTransfer() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(payments), payee, PAYERS * 1e18);
        assertEq(payments.redeemBatch(vouchers, signatures), PAYERS * 1e18, "amount");
        assertEq(token.balanceOf(payee), PAYERS * 1e18, "payee");
    }

    /// @dev Anyone may redeem for the payee, so a payer could otherwise break every batch it is part of.
    function test_redeemBatch_skipsWhatSomeoneRedeemedFirst() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        payments.redeem(vouchers[3], signatures[3]);
        assertEq(payments.redeemBatch(vouchers, signatures), (PAYERS - 1) * 1e18, "amount");
        assertEq(token.balanceOf(payee), PAYERS * 1e18, "payee");
    }

    function test_redeemBatch_sameVoucherTwicePaysOnce() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        vouchers[1] = vouchers[0];
        signatures[1] = signatures[0];
        assertEq(payments.redeemBatch(vouchers, signatures), (PAYERS - 1) * 1e18, "amount");
    }

    function test_redeemBatch_revertsWithZeroAmountWhenAllAreOld() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        payments.redeemBatch(vouchers, signatures);
        vm.expectRevert(IPayments.ZeroAmount.selector);
        payments.redeemBatch(vouchers, signatures);
    }

    function test_redeemBatch_revertsWithEmptyBatch() public {
        vm.expectRevert(IPayments.EmptyBatch.selector);
        payments.redeemBatch(new Voucher[](0), new bytes[](0));
    }

    function test_redeemBatch_revertsWithSignatureCount() public {
        (Voucher[] memory vouchers,) = _batch(1e18);
        revertsWith(abi.encodeWithSelector(IPayments.SignatureCount.selector, 1, PAYERS));
        payments.redeemBatch(vouchers, new bytes[](1));
    }

    function test_redeemBatch_revertsWithMixedBatch() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        vouchers[2].payee = address(1);
        revertsWith(abi.encodeWithSelector(IPayments.MixedBatch.selector, 2));
        payments.redeemBatch(vouchers, signatures);
        vouchers[2].payee = payee;
        vouchers[5].token = address(feeToken);
        revertsWith(abi.encodeWithSelector(IPayments.MixedBatch.selector, 5));
        payments.redeemBatch(vouchers, signatures);
    }

    function test_redeemBatch_revertsWithBadSignature() public {
        (Voucher[] memory vouchers, bytes[] memory signatures) = _batch(1e18);
        signatures[4] = signatures[5];
        revertsWith(abi.encodeWithSelector(IPayments.BadSignature.selector, payers[4]));
        payments.redeemBatch(vouchers, signatures);
    }

    function test_fuzz_redeemBatch_sumsIncreases(uint96[4] memory amounts) public {
        Voucher[] memory vouchers = new Voucher[](4);
        bytes[] memory signatures = new bytes[](4);
        uint256 sum;
        for (uint256 i; i < 4; ++i) {
            uint256 amount = bound(amounts[i], 1, 10e18);
            sum += amount;
            (vouchers[i], signatures[i]) = _signed(i, amount);
        }
        assertEq(payments.redeemBatch(vouchers, signatures), sum, "amount");
        assertEq(token.balanceOf(payee), sum, "payee");
    }

    function _batch(uint256 amount) private view returns (Voucher[] memory vouchers, bytes[] memory signatures) {
        vouchers = new Voucher[](PAYERS);
        signatures = new bytes[](PAYERS);
        for (uint256 i; i < PAYERS; ++i) (vouchers[i], signatures[i]) = _signed(i, amount);
    }

    function _signed(uint256 i, uint256 amount) private view returns (Voucher memory voucher, bytes memory) {
        voucher = Voucher(payers[i], payee, address(token), amount, bytes32(i + 1));
        return (voucher, signCompact(keys[i], payments.hashVoucher(voucher)));
    }
}

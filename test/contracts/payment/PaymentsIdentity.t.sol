// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {PaymentsBase} from "./PaymentsBase.sol";

/// @notice Who is who: whose channel a deposit fills, which tokens are taken, and what a payer signs, word for word.
contract PaymentsIdentityTest is PaymentsBase {
    /// @dev The digest is written out here from EIP-712 and the documented type, with nothing taken from the contract.
    function test_hashVoucher_isTheTypedDataOfTheVoucher() public view {
        Voucher memory voucher = voucherOf(7e18);
        bytes32 domainType = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(
            abi.encode(domainType, keccak256("Assay Payments"), keccak256("1"), block.chainid, address(payments))
        );
        bytes32 voucherType =
            keccak256("Voucher(address payer,address payee,address token,uint256 cumulative,bytes32 chargesRoot)");
        bytes32 content = keccak256(
            abi.encode(voucherType, voucher.payer, voucher.payee, voucher.token, voucher.cumulative, voucher.chargesRoot)
        );
        assertEq(payments.hashVoucher(voucher), keccak256(abi.encodePacked("\x19\x01", domain, content)), "digest");
    }

    function test_isAccepted_tellsTheTokens() public view {
        assertTrue(payments.isAccepted(address(token)) && !payments.isAccepted(address(this)), "tokens");
    }

    function test_depositWithPermit_fillsTheCallersChannel() public {
        vm.prank(payer);
        payments.depositWithPermit(payee, address(token), 3e18, block.timestamp, 27, "used", "before");
        (uint256 deposited,,) = payments.channel(payer, payee, address(token));
        assertEq(deposited, 3e18, "the caller's, whoever began the transaction");
    }

    function test_attack_reentrantDepositWithPermit() public {
        reentrantToken.mint(address(this), 100);
        reentrantToken.approve(address(payments), 100);
        reentrantToken.arm(address(payments), abi.encodeCall(IPayments.deposit, (payee, address(token), 1)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        payments.depositWithPermit(payee, address(reentrantToken), 100, block.timestamp, 27, "no", "permit");
    }
}

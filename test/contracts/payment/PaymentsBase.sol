// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPayments, Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {ProtocolParams} from "../../../contracts/governance/ProtocolParams.sol";
import {FeeToken} from "../../../contracts/mocks/FeeToken.sol";
import {LyingToken} from "../../../contracts/mocks/LyingToken.sol";
import {ReentrantToken} from "../../../contracts/mocks/ReentrantToken.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice One payer with a funded wallet, one payee, and Payments that accepts a good token and three hostile ones.
abstract contract PaymentsBase is TestBase {
    uint256 internal constant WALLET = 1_000e18;
    /// @dev block.timestamp is not read after a warp: the optimizer may keep the earlier value
    uint64 internal constant START = 1_000_000;
    uint64 internal constant DELAY = 60;

    AssayToken internal token;
    FeeToken internal feeToken;
    LyingToken internal lyingToken;
    ReentrantToken internal reentrantToken;
    ProtocolParams internal params;
    Payments internal payments;
    address internal payer;
    uint256 internal payerKey;
    address internal payee = address(0xBEEF);

    function setUp() public virtual {
        vm.warp(START);
        (payer, payerKey) = account("payer");
        token = new AssayToken(address(this));
        feeToken = new FeeToken();
        lyingToken = new LyingToken();
        reentrantToken = new ReentrantToken();
        address[] memory accepted = new address[](4);
        accepted[0] = address(token);
        accepted[1] = address(feeToken);
        accepted[2] = address(lyingToken);
        accepted[3] = address(reentrantToken);
        params = LocalParams.deploy(address(this), address(this));
        payments = Payments(Artifacts.deploy("payment/Payments", abi.encode(params, accepted)));
        token.transfer(payer, WALLET);
        vm.prank(payer);
        token.approve(address(payments), type(uint256).max);
    }

    function deposit(uint256 amount) internal {
        vm.prank(payer);
        payments.deposit(payee, address(token), amount);
    }

    /// @notice Stops entries until the returned time.
    function pauseEntries() internal returns (uint64 until) {
        params.pauseEntries();
        return params.entriesPausedUntil();
    }

    function voucherOf(uint256 cumulative) internal view returns (Voucher memory) {
        return Voucher(payer, payee, address(token), cumulative, keccak256(abi.encode("charges", cumulative)));
    }

    /// @notice 65-byte signature of the payer.
    function sign(Voucher memory voucher) internal view returns (bytes memory) {
        return signWith(payerKey, payments.hashVoucher(voucher));
    }

    function signWith(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @notice 64-byte EIP-2098 signature.
    function signCompact(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    }

    function redeemed() internal view returns (uint256 amount) {
        (, amount,) = payments.channel(payer, payee, address(token));
    }

    function revertsWith(bytes memory data) internal {
        vm.expectRevert(data);
    }
}

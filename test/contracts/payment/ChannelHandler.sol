// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Voucher} from "../../../contracts/interfaces/IPayments.sol";
import {Artifacts} from "../base/Artifacts.sol";
import {LocalParams} from "../base/LocalParams.sol";
import {TestBase} from "../base/TestBase.sol";
import {Payments} from "../../../contracts/payment/Payments.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";

/// @notice What payers, payees and strangers can do to channels in any order. Calls that must fail are tried too and
/// counted when they succeed.
contract ChannelHandler is TestBase {
    uint256 public constant PAYERS = 3;
    uint256 public constant PAYEES = 2;
    uint256 public constant WALLET = 1_000e18;
    uint64 private constant DELAY = 60;

    AssayToken public immutable TOKEN;
    Payments public immutable PAYMENTS;
    address[PAYERS] public payers;
    address[PAYEES] public payees = [address(0xE1), address(0xE2)];
    uint256[PAYERS] private keys;

    /// @notice Calls that had to fail and did not.
    uint256 public breaches;
    /// @notice Cumulative of the newest redemption of each channel, as the handler saw it.
    mapping(address payer => mapping(address payee => uint256)) public redeemed;
    mapping(address payer => uint256) public withdrawn;
    mapping(address payer => uint256) public deposited;
    uint64 private clock = 1_000_000;

    constructor() {
        vm.warp(clock);
        TOKEN = new AssayToken(address(this));
        address[] memory accepted = new address[](1);
        accepted[0] = address(TOKEN);
        PAYMENTS = Payments(Artifacts.deploy("payment/Payments", abi.encode(LocalParams.deploy(address(this)), accepted)));
        for (uint256 i; i < PAYERS; ++i) {
            (payers[i], keys[i]) = account(vm.toString(i));
            TOKEN.transfer(payers[i], WALLET);
            vm.prank(payers[i]);
            TOKEN.approve(address(PAYMENTS), type(uint256).max);
        }
    }

    function deposit(uint256 payerSeed, uint256 payeeSeed, uint256 amount) external {
        (address payer, address payee) = (payers[payerSeed % PAYERS], payees[payeeSeed % PAYEES]);
        uint256 balance = TOKEN.balanceOf(payer);
        if (balance == 0) return;
        amount = bound(amount, 1, balance);
        vm.prank(payer);
        PAYMENTS.deposit(payee, address(TOKEN), amount);
        deposited[payer] += amount;
    }

    /// @notice A voucher of any size: paid when it is above the last and covered, refused otherwise.
    function redeem(uint256 payerSeed, uint256 payeeSeed, uint256 cumulative) external {
        (address payer, address payee) = (payers[payerSeed % PAYERS], payees[payeeSeed % PAYEES]);
        (uint256 covered,,) = PAYMENTS.channel(payer, payee, address(TOKEN));
        cumulative = bound(cumulative, 0, covered + 10e18);
        (Voucher memory voucher, bytes memory signature) = _sign(payerSeed % PAYERS, payee, cumulative);
        bool mustFail = cumulative <= redeemed[payer][payee] || cumulative > covered;
        try PAYMENTS.redeem(voucher, signature) {
            if (mustFail) ++breaches;
            redeemed[payer][payee] = cumulative;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    /// @notice One voucher of every payer; stale ones among them add nothing.
    function redeemBatch(uint256 payeeSeed, uint256[PAYERS] calldata amounts) external {
        address payee = payees[payeeSeed % PAYEES];
        Voucher[] memory vouchers = new Voucher[](PAYERS);
        bytes[] memory signatures = new bytes[](PAYERS);
        uint256 expected;
        for (uint256 i; i < PAYERS; ++i) {
            (uint256 covered,,) = PAYMENTS.channel(payers[i], payee, address(TOKEN));
            uint256 cumulative = bound(amounts[i], 0, covered);
            (vouchers[i], signatures[i]) = _sign(i, payee, cumulative);
            uint256 before = redeemed[payers[i]][payee];
            if (cumulative > before) expected += cumulative - before;
        }
        if (expected == 0) return;
        if (PAYMENTS.redeemBatch(vouchers, signatures) != expected) ++breaches;
        for (uint256 i; i < PAYERS; ++i) {
            if (vouchers[i].cumulative > redeemed[payers[i]][payee]) {
                redeemed[payers[i]][payee] = vouchers[i].cumulative;
            }
        }
    }

    /// @notice Another payer's signature must never move money.
    function forge(uint256 payerSeed, uint256 payeeSeed, uint256 cumulative) external {
        address payee = payees[payeeSeed % PAYEES];
        (Voucher memory voucher,) = _sign(payerSeed % PAYERS, payee, bound(cumulative, 1, WALLET));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[(payerSeed % PAYERS + 1) % PAYERS], PAYMENTS.hashVoucher(voucher));
        try PAYMENTS.redeem(voucher, abi.encodePacked(r, s, v)) {
            ++breaches;
        } catch {}
    }

    function openWithdrawal(uint256 payerSeed, uint256 payeeSeed) external {
        (address payer, address payee) = (payers[payerSeed % PAYERS], payees[payeeSeed % PAYEES]);
        (uint256 covered, uint256 paid,) = PAYMENTS.channel(payer, payee, address(TOKEN));
        if (covered == paid) return;
        vm.prank(payer);
        PAYMENTS.openWithdrawal(payee, address(TOKEN));
    }

    function withdraw(uint256 payerSeed, uint256 payeeSeed) external {
        (address payer, address payee) = (payers[payerSeed % PAYERS], payees[payeeSeed % PAYEES]);
        (,, uint64 withdrawAt) = PAYMENTS.channel(payer, payee, address(TOKEN));
        bool mustFail = withdrawAt == 0 || withdrawAt > clock;
        vm.prank(payer);
        try PAYMENTS.withdraw(payee, address(TOKEN)) returns (uint256 amount) {
            if (mustFail) ++breaches;
            withdrawn[payer] += amount;
        } catch {
            if (!mustFail) ++breaches;
        }
    }

    function pass(uint64 time) external {
        clock += uint64(bound(time, 1, DELAY));
        vm.warp(clock);
    }

    function _sign(uint256 i, address payee, uint256 cumulative)
        private
        view
        returns (Voucher memory voucher, bytes memory signature)
    {
        voucher = Voucher(payers[i], payee, address(TOKEN), cumulative, bytes32(cumulative));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[i], PAYMENTS.hashVoucher(voucher));
        // Both signature lengths take part, by the parity of the amount.
        signature = cumulative % 2 == 0
            ? abi.encodePacked(r, s, v)
            : abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    }
}

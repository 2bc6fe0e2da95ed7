// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../../../contracts/payment/Payments.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";
import {ChannelHandler} from "./ChannelHandler.sol";

/// @notice What holds after any sequence of calls on channels.
contract PaymentsInvariantTest is TestBase {
    ChannelHandler private handler;
    Payments private payments;
    AssayToken private token;

    function setUp() public {
        handler = new ChannelHandler();
        payments = handler.PAYMENTS();
        token = handler.TOKEN();
        targetContract(address(handler));
    }

    /// @notice The balance is what channels hold, vouchers are monotone and paid once, payers lose only what they put in, and
    /// nothing forbidden succeeds. One function, so that the long campaign runs once; each assertion names what broke.
    function invariant_ChannelsPayOnceAndHoldTheRest() public view {
        _checkBalance();
        _checkPayees();
        _checkPayers();
        assertEq(handler.breaches(), 0, "breaches");
    }

    function _checkBalance() private view {
        uint256 open;
        for (uint256 i; i < handler.PAYERS(); ++i) {
            for (uint256 j; j < handler.PAYEES(); ++j) {
                (uint256 deposited, uint256 redeemed,) =
                    payments.channel(handler.payers(i), handler.payees(j), address(token));
                assertLe(redeemed, deposited, "redeemed <= deposited");
                open += deposited - redeemed;
            }
        }
        assertEq(token.balanceOf(address(payments)), open, "balance");
    }

    function _checkPayees() private view {
        for (uint256 j; j < handler.PAYEES(); ++j) {
            uint256 paid;
            for (uint256 i; i < handler.PAYERS(); ++i) {
                uint256 seen = handler.redeemed(handler.payers(i), handler.payees(j));
                (, uint256 redeemed,) = payments.channel(handler.payers(i), handler.payees(j), address(token));
                assertEq(redeemed, seen, "redeemed");
                paid += seen;
            }
            assertEq(token.balanceOf(handler.payees(j)), paid, "payee");
        }
    }

    function _checkPayers() private view {
        for (uint256 i; i < handler.PAYERS(); ++i) {
            address payer = handler.payers(i);
            uint256 expected = handler.WALLET() + handler.withdrawn(payer) - handler.deposited(payer);
            assertEq(token.balanceOf(payer), expected, "payer");
        }
    }
}

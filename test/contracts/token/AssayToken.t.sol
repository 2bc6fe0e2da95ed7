// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {AssayToken} from "../../../contracts/token/AssayToken.sol";
import {TestBase} from "../base/TestBase.sol";

/// @notice Supply and ERC-3009 as x402 uses it: any order, any nonce, once.
contract AssayTokenTest is TestBase {
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant CANCEL = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
    uint256 private constant NOW = 1_000;
    uint256 private constant LATER = 2_000;
    address private constant TO = address(0xBEEF);

    AssayToken private token;
    address private from;
    uint256 private key;

    function setUp() public {
        vm.warp(NOW);
        (from, key) = account("from");
        token = new AssayToken(from);
    }

    function test_constructor_mintsTheSupplyOnce() public {
        assertEq(token.totalSupply(), 1_000_000_000e18, "supply");
        assertEq(token.balanceOf(from), token.SUPPLY(), "holder");
        assertEq(token.decimals(), 18, "decimals");
        vm.expectRevert(AssayToken.ZeroHolder.selector);
        new AssayToken(address(0));
    }

    function test_transferWithAuthorization_movesOnce() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, 5, 0, LATER, "n");
        vm.expectEmit(address(token));
        emit IERC3009.AuthorizationUsed(from, "n");
        token.transferWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
        assertEq(token.balanceOf(TO), 5, "to");
        assertTrue(token.authorizationState(from, "n"), "used");
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, from, bytes32("n")));
        token.transferWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
    }

    function test_fuzz_transferWithAuthorization_takesAnyNonceInAnyOrder(bytes32 first, bytes32 second) public {
        vm.assume(first != second);
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, 1, 0, LATER, second);
        token.transferWithAuthorization(from, TO, 1, 0, LATER, second, v, r, s);
        (v, r, s) = _sign(TRANSFER, 1, 0, LATER, first);
        token.transferWithAuthorization(from, TO, 1, 0, LATER, first, v, r, s);
        assertEq(token.balanceOf(TO), 2, "to");
    }

    function test_transferWithAuthorization_keepsItsTime() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, 1, NOW, LATER, "n");
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, NOW, LATER));
        token.transferWithAuthorization(from, TO, 1, NOW, LATER, "n", v, r, s);
        vm.warp(LATER);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidAuthorizationTime.selector, NOW, LATER));
        token.transferWithAuthorization(from, TO, 1, NOW, LATER, "n", v, r, s);
    }

    function test_fuzz_transferWithAuthorization_refusesAnotherAmount(uint96 value) public {
        vm.assume(value != 5);
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, 5, 0, LATER, "n");
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        token.transferWithAuthorization(from, TO, value, 0, LATER, "n", v, r, s);
    }

    function test_transferWithAuthorization_refusesAnotherChain() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(TRANSFER, 5, 0, LATER, "n");
        vm.chainId(5);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        token.transferWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
    }

    function test_receiveWithAuthorization_onlyByThePayee() public {
        (uint8 v, bytes32 r, bytes32 s) = _sign(RECEIVE, 5, 0, LATER, "n");
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, TO));
        token.receiveWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
        vm.prank(TO);
        token.receiveWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
        assertEq(token.balanceOf(TO), 5, "to");
    }

    function test_cancelAuthorization_voidsTheNonce() public {
        bytes32 structHash = keccak256(abi.encode(CANCEL, from, bytes32("n")));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(structHash));
        vm.expectEmit(address(token));
        emit IERC3009Cancel.AuthorizationCanceled(from, "n");
        token.cancelAuthorization(from, "n", v, r, s);
        (v, r, s) = _sign(TRANSFER, 5, 0, LATER, "n");
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, from, bytes32("n")));
        token.transferWithAuthorization(from, TO, 5, 0, LATER, "n", v, r, s);
    }

    function _sign(bytes32 typeHash, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce)
        private
        view
        returns (uint8, bytes32, bytes32)
    {
        bytes32 structHash = keccak256(abi.encode(typeHash, from, TO, value, validAfter, validBefore, nonce));
        return vm.sign(key, _digest(structHash));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
    }
}

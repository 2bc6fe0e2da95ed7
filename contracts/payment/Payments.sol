// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Authorization, IPayments, Voucher} from "../interfaces/IPayments.sol";
import {Entries} from "../governance/Entries.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {PayerSignature} from "./PayerSignature.sol";

/// @title Payments
/// @notice See IPayments. No role can move a payer's funds: only the payer's own voucher or withdrawal does.
contract Payments is IPayments, EIP712, ReentrancyGuardTransient {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev One slot, so a redemption writes one word. 2^96 wei are 79e9 tokens of 18 decimals.
    /// @param deposited paid in less withdrawn, wei; never below `redeemed`
    /// @param redeemed paid out to the payee since the channel began, wei; never falls
    /// @param withdrawAt unix time from which the payer may withdraw, 0 when no withdrawal is open
    struct Channel {
        uint96 deposited;
        uint96 redeemed;
        uint64 withdrawAt;
    }

    bytes32 private constant VOUCHER_TYPEHASH =
        keccak256("Voucher(address payer,address payee,address token,uint256 cumulative,bytes32 chargesRoot)");

    IProtocolParams public immutable PARAMS;

    /// @notice Tokens channels may hold, fixed at construction.
    mapping(address token => bool) public isAccepted;
    /// @dev payer last, so that a batch looks its payee and token up once
    mapping(address payee => mapping(address token => mapping(address payer => Channel))) private channels;

    constructor(IProtocolParams params, address[] memory tokens) EIP712("Assay Payments", "1") {
        PARAMS = params;
        for (uint256 i; i < tokens.length; ++i) {
            require(tokens[i].code.length != 0, TokenNotAccepted(tokens[i]));
            isAccepted[tokens[i]] = true;
        }
    }

    /// @inheritdoc IPayments
    function deposit(address payee, address token, uint256 amount) external nonReentrant {
        _deposit(msg.sender, payee, token, amount);
        IERC20(token).pull(msg.sender, amount);
    }

    /// @inheritdoc IPayments
    function depositWithPermit(
        address payee,
        address token,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        require(isAccepted[token], TokenNotAccepted(token));
        // Anyone may have submitted the permit first; then the allowance is already there and the pull below decides.
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(msg.sender, payee, token, amount);
        IERC20(token).pull(msg.sender, amount);
    }

    /// @inheritdoc IPayments
    function depositWithAuthorization(Authorization calldata a, uint8 v, bytes32 r, bytes32 s) external nonReentrant {
        _deposit(a.payer, a.payee, a.token, a.amount);
        uint256 before = IERC20(a.token).balanceOf(address(this));
        // Only this contract can send it, as its receiver; so it cannot arrive beside the books.
        IERC3009(a.token).receiveWithAuthorization(
            a.payer,
            address(this),
            a.amount,
            a.validAfter,
            a.validBefore,
            keccak256(abi.encode(a.payee, a.salt)),
            v,
            r,
            s
        );
        uint256 received = IERC20(a.token).balanceOf(address(this)) - before;
        require(received == a.amount, ExactTransfer.TransferIncomplete(received, a.amount));
    }

    /// @inheritdoc IPayments
    function redeem(Voucher calldata voucher, bytes calldata signature) external nonReentrant returns (uint256 amount) {
        address payee = voucher.payee;
        address token = voucher.token;
        mapping(address payer => Channel) storage ofPayee = channels[payee][token];
        amount = _settle(ofPayee, _domainSeparatorV4(), payee, token, voucher, signature);
        require(amount != 0, NotMonotone(voucher.cumulative, ofPayee[voucher.payer].redeemed));
        IERC20(token).safeTransfer(payee, amount);
    }

    /// @inheritdoc IPayments
    function redeemBatch(Voucher[] calldata vouchers, bytes[] calldata signatures)
        external
        nonReentrant
        returns (uint256 amount)
    {
        require(vouchers.length != 0, EmptyBatch());
        require(vouchers.length == signatures.length, SignatureCount(signatures.length, vouchers.length));
        address payee = vouchers[0].payee;
        address token = vouchers[0].token;
        mapping(address payer => Channel) storage ofPayee = channels[payee][token];
        bytes32 domain = _domainSeparatorV4();
        for (uint256 i; i < vouchers.length; ++i) {
            Voucher calldata voucher = vouchers[i];
            require(voucher.payee == payee && voucher.token == token, MixedBatch(i));
            amount += _settle(ofPayee, domain, payee, token, voucher, signatures[i]);
        }
        require(amount != 0, ZeroAmount());
        IERC20(token).safeTransfer(payee, amount);
    }

    /// @inheritdoc IPayments
    function openWithdrawal(address payee, address token) external {
        Channel storage ch = channels[payee][token][msg.sender];
        require(ch.deposited > ch.redeemed, ZeroAmount());
        uint64 withdrawAt = uint64(block.timestamp) + PARAMS.get(PARAMS.currentId()).withdrawDelay;
        ch.withdrawAt = withdrawAt;
        emit WithdrawalOpened(msg.sender, payee, token, withdrawAt);
    }

    /// @inheritdoc IPayments
    function withdraw(address payee, address token) external nonReentrant returns (uint256 amount) {
        Channel storage ch = channels[payee][token][msg.sender];
        uint64 withdrawAt = ch.withdrawAt;
        require(withdrawAt != 0, NoWithdrawal());
        require(block.timestamp >= withdrawAt, WithdrawalNotReady(withdrawAt));
        amount = ch.deposited - ch.redeemed;
        // `redeemed` stays: what was paid once must not be paid again out of a new deposit. A voucher above it that was never
        // redeemed stays good, so a payer who comes back still owes it.
        ch.deposited = ch.redeemed;
        ch.withdrawAt = 0;
        emit ChannelWithdrawn(msg.sender, payee, token, amount);
        IERC20(token).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IPayments
    function channel(address payer, address payee, address token)
        external
        view
        returns (uint256 deposited, uint256 redeemed, uint64 withdrawAt)
    {
        Channel storage ch = channels[payee][token][payer];
        return (ch.deposited, ch.redeemed, ch.withdrawAt);
    }

    /// @inheritdoc IPayments
    function hashVoucher(Voucher calldata voucher) external view returns (bytes32) {
        return _digest(_domainSeparatorV4(), voucher.payer, voucher.payee, voucher.token, voucher);
    }

    /// @dev Books the deposit; the caller brings the tokens.
    function _deposit(address payer, address payee, address token, uint256 amount) private {
        require(amount != 0, ZeroAmount());
        require(payee != address(0), ZeroPayee());
        require(isAccepted[token], TokenNotAccepted(token));
        Entries.requireOpen(PARAMS);
        Channel storage ch = channels[payee][token][payer];
        uint96 deposited = (ch.deposited + amount).toUint96();
        ch.deposited = deposited;
        ch.withdrawAt = 0;
        emit Deposited(payer, payee, token, amount, deposited);
    }

    /// @dev Books one voucher and returns the increase, 0 when it was redeemed before: in a batch a voucher that someone
    /// else redeemed first must not make the others fail.
    /// @param ofPayee the channels to `payee` in `token`, which are the voucher's; they and the EIP-712 `domain` are looked
    /// up once per batch
    function _settle(
        mapping(address payer => Channel) storage ofPayee,
        bytes32 domain,
        address payee,
        address token,
        Voucher calldata voucher,
        bytes calldata signature
    ) private returns (uint256 amount) {
        address payer = voucher.payer;
        Channel storage ch = ofPayee[payer];
        (uint256 deposited, uint256 redeemed) = (ch.deposited, ch.redeemed);
        uint256 cumulative = voucher.cumulative;
        if (cumulative <= redeemed) return 0;
        require(cumulative <= deposited, Overdrawn(cumulative, deposited));
        bytes32 digest = _digest(domain, payer, payee, token, voucher);
        require(PayerSignature.isValid(payer, digest, signature), BadSignature(payer));
        unchecked {
            // Above `redeemed`, or the function has returned.
            amount = cumulative - redeemed;
        }
        // At most `deposited`, which is a uint96.
        ch.redeemed = uint96(cumulative);
        emit Redeemed(payer, payee, token, amount, cumulative, voucher.chargesRoot);
    }

    /// @dev The addresses are the voucher's; each read of one from calldata costs a check of its range.
    function _digest(bytes32 domain, address payer, address payee, address token, Voucher calldata voucher)
        private
        pure
        returns (bytes32)
    {
        bytes32 structHash =
            keccak256(abi.encode(VOUCHER_TYPEHASH, payer, payee, token, voucher.cumulative, voucher.chargesRoot));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }
}

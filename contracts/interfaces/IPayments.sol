// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A cumulative payment promise. EIP-712 type
/// `Voucher(address payer,address payee,address token,uint256 cumulative,bytes32 chargesRoot)`, domain
/// ("Assay Payments", "1", chainId, contract).
/// @param cumulative total the payer owes the payee since the channel began; only the increase is paid
/// @param chargesRoot root over cumulative leaves (uint256 modelId, uint256 servingAmount, uint256 feeAmount), double
/// keccak of abi.encode, in a tree sorted by leaf hash: the payer signs the breakdown
struct Voucher { address payer; address payee; address token; uint256 cumulative; bytes32 chargesRoot; }

/// @notice A payer's signed deposit.
/// @param validAfter unix time after which it can be sent
/// @param validBefore unix time before which it can be sent
/// @param salt the payer's choice; makes two deposits of one channel two authorizations
struct Authorization { address payer; address payee; address token; uint256 amount; uint256 validAfter; uint256 validBefore; bytes32 salt; }

/// @title IPayments
/// @notice One-way channels per (payer, payee, token), paid by cumulative EIP-712 vouchers.
interface IPayments {
    event Deposited(address indexed payer, address indexed payee, address indexed token, uint256 amount, uint256 deposited);
    event Redeemed(address indexed payer, address indexed payee, address indexed token, uint256 amount, uint256 cumulative, bytes32 chargesRoot);
    event WithdrawalOpened(address indexed payer, address indexed payee, address indexed token, uint64 withdrawAt);
    event ChannelWithdrawn(address indexed payer, address indexed payee, address indexed token, uint256 amount);

    error ZeroAmount();
    error ZeroPayee();
    error TokenNotAccepted(address token);
    error BadSignature(address payer);
    error NotMonotone(uint256 cumulative, uint256 redeemed);
    error Overdrawn(uint256 cumulative, uint256 deposited);
    error NoWithdrawal();
    error WithdrawalNotReady(uint64 withdrawAt);
    error EmptyBatch();
    /// @notice A batch needs one signature per voucher.
    error SignatureCount(uint256 signatures, uint256 vouchers);
    /// @notice The voucher at `index` names a different payee or token than the first of its batch.
    error MixedBatch(uint256 index);

    /// @notice Adds to the channel from the caller to `payee`; cancels an opened withdrawal. Reverts with EntriesArePaused
    /// during a pause, as every deposit does. Redemptions and withdrawals know no pause.
    function deposit(address payee, address token, uint256 amount) external;
    /// @notice deposit with an ERC-2612 permit; a permit already used is no error if the allowance suffices.
    function depositWithPermit(address payee, address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
    /// @notice Deposits for `payer`, who signed an ERC-3009 ReceiveWithAuthorization of `amount` to this contract; anyone may
    /// send it. Its nonce is keccak256(abi.encode(payee, salt)), so nobody can turn it to another payee's channel.
    function depositWithAuthorization(Authorization calldata authorization, uint8 v, bytes32 r, bytes32 s) external;
    /// @notice Pays the payee the increase since the last redemption. Anyone may call for the payee. A contract wallet may
    /// have signed (ERC-1271).
    function redeem(Voucher calldata voucher, bytes calldata signature) external returns (uint256 amount);
    /// @notice Redeems many vouchers of one payee and token with one transfer. A voucher redeemed before adds nothing.
    function redeemBatch(Voucher[] calldata vouchers, bytes[] calldata signatures) external returns (uint256 amount);
    /// @notice Starts the withdrawal delay (>= 24 h in production); gateways stop serving and redeem.
    function openWithdrawal(address payee, address token) external;
    /// @notice Pays the payer, after the delay, what was not redeemed.
    function withdraw(address payee, address token) external returns (uint256 amount);
    /// @notice The channel's sums in token wei, and the unix time from which the payer may withdraw (0 when none is open).
    function channel(address payer, address payee, address token) external view returns (uint256 deposited, uint256 redeemed, uint64 withdrawAt);
    /// @notice EIP-712 digest of a voucher.
    function hashVoucher(Voucher calldata voucher) external view returns (bytes32);
}

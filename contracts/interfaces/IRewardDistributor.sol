// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A posted epoch. Both roots are over the same leaves (account, token, cumulative) sorted by account.
/// @param root plain Merkle root for claims; leaf = double keccak of abi.encode(address account, address token, uint256 cumulative)
/// @param sumRoot sum-tree root over the same leaves, for discard proofs
/// @param total sum of cumulatives; never above what was funded
/// @param attributionHash keccak256 of epoch.json (fees per model, share tables used, amounts)
struct Epoch { bytes32 root; bytes32 sumRoot; uint256 total; bytes32 attributionHash; address poster; uint64 finalAt; bool settled; }

/// @title IRewardDistributor
/// @notice Sequential epochs of cumulative reward roots, bonded, recomputable by anyone; claimed <= funded always.
interface IRewardDistributor {
    /// @notice A gateway paid protocol fees in, with the hash and CID of its epoch statement (fees per model).
    event FeesFunded(address indexed gateway, uint256 amount, uint256 funded, bytes32 statementHash, string statementCid);
    event EpochPosted(uint256 indexed epoch, bytes32 root, bytes32 sumRoot, uint256 total, bytes32 attributionHash, string cid, address indexed poster, uint64 finalAt);
    event Claimed(address indexed account, uint256 amount, uint256 cumulative, uint256 indexed epoch);
    event BondReturned(uint256 indexed epoch, address indexed poster, uint256 amount);

    error ZeroAmount();
    error EmptyRoot();
    error EmptyCid();
    error EpochNotFinal(uint256 epoch, uint64 finalAt);
    error PreviousNotFinal(uint256 epoch, uint64 finalAt);
    error TotalAboveFunded(uint256 total, uint256 funded);
    error TotalFell(uint256 total, uint256 previous);
    error BadProof();
    error NothingToClaim(address account);
    error AlreadySettled(uint256 epoch);
    error NoEpoch();

    /// @notice Pays protocol fees in; anyone. `statement*` names the breakdown the fees come from.
    function fund(uint256 amount, bytes32 statementHash, string calldata statementCid) external;
    /// @notice Posts the next epoch with a bond, once the previous one is final.
    function postEpoch(bytes32 root, bytes32 sumRoot, uint256 total, bytes32 attributionHash, string calldata cid) external returns (uint256 epoch);
    /// @notice Claims account's increase under the newest final epoch; anyone may call, the account is paid.
    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external returns (uint256 amount);
    /// @notice Returns the poster's bond once its epoch is final.
    function returnBond(uint256 epoch) external;
    function currentEpoch() external view returns (uint256);
    /// @notice The newest epoch that is final; 0 when none is.
    function claimableEpoch() external view returns (uint256);
    function epochOf(uint256 epoch) external view returns (Epoch memory);
    function claimedBy(address account) external view returns (uint256);
    function funded() external view returns (uint256);
    function totalClaimed() external view returns (uint256);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Epoch, IRewardDistributor, LeafProof, NodeProof, RewardLeaf, SumNode} from "../interfaces/IRewardDistributor.sol";
import {EpochBook} from "./EpochBook.sol";
import {RewardTree} from "./RewardTree.sol";

/// @title Discards
/// @notice Proofs that the pending epoch is wrong, decided on the spot. Each shows something that no honest epoch has, so
/// an honest one cannot be discarded.
/// @dev Which wrongs are covered. Shape: whatever opens as the wrong kind of node, level, sum or token (node, leaf, blank).
/// Accounts rise strictly and padding comes last (order). What is paid is what was summed (mismatch). Nobody has less than
/// in the last final epoch (fallen, missing); so nobody has less than it claimed either, since claims are of final epochs.
/// A node that nobody but the poster can open is no proof, and neither are wrong amounts: those are for Objections.
abstract contract Discards is EpochBook {
    /// @inheritdoc IRewardDistributor
    function discardNode(NodeProof calldata node, uint8 level, SumNode calldata left, SumNode calldata right) external {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireNode(e, node, RewardTree.sumInner(level, left, right));
        // Written without the sum left + right, which may overflow.
        bool adds = left.sum <= node.sum && right.sum == node.sum - left.sum;
        require(node.level == 0 || node.level != level || !adds, NoFault());
        _discard(e, epoch, "node");
    }

    /// @inheritdoc IRewardDistributor
    function discardLeaf(NodeProof calldata node, RewardLeaf calldata leaf) external {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireNode(e, node, RewardTree.sumLeafHash(leaf));
        bool formed = leaf.account != address(0) && leaf.token == address(TOKEN) && leaf.cumulative == node.sum;
        require(node.level != 0 || !formed, NoFault());
        _discard(e, epoch, "leaf");
    }

    /// @inheritdoc IRewardDistributor
    function discardBlank(NodeProof calldata node) external {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireNode(e, node, 0);
        require(node.level != 0 || node.sum != 0, NoFault());
        _discard(e, epoch, "blank");
    }

    /// @inheritdoc IRewardDistributor
    function discardOrder(uint256 index, LeafProof calldata left, LeafProof calldata right) external {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireLeaf(e, index, left);
        _requireLeaf(e, index + 1, right);
        bool wrong = !RewardTree.isPadding(right.leaf)
            && (RewardTree.isPadding(left.leaf) || left.leaf.account >= right.leaf.account);
        require(wrong, NoFault());
        _discard(e, epoch, "order");
    }

    /// @inheritdoc IRewardDistributor
    function discardMismatch(uint256 index, LeafProof calldata inSums, bytes32 plain, bytes32[] calldata plainPath)
        external
    {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireLeaf(e, index, inSums);
        require(RewardTree.claimRootOf(plain, index, plainPath) == e.root, BadProof());
        RewardLeaf calldata leaf = inSums.leaf;
        bytes32 expected =
            RewardTree.isPadding(leaf) ? bytes32(0) : RewardTree.claimLeaf(leaf.account, leaf.token, leaf.cumulative);
        require(plain != expected, NoFault());
        _discard(e, epoch, "mismatch");
    }

    /// @inheritdoc IRewardDistributor
    function discardFallen(uint256 beforeIndex, LeafProof calldata before, uint256 index, LeafProof calldata current)
        external
    {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireLeaf(_existing(epoch - 1), beforeIndex, before);
        _requireLeaf(e, index, current);
        bool fell = before.leaf.account == current.leaf.account && current.leaf.cumulative < before.leaf.cumulative;
        require(fell, NoFault());
        _discard(e, epoch, "fallen");
    }

    /// @inheritdoc IRewardDistributor
    function discardMissing(
        uint256 beforeIndex,
        LeafProof calldata before,
        uint256 gap,
        LeafProof calldata left,
        LeafProof calldata right
    ) external {
        (Epoch storage e, uint256 epoch) = _pending();
        _requireLeaf(_existing(epoch - 1), beforeIndex, before);
        // An account that had nothing may be absent.
        require(before.leaf.cumulative != 0, NoFault());
        address account = before.leaf.account;
        if (gap != 0) {
            _requireLeaf(e, gap - 1, left);
            require(!RewardTree.isPadding(left.leaf) && left.leaf.account < account, NoFault());
        }
        if (gap != uint256(1) << e.depth) {
            _requireLeaf(e, gap, right);
            require(RewardTree.isPadding(right.leaf) || account < right.leaf.account, NoFault());
        }
        _discard(e, epoch, "missing");
    }

    function _requireNode(Epoch storage e, NodeProof calldata node, bytes32 hash) private view {
        bytes32 root = RewardTree.sumRootOf(SumNode(hash, node.sum), node.level, node.index, node.path, e.depth);
        require(root == e.sumRoot, BadProof());
    }

    function _requireLeaf(Epoch storage e, uint256 index, LeafProof calldata proof) private view {
        bytes32 root = RewardTree.sumRootOf(RewardTree.sumLeaf(proof.leaf), 0, index, proof.path, e.depth);
        require(root == e.sumRoot, BadProof());
    }

    /// @dev Half goes to the account that showed the fault, so that a poster who shows its own still loses half.
    function _discard(Epoch storage e, uint256 epoch, bytes32 ground) private {
        uint256 bond = e.bond;
        uint256 attempt = e.attempt;
        uint256 bounty = bond / 2;
        _drop(epoch);
        emit EpochDiscarded(epoch, attempt, msg.sender, ground, bounty, bond - bounty);
        _credit(msg.sender, bounty);
        _credit(TREASURY, bond - bounty);
    }
}

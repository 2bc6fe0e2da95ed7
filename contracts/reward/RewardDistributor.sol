// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IProtocolParams} from "../interfaces/IProtocolParams.sol";
import {IRewardDistributor} from "../interfaces/IRewardDistributor.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {Discards} from "./Discards.sol";
import {EpochBook} from "./EpochBook.sol";
import {Objections} from "./Objections.sol";
import {RewardTree} from "./RewardTree.sol";

/// @title RewardDistributor
/// @notice See IRewardDistributor: fees in, claims out. The balance is funded - claimed + owed, and never below owed.
/// @dev Even a final epoch that nobody checked misdirects fees that were funded and not claimed yet, and nothing else: a
/// root that promises more runs into the check in `claim`, so bonds and credits are out of its reach.
contract RewardDistributor is Discards, Objections {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @inheritdoc IRewardDistributor
    mapping(address account => uint256) public claimedBy;

    /// @param treasury gets its part of the bonds of discarded epochs
    constructor(IERC20 token, IProtocolParams params, address treasury) EpochBook(token, params, treasury) {}

    /// @inheritdoc IRewardDistributor
    function fund(uint256 amount, bytes32 statementHash, string calldata statementCid) external nonReentrant {
        require(amount != 0, ZeroAmount());
        require(statementHash != 0, EmptyRoot());
        require(bytes(statementCid).length != 0, EmptyCid());
        uint96 total = (ledger.funded + amount).toUint96();
        ledger.funded = total;
        emit FeesFunded(msg.sender, amount, total, statementHash, statementCid);
        TOKEN.pull(msg.sender, amount);
    }

    /// @inheritdoc IRewardDistributor
    /// @dev The balance is the book of what was paid out: a running total would cost every claim 2,500 gas more.
    function claim(address account, uint256 index, uint256 cumulative, bytes32[] calldata proof)
        external
        nonReentrant
        returns (uint256 amount)
    {
        (uint256 newest, uint40 finalAt, uint256 held) = (ledger.epoch, ledger.finalAt, ledger.owed);
        require(newest != 0, NoEpoch());
        uint256 epoch = _claimable(newest, finalAt);
        require(epoch != 0, EpochNotFinal(newest, finalAt));
        bytes32 leaf = RewardTree.claimLeaf(account, address(TOKEN), cumulative);
        require(RewardTree.claimRootOf(leaf, index, proof) == epochs[epoch].root, BadProof());

        uint256 claimed = claimedBy[account];
        require(cumulative > claimed, NothingToClaim(account));
        unchecked {
            // Above `claimed`, or the line before has reverted.
            amount = cumulative - claimed;
        }
        uint256 left = TOKEN.balanceOf(address(this)) - held;
        require(amount <= left, ClaimAboveFunded(amount, left));

        claimedBy[account] = cumulative;
        emit Claimed(account, amount, cumulative, epoch);
        TOKEN.safeTransfer(account, amount);
    }

    /// @inheritdoc IRewardDistributor
    function funded() external view returns (uint256) {
        return ledger.funded;
    }

    /// @inheritdoc IRewardDistributor
    function owed() external view returns (uint256) {
        return ledger.owed;
    }

    /// @inheritdoc IRewardDistributor
    function totalClaimed() external view returns (uint256) {
        return Math.saturatingSub(uint256(ledger.funded) + ledger.owed, TOKEN.balanceOf(address(this)));
    }
}

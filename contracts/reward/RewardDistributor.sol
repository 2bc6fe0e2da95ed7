// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {Epoch, IRewardDistributor} from "../interfaces/IRewardDistributor.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";

/// @title RewardDistributor
/// @notice See IRewardDistributor. The balance is always funded - totalClaimed + bonds of unsettled epochs.
/// @dev A poster can misdirect fees that were funded and not claimed yet, and nothing else: a root that promises more than
/// was funded runs into the check in `claim`, so bonds and other contracts are out of its reach.
contract RewardDistributor is IRewardDistributor, ReentrancyGuardTransient {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev One slot, so a claim finds the newest final epoch and updates the total in the same word.
    /// @param epoch number of the newest epoch, 0 when there is none
    /// @param finalAt unix time at which it becomes final
    /// @param funded fees paid in, wei
    /// @param claimed fees paid out, wei
    struct Ledger {
        uint24 epoch;
        uint40 finalAt;
        uint96 funded;
        uint96 claimed;
    }

    IERC20 public immutable TOKEN;
    IProtocolParams public immutable PARAMS;

    Ledger private ledger;
    mapping(uint256 epoch => Epoch) private epochs;
    mapping(address account => uint256) public claimedBy;
    /// @notice Bond of an epoch in wei, as it was when the epoch was posted.
    mapping(uint256 epoch => uint256) public bondOf;

    constructor(IERC20 token, IProtocolParams params) {
        TOKEN = token;
        PARAMS = params;
    }

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
    function postEpoch(bytes32 root, bytes32 sumRoot, uint256 total, bytes32 attributionHash, string calldata cid)
        external
        nonReentrant
        returns (uint256 epoch)
    {
        require(root != 0 && sumRoot != 0 && attributionHash != 0, EmptyRoot());
        require(bytes(cid).length != 0, EmptyCid());
        Ledger memory books = ledger;
        require(block.timestamp >= books.finalAt, PreviousNotFinal(books.epoch, books.finalAt));
        uint256 previous = epochs[books.epoch].total;
        require(total >= previous, TotalFell(total, previous));
        require(total <= books.funded, TotalAboveFunded(total, books.funded));

        ParamSet memory p = PARAMS.get(PARAMS.currentId());
        uint40 finalAt = uint40(block.timestamp) + p.epochWindow;
        epoch = ++ledger.epoch;
        ledger.finalAt = finalAt;
        epochs[epoch] = Epoch(root, sumRoot, total, attributionHash, msg.sender, finalAt, false);
        bondOf[epoch] = p.epochBond;
        emit EpochPosted(epoch, root, sumRoot, total, attributionHash, cid, msg.sender, finalAt);
        TOKEN.pull(msg.sender, p.epochBond);
    }

    /// @inheritdoc IRewardDistributor
    /// @dev No guard: everything is booked before the token is called.
    function claim(address account, uint256 cumulative, bytes32[] calldata proof)
        external
        returns (uint256 amount)
    {
        Ledger memory books = ledger;
        require(books.epoch != 0, NoEpoch());
        uint256 epoch = _claimable(books);
        require(epoch != 0, EpochNotFinal(books.epoch, books.finalAt));
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, TOKEN, cumulative))));
        require(MerkleProof.verifyCalldata(proof, epochs[epoch].root, leaf), BadProof());

        uint256 claimed = claimedBy[account];
        require(cumulative > claimed, NothingToClaim(account));
        amount = cumulative - claimed;
        uint256 total = books.claimed + amount;
        require(total <= books.funded, TotalAboveFunded(total, books.funded));

        claimedBy[account] = cumulative;
        // At most `funded`, which is a uint96.
        ledger.claimed = uint96(total);
        emit Claimed(account, amount, cumulative, epoch);
        TOKEN.safeTransfer(account, amount);
    }

    /// @inheritdoc IRewardDistributor
    function returnBond(uint256 epoch) external nonReentrant {
        Epoch storage e = _existing(epoch);
        require(block.timestamp >= e.finalAt, EpochNotFinal(epoch, e.finalAt));
        require(!e.settled, AlreadySettled(epoch));
        e.settled = true;
        uint256 bond = bondOf[epoch];
        emit BondReturned(epoch, e.poster, bond);
        TOKEN.safeTransfer(e.poster, bond);
    }

    /// @inheritdoc IRewardDistributor
    function currentEpoch() external view returns (uint256) {
        return ledger.epoch;
    }

    /// @inheritdoc IRewardDistributor
    function claimableEpoch() external view returns (uint256) {
        return _claimable(ledger);
    }

    /// @inheritdoc IRewardDistributor
    function epochOf(uint256 epoch) external view returns (Epoch memory) {
        return _existing(epoch);
    }

    /// @inheritdoc IRewardDistributor
    function funded() external view returns (uint256) {
        return ledger.funded;
    }

    /// @inheritdoc IRewardDistributor
    function totalClaimed() external view returns (uint256) {
        return ledger.claimed;
    }

    /// @dev An epoch is posted only when the one before is final, so the newest final one is the last or the one before.
    function _claimable(Ledger memory books) private view returns (uint256) {
        return block.timestamp >= books.finalAt ? books.epoch : books.epoch - 1;
    }

    function _existing(uint256 epoch) private view returns (Epoch storage e) {
        e = epochs[epoch];
        require(e.poster != address(0), NoEpoch());
    }
}

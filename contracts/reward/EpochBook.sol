// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {Epoch, EpochInput, EpochState, IRewardDistributor} from "../interfaces/IRewardDistributor.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {RewardTree} from "./RewardTree.sol";

/// @title EpochBook
/// @notice The sequence of epochs: posting, the one pending epoch, bonds and credits.
/// @dev Only the newest epoch can be pending. While an objection is open the ledger says HELD instead of its time, so that
/// every reader of the one slot sees an epoch that is not final.
abstract contract EpochBook is IRewardDistributor, ReentrancyGuardTransient {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev One slot, which a claim only reads.
    /// @param epoch number of the newest epoch, 0 when there is none
    /// @param finalAt unix time at which it is final, HELD while an objection is open
    /// @param funded fees paid in, wei
    /// @param owed bonds and credits held, wei: what is not fees
    struct Ledger {
        uint24 epoch;
        uint40 finalAt;
        uint96 funded;
        uint96 owed;
    }

    /// @dev Oldest block an epoch may be computed from, in blocks before its posting: a poster must not pick the hour
    /// whose stakes and tables suit it.
    uint256 private constant MAX_BLOCK_AGE = 256;
    uint40 internal constant HELD = type(uint40).max;

    IERC20 public immutable TOKEN;
    IProtocolParams public immutable PARAMS;
    address public immutable TREASURY;

    Ledger internal ledger;
    /// @dev Postings so far, discarded ones included.
    uint24 private attempts;
    mapping(uint256 epoch => Epoch) internal epochs;
    /// @inheritdoc IRewardDistributor
    mapping(address account => uint256) public creditOf;

    constructor(IERC20 token, IProtocolParams params, address treasury) {
        require(treasury != address(0), ZeroTreasury());
        TOKEN = token;
        PARAMS = params;
        TREASURY = treasury;
    }

    /// @inheritdoc IRewardDistributor
    function postEpoch(EpochInput calldata input) external nonReentrant returns (uint256 epoch) {
        require(input.top != 0 && input.attributionHash != 0, EmptyRoot());
        require(bytes(input.cid).length != 0, EmptyCid());
        uint8 depth = input.depth;
        require(depth != 0 && depth <= RewardTree.MAX_DEPTH, BadDepth(depth, RewardTree.MAX_DEPTH));
        uint256 asOf = input.asOfBlock;
        require(
            asOf < block.number && block.number - asOf <= MAX_BLOCK_AGE, BadBlock(asOf, block.number, MAX_BLOCK_AGE)
        );
        Ledger memory books = ledger;
        require(block.timestamp >= books.finalAt, PreviousNotFinal(books.epoch, books.finalAt));
        uint256 total = Math.saturatingAdd(input.left.sum, input.right.sum);
        require(total <= books.funded, TotalAboveFunded(total, books.funded));
        uint256 previous = epochs[books.epoch].total;
        require(total > previous, NothingNew(total, previous));

        epoch = uint256(books.epoch) + 1;
        uint256 bond = _post(epoch, uint96(total), input);
        TOKEN.pull(msg.sender, bond);
    }

    /// @inheritdoc IRewardDistributor
    function returnBond(uint256 epoch) external nonReentrant {
        Epoch storage e = _existing(epoch);
        require(epoch <= claimableEpoch(), EpochNotFinal(epoch, _finalAt(epoch)));
        require(!e.settled, AlreadySettled(epoch));
        e.settled = true;
        uint256 bond = e.bond;
        ledger.owed -= uint96(bond);
        emit BondReturned(epoch, e.poster, bond);
        TOKEN.safeTransfer(e.poster, bond);
    }

    /// @inheritdoc IRewardDistributor
    function withdrawCredit() external nonReentrant returns (uint256 amount) {
        amount = creditOf[msg.sender];
        require(amount != 0, NothingToWithdraw(msg.sender));
        creditOf[msg.sender] = 0;
        ledger.owed -= uint96(amount);
        emit CreditWithdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRewardDistributor
    function currentEpoch() external view returns (uint256) {
        return ledger.epoch;
    }

    /// @inheritdoc IRewardDistributor
    function claimableEpoch() public view returns (uint256) {
        return _claimable(ledger.epoch, ledger.finalAt);
    }

    /// @inheritdoc IRewardDistributor
    function epochOf(uint256 epoch) external view returns (Epoch memory) {
        return _existing(epoch);
    }

    /// @inheritdoc IRewardDistributor
    function factOf(uint256 epoch) external view returns (bytes32) {
        return _factOf(_existing(epoch));
    }

    /// @inheritdoc IRewardDistributor
    function stateOf(uint256 epoch) external view returns (EpochState) {
        if (epoch == 0 || epoch > ledger.epoch) return EpochState.None;
        if (epoch <= claimableEpoch()) return EpochState.Final;
        return ledger.finalAt == HELD ? EpochState.Objected : EpochState.Pending;
    }

    function _post(uint256 epoch, uint96 total, EpochInput calldata input) private returns (uint256 bond) {
        uint256 paramSetId = PARAMS.currentId();
        ParamSet memory p = PARAMS.get(paramSetId);
        bond = p.epochBond;
        Epoch memory posted;
        posted.root = RewardTree.claimRoot(input.depth, input.top);
        posted.sumRoot = RewardTree.sumInner(input.depth, input.left, input.right);
        posted.attributionHash = input.attributionHash;
        posted.poster = msg.sender;
        posted.bond = p.epochBond;
        posted.total = total;
        posted.asOfBlock = uint40(input.asOfBlock);
        posted.finalAt = (block.timestamp + p.epochWindow).toUint40();
        posted.depth = input.depth;
        posted.paramSetId = paramSetId.toUint24();
        posted.attempt = ++attempts;
        epochs[epoch] = posted;
        ledger.epoch = epoch.toUint24();
        ledger.finalAt = posted.finalAt;
        ledger.owed += p.epochBond;
        emit EpochPosted(epoch, msg.sender, posted, input.cid);
    }

    /// @dev The epoch that can still be discarded.
    function _pending() internal view returns (Epoch storage e, uint256 epoch) {
        epoch = ledger.epoch;
        require(epoch != 0, NoEpoch());
        require(block.timestamp < ledger.finalAt, EpochIsFinal(epoch, ledger.finalAt));
        e = epochs[epoch];
    }

    /// @dev Frees the pending epoch's number; what became of its bond is the caller's to book.
    function _drop(uint256 epoch) internal {
        delete epochs[epoch];
        ledger.epoch = uint24(epoch - 1);
        // The one before is final already. Before the first there is none, and nothing to wait for.
        ledger.finalAt = epochs[epoch - 1].finalAt;
    }

    /// @dev Moves what is held as a bond to an account's credit.
    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit CreditAdded(account, amount);
    }

    function _factOf(Epoch storage e) internal view returns (bytes32) {
        return keccak256(abi.encode(e.root, e.sumRoot, e.attributionHash));
    }

    /// @dev An epoch is posted only when the one before is final, so the newest final one is the last or the one before.
    function _claimable(uint256 newest, uint40 finalAt) internal view returns (uint256) {
        return block.timestamp >= finalAt ? newest : newest - 1;
    }

    function _existing(uint256 epoch) internal view returns (Epoch storage e) {
        e = epochs[epoch];
        require(e.poster != address(0), NoEpoch());
    }

    function _finalAt(uint256 epoch) private view returns (uint64) {
        return epoch == ledger.epoch ? ledger.finalAt : epochs[epoch].finalAt;
    }
}

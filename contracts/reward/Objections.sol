// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {CaseState} from "../interfaces/IJury.sol";
import {ParamSet} from "../interfaces/IProtocolParams.sol";
import {Epoch, IRewardDistributor, Objection, Outcome} from "../interfaces/IRewardDistributor.sol";
import {ExactTransfer} from "../token/ExactTransfer.sol";
import {EpochBook} from "./EpochBook.sol";
import {JuryLink} from "./JuryLink.sol";

/// @title Objections
/// @notice What only a recomputation shows wrong: a jury recomputes the fact of the pending epoch, and its verdict counts.
/// @dev One verdict against the posting discards it, whatever the others say: a discarded epoch is posted again, a wrong
/// one that became final is lost money. For the same reason a hung case discards too. It costs time, and the bonds go back.
abstract contract Objections is EpochBook, JuryLink {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;

    /// @dev Objections one posting can have: each asks a jury of its own, so a poster who objects to its own epoch gains
    /// nothing unless every jury is wrong.
    uint8 private constant MAX_OBJECTIONS = 3;
    /// @dev After this time a case that the jury did not close counts as hung, so no epoch is held for ever.
    uint256 private constant CASE_TIMEOUT = 30 days;

    mapping(uint256 caseId => Objection) private objections;

    /// @inheritdoc IRewardDistributor
    function object(bytes32 posted, bytes32 recomputed, string calldata evidenceCid)
        external
        nonReentrant
        returns (uint256 caseId)
    {
        require(address(jury) != address(0), NoJury());
        require(bytes(evidenceCid).length != 0, EmptyCid());
        (Epoch storage e, uint256 epoch) = _pending();
        require(posted == _factOf(e), WrongFact(posted, _factOf(e)));
        require(posted != recomputed, SameFact(posted));
        require(block.timestamp < e.finalAt, WindowClosed(epoch, e.finalAt));
        require(e.objections < MAX_OBJECTIONS, TooManyObjections(MAX_OBJECTIONS));

        ParamSet memory p = PARAMS.get(e.paramSetId);
        // Half of the smaller bond, so that either side's bond covers it.
        uint96 pay = uint96(Math.min(p.challengeBond, e.bond) / 2);
        ++e.objections;
        ++e.open;
        ledger.finalAt = HELD;
        ledger.owed += p.challengeBond - pay;
        TOKEN.pull(msg.sender, p.challengeBond);
        TOKEN.forceApprove(address(jury), pay);
        caseId = _openCase(e, epoch, posted, 2 * p.seats + 1, pay, evidenceCid);
        // The jury numbers its cases, so this can only be written once it answered; the guard holds meanwhile.
        objections[caseId] =
            Objection(msg.sender, p.challengeBond - pay, pay, uint24(epoch), e.attempt, uint40(block.timestamp));
        emit EpochObjected(epoch, caseId, msg.sender, e.attempt, recomputed, p.challengeBond, pay, evidenceCid);
    }

    /// @inheritdoc IRewardDistributor
    function settleObjection(uint256 caseId) external nonReentrant returns (Outcome outcome) {
        Objection memory o = objections[caseId];
        require(o.objector != address(0), NoObjection(caseId));
        (CaseState state, bytes32 verdict) = jury.verdictOf(caseId);
        bool late = block.timestamp >= o.openedAt + CASE_TIMEOUT;
        require(state == CaseState.Decided || state == CaseState.Hung || late, CaseOpen(caseId));

        delete objections[caseId];
        Epoch storage e = epochs[o.epoch];
        uint256 refund = state == CaseState.Hung ? _refunded(o.pay) : 0;
        if (e.attempt != o.attempt) outcome = Outcome.Moot;
        else if (state != CaseState.Decided) outcome = Outcome.Hung;
        else outcome = verdict == _factOf(e) ? Outcome.Upheld : Outcome.Overturned;
        emit ObjectionSettled(caseId, o.epoch, o.attempt, outcome, verdict, refund);
        _settle(e, o, outcome, refund);
    }

    /// @inheritdoc IRewardDistributor
    function objectionOf(uint256 caseId) external view returns (Objection memory) {
        return objections[caseId];
    }

    function _openCase(Epoch storage e, uint256 epoch, bytes32 posted, uint8 jurors, uint256 pay, string calldata evidenceCid)
        private
        returns (uint256)
    {
        bytes32 subject = keccak256(abi.encode(block.chainid, address(this), epoch, e.attempt, posted));
        address[] memory excluded = new address[](2);
        (excluded[0], excluded[1]) = (e.poster, msg.sender);
        return jury.open(subject, jurors, excluded, pay, evidenceCid);
    }

    function _settle(Epoch storage e, Objection memory o, Outcome outcome, uint256 refund) private {
        if (outcome == Outcome.Upheld) {
            if (--e.open == 0) ledger.finalAt = e.finalAt;
            _credit(e.poster, o.bond);
            return;
        }
        if (outcome == Outcome.Overturned) _overturn(e, o);
        else if (outcome == Outcome.Hung) _giveBack(e, o.epoch, o.attempt);
        _credit(o.objector, o.bond + refund);
    }

    /// @dev The pay comes back out of the poster's bond; of the rest half goes to the objector, half to the treasury.
    function _overturn(Epoch storage e, Objection memory o) private {
        uint256 bond = e.bond;
        uint256 toTreasury = (bond - o.pay) - (bond - o.pay) / 2;
        _drop(o.epoch);
        emit EpochDiscarded(o.epoch, o.attempt, o.objector, "objection", bond - toTreasury, toTreasury);
        _credit(o.objector, bond - toTreasury);
        _credit(TREASURY, toTreasury);
    }

    function _giveBack(Epoch storage e, uint256 epoch, uint256 attempt) private {
        (address poster, uint256 bond) = (e.poster, e.bond);
        _drop(epoch);
        emit EpochDiscarded(epoch, attempt, msg.sender, "hung", 0, 0);
        _credit(poster, bond);
    }

    /// @dev A hung case gave its pay back when it was closed; until now nobody owned it.
    function _refunded(uint256 pay) private returns (uint256 refund) {
        refund = Math.min(pay, TOKEN.balanceOf(address(this)) - ledger.owed);
        ledger.owed += uint96(refund);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {CaseState, IJury} from "../interfaces/IJury.sol";
import {IProtocolParams, ParamSet} from "../interfaces/IProtocolParams.sol";
import {IRandomness} from "../interfaces/IRandomness.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {JudgeCredits} from "./JudgeCredits.sol";

/// @title Jury
/// @notice Cases, their jurors and votes. States follow from time: nobody has to move a case on for it to end.
/// @dev Invariant: the balance covers every credit and the pay of every open case.
contract Jury is IJury, JudgeCredits {
    using SafeERC20 for IERC20;

    /// @dev One slot a juror. `vote` is the commitment, and the answer once revealed.
    struct Juror { uint32 stakerId; bool committed; bool revealed; bytes32 vote; }

    /// @dev times in unix seconds; `result` stays None until the case is closed
    struct Case {
        address client;
        uint32 openedEpoch;
        uint32 window;
        uint8 wanted;
        uint8 drawn;
        uint8 commits;
        uint8 reveals;
        // slot
        uint64 openedAt;
        uint64 commitDeadline;
        uint64 commitClosedAt;
        CaseState result;
        // slot
        uint128 pay;
        uint128 charge;
        // slot
        bytes32 verdict;
        uint32[] barred;
    }

    /// @notice Most jurors a case can have; votes are counted pairwise.
    uint8 public constant MAX_JURORS = 15;
    /// @dev fewest jurors that can decide
    uint8 private constant MIN_JURORS = 3;
    uint256 private constant MAX_EXCLUDED = 8;
    /// @dev a silent juror pays this part of a unit
    uint256 private constant SILENCE_PART = 100;

    IProtocolParams public immutable params;
    IRandomness public immutable randomness;
    IStakeManager public immutable stake;
    address private immutable DEPLOYER = msg.sender;

    /// @notice Number of cases; ids start at 1.
    uint256 public caseCount;
    /// @notice Who may open cases.
    mapping(address account => bool) public isClient;
    bool private _connected;
    mapping(uint256 caseId => Case) private _cases;
    mapping(uint256 caseId => mapping(uint8 juror => Juror)) private _jurors;

    constructor(IERC20 token_, IProtocolParams params_, IRandomness randomness_, IStakeManager stake_) JudgeCredits(token_) {
        params = params_;
        randomness = randomness_;
        stake = stake_;
    }

    /// @notice Names the clients. Only the deployer may call, once; nothing undoes it.
    function connectClients(address[] calldata clients) external {
        require(msg.sender == DEPLOYER, NotDeployer(msg.sender));
        require(!_connected, AlreadyConnected());
        _connected = true;
        for (uint256 i = 0; i < clients.length; ++i) isClient[clients[i]] = true;
        emit ClientsConnected(clients);
    }

    /// @inheritdoc IJury
    function open(bytes32 subject, uint8 jurors, address[] calldata excluded, uint256 pay, string calldata evidenceCid)
        external
        returns (uint256 caseId)
    {
        require(isClient[msg.sender], NotClient(msg.sender));
        require(jurors >= MIN_JURORS && jurors <= MAX_JURORS && jurors % 2 == 1, JurorCount(jurors));
        require(excluded.length <= MAX_EXCLUDED, TooManyExcluded(excluded.length, MAX_EXCLUDED));
        ParamSet memory set = params.get(params.currentId());
        caseId = ++caseCount;
        Case storage opened = _cases[caseId];
        (opened.client, opened.wanted, opened.window) = (msg.sender, jurors, set.juryWindow);
        (opened.openedAt, opened.openedEpoch) = (uint64(block.timestamp), randomness.currentEpoch());
        (opened.pay, opened.charge) = (uint128(pay), uint128(set.stakeUnit / SILENCE_PART));
        for (uint256 i = 0; i < excluded.length; ++i) {
            uint32 stakerId = stake.stakerIdOf(excluded[i]);
            if (stakerId != 0) opened.barred.push(stakerId);
        }
        emit CaseOpened(caseId, msg.sender, subject, jurors, pay, evidenceCid);
        if (pay != 0) token.safeTransferFrom(msg.sender, address(this), pay);
    }

    /// @inheritdoc IJury
    function draw(uint256 caseId) external {
        Case storage drawn = _inState(caseId, CaseState.Waiting);
        uint32 epoch = randomness.currentEpoch();
        bytes32 epochSeed = epoch > drawn.openedEpoch ? randomness.seedOf(epoch) : bytes32(0);
        require(epochSeed != bytes32(0), SeedNotReady(epoch, drawn.openedEpoch));
        bytes32 seed = keccak256(abi.encode(epochSeed, address(this), caseId));
        // Written before the call out, so that nobody can draw twice.
        uint64 deadline = uint64(block.timestamp) + drawn.window;
        drawn.commitDeadline = deadline;
        uint32[] memory ids = _drawJurors(seed, drawn.wanted, drawn.barred, caseId);
        drawn.drawn = uint8(ids.length);
        address[] memory jurors = new address[](ids.length);
        for (uint8 i = 0; i < ids.length; ++i) {
            _jurors[caseId][i].stakerId = ids[i];
            jurors[i] = stake.accountOf(ids[i]);
        }
        emit JurorsDrawn(caseId, seed, jurors, deadline);
        if (ids.length == 0) _hang(caseId, drawn);
    }

    /// @inheritdoc IJury
    function commitVote(uint256 caseId, uint8 juror, bytes32 commitment) external {
        Case storage voted = _inState(caseId, CaseState.Voting);
        Juror storage own = _ownSeat(caseId, juror);
        require(commitment != bytes32(0), ZeroCommitment());
        require(!own.committed, AlreadyCommitted(juror));
        (own.committed, own.vote) = (true, commitment);
        if (++voted.commits == voted.drawn) voted.commitClosedAt = uint64(block.timestamp);
        emit VoteCommitted(caseId, juror, commitment);
    }

    /// @inheritdoc IJury
    function revealVote(uint256 caseId, uint8 juror, bytes32 answer, uint256 margin, bytes32 salt) external {
        Case storage voted = _inState(caseId, CaseState.Revealing);
        Juror storage own = _ownSeat(caseId, juror);
        require(own.committed, NoCommitment(juror));
        require(!own.revealed, AlreadyRevealed(juror));
        bytes32 commitment = keccak256(abi.encode(block.chainid, address(this), caseId, juror, msg.sender, answer, margin, salt));
        require(own.vote == commitment, BadVote(juror));
        (own.revealed, own.vote) = (true, answer);
        ++voted.reveals;
        emit VoteRevealed(caseId, juror, answer, margin);
    }

    /// @inheritdoc IJury
    function close(uint256 caseId) external {
        Case storage closed = _cases[caseId];
        require(_isClosable(closed), WrongState(stateOf(caseId), CaseState.Decided));
        (bytes32 verdict, uint8 votes) = _count(caseId, closed);
        if (votes == 0) {
            _hang(caseId, closed);
        } else {
            (closed.result, closed.verdict) = (CaseState.Decided, verdict);
            emit CaseClosed(caseId, CaseState.Decided, verdict, votes);
            _pay(caseId, closed, verdict, votes);
        }
        _settleJurors(caseId, closed);
    }

    /// @inheritdoc IJury
    function verdictOf(uint256 caseId) external view returns (CaseState state, bytes32 verdict) {
        return (stateOf(caseId), _cases[caseId].verdict);
    }

    /// @inheritdoc IJury
    function jurorsOf(uint256 caseId) external view returns (address[] memory jurors) {
        jurors = new address[](_cases[caseId].drawn);
        for (uint8 i = 0; i < jurors.length; ++i) jurors[i] = stake.accountOf(_jurors[caseId][i].stakerId);
    }

    /// @notice Where the case stands now. A case past its deadlines stays Revealing until somebody closes it.
    function stateOf(uint256 caseId) public view returns (CaseState) {
        Case storage c = _cases[caseId];
        if (c.client == address(0)) return CaseState.None;
        if (c.result != CaseState.None) return c.result;
        if (c.commitDeadline == 0) return CaseState.Waiting;
        bool committing = c.commitClosedAt == 0 && block.timestamp <= c.commitDeadline;
        return committing ? CaseState.Voting : CaseState.Revealing;
    }

    /// @notice Unix seconds of the last commit and of the last reveal; 0 while not known.
    function deadlinesOf(uint256 caseId) external view returns (uint64 commitDeadline, uint64 revealDeadline) {
        Case storage c = _cases[caseId];
        return (c.commitDeadline, c.commitDeadline == 0 ? 0 : _revealDeadline(c));
    }

    /// @dev min(wanted, the largest odd number that can be drawn): each try is one draw, so at most seven. Only the stake's
    /// own refusal counts as one; a draw that ran out of gas reverts here, or a caller could hang a case by giving little.
    function _drawJurors(bytes32 seed, uint8 wanted, uint32[] memory barred, uint256 caseId) private returns (uint32[] memory ids) {
        for (uint8 count = wanted; count >= MIN_JURORS; count -= 2) {
            try stake.drawSeats(seed, count, barred, caseId) returns (uint32[] memory drawn) {
                return drawn;
            } catch (bytes memory reason) {
                bytes4 selector = bytes4(reason);
                bool refused = selector == IStakeManager.NoFreeUnit.selector || selector == IStakeManager.NoStake.selector;
                require(refused, DrawFailed(reason));
            }
        }
    }

    /// @dev The answer of more than half of the revealed votes; 0 votes where there is none.
    function _count(uint256 caseId, Case storage c) private view returns (bytes32 verdict, uint8 votes) {
        (uint8 drawn, uint8 reveals) = (c.drawn, c.reveals);
        if (reveals < MIN_JURORS || reveals * 2 <= drawn) return (0, 0);
        for (uint8 i = 0; i < drawn; ++i) {
            if (!_jurors[caseId][i].revealed) continue;
            verdict = _jurors[caseId][i].vote;
            votes = _votesFor(caseId, drawn, verdict);
            if (votes * 2 > reveals) return (verdict, votes);
        }
        return (0, 0);
    }

    function _votesFor(uint256 caseId, uint8 drawn, bytes32 verdict) private view returns (uint8 votes) {
        for (uint8 i = 0; i < drawn; ++i) if (_votedFor(_jurors[caseId][i], verdict)) ++votes;
    }

    function _votedFor(Juror storage juror, bytes32 verdict) private view returns (bool) {
        return juror.revealed && juror.vote == verdict;
    }

    function _pay(uint256 caseId, Case storage c, bytes32 verdict, uint8 votes) private {
        uint256 share = c.pay / votes;
        for (uint8 i = 0; i < c.drawn; ++i) {
            Juror storage juror = _jurors[caseId][i];
            if (_votedFor(juror, verdict)) _credit(stake.accountOf(juror.stakerId), share);
        }
        _credit(msg.sender, c.pay - share * votes);
    }

    function _hang(uint256 caseId, Case storage c) private {
        c.result = CaseState.Hung;
        emit CaseClosed(caseId, CaseState.Hung, bytes32(0), 0);
        if (c.pay != 0) token.safeTransfer(c.client, c.pay);
    }

    /// @dev A withheld vote is slashed: it was known and fitted to the others'. A missing vote is charged: the juror may
    /// never have been able to vote.
    function _settleJurors(uint256 caseId, Case storage c) private {
        uint32[] memory kept = new uint32[](c.drawn);
        uint256 count = 0;
        for (uint8 i = 0; i < c.drawn; ++i) {
            Juror storage juror = _jurors[caseId][i];
            if (juror.committed && !juror.revealed) {
                stake.slash(juror.stakerId, caseId, 0);
                continue;
            }
            if (!juror.committed) stake.charge(juror.stakerId, c.charge, caseId);
            kept[count++] = juror.stakerId;
        }
        assembly ("memory-safe") {
            mstore(kept, count)
        }
        if (count != 0) stake.release(kept, caseId);
    }

    function _isClosable(Case storage c) private view returns (bool) {
        if (c.client == address(0) || c.result != CaseState.None) return false;
        if (c.commitDeadline == 0) return block.timestamp > uint256(c.openedAt) + 2 * uint256(c.window);
        if (c.commitClosedAt == 0 && block.timestamp <= c.commitDeadline) return false;
        return c.reveals == c.commits || block.timestamp > _revealDeadline(c);
    }

    function _revealDeadline(Case storage c) private view returns (uint64) {
        return (c.commitClosedAt == 0 ? c.commitDeadline : c.commitClosedAt) + c.window;
    }

    function _ownSeat(uint256 caseId, uint8 juror) private view returns (Juror storage own) {
        own = _jurors[caseId][juror];
        address staker = stake.accountOf(own.stakerId);
        require(staker != address(0) && msg.sender == staker, NotJuror(msg.sender, staker));
    }

    function _inState(uint256 caseId, CaseState expected) private view returns (Case storage c) {
        CaseState actual = stateOf(caseId);
        require(actual == expected, WrongState(actual, expected));
        return _cases[caseId];
    }
}

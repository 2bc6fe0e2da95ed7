// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICreditBook} from "../../../contracts/interfaces/ICreditBook.sol";
import {CaseFile, IRoundCourt, SeatStatus, SeatView} from "../../../contracts/interfaces/IRoundCourt.sol";

/// @notice IRoundCourt by its NatSpec and nothing more: seats are set by the test, a conviction takes one unit and keeps
/// half of it as credit.
contract MockCourt is IRoundCourt, ICreditBook {
    error NotHeard();
    error NotStanding(SeatStatus status);
    error TooManyHolds();
    error NoHold();

    IERC20 public immutable token;
    uint256 public immutable unit;
    CaseFile private _file;
    mapping(uint8 seat => SeatView) private _seats;
    mapping(address account => bool) public isJudge;
    mapping(address account => uint256) public creditOf;
    /// @notice Slashed amounts that no bounty took.
    uint256 public treasury;
    uint256 public holds;
    uint8 public audited;
    bool public selfSet;
    bool public voided;
    bool public finalized;
    uint64 private _closedAt;

    constructor(IERC20 token_, uint256 unit_) {
        (token, unit) = (token_, unit_);
    }

    function setFile(CaseFile calldata file) external {
        _file = file;
    }

    function setSeat(uint8 seat, SeatView calldata view_) external {
        _seats[seat] = view_;
    }

    function setClosedAt(uint64 closedAt) external {
        _closedAt = closedAt;
    }

    function setJudge(address judge) external {
        isJudge[judge] = true;
    }

    /// @notice What Admission refuses while a question is open.
    function finalize() external {
        require(holds == 0, TooManyHolds());
        finalized = true;
    }

    function excludeSeat(uint256, uint8 seat, bytes32) external onlyJudge {
        require(_seats[seat].status == SeatStatus.Drawn, NotStanding(_seats[seat].status));
        _seats[seat].status = SeatStatus.Excluded;
    }

    function markSelfSet(uint256) external onlyJudge {
        selfSet = true;
    }

    function holdFinal(uint256) external onlyJudge {
        require(_hears(), NotHeard());
        require(holds < 8, TooManyHolds());
        ++holds;
    }

    function releaseFinal(uint256) external onlyJudge {
        require(_hears() && holds != 0, NoHold());
        --holds;
    }

    function convict(uint256, uint8 seat, address bountyTo, bytes32) external onlyJudge returns (uint256 bounty) {
        require(_hears(), NotHeard());
        require(_seats[seat].status == SeatStatus.Revealed, NotStanding(_seats[seat].status));
        _seats[seat].status = SeatStatus.Convicted;
        bounty = bountyTo == address(0) ? 0 : unit / 2;
        creditOf[bountyTo] += bounty;
        treasury += unit - bounty;
    }

    function noteAudit(uint256, uint8 auditor) external onlyJudge {
        audited |= uint8(1 << auditor);
    }

    function voidByCourt(uint256, bytes32) external onlyJudge {
        require(_hears(), NotHeard());
        voided = true;
    }

    function withdrawCredit() external {
        uint256 amount = creditOf[msg.sender];
        require(amount != 0, NothingToWithdraw(msg.sender));
        creditOf[msg.sender] = 0;
        token.transfer(msg.sender, amount);
    }

    function caseFile(uint256) external view returns (CaseFile memory) {
        return _file;
    }

    function seatView(uint256, uint8 seat) external view returns (SeatView memory) {
        return _seats[seat];
    }

    function isHearing(uint256) external view returns (bool) {
        return _hears();
    }

    function revealsClosedAt(uint256) external view returns (uint64) {
        return _closedAt;
    }

    modifier onlyJudge() {
        require(isJudge[msg.sender], NotHeard());
        _;
    }

    function _hears() private view returns (bool) {
        return !voided && !finalized;
    }
}

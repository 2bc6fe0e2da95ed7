// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a round last waited for by a transaction; its phase follows from this, the time and who has acted.
enum Stage { None, Open, Drawn, Keyed, Final, Void }

/// @notice All that a round's phase follows from, in one word, because every transaction of a round reads it and most
/// write it. From the lowest bits:
/// bytes 0..12: stage, seats (k), reserves (r), itemsPerBatch, then the sets committed, revealed, excluded, convicted,
/// audited, badKeys, then held (open questions), audits (a seat must audit to be paid), selfSet (a judge was shown that the
/// exam is the publisher's or curator's own);
/// 24 bits each, seconds (ParamBounds keeps them far below): commitWindow, revealWindow, auditWindow;
/// 40 bits each, unix seconds: stageEnd, the first second at which what the stage waits for is late (the draw, the keys, the
/// primaries' commits), and closedAt, when the seats themselves ended a window (the commits, then the reveals; 0 where
/// neither ended early).
/// A set of seats is a byte, bit i being seat i: the primaries 0..k-1, then the reserves (SeatSet).
type Clock is uint256;

using ClockWord for Clock global;

/// @title ClockWord
/// @notice Reads and replaces the fields of a Clock.
library ClockWord {
    /// @dev bit at which a field begins
    uint256 private constant STAGE = 0;
    uint256 private constant SEATS = 8;
    uint256 private constant RESERVES = 16;
    uint256 private constant ITEMS = 24;
    uint256 private constant COMMITTED = 32;
    uint256 private constant REVEALED = 40;
    uint256 private constant EXCLUDED = 48;
    uint256 private constant CONVICTED = 56;
    uint256 private constant AUDITED = 64;
    uint256 private constant BAD_KEYS = 72;
    uint256 private constant HELD = 80;
    uint256 private constant AUDITS = 88;
    uint256 private constant SELF_SET = 96;
    uint256 private constant COMMIT_WINDOW = 104;
    uint256 private constant REVEAL_WINDOW = 128;
    uint256 private constant AUDIT_WINDOW = 152;
    uint256 private constant STAGE_END = 176;
    uint256 private constant CLOSED_AT = 216;
    uint256 private constant TIME_MASK = type(uint40).max;

    /// @notice The clock of a round that opens now: nobody has acted.
    function create(uint8 seats_, uint8 reserves_, uint16 items, bool audits_) internal pure returns (Clock) {
        uint256 word = uint256(Stage.Open) | uint256(seats_) << SEATS | uint256(reserves_) << RESERVES | uint256(items) << ITEMS;
        return Clock.wrap(audits_ ? word | 1 << AUDITS : word);
    }

    /// @notice Windows in seconds, below 2^24.
    function withWindows(Clock self, uint32 commit, uint32 reveal, uint32 audit) internal pure returns (Clock) {
        uint256 windows = uint256(commit) << COMMIT_WINDOW | uint256(reveal) << REVEAL_WINDOW | uint256(audit) << AUDIT_WINDOW;
        return Clock.wrap(Clock.unwrap(self) | windows);
    }

    function stage(Clock self) internal pure returns (Stage) { return Stage(_byte(self, STAGE)); }
    function seats(Clock self) internal pure returns (uint8) { return _byte(self, SEATS); }
    function reserves(Clock self) internal pure returns (uint8) { return _byte(self, RESERVES); }
    function itemsPerBatch(Clock self) internal pure returns (uint8) { return _byte(self, ITEMS); }
    function committed(Clock self) internal pure returns (uint8) { return _byte(self, COMMITTED); }
    function revealed(Clock self) internal pure returns (uint8) { return _byte(self, REVEALED); }
    function excluded(Clock self) internal pure returns (uint8) { return _byte(self, EXCLUDED); }
    function convicted(Clock self) internal pure returns (uint8) { return _byte(self, CONVICTED); }
    function audited(Clock self) internal pure returns (uint8) { return _byte(self, AUDITED); }
    function badKeys(Clock self) internal pure returns (uint8) { return _byte(self, BAD_KEYS); }
    function held(Clock self) internal pure returns (uint8) { return _byte(self, HELD); }
    function audits(Clock self) internal pure returns (bool) { return _byte(self, AUDITS) != 0; }
    function selfSet(Clock self) internal pure returns (bool) { return _byte(self, SELF_SET) != 0; }
    function commitWindow(Clock self) internal pure returns (uint24) { return uint24(Clock.unwrap(self) >> COMMIT_WINDOW); }
    function revealWindow(Clock self) internal pure returns (uint24) { return uint24(Clock.unwrap(self) >> REVEAL_WINDOW); }
    function auditWindow(Clock self) internal pure returns (uint24) { return uint24(Clock.unwrap(self) >> AUDIT_WINDOW); }
    function stageEnd(Clock self) internal pure returns (uint40) { return uint40(Clock.unwrap(self) >> STAGE_END); }
    function closedAt(Clock self) internal pure returns (uint40) { return uint40(Clock.unwrap(self) >> CLOSED_AT); }

    function withStage(Clock self, Stage value) internal pure returns (Clock) {
        return _with(self, STAGE, 0xff, uint256(value));
    }

    /// @notice Enters a stage that waits until `end`.
    function entered(Clock self, Stage value, uint256 end) internal pure returns (Clock) {
        return _with(withStage(self, value), STAGE_END, TIME_MASK, end);
    }

    function withStageEnd(Clock self, uint256 time) internal pure returns (Clock) {
        return _with(self, STAGE_END, TIME_MASK, time);
    }

    function withClosedAt(Clock self, uint256 time) internal pure returns (Clock) {
        return _with(self, CLOSED_AT, TIME_MASK, time);
    }

    function withHeld(Clock self, uint8 count) internal pure returns (Clock) {
        return _with(self, HELD, 0xff, count);
    }

    function withSelfSet(Clock self) internal pure returns (Clock) { return _mark(self, SELF_SET, 0); }
    function withCommitted(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, COMMITTED, seat); }
    function withRevealed(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, REVEALED, seat); }
    function withExcluded(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, EXCLUDED, seat); }
    function withConvicted(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, CONVICTED, seat); }
    function withAudited(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, AUDITED, seat); }
    function withBadKey(Clock self, uint8 seat) internal pure returns (Clock) { return _mark(self, BAD_KEYS, seat); }

    /// @notice Forgets what the seats of a draw did: all six sets and the time they closed.
    function cleared(Clock self) internal pure returns (Clock) {
        return withClosedAt(_with(self, COMMITTED, (1 << (HELD - COMMITTED)) - 1, 0), 0);
    }

    function _byte(Clock self, uint256 at) private pure returns (uint8) {
        return uint8(Clock.unwrap(self) >> at);
    }

    /// @dev `seat` is below 8.
    function _mark(Clock self, uint256 at, uint8 seat) private pure returns (Clock) {
        return Clock.wrap(Clock.unwrap(self) | (uint256(1) << seat) << at);
    }

    function _with(Clock self, uint256 at, uint256 mask, uint256 value) private pure returns (Clock) {
        return Clock.wrap((Clock.unwrap(self) & ~(mask << at)) | (value << at));
    }
}

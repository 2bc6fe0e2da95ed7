// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a round last waited for by a transaction; its phase follows from this, the time and who has acted.
enum Stage { None, Open, Drawn, Keyed, Final, Void }

/// @notice A round, packed by who needs what together: every transaction reads the first slot and most write it. Ids are
/// counters of transactions and fit 40 bits, as unix seconds do; windows are bounded (ParamBounds) far below 24 bits.
/// @dev A set of seats is a byte, bit i being seat i: the primaries 0..seats-1, then the reserves (SeatSet).
struct StoredRound {
    Stage stage;
    uint8 seats;
    uint8 reserves;
    uint8 itemsPerBatch;
    /// @dev first second at which what the stage waits for is late: the draw, the keys, the primaries' commits
    uint40 stageEnd;
    /// @dev when the seats ended a window themselves: the commits, then the reveals; 0 where neither ended early
    uint40 closedAt;
    /// @dev seconds
    uint24 commitWindow;
    uint24 revealWindow;
    uint24 auditWindow;
    uint8 committed;
    uint8 revealed;
    uint8 excluded;
    uint8 convicted;
    uint8 audited;
    uint8 badKeys;
    /// @dev open questions that keep the round from being final
    uint8 held;
    bool audits;
    bool selfSet;
    // What the round is about and is judged by.
    uint40 modelId;
    uint40 datanetId;
    uint32 version;
    uint16 batchId;
    uint24 paramSetId;
    uint8 minPasses;
    uint16 gatedLanes;
    uint8 attempt;
    uint32 openEpoch;
    uint24 keyWindow;
    uint8 redraws;
    /// @dev eight staker numbers of 32 bits, seat 0 in the lowest
    uint256 stakers;
    /// @dev keccak256(abi.encode(root, lanes)) of a revealed seat, the commitment of a committed one; else meaningless
    bytes32[8] results;
    /// @dev staker numbers that the first and second redraw must not draw, eight a word, 0 for none
    uint256[2] barred;
}

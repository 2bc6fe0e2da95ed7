// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";

/// @notice For tests: stands where Admission stands. It names judges and open rounds, does what it is told as an operator,
/// and draws by the thousand in one call.
contract DrawCourt {
    mapping(address account => bool) public isJudge;
    mapping(uint256 modelId => uint256) public openRoundOf;

    /// @notice Names a judge, or removes it.
    function setJudge(address account, bool on) external {
        isJudge[account] = on;
    }

    /// @notice Says which round of a model is open; 0 for none.
    function setOpenRound(uint256 modelId, uint256 roundId) external {
        openRoundOf[modelId] = roundId;
    }

    /// @notice Calls `target` as the court.
    function call(address target, bytes calldata data) external returns (bytes memory) {
        return Address.functionCall(target, data);
    }

    /// @notice Draws `seats` with each of the seeds keccak256(abi.encode(i)), i from `first` on, releasing them between the
    /// draws. Meant for eth_call.
    function sample(IStakeManager stake, uint256 first, uint256 draws, uint8 seats, uint32[] calldata barred)
        external
        returns (uint32[] memory drawn)
    {
        drawn = new uint32[](draws * seats);
        uint256 next = 0;
        for (uint256 i = first; i < first + draws; ++i) {
            uint32[] memory ids = stake.drawSeats(keccak256(abi.encode(i)), seats, barred, i);
            stake.release(ids, i);
            for (uint256 seat = 0; seat < seats; ++seat) drawn[next++] = ids[seat];
        }
    }
}

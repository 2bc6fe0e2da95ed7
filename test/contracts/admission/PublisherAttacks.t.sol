// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAdmission, ModelState, Phase} from "../../../contracts/interfaces/IAdmission.sol";
import {ParamSet} from "../../../contracts/interfaces/IProtocolParams.sol";
import {RoundStage} from "../base/RoundStage.sol";

/// @notice What a publisher would try with stake of its own, and what anybody would try with a fee that divides badly.
contract PublisherAttacksTest is RoundStage {
    uint256 private modelId;

    function setUp() public {
        modelId = setStage();
    }

    /// @dev Half of all units are the publisher's, so it is drawn. Shown by proof before its commit, it neither votes nor
    /// earns: the strangers' counts decide, and no seat is paid to it.
    function test_attack_publisherEvaluatesItself() public {
        evaluatorWith(PUBLISHER, 30);
        passEpochs(1);
        uint256 roundId = drawn(modelId);
        uint8 own = 0;
        for (uint8 seat = 0; seat < ALL; ++seat) {
            if (evaluatorOf(roundId, seat) != PUBLISHER) continue;
            judge.exclude(roundId, seat);
            own |= uint8(1) << seat;
        }
        assertTrue(own & 0x07 != 0, "drawn as a primary");
        postKeys(roundId);
        expectShutOut(roundId, own);
        uint8 honest = commitTheOthers(roundId, own);
        for (uint8 seat = 0; seat < ALL; ++seat) if ((honest >> seat) & 1 == 1) revealSeat(roundId, seat, flatLanes(20));
        passSeconds(AUDIT);
        finalizeBy(roundId, resultsOfSet(honest, 20));
        assertTrue(admission.stateOf(modelId) == ModelState.Sandbox, "the others' counts decide");
        uint256 pot = FEE - creditOf(DRAWER) - creditOf(FINALIZER);
        uint256 share = pot * 10 / 32;
        assertLe(creditOf(PUBLISHER), pot - 2 * share, "what is left of its own fee and no seat's pay");
        assertEq(totalCredit(), FEE, "every wei of the fee");
        (uint64 units,, uint64 locked,) = stake.unitsOf(PUBLISHER);
        assertTrue(units == 30 && locked == 0, "its stake goes free");
    }

    function expectShutOut(uint256 roundId, uint8 own) private {
        for (uint8 seat = 0; seat < SEATS; ++seat) {
            if ((own >> seat) & 1 == 0) continue;
            bytes32 commitment = commitmentOf(roundId, seat, PUBLISHER, flatLanes(32));
            vm.prank(PUBLISHER);
            vm.expectRevert(abi.encodeWithSelector(IAdmission.SeatIsExcluded.selector, seat));
            admission.commit(roundId, seat, commitment);
        }
    }

    /// @dev Primaries first, then reserves as long as seats are open.
    function commitTheOthers(uint256 roundId, uint8 own) private returns (uint8 done) {
        uint8 count = 0;
        for (uint8 seat = 0; seat < ALL && count < SEATS; ++seat) {
            if (seat == SEATS && admission.phaseOf(roundId) == Phase.Commit) passSeconds(COMMITS);
            if ((own >> seat) & 1 == 1) continue;
            commitSeat(roundId, seat, flatLanes(20));
            done |= uint8(1) << seat;
            ++count;
        }
        if (admission.phaseOf(roundId) == Phase.SecondCommit) passSeconds(COMMITS);
        assertTrue(count > 1, "a quorum of strangers");
    }

    /// @dev Fees that divide by nothing: tips, shares and standby pay round down, the rest is the publisher's, and together
    /// they are the fee to the wei. Nobody gains by the size of a fee.
    function test_fuzz_attack_roundingOfTheShares(uint96 wish) public {
        ParamSet memory set = defaultSet();
        set.roundFee = uint96(bound(wish, 0, 1_000e18));
        vm.prank(OWNER);
        params.add(set);
        uint256 fee = set.roundFee;
        judged(modelId, 31);
        uint256 tip = fee * 2 / 100;
        uint256 second = (fee - tip) * 2 / 100;
        uint256 share = (fee - tip - second) * 10 / 32;
        assertEq(creditOf(DRAWER), tip, "drawer");
        assertEq(creditOf(FINALIZER), second, "finalizer");
        assertEq(creditOf(PUBLISHER), fee - tip - second - 3 * share - 2 * (share / 10), "publisher");
        assertLe(creditOf(PUBLISHER), 10, "a few wei");
        assertEq(totalCredit(), fee, "the fee to the wei");
        assertEq(token.balanceOf(address(admission)), fee, "covered");
    }
}

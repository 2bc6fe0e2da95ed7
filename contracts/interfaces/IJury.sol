// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice `Hung`: too few jurors could be drawn or revealed, or no answer had a majority.
enum CaseState { None, Waiting, Voting, Revealing, Decided, Hung }

/// @title IJury
/// @notice Jurors, drawn by stake, each recompute one fact and vote on its value. The contract that opens a case asks
/// the question and acts on the verdict; the jury knows neither.
interface IJury {
    event CaseOpened(uint256 indexed caseId, address indexed client, bytes32 subject, uint8 jurors, uint256 pay, string evidenceCid);
    event JurorsDrawn(uint256 indexed caseId, bytes32 seed, address[] jurors, uint64 commitDeadline);
    event VoteCommitted(uint256 indexed caseId, uint8 indexed juror, bytes32 commitment);
    event VoteRevealed(uint256 indexed caseId, uint8 indexed juror, bytes32 answer, uint256 margin);
    /// @notice The one time the deployer named who may open cases.
    event ClientsConnected(address[] clients);
    event CaseClosed(uint256 indexed caseId, CaseState state, bytes32 verdict, uint8 votesFor);

    error NotClient(address caller);
    error NotDeployer(address caller);
    error AlreadyConnected();
    error JurorCount(uint8 jurors);
    error TooManyExcluded(uint256 excluded, uint256 limit);
    error WrongState(CaseState actual, CaseState expected);
    /// @notice The stake epoch after the opening's has not begun, or its seed is not known yet.
    error SeedNotReady(uint32 currentEpoch, uint32 openedInEpoch);
    /// @notice Too little gas was left to tell an empty stake from a draw that ran out of it.
    error DrawFailed(bytes reason);
    error NotJuror(address caller, address juror);
    error ZeroCommitment();
    error AlreadyCommitted(uint8 juror);
    error NoCommitment(uint8 juror);
    error AlreadyRevealed(uint8 juror);
    error BadVote(uint8 juror);

    /// @notice Opens a case. Only a client connected at deployment may call. The jury pulls `pay` tokens from it, and the
    /// jurors of the majority share them. `excluded` stakers are never drawn.
    function open(bytes32 subject, uint8 jurors, address[] calldata excluded, uint256 pay, string calldata evidenceCid)
        external
        returns (uint256 caseId);
    /// @notice Draws the jurors once the stake epoch after the opening's has its seed. Anyone may call. It draws min(jurors,
    /// the largest odd number of different units to be had); fewer than three hang the case. A late draw takes the seed of
    /// the running stake epoch, not an older one: stake could have been fitted to that. A case that nobody draws can be
    /// closed, hung, two jury windows after it opened.
    function draw(uint256 caseId) external;
    /// @notice commitment = keccak256(abi.encode(block.chainid, address(this), caseId, juror, msg.sender, answer, margin,
    /// salt)).
    function commitVote(uint256 caseId, uint8 juror, bytes32 commitment) external;
    /// @notice Opens the caller's commitment, so that its vote counts when the case closes.
    function revealVote(uint256 caseId, uint8 juror, bytes32 answer, uint256 margin, bytes32 salt) external;
    /// @notice Counts the votes after the deadline or once all who committed revealed. Anyone may call. A verdict needs
    /// three reveals, more than half of the jurors, and more than half of the reveals for one answer. Its jurors share the
    /// pay; a remainder of the division goes to the caller. Hung: the pay goes back to the client. A juror that did not
    /// commit is charged a hundredth of a unit, one that withheld its vote loses the unit; a minority loses nothing.
    function close(uint256 caseId) external;

    /// @notice Stakers drawn for the case, by juror number; empty before the draw and where too few could be drawn.
    function jurorsOf(uint256 caseId) external view returns (address[] memory);
    /// @notice The case's state, and the majority's answer once it is decided; zero otherwise.
    function verdictOf(uint256 caseId) external view returns (CaseState state, bytes32 verdict);
}

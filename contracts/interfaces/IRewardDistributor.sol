// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What an account may have claimed in all, wei. All fields zero stands for padding.
struct RewardLeaf { address account; address token; uint256 cumulative; }

/// @notice A node of the sum tree: its hash, and the sum of the cumulatives below it.
struct SumNode { bytes32 hash; uint256 sum; }

/// @notice A leaf of the sum tree with its siblings from the leaf up.
struct LeafProof { RewardLeaf leaf; SumNode[] path; }

/// @notice A node of the sum tree with its siblings from the node up.
/// @param level 0 for leaves, depth - 1 for the root's children
/// @param index position among the nodes of its level, from 0
/// @param sum the sum its parent states for it
struct NodeProof { uint8 level; uint256 index; uint256 sum; SumNode[] path; }

/// @notice What a poster states. Both trees have 2^depth places; leaf i of both is the i-th account in rising order.
/// @param top top of the claim tree: leaf = double keccak of abi.encode(account, token, cumulative), padding = 0,
/// inner = keccak256(abi.encode(left, right))
/// @param left left child of the sum tree's root: leaf = keccak256(abi.encode(uint8(1), account, token, cumulative)),
/// padding = 0, inner = keccak256(abi.encode(uint8(2), level, left, sumLeft, right, sumRight))
/// @param right its right child; the total is the sum of both
/// @param depth levels below the root, 1..32
/// @param asOfBlock block whose state the epoch was computed from
/// @param attributionHash keccak256 of epoch.json (fees per model, share tables used, amounts)
/// @param cid where epoch.json is
struct EpochInput {
    bytes32 top;
    SumNode left;
    SumNode right;
    uint8 depth;
    uint64 asOfBlock;
    bytes32 attributionHash;
    string cid;
}

/// @notice A posted reward epoch.
/// @param root keccak256(abi.encode(depth, top)): a claim proves its index and the depth with it
/// @param sumRoot keccak256(abi.encode(uint8(2), depth, left, sumLeft, right, sumRight)): it binds total and depth
/// @param attributionHash keccak256 of epoch.json
/// @param poster who bonded it
/// @param bond wei
/// @param total sum of all cumulatives, wei; never above what was funded
/// @param asOfBlock block whose state it was computed from
/// @param finalAt unix time at which it is final unless an objection is open or it was discarded
/// @param depth levels of both trees
/// @param objections how often it was objected to
/// @param open objections that a jury has not decided
/// @param settled its bond was returned
/// @param paramSetId parameter set of its posting
/// @param attempt number of this posting among all, from 1: a discarded epoch's number is posted again, its attempt never
struct Epoch {
    bytes32 root;
    bytes32 sumRoot;
    bytes32 attributionHash;
    address poster;
    uint96 bond;
    uint96 total;
    uint40 asOfBlock;
    uint40 finalAt;
    uint8 depth;
    uint8 objections;
    uint8 open;
    bool settled;
    uint24 paramSetId;
    uint24 attempt;
}

/// @notice A question that a jury decides.
/// @param objector who asked
/// @param bond what is left of its bond, wei
/// @param pay what the jurors were paid of it, wei
/// @param epoch the epoch it is about
/// @param attempt the posting it is about
/// @param openedAt unix time
struct Objection { address objector; uint96 bond; uint96 pay; uint24 epoch; uint24 attempt; uint40 openedAt; }

/// @notice `Pending`: inside its window. `Objected`: a jury is asked, so it cannot become final.
enum EpochState { None, Pending, Objected, Final }

/// @notice `Moot`: the posting was discarded on another ground before the jury was done.
enum Outcome { None, Upheld, Overturned, Hung, Moot }

/// @title IRewardDistributor
/// @notice Reward epochs in sequence: cumulative reward roots, bonded by their posters, which anyone can compute again.
/// claimed <= funded always. "Epoch" alone means a reward epoch here.
/// @dev Anyone may post. Inside the window anyone may discard a wrong epoch: with a proof where the trees themselves show the
/// fault, by a jury where only a recomputation shows it. A discarded epoch's number is posted again and its fees roll over.
/// A final epoch never changes. Warning: a wrong epoch that nobody checks inside the window becomes final.
interface IRewardDistributor {
    /// @notice A gateway paid protocol fees in, with the hash and CID of its epoch statement (fees per model).
    event FeesFunded(address indexed gateway, uint256 amount, uint256 funded, bytes32 statementHash, string statementCid);
    event EpochPosted(uint256 indexed epoch, address indexed poster, Epoch posted, string cid);
    /// @notice `epoch` is free to be posted again. `ground`: node, leaf, blank, order, mismatch, fallen, missing, objection
    /// or hung. `bounty` went to `by`, `toTreasury` to the treasury, the rest of the bond to the jurors or the poster.
    event EpochDiscarded(uint256 indexed epoch, uint256 indexed attempt, address indexed by, bytes32 ground, uint256 bounty, uint256 toTreasury);
    /// @notice `recomputed` is what the objector says the fact is; `bond` includes the jurors' `pay`.
    event EpochObjected(uint256 indexed epoch, uint256 indexed caseId, address indexed objector, uint256 attempt, bytes32 recomputed, uint256 bond, uint256 pay, string evidenceCid);
    event ObjectionSettled(uint256 indexed caseId, uint256 indexed epoch, uint256 attempt, Outcome outcome, bytes32 verdict, uint256 refund);
    event Claimed(address indexed account, uint256 amount, uint256 cumulative, uint256 indexed epoch);
    event BondReturned(uint256 indexed epoch, address indexed poster, uint256 amount);
    event CreditAdded(address indexed account, uint256 amount);
    event CreditWithdrawn(address indexed account, uint256 amount);

    error ZeroAmount();
    error ZeroTreasury();
    error EmptyRoot();
    error EmptyCid();
    error BadDepth(uint8 depth, uint8 max);
    /// @notice The block must be a past one, at most `maxAge` blocks ago.
    error BadBlock(uint256 asOfBlock, uint256 current, uint256 maxAge);
    error EpochNotFinal(uint256 epoch, uint64 finalAt);
    error EpochIsFinal(uint256 epoch, uint64 finalAt);
    error PreviousNotFinal(uint256 epoch, uint64 finalAt);
    error TotalAboveFunded(uint256 total, uint256 funded);
    /// @notice A root promises more than fees are left, wei.
    error ClaimAboveFunded(uint256 amount, uint256 left);
    /// @notice The epoch would pay nothing that the one before did not pay.
    error NothingNew(uint256 total, uint256 previous);
    error BadProof();
    /// @notice The proof holds, and shows nothing wrong.
    error NoFault();
    error NothingToClaim(address account);
    error NothingToWithdraw(address account);
    error AlreadySettled(uint256 epoch);
    error NoEpoch();
    error NoJury();
    /// @notice The pending epoch has a different fact: it was discarded and posted again meanwhile.
    error WrongFact(bytes32 given, bytes32 posted);
    error SameFact(bytes32 fact);
    error TooManyObjections(uint256 limit);
    error WindowClosed(uint256 epoch, uint64 finalAt);
    error NoObjection(uint256 caseId);
    error CaseOpen(uint256 caseId);

    /// @notice Pays protocol fees in. Anyone may call. `statement*` names the breakdown the fees come from.
    function fund(uint256 amount, bytes32 statementHash, string calldata statementCid) external;
    /// @notice Posts the next epoch with a bond, once the previous one is final. It must pay more than that one.
    function postEpoch(EpochInput calldata input) external returns (uint256 epoch);
    /// @notice Claims account's increase under the newest final epoch; anyone may call, the account is paid.
    /// @param index the account's place in the tree; bit i decides the side at level i
    function claim(address account, uint256 index, uint256 cumulative, bytes32[] calldata proof) external returns (uint256 amount);
    /// @notice Returns the poster's bond once its epoch is final.
    function returnBond(uint256 epoch) external;
    /// @notice Takes bounties, bonds and shares booked for the caller.
    function withdrawCredit() external returns (uint256 amount);

    // Discards of the pending epoch, by anyone: half of its bond to the caller, the rest to the treasury. Each proof leads
    // to the sum root; BadProof when it does not, NoFault when nothing is wrong there.

    /// @notice The node opens as an inner node of a different level, its children do not add up to what its parent states, or
    /// it is where a leaf belongs.
    function discardNode(NodeProof calldata node, uint8 level, SumNode calldata left, SumNode calldata right) external;
    /// @notice The node opens as a leaf that is where an inner node belongs, is of the zero account or a different token, or
    /// whose cumulative is not what its parent states.
    function discardLeaf(NodeProof calldata node, RewardLeaf calldata leaf) external;
    /// @notice The node is the zero hash, and is no leaf or has a sum.
    function discardBlank(NodeProof calldata node) external;
    /// @notice Leaves `index` and `index` + 1 are out of order, of one account, or the second follows padding.
    function discardOrder(uint256 index, LeafProof calldata left, LeafProof calldata right) external;
    /// @notice Place `index` of the claim tree holds `plain`, which is not the leaf at that place of the sum tree.
    function discardMismatch(uint256 index, LeafProof calldata inSums, bytes32 plain, bytes32[] calldata plainPath) external;
    /// @notice An account has less than in the epoch before.
    function discardFallen(uint256 beforeIndex, LeafProof calldata before, uint256 index, LeafProof calldata current) external;
    /// @notice An account of the epoch before is missing: its place would be between leaves `gap` - 1 and `gap`. At `gap` 0
    /// `left` is not read, at 2^depth `right` is not.
    function discardMissing(uint256 beforeIndex, LeafProof calldata before, uint256 gap, LeafProof calldata left, LeafProof calldata right) external;

    /// @notice Asks a jury to recompute the pending epoch, with params.challengeBond; at most 3 times per posting. Until the
    /// jury is done the epoch cannot become final. Jurors vote on the fact, `factOf`.
    /// @param posted factOf(currentEpoch()) as the caller saw it
    /// @param recomputed the fact the caller found instead
    function object(bytes32 posted, bytes32 recomputed, string calldata evidenceCid) external returns (uint256 caseId);
    /// @notice Acts on a closed case, or on one that no jury closed within 30 days, which counts as hung. Anyone may call.
    /// The jury found the posted fact: the objector loses its bond to the jurors, and the rest of it to the poster. A
    /// different fact: the epoch is discarded, and the objector gets from the poster's bond the jurors' pay back and half of
    /// the rest. Hung: the epoch is discarded and both bonds go back.
    function settleObjection(uint256 caseId) external returns (Outcome outcome);

    /// @notice Number of the newest posting that was not discarded; 0 before the first.
    function currentEpoch() external view returns (uint256);
    /// @notice The newest epoch that is final; 0 when none is.
    function claimableEpoch() external view returns (uint256);
    /// @notice The epoch as it was posted. Reverts with NoEpoch where none is posted under this number.
    function epochOf(uint256 epoch) external view returns (Epoch memory);
    /// @notice The epoch's state now; None where none is posted.
    function stateOf(uint256 epoch) external view returns (EpochState);
    /// @notice What a recomputation must give: keccak256(abi.encode(root, sumRoot, attributionHash)).
    function factOf(uint256 epoch) external view returns (bytes32);
    /// @notice The objection that a jury case decides.
    function objectionOf(uint256 caseId) external view returns (Objection memory);
    /// @notice What the account has claimed in all, wei.
    function claimedBy(address account) external view returns (uint256);
    /// @notice wei that the account can withdraw: bounties, bonds and shares.
    function creditOf(address account) external view returns (uint256);
    /// @notice Fees paid in so far, wei; never falls.
    function funded() external view returns (uint256);
    /// @notice Fees paid out, wei: funded + owed - balance. Tokens sent here without a call make it too small.
    function totalClaimed() external view returns (uint256);
    /// @notice Bonds and credits held, wei. Claims never take the balance below it.
    function owed() external view returns (uint256);
}

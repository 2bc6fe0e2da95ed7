/** A contract whose mutants are run, the source files they are made from, and the tests that must kill them. */
export interface Subject {
  /** artifact that tests deploy */
  readonly contract: string;
  /** file of that artifact */
  readonly deployed: string;
  /** sources that are mutated: the contract's own, and the abstract contracts and libraries it consists of */
  readonly sources: readonly string[];
  /** folders of Solidity tests */
  readonly tests: readonly string[];
}

/** The contracts that hold money. */
export const SUBJECTS: readonly Subject[] = [
  {
    contract: "Payments",
    deployed: "contracts/payment/Payments.sol",
    sources: ["contracts/payment/Payments.sol", "contracts/payment/PayerSignature.sol"],
    tests: ["test/contracts/payment"],
  },
  {
    contract: "RewardDistributor",
    deployed: "contracts/reward/RewardDistributor.sol",
    sources: [
      "contracts/reward/RewardDistributor.sol",
      "contracts/reward/EpochBook.sol",
      "contracts/reward/Discards.sol",
      "contracts/reward/Objections.sol",
      "contracts/reward/RewardTree.sol",
      "contracts/reward/JuryLink.sol",
    ],
    tests: ["test/contracts/reward"],
  },
  {
    contract: "StakeManager",
    deployed: "contracts/stake/StakeManager.sol",
    sources: [
      "contracts/stake/StakeManager.sol",
      "contracts/stake/Sortition.sol",
      "contracts/stake/ModelStakes.sol",
      "contracts/stake/Bonds.sol",
      "contracts/stake/Exits.sol",
    ],
    tests: ["test/contracts/stake"],
  },
];

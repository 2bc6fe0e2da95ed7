import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { RandomnessKind } from "../parameters/types.ts";
import Governance from "./Governance.ts";
import { BlockHashes, Vrf } from "./Randomness.ts";
import Token from "./Token.ts";

/**
 * The whole protocol on one source of randomness. Parameters (ignition/parameters): `paramSet`, `gates`, and optionally
 * `treasury` and `guardian`, which default to the deployer; those of the other modules are theirs. The timelock owns the
 * parameters from their first block on.
 */
export function assayOn(kind: RandomnessKind) {
  return buildModule("Assay", (m) => {
    const deployer = m.getAccount(0);
    const treasury = m.getParameter("treasury", deployer);
    const guardian = m.getParameter("guardian", deployer);

    const { token } = m.useModule(Token);
    const { votes, timelock, governor } = m.useModule(Governance);
    const { randomness } = kind === "vrf" ? m.useModule(Vrf) : m.useModule(BlockHashes);
    const params = m.contract("ProtocolParams", [
      timelock,
      guardian,
      m.getParameter("paramSet"),
      m.getParameter("gates"),
    ]);
    const datanets = m.contract("DatanetRegistry", [randomness]);
    const models = m.contract("ModelRegistry", [datanets]);
    const stake = m.contract("StakeManager", [token, params, models, datanets, randomness, treasury]);
    const admission = m.contract("Admission", [token, params, datanets, models, stake, randomness]);

    const jury = m.contract("Jury", [token, params, randomness, stake]);
    const fraudProofs = m.contract("FraudProofs", [token, admission, params, datanets]);
    const availability = m.contract("Availability", [token, admission, params]);
    const challenges = m.contract("LeafChallenges", [token, admission, params, jury]);
    const audits = m.contract("Audits", [admission, params, randomness, challenges]);
    const exclusions = m.contract("SeatExclusions", [admission, datanets, models]);

    const payments = m.contract("Payments", [params, [token]]);
    const rewards = m.contract("RewardDistributor", [token, params, treasury]);
    const grants = m.contract("AccessGrants", [datanets]);
    const jobs = m.contract("JobMarket", [token, params, datanets, grants, jury]);

    // Each link is to a contract deployed later; the deployer can make it once and nobody can change it.
    m.call(datanets, "connectAdmission", [admission]);
    m.call(models, "connectAdmission", [admission]);
    m.call(stake, "connectAdmission", [admission]);
    m.call(admission, "connectJudges", [[jury, fraudProofs, availability, challenges, audits, exclusions]]);
    m.call(jury, "connectClients", [[challenges, rewards, jobs]]);
    m.call(rewards, "connectJury", [jury]);
    m.call(grants, "connectJobMarket", [jobs]);

    const governance = { votes, timelock, governor };
    const judges = { jury, fraudProofs, availability, challenges, audits, exclusions };
    const core = { token, params, randomness, datanets, models, stake, admission };
    return { ...core, ...judges, ...governance, payments, rewards, grants, jobs };
  });
}

/** The protocol of a local chain, for Ignition's own command. */
export default assayOn("blockHash");

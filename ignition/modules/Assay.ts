import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Blocks of one epoch of randomness. */
export const BLOCKS_PER_EPOCH = 4;

/**
 * The whole protocol. Parameters (ignition/parameters): `paramSet`, `gates`, and optionally `treasury` and `owner`,
 * which default to the deployer. The deployer receives the token's whole supply.
 */
export default buildModule("Assay", (m) => {
  const deployer = m.getAccount(0);
  const treasury = m.getParameter("treasury", deployer);
  const owner = m.getParameter("owner", deployer);

  const token = m.contract("AssayToken", [deployer]);
  const params = m.contract("ProtocolParams", [owner, m.getParameter("paramSet"), m.getParameter("gates")]);
  const randomness = m.contract("BlockHashRandomness", [BLOCKS_PER_EPOCH]);
  const datanets = m.contract("DatanetRegistry", [randomness]);
  const models = m.contract("ModelRegistry", [datanets]);
  const stake = m.contract("StakeManager", [token, params, models, datanets, randomness, treasury]);
  const admission = m.contract("Admission", [token, params, datanets, models, stake, randomness]);
  const payments = m.contract("Payments", [params, [token]]);
  const rewards = m.contract("RewardDistributor", [token, params]);

  // These three come before Admission, which needs their addresses; the link can be made once and never changed.
  m.call(datanets, "connectAdmission", [admission]);
  m.call(models, "connectAdmission", [admission]);
  m.call(stake, "connectAdmission", [admission]);

  return { token, params, randomness, datanets, models, stake, admission, payments, rewards };
});

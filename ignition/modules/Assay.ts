import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

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
  const datanets = m.contract("DatanetRegistry", []);
  const models = m.contract("ModelRegistry", [datanets]);
  const stake = m.contract("StakeManager", [token, params, models, treasury]);
  const admission = m.contract("Admission", [token, params, datanets, models, stake]);
  const payments = m.contract("Payments", [params, [token]]);
  const rewards = m.contract("RewardDistributor", [token, params, treasury]);

  // These three come before Admission, which needs their addresses; the link can be made once and never changed.
  m.call(datanets, "connectAdmission", [admission]);
  m.call(models, "connectAdmission", [admission]);
  m.call(stake, "connectAdmission", [admission]);

  return { token, params, datanets, models, stake, admission, payments, rewards };
});

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { keccak256, toHex, zeroAddress, zeroHash } from "viem";
import Token from "./Token.ts";

/** OpenZeppelin's AccessControl: the admin role is zero, the others are hashes of their names. */
const ADMIN_ROLE = zeroHash;
const PROPOSER_ROLE = keccak256(toHex("PROPOSER_ROLE"));
const CANCELLER_ROLE = keccak256(toHex("CANCELLER_ROLE"));

/**
 * Votes, timelock and governor. Parameters: `votingRules` and `timelockDelay` (seconds). The governor alone proposes to the
 * timelock, anyone executes what is due, and the deployer gives its admin role up once the governor has its roles.
 */
export default buildModule("Governance", (m) => {
  const deployer = m.getAccount(0);
  const { token } = m.useModule(Token);
  const votes = m.contract("VotingAssay", [token]);
  const timelock = m.contract("AssayTimelock", [m.getParameter("timelockDelay"), [zeroAddress], deployer]);
  const governor = m.contract("AssayGovernor", [votes, timelock, m.getParameter("votingRules")]);

  const proposes = m.call(timelock, "grantRole", [PROPOSER_ROLE, governor], { id: "governorProposes" });
  const cancels = m.call(timelock, "grantRole", [CANCELLER_ROLE, governor], { id: "governorCancels" });
  m.call(timelock, "renounceRole", [ADMIN_ROLE, deployer], { id: "deployerLeaves", after: [proposes, cancels] });

  return { votes, timelock, governor };
});

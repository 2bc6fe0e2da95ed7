import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** The protocol's token; the deployer receives the whole supply. */
export default buildModule("Token", (m) => ({ token: m.contract("AssayToken", [m.getAccount(0)]) }));

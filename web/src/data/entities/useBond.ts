import { exitBond, postBond } from "@assay/sdk/actions";
import { useWrite } from "../wallet/useWrite.ts";

/** Bonds the connected custodian on a datanet; approves first where needed. */
export const usePostBond = (datanetId: string) =>
  useWrite((wallet, deployment, amount: bigint) =>
    postBond(wallet, { deployment, datanetId: BigInt(datanetId), amount }),
  );

/** Starts the exit of bond that no running round binds. */
export const useExitBond = (datanetId: string) =>
  useWrite((wallet, deployment, amount: bigint) =>
    exitBond(wallet, { deployment, datanetId: BigInt(datanetId), amount }),
  );

import { withdrawVersion } from "@assay/sdk/actions";
import { useState } from "react";
import { type DatanetRecord, useVersions } from "../../data/entities/useDatanets.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";
import { count } from "../../ui/format.ts";
import { CheckField, Section, SelectField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";

/** The curator's way to take a version out of use; nobody else sees it. */
export function WithdrawVersion({ datanet }: { datanet: DatanetRecord }) {
  const wallet = useWallet();
  const versions = useVersions(datanet.id).data?.filter(({ state }) => state !== "WITHDRAWN") ?? [];
  const [version, setVersion] = useState<number>();
  const [isSure, setSure] = useState(false);
  const write = useWrite((signer, deployment, chosen: number) =>
    withdrawVersion(signer, { deployment, datanetId: BigInt(datanet.id), version: chosen }),
  );
  const isCurator = wallet.address?.toLowerCase() === datanet.curator.toLowerCase();
  if (!isCurator || (versions.length === 0 && write.stage === "idle")) return null;
  const chosen = versions.find((one) => one.version === version);
  return (
    <Section
      title="Withdraw a version"
      note="From then on nobody can train on it, register a model of it, or open a round with its exams. Models that exist stay, and who has its key keeps the rows. A withdrawal can't be undone."
    >
      <div className="panel">
        <SelectField
          label="Version"
          value={chosen ? String(chosen.version) : null}
          onChange={(value) => {
            setVersion(Number(value));
            setSure(false);
          }}
          options={versions.map((one) => ({
            id: String(one.version),
            label: `version ${one.version}`,
            note: `${count(one.rowCount)} rows`,
          }))}
        />
        <CheckField label="I know that this can't be undone" value={isSure} onChange={setSure} />
        <WriteAction
          label={chosen ? `Withdraw version ${chosen.version}` : "Withdraw version"}
          variant="danger"
          write={write}
          onPress={() => chosen && write.run(chosen.version)}
          blocks={[
            !chosen && (write.stage === "indexed" ? "Withdrawn." : "Choose a version."),
            !isSure && "Say first that you know it can't be undone.",
          ]}
        />
      </div>
    </Section>
  );
}

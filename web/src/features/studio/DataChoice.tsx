import { useSealedDatanets, useVersions } from "../../data/entities/useDatanets.ts";
import { useDatanetNames } from "../../data/names.ts";
import { ButtonLink, Empty, QueryView, SelectField } from "../../ui/index.ts";

type Pick = (datanet: string, version: number | null) => void;

/** A datanet and one of its sealed versions; only sealed ones have an exam to be judged by. */
export function DataChoice({
  datanet,
  version,
  onChange,
}: {
  datanet: string | null;
  version: number | null;
  onChange: Pick;
}) {
  const query = useSealedDatanets();
  const sealed = query.data ?? [];
  return (
    <QueryView
      query={query}
      lines={2}
      isEmpty={() => sealed.length === 0}
      empty={
        <Empty action={<ButtonLink to="/datanets">Datanets</ButtonLink>}>
          No version is sealed yet. Import rows and publish a version first.
        </Empty>
      }
    >
      {() => (
        <div className="fields-3">
          <DatanetSelect
            ids={sealed.map((one) => ({
              id: one.id,
              newest: one.latestSealedVersion?.version ?? null,
            }))}
            value={datanet}
            onChange={onChange}
          />
          {datanet && <VersionSelect datanet={datanet} version={version} onChange={onChange} />}
        </div>
      )}
    </QueryView>
  );
}

function DatanetSelect({
  ids,
  value,
  onChange,
}: {
  ids: { id: string; newest: number | null }[];
  value: string | null;
  onChange: Pick;
}) {
  const nameOf = useDatanetNames(ids.map(({ id }) => id));
  return (
    <SelectField
      label="Datanet"
      value={value}
      onChange={(id) => onChange(id, ids.find((one) => one.id === id)?.newest ?? null)}
      options={ids.map(({ id }) => ({ id, label: nameOf(id), note: `datanet ${id}` }))}
    />
  );
}

function VersionSelect({ datanet, version, onChange }: { datanet: string; version: number | null; onChange: Pick }) {
  const versions = useVersions(datanet).data?.filter((one) => one.state === "SEALED") ?? [];
  return (
    <SelectField
      label="Version"
      value={version === null ? null : String(version)}
      onChange={(id) => onChange(datanet, Number(id))}
      options={versions.map((one) => ({
        id: String(one.version),
        label: `version ${one.version}`,
        note: `${one.rowCount} rows, ${one.contributorCount} contributors`,
      }))}
    />
  );
}

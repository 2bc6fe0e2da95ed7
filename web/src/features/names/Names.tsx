import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import { useDatanetName, useModelName, useRunNames } from "../../data/names.ts";
import { AddressLink } from "../../ui/index.ts";

interface NameProps {
  id: string;
  /** The number too, in small type: for lists, where two may share a name. */
  withId?: boolean;
}

const Second = ({ children }: { children: string }) => <span className="small muted second">{children}</span>;

/** A datanet by its name; `version` names one of its versions. */
export function DatanetLink({
  id,
  withId = false,
  version,
  tab,
}: NameProps & { version?: number | undefined; tab?: string }) {
  const name = useDatanetName(id);
  return (
    <>
      <Link to={`/datanets/${id}${tab ? `?tab=${tab}` : ""}`} title={`Datanet ${id}`}>
        {name}
        {version !== undefined && `, version ${version}`}
      </Link>
      {withId && <Second>{`datanet ${id}`}</Second>}
    </>
  );
}

/** A model by its name. */
export function ModelLink({ id, withId = false }: NameProps) {
  const { name, base } = useModelName(id);
  return (
    <>
      <Link to={`/models/${id}`} title={`Model ${id}`}>
        {name}
      </Link>
      {withId && <Second>{`model ${id}${base === undefined || name.includes(base) ? "" : `, ${base}`}`}</Second>}
    </>
  );
}

/** A run of this portal by its name. */
export function RunLink({ id, withId = false }: NameProps) {
  const { name } = useRunNames()(id);
  return (
    <>
      <Link to={`/runs/${id}`} title={`Run ${id}`}>
        {name}
      </Link>
      {withId && <Second>{`run ${id.slice(0, 10)}`}</Second>}
    </>
  );
}

/** A round by its number; with a model's id, by the model it judged, the number second. */
export function RoundLink({ id, model }: { id: string; model?: string | undefined }) {
  return model === undefined ? <Link to={`/rounds/${id}`}>round {id}</Link> : <JudgedLink id={id} model={model} />;
}

function JudgedLink({ id, model }: { id: string; model: string }) {
  const { name } = useModelName(model);
  return (
    <>
      <Link to={`/rounds/${id}`}>{name}</Link>
      <Second>{`round ${id}`}</Second>
    </>
  );
}

interface AccountProps {
  address: string;
  /** Where it is known by more than its name: a contract, this gateway. */
  name?: string | undefined;
  /** Inside a sentence nothing but the words stands. */
  inline?: boolean;
}

/** An account by its name, the short address second. */
export function AccountLink({ address, name, inline = false }: AccountProps) {
  const nameOf = useNameOf();
  return <AddressLink address={address} name={name ?? nameOf(address)} hasCopy={!inline} />;
}

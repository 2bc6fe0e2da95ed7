import type { ParamSet } from "../../data/entities/useThresholds.ts";
import { PARAMETERS, type Parameter } from "./parameters.ts";

export type Value = ReturnType<Parameter["value"]>;

/** A parameter that a set changed; `before` is absent in the first set. */
export interface Change {
  parameter: Parameter;
  set: ParamSet;
  before: Value | undefined;
  after: Value;
}

const isSame = (a: Value, b: Value): boolean =>
  typeof a === "string" || typeof b === "string" ? a === b : a.wei === b.wei;

const ALL = PARAMETERS.flatMap(({ parameters }) => parameters);

/** What each set changed of the one before, oldest set first; the first set changes nothing. */
export function changesBySet(sets: ParamSet[]): { set: ParamSet; changes: Change[] }[] {
  const ordered = sets.toSorted((a, b) => Number(a.id) - Number(b.id));
  return ordered.map((set, i) => {
    const last = ordered[i - 1];
    const changes = ALL.flatMap((parameter): Change[] => {
      const after = parameter.value(set);
      const before = last && parameter.value(last);
      return before === undefined || isSame(before, after) ? [] : [{ parameter, set, before, after }];
    });
    return { set, changes };
  });
}

/** Every value a parameter ever had, newest first, with the set that brought it. */
export function historyOf(parameter: Parameter, sets: ParamSet[]): Change[] {
  const ordered = sets.toSorted((a, b) => Number(a.id) - Number(b.id));
  const history: Change[] = [];
  for (const set of ordered) {
    const after = parameter.value(set);
    const before = history.at(-1)?.after;
    if (before === undefined || !isSame(before, after)) history.push({ parameter, set, before, after });
  }
  return history.reverse();
}

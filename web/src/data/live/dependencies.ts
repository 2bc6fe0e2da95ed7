/** Entity types by type and field, `[Type]` for a list: the schema of the index as far as fields lead to entities. */
export type EntityFields = Record<string, Record<string, string>>;

/** What a GraphQL document reads: the entities it shows, and the one it is about when that can't be another. */
export interface Dependencies {
  types: string[];
  /** The type of a root field that is asked for by `$id`, when no other part of the document shows that type. */
  one: string | undefined;
}

interface Level {
  type: string;
  /** Whether anything but the id is read of the entity. */
  readsMore: boolean;
  /** Whether it counts whatever is read: a list may grow, a root may appear. */
  counts: boolean;
  isById: boolean;
}

/**
 * Walks a document's selections. A single entity of which only the id is read can't change under its parent, so it does
 * not count; a list counts whatever is read, because entities join it.
 */
export function dependenciesOf(document: string, fields: EntityFields): Dependencies {
  const counts = new Map<string, number>();
  let byId: string | undefined;
  const levels: Level[] = [];
  let last: { name: string; isById: boolean } | undefined;
  /** The type that `on` names, for a fragment. */
  let on: string | undefined;
  const read = () => {
    const level = levels.at(-1);
    if (last && level && last.name !== "id" && last.name !== "__typename") level.readsMore = true;
  };
  for (const [token] of document.matchAll(/#[^\n]*|"(?:\\.|[^"\\])*"|\((?:[^()]|\([^()]*\))*\)|[{}]|[\w$.]+/g)) {
    if (token.startsWith("#") || token.startsWith('"')) continue;
    if (token.startsWith("(")) {
      if (last) last.isById = /^\(\s*id:\s*\$id\b/.test(token);
    } else if (token === "{") {
      const parent = levels.at(-1);
      const named = on ?? (parent ? ((last && fields[parent.type]?.[last.name]) ?? "") : "Query");
      if (parent) parent.readsMore = true;
      const isRoot = parent?.type === "Query";
      levels.push({
        type: named.replace(/[[\]]/g, ""),
        readsMore: false,
        counts: isRoot || on !== undefined || named.startsWith("["),
        isById: isRoot && last?.isById === true,
      });
      last = undefined;
      on = undefined;
    } else if (token === "}") {
      read();
      last = undefined;
      const level = levels.pop();
      if (!level || level.type === "Query" || level.type === "") continue;
      if (!level.readsMore && !level.counts) continue;
      counts.set(level.type, (counts.get(level.type) ?? 0) + 1);
      if (level.isById) byId = level.type;
    } else if (last?.name === "on") {
      on = token;
      last = undefined;
    } else {
      read();
      last = { name: token, isById: false };
    }
  }
  return {
    types: [...counts.keys()].sort(),
    one: byId !== undefined && counts.get(byId) === 1 ? byId : undefined,
  };
}

/** graph-node's names of the query fields of an entity: the type's name with a small initial, and its plural. */
export function singularName(typeName: string): string {
  return typeName.charAt(0).toLowerCase() + typeName.slice(1);
}

/** English plural by rule: "batch" batches, "ModelEntry" modelEntries, "seat" seats. */
export function pluralName(typeName: string): string {
  const name = singularName(typeName);
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

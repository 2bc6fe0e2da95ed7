/** graph-node's names of the query fields of an entity: the type's name with a small initial, and its plural. */
export function singularName(typeName: string): string {
  return typeName.charAt(0).toLowerCase() + typeName.slice(1);
}

/** Plural by the rules graph-node's inflector has: "Batch" batches, "Epoch" epoches, "Activity" activities, "Seat" seats. */
export function pluralName(typeName: string): string {
  const name = singularName(typeName);
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(ss|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

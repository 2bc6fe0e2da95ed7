/** Entity types by type and field, `[Type]` for a list, as read from the index's schema. */
export function entityFieldsOf(schema: string): Record<string, Record<string, string>> {
  const types = new Map<string, string>();
  for (const [, name, body] of schema.matchAll(/^type (\w+) @entity[^{]*\{([^}]*)\}/gm))
    if (name && body) types.set(name, body);
  const fields: Record<string, Record<string, string>> = { Query: {} };
  for (const [type, body] of types) {
    const own: Record<string, string> = {};
    for (const [, field, open, target] of body.matchAll(/^\s*(\w+):\s*(\[?)(\w+)/gm))
      if (field && target && types.has(target)) own[field] = open ? `[${target}]` : target;
    fields[type] = own;
    const one = type.charAt(0).toLowerCase() + type.slice(1);
    Object.assign(fields.Query ?? {}, { [one]: type, [pluralOf(one)]: `[${type}]` });
  }
  return fields;
}

/** As the index names its lists. */
function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(ss|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

import { AssayError } from "@assay/sdk/errors";
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";

const SCALARS = ["ID", "String", "Int", "Boolean", "BigInt", "Bytes"] as const;
export type ScalarName = (typeof SCALARS)[number];

/** One field of an entity, as `schema.graphql` declares it. */
export interface EntityField {
  readonly name: string;
  /** What the column holds: a scalar, the name of an enum, or for a reference the referred id's scalar. */
  readonly scalar: ScalarName | "Enum";
  /** Named type in the schema: a scalar, an enum or an entity. */
  readonly typeName: string;
  /** Entity this field refers to. */
  readonly reference?: string;
  readonly list: boolean;
  readonly required: boolean;
  /** Field of the referred entity that points back here; such a field has no column. */
  readonly derivedFrom?: string;
  readonly description?: string;
}

export interface EntityType {
  readonly name: string;
  readonly immutable: boolean;
  readonly fields: readonly EntityField[];
  /** Fields that have a column. */
  readonly stored: readonly EntityField[];
  readonly description?: string;
}

export interface EntitySchema {
  readonly entities: ReadonlyMap<string, EntityType>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Reads a subgraph's `schema.graphql`. Throws AssayError schema_unsupported naming what this store does not keep. */
export function parseEntitySchema(source: string): EntitySchema {
  const document = parse(source);
  const enums = new Map<string, readonly string[]>();
  const types: ObjectTypeDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      enums.set(
        definition.name.value,
        (definition.values ?? []).map((value) => value.name.value),
      );
    } else if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      types.push(definition);
    } else {
      throw unsupported(`a ${definition.kind}`);
    }
  }
  const idTypes = new Map(types.map((type) => [type.name.value, idScalar(type)] as const));
  const entities = new Map(types.map((type) => [type.name.value, readEntityType(type, idTypes, enums)] as const));
  return { entities, enums };
}

/** The entity type of this name, or AssayError unknown_entity. */
export function entityType(schema: EntitySchema, name: string): EntityType {
  const type = schema.entities.get(name);
  if (type === undefined)
    throw new AssayError(`schema.graphql has no entity ${name}; fix the mapping.`, { code: "unknown_entity" });
  return type;
}

function readEntityType(
  node: ObjectTypeDefinitionNode,
  idTypes: ReadonlyMap<string, ScalarName>,
  enums: ReadonlyMap<string, readonly string[]>,
): EntityType {
  const directive = node.directives?.find((candidate) => candidate.name.value === "entity");
  if (directive === undefined) throw unsupported(`the type ${node.name.value} without @entity`);
  const immutable = directive.arguments?.some(
    ({ name, value }) => name.value === "immutable" && value.kind === Kind.BOOLEAN && value.value,
  );
  const fields = (node.fields ?? []).map((field) => readField(field, idTypes, enums));
  return {
    name: node.name.value,
    immutable: immutable ?? false,
    fields,
    stored: fields.filter((field) => field.derivedFrom === undefined),
    ...(node.description === undefined ? {} : { description: node.description.value }),
  };
}

function readField(
  node: FieldDefinitionNode,
  idTypes: ReadonlyMap<string, ScalarName>,
  enums: ReadonlyMap<string, readonly string[]>,
): EntityField {
  const { name: typeName, list, required } = unwrap(node.type);
  const derivedFrom = node.directives
    ?.find((directive) => directive.name.value === "derivedFrom")
    ?.arguments?.find((argument) => argument.name.value === "field")?.value;
  const base = {
    name: node.name.value,
    typeName,
    list,
    required,
    ...(node.description === undefined ? {} : { description: node.description.value }),
    ...(derivedFrom?.kind === Kind.STRING ? { derivedFrom: derivedFrom.value } : {}),
  };
  const referredId = idTypes.get(typeName);
  if (referredId !== undefined && list && derivedFrom === undefined) {
    throw unsupported(`the stored list of references ${node.name.value}`);
  }
  if (referredId !== undefined) return { ...base, scalar: referredId, reference: typeName };
  if (enums.has(typeName)) return { ...base, scalar: "Enum" };
  const scalar = SCALARS.find((candidate) => candidate === typeName);
  if (scalar === undefined) throw unsupported(`the type ${typeName} of field ${node.name.value}`);
  return { ...base, scalar };
}

function idScalar(node: ObjectTypeDefinitionNode): ScalarName {
  const field = node.fields?.find((candidate) => candidate.name.value === "id");
  const name = field === undefined ? undefined : unwrap(field.type).name;
  if (name !== "ID" && name !== "String" && name !== "Bytes") {
    throw unsupported(`the entity ${node.name.value} whose id is not ID, String or Bytes`);
  }
  return name;
}

function unwrap(node: TypeNode): { name: string; list: boolean; required: boolean } {
  if (node.kind === Kind.NON_NULL_TYPE) return { ...unwrap(node.type), required: true };
  if (node.kind === Kind.LIST_TYPE) return { name: unwrap(node.type).name, list: true, required: false };
  return { name: node.name.value, list: false, required: false };
}

function unsupported(what: string): AssayError {
  return new AssayError(`schema.graphql has ${what}, which the embedded indexer does not keep.`, {
    code: "schema_unsupported",
  });
}

import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from "graphql";
import { outputValue } from "../store/columns.ts";
import { type EntityField, type EntitySchema, type EntityType, entityType } from "../store/entitySchema.ts";
import type { EntityReader, EntityRow, ListArguments } from "./entityReader.ts";
import { filterFields, takesList } from "./filterFields.ts";
import { checkPage } from "./paging.ts";
import { BigIntScalar, BytesScalar } from "./scalars.ts";

const SCALARS = {
  ID: GraphQLID,
  String: GraphQLString,
  Int: GraphQLInt,
  Boolean: GraphQLBoolean,
  BigInt: BigIntScalar,
  Bytes: BytesScalar,
} as const;

const OrderDirection = new GraphQLEnumType({
  name: "OrderDirection",
  values: { asc: { value: "asc" }, desc: { value: "desc" } },
});

const BlockChangedFilter = new GraphQLInputObjectType({
  name: "BlockChangedFilter",
  fields: { number_gte: { type: new GraphQLNonNull(GraphQLInt) } },
});

/** The GraphQL types graph-node derives from a subgraph's entities: object, filter and ordering of each. */
export class EntityTypes {
  readonly #schema: EntitySchema;
  readonly #reader: EntityReader;
  readonly #enums = new Map<string, GraphQLEnumType>();
  readonly #objects = new Map<string, GraphQLObjectType>();
  readonly #filters = new Map<string, GraphQLInputObjectType>();
  readonly #orders = new Map<string, GraphQLEnumType>();

  constructor(schema: EntitySchema, reader: EntityReader) {
    this.#schema = schema;
    this.#reader = reader;
    for (const [name, values] of schema.enums) {
      const config = Object.fromEntries(values.map((value) => [value, { value }] as const));
      this.#enums.set(name, new GraphQLEnumType({ name, values: config }));
    }
    for (const type of schema.entities.values()) {
      this.#objects.set(type.name, this.#makeObject(type));
      this.#filters.set(type.name, this.#makeFilter(type));
      this.#orders.set(type.name, this.#makeOrder(type));
    }
  }

  object(name: string): GraphQLObjectType {
    return known(this.#objects, name);
  }

  /** first, skip, orderBy, orderDirection and where of a list of this type. */
  listArguments(name: string): GraphQLFieldConfigArgumentMap {
    return {
      skip: { type: GraphQLInt, defaultValue: 0 },
      first: { type: GraphQLInt, defaultValue: 100 },
      orderBy: { type: known(this.#orders, name) },
      orderDirection: { type: OrderDirection },
      where: { type: known(this.#filters, name) },
    };
  }

  #makeObject(type: EntityType): GraphQLObjectType {
    return new GraphQLObjectType<EntityRow>({
      name: type.name,
      description: type.description,
      fields: () => Object.fromEntries(type.fields.map((field) => [field.name, this.#makeField(field)] as const)),
    });
  }

  #makeField(field: EntityField): GraphQLFieldConfig<EntityRow, unknown> {
    const base = { description: field.description };
    if (field.derivedFrom !== undefined) {
      return {
        ...base,
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(this.object(field.typeName)))),
        args: this.listArguments(field.typeName),
        resolve: (row, args) => this.#reader.derived(row, field, checkPage(args as ListArguments)),
      };
    }
    if (field.reference !== undefined) {
      const type = this.object(field.reference);
      return {
        ...base,
        type: field.required ? new GraphQLNonNull(type) : type,
        resolve: (row) => this.#reader.referred(row, field),
      };
    }
    const leaf: GraphQLOutputType = this.#leaf(field);
    const type = field.list ? new GraphQLList(new GraphQLNonNull(leaf)) : leaf;
    return {
      ...base,
      type: field.required ? new GraphQLNonNull(type) : type,
      resolve: (row) => outputValue(field, row[field.name]),
    };
  }

  #makeFilter(type: EntityType): GraphQLInputObjectType {
    const filter: GraphQLInputObjectType = new GraphQLInputObjectType({
      name: `${type.name}_filter`,
      fields: () => {
        const fields: GraphQLInputFieldConfigMap = {
          _change_block: { type: BlockChangedFilter },
          and: { type: new GraphQLList(filter) },
          or: { type: new GraphQLList(filter) },
        };
        for (const { key, field, operator } of filterFields(type)) {
          if (operator === "nested") {
            fields[key] = { type: known(this.#filters, field.typeName) };
            continue;
          }
          const leaf: GraphQLInputType = field.reference === undefined ? this.#leaf(field) : GraphQLString;
          const isList = field.list || takesList(operator);
          fields[key] = { type: isList ? new GraphQLList(new GraphQLNonNull(leaf)) : leaf };
        }
        return fields;
      },
    });
    return filter;
  }

  #makeOrder(type: EntityType): GraphQLEnumType {
    const names = type.stored.flatMap((field) => {
      if (field.reference === undefined) return [field.name];
      const child = entityType(this.#schema, field.reference);
      const inner = child.stored.filter((candidate) => candidate.reference === undefined && !candidate.list);
      return [field.name, ...inner.map((candidate) => `${field.name}__${candidate.name}`)];
    });
    return new GraphQLEnumType({
      name: `${type.name}_orderBy`,
      values: Object.fromEntries(names.map((name) => [name, { value: name }] as const)),
    });
  }

  #leaf(field: EntityField) {
    return field.scalar === "Enum" ? known(this.#enums, field.typeName) : SCALARS[field.scalar];
  }
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`No GraphQL type was made for ${name}.`);
  return value;
}

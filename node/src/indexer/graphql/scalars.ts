import { GraphQLError, GraphQLScalarType, Kind } from "graphql";

function parseBigInt(value: unknown): string {
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  if (typeof text !== "string" || !/^-?\d+$/.test(text)) {
    throw new GraphQLError(`${String(value)} is no BigInt; give a whole number, best as a string.`);
  }
  return text;
}

function parseBytes(value: unknown): string {
  if (typeof value !== "string" || !/^(0x)?([0-9a-fA-F]{2})*$/.test(value)) {
    throw new GraphQLError(`${String(value)} is no Bytes; give hexadecimal digits after 0x.`);
  }
  return `0x${value.replace(/^0x/, "").toLowerCase()}`;
}

/** A whole number of any size, as a decimal string. */
export const BigIntScalar = new GraphQLScalarType({
  name: "BigInt",
  serialize: (value) => value,
  parseValue: parseBigInt,
  parseLiteral: (node) => {
    if (node.kind === Kind.INT || node.kind === Kind.STRING) return parseBigInt(node.value);
    throw new GraphQLError("A BigInt is a whole number or a string of its digits.");
  },
});

/** Bytes as 0x and lower-case hex. */
export const BytesScalar = new GraphQLScalarType({
  name: "Bytes",
  serialize: (value) => value,
  parseValue: parseBytes,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return parseBytes(node.value);
    throw new GraphQLError("Bytes are a string of hexadecimal digits.");
  },
});

import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { type Deployment, parseDeployment } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import type { Hex } from "viem";
import { messageOf } from "./errors.ts";
import { type JsonObject, readArray, readInteger, readObject, readString } from "./json.ts";

/** A role's own settings. `port` 0 takes a free one. `privateKeys` is for the evaluator: one identity each. */
export interface RoleConfig {
  privateKey?: Hex;
  privateKeys?: Hex[];
  port: number;
  /** whatever else the file holds for this role */
  extra: JsonObject;
}

/** What every role reads: `<home>/config.json` or the file named by --config, checked. Paths are absolute. */
export interface Config {
  home: string;
  chainId: number;
  /** the RPC that is asked first */
  rpcUrl: string;
  /** more RPCs of the same chain, asked in turn when one fails */
  rpcUrls?: string[];
  /** how many of the RPCs must agree on a block before it is believed */
  rpcQuorum?: number;
  deploymentPath: string;
  ipfs: { kuboUrl?: string };
  engine: { url?: string; token?: string };
  model: { base: string };
  /** most that one gas may cost in a transaction of a role, gwei */
  maxFeeGwei?: number;
  roles: Record<string, RoleConfig>;
}

function readJsonFile(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new AssayError(`${path} can't be read (${messageOf(cause)}); run "npm start" to create it.`, {
      code: "config_missing",
      cause,
    });
  }
  try {
    return readObject(JSON.parse(text), path);
  } catch (cause) {
    throw new AssayError(`${path} is not a JSON object (${messageOf(cause)}); fix or delete it.`, {
      code: "config_invalid",
      cause,
    });
  }
}

function readKey(value: unknown, field: string): Hex {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value))
    throw new AssayError(`${field} must be a private key: 0x and 64 hex digits.`, { code: "config_invalid", field });
  return value as Hex;
}

function readRole(value: unknown, field: string): RoleConfig {
  const source = readObject(value, field);
  const { privateKey, privateKeys, port, ...extra } = source;
  const role: RoleConfig = {
    port: port === undefined ? 0 : readInteger(port, `${field}.port`, 0, 65_535),
    extra,
  };
  if (privateKey !== undefined) role.privateKey = readKey(privateKey, `${field}.privateKey`);
  if (privateKeys !== undefined) {
    if (!Array.isArray(privateKeys) || privateKeys.length === 0)
      throw new AssayError(`${field}.privateKeys must be a list of one or more keys.`, {
        code: "config_invalid",
        field,
      });
    role.privateKeys = privateKeys.map((key, i) => readKey(key, `${field}.privateKeys[${i}]`));
  }
  return role;
}

/** `rpcUrl`, `rpcUrls` or both; the first of all is `rpcUrl`. */
function readRpcs(source: JsonObject): Pick<Config, "rpcUrl" | "rpcUrls" | "rpcQuorum"> {
  const more = source.rpcUrls == null ? [] : readArray(source.rpcUrls, "rpcUrls");
  const listed = more.map((url, index) => readString(url, `rpcUrls[${index}]`));
  const rpcUrl = source.rpcUrl == null && listed[0] !== undefined ? listed[0] : readString(source.rpcUrl, "rpcUrl");
  const count = new Set([rpcUrl, ...listed]).size;
  return {
    rpcUrl,
    ...(listed.length === 0 ? {} : { rpcUrls: listed }),
    ...(source.rpcQuorum == null ? {} : { rpcQuorum: readInteger(source.rpcQuorum, "rpcQuorum", 1, count) }),
  };
}

/**
 * Reads and checks `file`, by default `<home>/config.json`. Paths in it are relative to `home`. Throws AssayError
 * config_missing or config_invalid naming the field.
 */
export function loadConfig(home: string, file = join(home, "config.json")): Config {
  const source = readJsonFile(file);
  const deploymentPath = readString(source.deploymentPath ?? "deployment.json", "deploymentPath");
  const ipfs = readObject(source.ipfs ?? {}, "ipfs");
  const engine = readObject(source.engine ?? {}, "engine");
  const model = readObject(source.model ?? {}, "model");
  const roles = Object.entries(readObject(source.roles ?? {}, "roles"));
  return {
    home,
    chainId: readInteger(source.chainId, "chainId", 1, Number.MAX_SAFE_INTEGER),
    ...readRpcs(source),
    deploymentPath: isAbsolute(deploymentPath) ? deploymentPath : join(home, deploymentPath),
    ipfs: ipfs.kuboUrl == null ? {} : { kuboUrl: readString(ipfs.kuboUrl, "ipfs.kuboUrl") },
    engine: {
      ...(engine.url == null ? {} : { url: readString(engine.url, "engine.url") }),
      ...(engine.token == null ? {} : { token: readString(engine.token, "engine.token") }),
    },
    model: { base: readString(model.base ?? "smollm2-135m", "model.base") },
    ...(source.maxFeeGwei == null ? {} : { maxFeeGwei: readInteger(source.maxFeeGwei, "maxFeeGwei", 1, 1_000_000) }),
    roles: Object.fromEntries(roles.map(([name, value]) => [name, readRole(value, `roles.${name}`)])),
  };
}

/** Reads and checks the file of deployed addresses; the chain id must be the configured one. */
export function loadDeployment(config: Pick<Config, "deploymentPath" | "chainId">): Deployment {
  const deployment = checkDeployment(readJsonFile(config.deploymentPath));
  if (deployment.chainId !== config.chainId)
    throw new AssayError(
      `deployment.chainId is ${deployment.chainId} but config.chainId is ${config.chainId}; deploy to this chain again.`,
      { code: "config_invalid" },
    );
  return deployment;
}

function checkDeployment(source: JsonObject): Deployment {
  try {
    return parseDeployment(source);
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw new AssayError(`${cause.message} Deploy again.`, {
      code: "config_invalid",
      ...(cause.field === undefined ? {} : { field: cause.field }),
      cause,
    });
  }
}

/** The configured settings of one role; a role with none gets a free port. */
export function roleConfig(config: Config, role: string): RoleConfig {
  return config.roles[role] ?? { port: 0, extra: {} };
}

/** The private key of a role, or AssayError config_invalid that says where to put one. */
export function roleKey(config: Config, role: string): Hex {
  const key = roleConfig(config, role).privateKey;
  if (key === undefined)
    throw new AssayError(`roles.${role}.privateKey is missing in ${join(config.home, "config.json")}.`, {
      code: "config_invalid",
    });
  return key;
}

import type { Address, Hex } from "viem";
import { local } from "../parameters/local.ts";
import { opStack } from "../parameters/opStack.ts";
import { production } from "../parameters/production.ts";
import type { AssayParameters } from "../parameters/types.ts";

const PROFILES = { local, production, opStack } as const;

export type ProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as readonly ProfileName[];

export function isProfileName(name: string): name is ProfileName {
  return name in PROFILES;
}

/** What only the person who deploys can know: people, and the chain's VRF. */
export interface ProfileNames {
  readonly treasury?: string | undefined;
  readonly guardian?: string | undefined;
  readonly "vrf-coordinator"?: string | undefined;
  readonly "vrf-key-hash"?: string | undefined;
  readonly "vrf-subscription"?: string | undefined;
}

/**
 * A profile completed with these names. Undefined when a public profile lacks one: the deployer's own key must hold neither
 * treasury nor pause there.
 */
export function namedProfile(name: ProfileName, names: ProfileNames): AssayParameters | undefined {
  const profile: AssayParameters = PROFILES[name];
  const { treasury, guardian } = names;
  const people = {
    ...(treasury === undefined ? {} : { treasury: treasury as Address }),
    ...(guardian === undefined ? {} : { guardian: guardian as Address }),
  };
  if (profile.randomness.kind === "blockHash") return { ...profile, ...people };

  const coordinator = names["vrf-coordinator"];
  const keyHash = names["vrf-key-hash"];
  const subscription = names["vrf-subscription"];
  const isNamed = coordinator !== undefined && keyHash !== undefined && subscription !== undefined;
  if (treasury === undefined || guardian === undefined || !isNamed) return undefined;
  const config = { ...profile.randomness.config, keyHash: keyHash as Hex, subId: BigInt(subscription) };
  return { ...profile, ...people, randomness: { kind: "vrf", coordinator: coordinator as Address, config } };
}

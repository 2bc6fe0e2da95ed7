import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { ConfigContext, type PortalConfig, useNameOf } from "./config.ts";
import { setLabel } from "./labels.ts";

const ADA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const KEEPER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const config = { names: { [ADA.toLowerCase()]: "ada" }, custodian: KEEPER } as unknown as PortalConfig;
const nameOf = () =>
  renderHook(() => useNameOf(), {
    wrapper: ({ children }) => <ConfigContext value={config}>{children}</ConfigContext>,
  }).result;

beforeEach(() => localStorage.clear());

test("default: names of the portal, in any case of the address; none for a stranger", () => {
  const { current } = nameOf();
  expect([current(ADA), current(ADA.toLowerCase()), current(KEEPER), current("0x1"), current(undefined)]).toEqual([
    "ada",
    "ada",
    "custodian",
    undefined,
    undefined,
  ]);
});

test("behavior: a name given here comes first, everywhere at once, and goes again", () => {
  const [one, other] = [nameOf(), nameOf()];
  act(() => setLabel(ADA, "  Ada, support  "));
  expect([one.current(ADA), other.current(ADA)]).toEqual(["Ada, support", "Ada, support"]);
  act(() => setLabel(ADA, ""));
  expect(one.current(ADA)).toBe("ada");
});

import type { WaitingDuty } from "@assay/sdk/api";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";
import { WaitingDuties } from "./WaitingDuties.tsx";

const shown = vi.hoisted(() => ({ data: [] as unknown[] }));
vi.mock("./useNodes.ts", () => ({
  useWaitingDuties: () => ({ data: shown.data, error: null, isPending: false, refetch: () => undefined }),
}));
vi.mock("../names/index.ts", () => ({
  useAccountColumn:
    () =>
    (value: (row: WaitingDuty) => string, { key, label }: { key: string; label: string }) => ({
      key,
      label,
      value,
    }),
}));

const late: WaitingDuty = {
  evaluator: "0x00000000000000000000000000000000000a55a1",
  duty: "reveal the result of seat 2 in round 1",
  transaction: {
    key: "reveal:1:0:2",
    about: "reveal",
    state: "late",
    since: "2026-11-29T00:00:00Z",
    deadline: 1_795_910_400,
    why: "fees",
    sentence: "It offers too little.",
  },
};

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});

const show = () => render(<WaitingDuties />, { wrapper: MemoryRouter });

test("default: says that nothing is late", () => {
  shown.data = [];
  show();
  screen.getByText("Nothing is late.");
});

test("behavior: a late duty is told in words, with its reason", () => {
  shown.data = [late];
  show();
  screen.getByText(late.duty);
  screen.getByText("late");
  expect(screen.getByText(/fees too low/).textContent).toBe("fees too low. It offers too little.");
});

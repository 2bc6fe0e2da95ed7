import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, useLocation } from "react-router";
import { expect, test, vi } from "vitest";
import { Search } from "./Search.tsx";

vi.mock("./useNamed.ts", () => ({
  useNamed: () => [{ kind: "model", id: "3", name: "Support desk on tiny", to: "/models/3" }],
}));

/** The list's code is compiled when it is first asked for. */
const ARRIVES = { timeout: 10_000 };

const Where = () => <output>{useLocation().pathname}</output>;
const show = () =>
  render(
    <MemoryRouter>
      <Search />
      <Where />
    </MemoryRouter>,
  );

test("default: whoever enters the field gets the list of names, and goes to what is chosen", async () => {
  show();
  await userEvent.click(screen.getByLabelText("Search"));
  const box = await screen.findByRole("combobox", { name: "Search" }, ARRIVES);
  expect(document.activeElement).toBe(box);
  await userEvent.type(box, "support");
  await userEvent.click(await screen.findByRole("option", { name: /Support desk on tiny/ }));
  expect(screen.getByRole("status").textContent).toBe("/models/3");
});

test("behavior: what has a page by itself needs no list", async () => {
  show();
  await userEvent.click(screen.getByLabelText("Search"));
  await userEvent.type(await screen.findByRole("combobox", { name: "Search" }, ARRIVES), "round 2{Enter}");
  expect(document.querySelector("output")?.textContent).toBe("/rounds/2");
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { AddressLink } from "./Reference.tsx";

const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("default: a name comes first, the short address second, the whole one on hover and in the copy", async () => {
  render(<AddressLink address={ADDRESS} name="ada" />, { wrapper: MemoryRouter });
  const link = screen.getByRole("link", { name: "ada" });
  expect(link.getAttribute("title")).toBe(ADDRESS);
  screen.getByText("0x7099…79C8");
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: `Copy address ${ADDRESS}` }));
  expect(await navigator.clipboard.readText()).toBe(ADDRESS);
});

test("default: a stranger is the short address, once", () => {
  render(<AddressLink address={ADDRESS} />, { wrapper: MemoryRouter });
  expect(screen.getAllByText("0x7099…79C8")).toHaveLength(1);
});

test("behavior: the copy icon keeps a place of its own and the reference may wrap", () => {
  const css = ["controls", "data"]
    .map((name) => readFileSync(resolve(import.meta.dirname, `${name}.css`), "utf8"))
    .join("");
  expect(css).toMatch(/\.ref \{[^}]*flex-wrap: wrap[^}]*overflow-wrap: anywhere/);
  expect(css).not.toMatch(/\.copy \{[^}]*position: absolute/);
});

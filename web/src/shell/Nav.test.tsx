import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { setPhone } from "../testing/media.ts";
import { Nav } from "./Nav.tsx";
import { PAGES } from "./pages.ts";

const show = () =>
  render(
    <MemoryRouter initialEntries={["/models/3"]}>
      <Nav foot={<p>Block 7</p>} />
    </MemoryRouter>,
  );
const labels = PAGES.map(({ label }) => label as string);
const linksIn = (element: HTMLElement) =>
  within(element)
    .getAllByRole("link")
    .map(({ textContent }) => textContent)
    .filter((text) => labels.includes(text ?? ""));

test("default: on a desk every page is a link at the side", () => {
  setPhone(false);
  show();
  expect(linksIn(screen.getByRole("navigation", { name: "Main" }))).toEqual(labels);
});

test("behavior: on a phone a button says where one is, and its sheet shows every page; choosing one closes it", async () => {
  setPhone(true);
  show();
  await userEvent.click(screen.getByRole("button", { name: "Menu, now at Models" }));
  const sheet = await screen.findByRole("dialog", { name: "Pages" }, { timeout: 10_000 });
  expect(linksIn(sheet)).toEqual(labels);
  within(sheet).getByText("Block 7");
  await userEvent.click(within(sheet).getByRole("link", { name: "Thresholds" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  screen.getByRole("button", { name: "Menu, now at Thresholds" });
});

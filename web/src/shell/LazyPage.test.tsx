import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentType } from "react";
import { MemoryRouter } from "react-router";
import { expect, test, vi } from "vitest";
import { LazyPage } from "./LazyPage.tsx";

const Runs = () => <h1>Runs</h1>;

const show = (load: () => Promise<ComponentType>) =>
  render(
    <MemoryRouter>
      <LazyPage load={load} />
    </MemoryRouter>,
  );

test("default: the page stands where its code arrived, and at once the next time", async () => {
  const load = vi.fn(async () => Runs);
  const { unmount } = show(load);
  expect(screen.getByRole("status", { name: "Loading the page" })).toBeDefined();
  await screen.findByRole("heading", { name: "Runs" });
  unmount();
  show(load);
  screen.getByRole("heading", { name: "Runs" });
  expect(load).toHaveBeenCalledTimes(1);
});

test("behavior: after three seconds a slow page says what it waits for and offers to try again", async () => {
  vi.useFakeTimers();
  const arrive = Promise.withResolvers<ComponentType>();
  const load = vi
    .fn()
    .mockReturnValueOnce(new Promise(() => undefined))
    .mockReturnValueOnce(arrive.promise);
  show(load);
  act(() => void vi.advanceTimersByTime(2_999));
  expect(screen.queryByText(/Still waiting/)).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  screen.getByText("Still waiting for the page's code from the portal.");
  vi.useRealTimers();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(load).toHaveBeenCalledTimes(2);
  await act(async () => arrive.resolve(Runs));
  screen.getByRole("heading", { name: "Runs" });
});

test("error: code that does not arrive is told in a sentence, and trying again loads it", async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce(Runs);
  show(load);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The portal did not send this page's code.");
  screen.getByRole("button", { name: "Reload the app" });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("heading", { name: "Runs" });
});

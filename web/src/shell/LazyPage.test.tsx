import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentType } from "react";
import { MemoryRouter } from "react-router";
import { expect, test, vi } from "vitest";
import { LazyPage } from "./LazyPage.tsx";

const Runs = () => <h1>Runs</h1>;

function show(load: () => Promise<ComponentType>) {
  const reload = vi.fn();
  const view = render(
    <MemoryRouter>
      <LazyPage load={load} reload={reload} />
    </MemoryRouter>,
  );
  return { ...view, reload };
}

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

test("behavior: after three seconds a slow page says what it waits for; it still appears when its code arrives", async () => {
  vi.useFakeTimers();
  const arrive = Promise.withResolvers<ComponentType>();
  const { reload } = show(() => arrive.promise);
  act(() => void vi.advanceTimersByTime(2_999));
  expect(screen.queryByText(/Still waiting/)).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  screen.getByText("Still waiting for the page's code from the portal.");
  vi.useRealTimers();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(reload).toHaveBeenCalledTimes(1);
  await act(async () => arrive.resolve(Runs));
  screen.getByRole("heading", { name: "Runs" });
});

test("error: code that does not arrive is told in a sentence, and trying again loads the app", async () => {
  const { reload } = show(() => Promise.reject(new TypeError("Failed to fetch")));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The portal did not send this page's code.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(reload).toHaveBeenCalledTimes(1);
});

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Button } from "../ui/Button.tsx";
import { useSubmit } from "./useSubmit.ts";

function Start({ send, onSuccess }: { send: () => Promise<string>; onSuccess?: () => void }) {
  const start = useSubmit({ mutationFn: send });
  return (
    <>
      <Button onPress={() => start.mutate(undefined, { onSuccess: () => onSuccess?.() })}>Start</Button>
      {start.error && <p>{start.error.message}</p>}
    </>
  );
}

/** Longer than any double click. */
const LATER_MS = 700;
let user: ReturnType<typeof userEvent.setup>;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTimeAsync(ms) });
});

const later = () => act(() => vi.advanceTimersByTimeAsync(LATER_MS));

const show = (send: () => Promise<string>, onSuccess?: () => void) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Start send={send} {...(onSuccess ? { onSuccess } : {})} />
    </QueryClientProvider>,
  );

test("default: a double click sends once, even when the first is answered between the clicks", async () => {
  const send = vi.fn(async () => "sent");
  const onSuccess = vi.fn();
  show(send, onSuccess);
  await user.dblClick(screen.getByRole("button", { name: "Start" }));
  expect(send).toHaveBeenCalledTimes(1);
  expect(onSuccess).toHaveBeenCalledTimes(1);
});

test("behavior: while it is pending, every further press is ignored", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const send = vi.fn(() => promise);
  show(send);
  const button = screen.getByRole("button", { name: "Start" });
  await user.click(button);
  await later();
  await user.click(button);
  expect(send).toHaveBeenCalledTimes(1);
  resolve("sent");
});

test("behavior: a refusal is shown, and a later press sends again", async () => {
  const send = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error("Refused."))
    .mockResolvedValueOnce("sent");
  show(send);
  await user.click(screen.getByRole("button", { name: "Start" }));
  await screen.findByText("Refused.");
  await later();
  await user.click(screen.getByRole("button", { name: "Start" }));
  expect(send).toHaveBeenCalledTimes(2);
});

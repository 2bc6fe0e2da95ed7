import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
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
  await userEvent.dblClick(screen.getByRole("button", { name: "Start" }));
  expect(send).toHaveBeenCalledTimes(1);
  expect(onSuccess).toHaveBeenCalledTimes(1);
});

test("behavior: while it is pending, every further press is ignored", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const send = vi.fn(() => promise);
  show(send);
  const button = screen.getByRole("button", { name: "Start" });
  await userEvent.click(button);
  await new Promise((wait) => setTimeout(wait, 700));
  await userEvent.click(button);
  expect(send).toHaveBeenCalledTimes(1);
  resolve("sent");
});

test("behavior: a refusal is shown, and a later press sends again", async () => {
  const send = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error("Refused."))
    .mockResolvedValueOnce("sent");
  show(send);
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  await screen.findByText("Refused.");
  await new Promise((wait) => setTimeout(wait, 700));
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  expect(send).toHaveBeenCalledTimes(2);
});

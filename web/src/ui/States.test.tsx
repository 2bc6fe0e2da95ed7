import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { QueryView, Skeleton } from "./States.tsx";

function Asking({ queryKey, ask }: { queryKey: string[]; ask: () => Promise<string> }) {
  const query = useQuery({ queryKey, queryFn: ask });
  return <QueryView query={query}>{(data) => <p>{data}</p>}</QueryView>;
}

const show = (...asked: { queryKey: string[]; ask: () => Promise<string> }[]) =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {asked.map((props) => (
        <Asking key={props.queryKey.join()} {...props} />
      ))}
    </QueryClientProvider>,
  );

const never = () => new Promise<string>(() => undefined);

test("default: bars while it loads, then the data", async () => {
  show({ queryKey: ["graph", "models"], ask: async () => "three models" });
  screen.getByRole("status", { name: "Loading" });
  await screen.findByText("three models");
});

test("behavior: after three seconds of silence it says who has not answered, and asks again on request", async () => {
  vi.useFakeTimers();
  const ask = vi.fn(never);
  show({ queryKey: ["graph", "models"], ask });
  act(() => void vi.advanceTimersByTime(2_999));
  expect(screen.queryByText(/Still waiting/)).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  screen.getByText(/^Still waiting for the index\./);
  vi.useRealTimers();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(ask).toHaveBeenCalledTimes(2);
});

test("behavior: several that are away are all named, those that answered are not", async () => {
  vi.useFakeTimers();
  show(
    { queryKey: ["graph", "models"], ask: never },
    { queryKey: ["trainer", "jobs"], ask: never },
    { queryKey: ["portal", "health"], ask: async () => "up" },
  );
  await act(() => vi.advanceTimersByTimeAsync(3_000));
  expect(screen.getAllByText(/^Still waiting for the index and the trainer\./)).toHaveLength(2);
});

test("error: a refusal is a sentence with a way on, and data that was shown stays", async () => {
  const ask = vi.fn().mockRejectedValueOnce(new Error("The index is away.")).mockResolvedValueOnce("three models");
  show({ queryKey: ["graph", "models"], ask });
  expect((await screen.findByRole("alert")).textContent).toContain("The index is away.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("three models");
});

test("behavior: a wait of the opening app counts from when the app was opened", () => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(2_000);
  render(<Skeleton isOpening waits={{ sentence: "Still waiting for the page.", askAgain: () => undefined }} />);
  act(() => void vi.advanceTimersByTime(999));
  expect(screen.queryByText(/Still waiting/)).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  screen.getByText("Still waiting for the page.");
  vi.useRealTimers();
});

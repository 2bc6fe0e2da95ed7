import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Button } from "./Button.tsx";

test("default: each press acts where nothing is pending", async () => {
  const onPress = vi.fn();
  render(<Button onPress={onPress}>More</Button>);
  await userEvent.dblClick(screen.getByRole("button"));
  expect(onPress).toHaveBeenCalledTimes(2);
});

test("behavior: while the promise of a press is pending, further presses do nothing", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onPress = vi.fn(() => promise);
  render(<Button onPress={onPress}>Save</Button>);
  await userEvent.dblClick(screen.getByRole("button"));
  expect(onPress).toHaveBeenCalledTimes(1);
  resolve();
  await promise;
  await userEvent.click(screen.getByRole("button"));
  expect(onPress).toHaveBeenCalledTimes(2);
});

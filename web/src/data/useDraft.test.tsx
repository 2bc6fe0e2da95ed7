import { act, render, renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { DraftNote } from "../ui/DraftNote.tsx";
import { useDraft } from "./useDraft.ts";

const EMPTY = { name: "", domain: "" };
const open = (key = "form") => renderHook(() => useDraft(key, EMPTY)).result;

beforeEach(() => sessionStorage.clear());

test("default: what was typed is there when the form opens again", () => {
  const first = open();
  expect(first.current.isKept).toBe(false);
  act(() => first.current.set((last) => ({ ...last, name: "Support" })));
  expect(first.current.isKept).toBe(true);
  expect(open().current.value).toEqual({ name: "Support", domain: "" });
  expect(open("another form").current.value).toEqual(EMPTY);
});

test("behavior: discarded, it begins again; typed back to the beginning, nothing is kept", () => {
  const draft = open();
  act(() => draft.current.set({ name: "x", domain: "" }));
  act(() => draft.current.discard());
  expect(draft.current.value).toEqual(EMPTY);
  act(() => draft.current.set({ name: "y", domain: "" }));
  act(() => draft.current.set(EMPTY));
  expect(sessionStorage.length).toBe(0);
});

test("behavior: a kept form of an older shape gets the new field's first value", () => {
  sessionStorage.setItem("assay.draft.form", JSON.stringify({ name: "old" }));
  expect(open().current.value).toEqual({ name: "old", domain: "" });
});

test("behavior: while nothing was typed, a suggestion that arrives later is shown", () => {
  const { result, rerender } = renderHook(({ suggested }) => useDraft("amount", suggested), {
    initialProps: { suggested: "0" },
  });
  rerender({ suggested: "100" });
  expect(result.current.value).toBe("100");
  act(() => result.current.set("7"));
  rerender({ suggested: "200" });
  expect(result.current.value).toBe("7");
});

function Form() {
  const draft = useDraft("form", EMPTY);
  return (
    <>
      <input
        aria-label="Name"
        value={draft.value.name}
        onChange={({ target }) => draft.set((last) => ({ ...last, name: target.value }))}
      />
      <DraftNote draft={draft} />
    </>
  );
}

test("default: a form says that its draft is kept, and forgets it on demand", async () => {
  const { unmount } = render(<Form />);
  expect(screen.queryByText(/Draft kept/)).toBeNull();
  await userEvent.type(screen.getByRole("textbox"), "Ada");
  unmount();
  render(<Form />);
  expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("Ada");
  screen.getByText(/Draft kept in this tab/);
  await userEvent.click(screen.getByRole("button", { name: "Discard draft" }));
  expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("");
  expect(screen.queryByText(/Draft kept/)).toBeNull();
});

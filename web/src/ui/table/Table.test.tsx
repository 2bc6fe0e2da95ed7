import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { setPhone } from "../../testing/media.ts";
import type { Column } from "./column.ts";
import * as csv from "./csv.ts";
import { Table } from "./Table.tsx";
import type { More } from "./useRows.ts";

vi.mock("./pageRows.ts", () => ({ PAGE_ROWS: 5 }));

interface Row {
  id: string;
  name: string;
  size: number;
}

const COLUMNS: Column<Row>[] = [
  { key: "name", label: "Name", value: (row) => row.name, cell: (row) => <a href={`/${row.id}`}>{row.name}</a> },
  { key: "size", label: "Size", num: true, help: "How large it is.", value: (row) => row.size },
  { key: "id", label: "Id", wide: true, value: (row) => row.id },
];
const row = (i: number): Row => ({
  id: `id-${i}`,
  name: `thing ${String.fromCharCode(97 + (i % 26))}${i}`,
  size: 100 - i,
});
const rowsOf = (n: number): Row[] => Array.from({ length: n }, (_, i) => row(i));

interface Extra {
  more?: More<Row>;
  error?: Error;
  retry?: () => void;
}

const show = (rows: Row[] | undefined, extra: Extra = {}) =>
  render(<Table label="Things" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} isList {...extra} />);
/** Read from the elements: roles over a whole grid are slow in jsdom. */
const names = () => [...document.querySelectorAll("[role=rowheader]")].map(({ textContent }) => textContent);
const heading = (name: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>("[role=columnheader]")].find(({ textContent }) =>
    textContent?.startsWith(name),
  );
  if (!found) throw new Error(`There is no heading ${name}.`);
  return found;
};
const press = (words: string) => userEvent.click(screen.getByText(words));
const filter = () => screen.getByLabelText("Filter Things");

beforeEach(() => setPhone(false));

test("sort: a press on a heading sorts, the next turns it around, and aria-sort says so", async () => {
  show([row(2), row(0), row(1)]);
  expect(heading("Size").getAttribute("aria-sort")).toBe("none");
  await userEvent.click(heading("Size"));
  expect(names()).toEqual(["thing c2", "thing b1", "thing a0"]);
  expect(heading("Size").getAttribute("aria-sort")).toBe("ascending");
  await userEvent.click(heading("Size"));
  expect(names()).toEqual(["thing a0", "thing b1", "thing c2"]);
  expect(heading("Size").getAttribute("aria-sort")).toBe("descending");
});

test("sort: the keyboard does it too, though the heading holds a help button", async () => {
  show([row(1), row(0)]);
  heading("Size").focus();
  await userEvent.keyboard("{Enter}");
  expect(heading("Size").getAttribute("aria-sort")).toBe("ascending");
  screen.getByLabelText('What is "Size"?');
});

test("filter: rows without the words go, and an empty list says what was looked for", async () => {
  show(rowsOf(3));
  await userEvent.type(filter(), "B1");
  expect(names()).toEqual(["thing b1"]);
  await userEvent.type(filter(), " zebra");
  expect(document.querySelector("[role=grid]")).toBeNull();
  screen.getByText('No row holds "B1 zebra".');
});

test("pages: as many rows as a page holds", async () => {
  show(rowsOf(12));
  expect(names()).toHaveLength(5);
  screen.getByText(/^Rows 1 to 5 of 12/);
  await press("Next page");
  await press("Next page");
  expect(names()).toHaveLength(2);
  screen.getByText(/^Rows 11 to 12 of 12/);
  expect(screen.getByText<HTMLButtonElement>("Next page").disabled).toBe(true);
});

test("pages: a list that fits on one says how long it is, and how much of it the filter finds", async () => {
  show(rowsOf(3));
  screen.getByText("3 of 3.");
  await userEvent.type(filter(), "a0");
  screen.getByText("1 of 3 found.");
});

test("cards: each row as its card, with filter, order and export as everywhere", async () => {
  render(
    <Table
      label="Things"
      columns={COLUMNS}
      rows={[row(1), row(0)]}
      rowKey={({ id }) => id}
      isList
      card={({ name }) => <h2>{name}</h2>}
    />,
  );
  const titles = () => screen.getAllByRole("heading").map(({ textContent }) => textContent);
  expect(titles()).toEqual(["thing b1", "thing a0"]);
  await userEvent.click(screen.getByRole("button", { name: /Sort by/ }));
  await userEvent.click(screen.getByRole("option", { name: "By name" }));
  expect(titles()).toEqual(["thing a0", "thing b1"]);
  screen.getByText("CSV");
});

const moreOf = (over: Partial<More<Row>> = {}): More<Row> => ({
  hasMore: true,
  isLoading: false,
  error: null,
  load: vi.fn(async () => undefined),
  loadAll: vi.fn(async () => rowsOf(7)),
  ...over,
});

test("pages: what is not here yet is read when one asks for it, and the list says how much it shows", async () => {
  const more = moreOf({ total: 7 });
  show(rowsOf(5), { more });
  screen.getByText(/^Rows 1 to 5 of 7\./);
  await userEvent.type(filter(), "thing");
  await userEvent.type(filter(), " a0");
  screen.getByText(/^Rows 1 to 1 found in the first 5 of 7/);
  await userEvent.clear(filter());
  await press("Next page");
  expect(more.load).toHaveBeenCalledTimes(1);
});

test("pages: a filter over a part of the list says so and offers the rest", async () => {
  const more = moreOf();
  show(rowsOf(5), { more });
  await userEvent.type(filter(), "g");
  screen.getByText(/Only these are filtered and sorted/);
  await press("Read the rest");
  expect(more.loadAll).toHaveBeenCalledTimes(1);
});

test("csv: all rows the filter finds, not only this page, with those not read yet", async () => {
  const save = vi.spyOn(csv, "saveText").mockImplementation(() => undefined);
  show(rowsOf(5), { more: moreOf() });
  await press("CSV");
  const [name, text] = save.mock.calls[0] ?? [];
  expect(name).toBe("assay-things.csv");
  expect(text?.trim().split("\r\n")).toHaveLength(8);
  expect(text).toContain("thing a0,100,id-0");
});

test("csv: rows that can't be read are said, and no file is made", async () => {
  const save = vi.spyOn(csv, "saveText").mockImplementation(() => undefined);
  show(rowsOf(5), { more: moreOf({ loadAll: () => Promise.reject(new Error("The index can't be reached.")) }) });
  await press("CSV");
  await screen.findByText("The index can't be reached.");
  expect(save).not.toHaveBeenCalled();
});

test("phone: the two columns that matter, the rest on demand, and an order to choose", async () => {
  setPhone(true);
  show([row(1), row(0)]);
  const list = screen.getByRole("list", { name: "Things" });
  expect(screen.queryByRole("grid")).toBeNull();
  const [first] = within(list).getAllByRole("listitem");
  expect(first?.textContent).toContain("thing b1");
  expect(first?.querySelector("details")?.open).toBe(false);
  expect(first?.querySelector("summary")?.textContent).toBe("More: Id");
  await userEvent.click(screen.getByRole("button", { name: /Sort by/ }));
  await userEvent.click(screen.getByRole("option", { name: "By name" }));
  expect(within(list).getAllByRole("listitem")[0]?.textContent).toContain("thing a0");
});

test("states: waiting, refused, empty", async () => {
  const { rerender } = show(undefined);
  screen.getByRole("status", { name: "Loading" });
  const retry = vi.fn();
  const same = { label: "Things", columns: COLUMNS, rowKey: ({ id }: Row) => id };
  rerender(<Table {...same} rows={undefined} error={new Error("The index refused.")} retry={retry} />);
  screen.getByText("The index refused.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledTimes(1);
  rerender(<Table {...same} rows={[]} empty={<p>No thing yet. Make one.</p>} />);
  screen.getByText("No thing yet. Make one.");
});

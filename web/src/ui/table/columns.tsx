import { exactAmount } from "../format.ts";
import { Amount, Moment } from "../Moment.tsx";
import { CidLink, TxLink } from "../Reference.tsx";
import type { Column } from "./column.ts";

/** What most columns of their kind share; the rest is given. */
type Rest<T> = Omit<Column<T>, "value" | "cell" | "csv">;

const NONE = "–";

/** A token amount in wei; exact in the CSV file. */
export const amountColumn = <T,>(of: (row: T) => string | bigint | null | undefined, rest: Rest<T>): Column<T> => {
  const wei = (row: T): bigint | undefined => {
    const amount = of(row);
    return amount === null || amount === undefined ? undefined : BigInt(amount);
  };
  return {
    num: true,
    ...rest,
    value: wei,
    csv: (row) => {
      const amount = wei(row);
      return amount === undefined ? undefined : exactAmount(amount);
    },
    cell: (row) => {
      const amount = wei(row);
      return amount === undefined ? NONE : <Amount wei={amount} />;
    },
  };
};

/** A moment in unix seconds; ISO 8601 in the CSV file. */
export const timeColumn = <T,>(of: (row: T) => string | number | null | undefined, rest: Rest<T>): Column<T> => {
  const seconds = (row: T): number | undefined => {
    const at = of(row);
    return at === null || at === undefined ? undefined : Number(at);
  };
  return {
    num: true,
    ...rest,
    value: seconds,
    csv: (row) => {
      const at = seconds(row);
      return at === undefined ? undefined : new Date(at * 1000).toISOString();
    },
    cell: (row) => {
      const at = seconds(row);
      return at === undefined ? NONE : <Moment at={at} />;
    },
  };
};

export const txColumn = <T,>(of: (row: T) => string | null | undefined, rest: Rest<T>): Column<T> => ({
  wide: true,
  ...rest,
  value: of,
  cell: (row) => {
    const hash = of(row);
    return hash ? <TxLink hash={hash} /> : NONE;
  },
});

export const cidColumn = <T,>(of: (row: T) => string | null | undefined, rest: Rest<T>): Column<T> => ({
  wide: true,
  ...rest,
  value: of,
  cell: (row) => {
    const cid = of(row);
    return cid ? <CidLink cid={cid} /> : NONE;
  },
});

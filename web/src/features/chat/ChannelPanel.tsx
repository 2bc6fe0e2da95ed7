import { useState } from "react";
import { useLacks } from "../../data/wallet/useWallet.ts";
import { parseAmount } from "../../ui/format.ts";
import { AddressLink, Amount, ErrorNote, Facts, TextField } from "../../ui/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type useChannel, useDeposit } from "./usePaidChat.ts";

/** What a call costs, and the channel that pays for it. */
export function ChannelPanel({
  channel,
  price,
}: {
  channel: ReturnType<typeof useChannel>;
  price: { servingAmount: string; feeAmount: string };
}) {
  const [amount, setAmount] = useState("1");
  const deposit = useDeposit(channel.data?.payee);
  const wei = parseAmount(amount);
  const lacks = useLacks();
  const serving = BigInt(price.servingAmount);
  const fee = BigInt(price.feeAmount);
  const data = channel.data;
  return (
    <div className="panel sticky">
      <h2>Price</h2>
      <Facts
        items={[
          [
            "One answer",
            <strong key="p">
              <Amount wei={serving + fee} />
            </strong>,
          ],
          ["of it serving", <Amount key="s" wei={serving} />],
          ["of it fee, shared out", <Amount key="f" wei={fee} />],
        ]}
      />
      <h2>Channel</h2>
      {channel.error && <ErrorNote error={channel.error} />}
      <Facts
        items={[
          ["Paid to", data ? <AddressLink key="a" address={data.payee} name="this gateway" /> : "…"],
          ["Deposited", data ? <Amount key="d" wei={data.deposited} /> : "…"],
          ["Promised in vouchers", data ? <Amount key="c" wei={data.cumulative} /> : "…"],
          ["Left", data ? <Amount key="l" wei={BigInt(data.deposited) - BigInt(data.cumulative)} /> : "…"],
        ]}
      />
      <TextField
        label="Amount to deposit"
        value={amount}
        onChange={setAmount}
        help="ASY. What you don't spend can be withdrawn."
        error={wei === undefined ? "Write an amount such as 1 or 0.5." : undefined}
      />
      <WriteAction
        label="Deposit"
        variant="plain"
        write={deposit}
        onPress={() => wei !== undefined && void deposit.run(wei).then(() => channel.refetch())}
        blocks={[
          wei === undefined && "The amount is not a number.",
          wei === 0n && "Deposit more than nothing.",
          lacks(wei) && "This account holds less than that.",
        ]}
      />
    </div>
  );
}

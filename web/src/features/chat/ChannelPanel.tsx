import { useThresholds } from "../../data/entities/useThresholds.ts";
import { useDraft } from "../../data/useDraft.ts";
import { useLacks } from "../../data/wallet/useWallet.ts";
import { asy, duration, parseAmount } from "../../ui/format.ts";
import { Amount, DraftNote, ErrorNote, Facts, Moment, TextField, useNow } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { type Channel, type useChannel, useDeposit, useOpenWithdrawal, useWithdrawChannel } from "./usePaidChat.ts";

interface ChannelProps {
  channel: ReturnType<typeof useChannel>;
  price: { servingAmount: string; feeAmount: string };
}

/** What a call costs, and the channel that pays for it: how money goes in, and how it comes out again. */
export function ChannelPanel({ channel, price }: ChannelProps) {
  const serving = BigInt(price.servingAmount);
  const fee = BigInt(price.feeAmount);
  const data = channel.data;
  const left = data && BigInt(data.deposited) - BigInt(data.cumulative);
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
          ["Of it, for serving", <Amount key="s" wei={serving} />],
          ["Of it, fee that is shared out", <Amount key="f" wei={fee} />],
        ]}
      />
      <h2>Channel</h2>
      {channel.error && <ErrorNote error={channel.error} />}
      <Facts
        items={[
          ["Paid to", data ? <AccountLink key="a" address={data.payee} name="this gateway" /> : "…"],
          ["Deposited", data ? <Amount key="d" wei={data.deposited} /> : "…"],
          ["Promised in vouchers", data ? <Amount key="c" wei={data.cumulative} /> : "…"],
          ["Left", left === undefined ? "…" : <Amount key="l" wei={left} />],
        ]}
      />
      <Deposit channel={channel} />
      {data && BigInt(data.deposited) > 0n && <TakeBack channel={data} />}
    </div>
  );
}

function Deposit({ channel }: Pick<ChannelProps, "channel">) {
  const draft = useDraft("channel-deposit", "1");
  const deposit = useDeposit(channel.data?.payee);
  const wei = parseAmount(draft.value);
  const lacks = useLacks();
  const pay = (amount: bigint) =>
    deposit.run(amount).then((done) => {
      if (done) draft.discard();
      return channel.refetch();
    });
  return (
    <>
      <TextField
        label="Amount to deposit"
        value={draft.value}
        onChange={draft.set}
        inputMode="decimal"
        help="In ASY."
        error={wei === undefined ? "Write an amount such as 1 or 0.5." : undefined}
      />
      <DraftNote draft={draft} />
      <WriteAction
        label={wei === undefined ? "Deposit" : `Deposit ${asy(wei)}`}
        variant="plain"
        write={deposit}
        onPress={() => wei !== undefined && pay(wei)}
        blocks={[
          wei === undefined && "The amount is not a number.",
          wei === 0n && "Write an amount above 0.",
          lacks(wei) && "This account holds less than that.",
        ]}
      />
    </>
  );
}

/** What was not promised comes back: ask for it, wait until the gateway has redeemed its vouchers, take it. */
function TakeBack({ channel }: { channel: Channel }) {
  const open = useOpenWithdrawal(channel.payee);
  const take = useWithdrawChannel(channel.payee);
  const delay = useThresholds().data?.paramSets[0]?.withdrawDelay;
  const now = useNow() / 1000;
  const from = Number(channel.withdrawAt);
  if (from === 0)
    return (
      <>
        <WriteAction label="Close and take back" variant="plain" write={open} onPress={() => open.run(undefined)} />
        <p className="small muted">
          You get back what no voucher promised, {delay ? `${duration(Number(delay))} later` : "after a waiting time"}.
          The gateway answers no more calls from this channel meanwhile; a new deposit opens it again.
        </p>
      </>
    );
  return (
    <WriteAction
      label="Take back"
      variant="plain"
      write={take}
      onPress={() => take.run(undefined)}
      blocks={[
        from > now && (
          <>
            You can take it back <Moment at={from} />.
          </>
        ),
      ]}
    />
  );
}

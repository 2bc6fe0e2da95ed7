import type { GatewayModel } from "@assay/sdk/api";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { ButtonLink, CheckField, Empty, ErrorNote, QueryView, SelectField } from "../../ui/index.ts";
import { ChannelPanel } from "./ChannelPanel.tsx";
import { Composer } from "./Composer.tsx";
import { type PaidTurn, PaidTurns } from "./PaidTurns.tsx";
import { useChannel, useGatewayModels, usePaidChat } from "./usePaidChat.ts";
import { spendable } from "./voucher.ts";

/** A paid answer: a channel, a voucher signed here, and the price in view. */
export function PaidPanel() {
  const models = useGatewayModels();
  return (
    <QueryView
      query={models}
      isEmpty={(list) => list.length === 0}
      empty={
        <Empty action={<ButtonLink to="/models">Models</ButtonLink>}>
          No model is registered yet, so there is nothing to pay for.
        </Empty>
      }
    >
      {(list) => <Paid models={list} />}
    </QueryView>
  );
}

function Paid({ models }: { models: GatewayModel[] }) {
  const [params, setParams] = useSearchParams();
  const wallet = useWallet();
  const channel = useChannel(wallet.address);
  const chat = usePaidChat(wallet.address);
  const [turns, setTurns] = useState<PaidTurn[]>([]);
  const [sandbox, setSandbox] = useState(false);
  const admitted = models.find((model) => model.assay.state === "ADMITTED");
  const model = models.find((one) => one.id === params.get("model")) ?? admitted ?? models[0];
  if (!model) return null;
  const price = BigInt(model.assay.price.servingAmount) + BigInt(model.assay.price.feeAmount);
  const isSandbox = model.assay.state === "SANDBOX" || model.assay.state === "SUSPENDED";
  const left = spendable(channel.data);
  const blocked = !wallet.address
    ? "Connect a wallet to pay."
    : left < price
      ? "The channel holds too little: deposit first."
      : isSandbox && !sandbox
        ? "This model is not admitted. Opt in to the sandbox to call it anyway."
        : undefined;

  const send = (question: string) =>
    chat.mutate(
      { model: model.id, sandbox, messages: [{ role: "user", content: question }] },
      { onSuccess: (answer) => setTurns((last) => [...last, { question, ...answer }]) },
    );

  return (
    <div className="split">
      <div className="stack">
        <SelectField
          label="Model"
          value={model.id}
          onChange={(id) => setParams({ tab: "paid", model: id }, { replace: true })}
          options={models.map((one) => ({ id: one.id, label: one.id, note: one.assay.state.toLowerCase() }))}
        />
        {isSandbox && (
          <CheckField
            label="Use the sandbox"
            help="This model passed no round. Its answers are at your own risk; its fee is split like any other."
            value={sandbox}
            onChange={setSandbox}
          />
        )}
        <PaidTurns
          turns={turns}
          pending={
            chat.isPending ? { question: chat.variables.messages[0]?.content ?? "", text: chat.streaming } : undefined
          }
        />
        {chat.error && <ErrorNote error={chat.error} />}
        <Composer label="Pay and ask" busy={chat.isPending || blocked !== undefined} onSend={send} />
        {blocked && <p className="small muted">{blocked}</p>}
      </div>
      <ChannelPanel channel={channel} price={model.assay.price} />
    </div>
  );
}

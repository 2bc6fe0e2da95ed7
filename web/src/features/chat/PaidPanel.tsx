import type { GatewayModel } from "@assay/sdk/api";
import { spendable } from "@assay/sdk/channel";
import { tierOf } from "@assay/sdk/reputation";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { priceOf, useGatewayModels } from "../../data/entities/useGatewayModels.ts";
import { useModelNames } from "../../data/names.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { asy } from "../../ui/format.ts";
import { ButtonLink, CheckField, Empty, ErrorNote, QueryView, SelectField } from "../../ui/index.ts";
import { stateWords } from "../models/index.ts";
import { ChannelPanel } from "./ChannelPanel.tsx";
import { Composer } from "./Composer.tsx";
import { type PaidTurn, PaidTurns } from "./PaidTurns.tsx";
import { useChannel, usePaidChat } from "./usePaidChat.ts";

/** A paid answer: a channel, a voucher signed here, and the price in view. */
export function PaidPanel() {
  const models = useGatewayModels();
  return (
    <QueryView
      query={models}
      isEmpty={(list) => list.length === 0}
      empty={
        <Empty action={<ButtonLink to="/models">Models</ButtonLink>}>
          No model is registered yet, so there is nothing to ask.
        </Empty>
      }
    >
      {(list) => <Paid models={list} />}
    </QueryView>
  );
}

/** `assay/model-7` -> `7` */
const numberOf = ({ id }: GatewayModel): string => id.replace(/^assay\/model-/, "");

function Paid({ models }: { models: GatewayModel[] }) {
  const [params, setParams] = useSearchParams();
  const wallet = useWallet();
  const channel = useChannel(wallet.address);
  const chat = usePaidChat();
  const nameOf = useModelNames(models.map(numberOf));
  const [turns, setTurns] = useState<PaidTurn[]>([]);
  const [sandbox, setSandbox] = useState(false);
  const admitted = models.find((model) => model.assay.state === "ADMITTED");
  const model = models.find((one) => one.id === params.get("model")) ?? admitted ?? models[0];
  if (!model) return null;
  const price = priceOf(model);
  const tier = tierOf(model.assay);
  const isSandbox = tier === "sandbox";
  const left = spendable(channel.data);
  const blocked = !wallet.address
    ? "Connect a wallet to pay."
    : tier === undefined
      ? `This model is ${stateWords(model.assay.state)} and answers no calls.`
      : left < price
        ? `The channel holds less than ${asy(price)}. Deposit first.`
        : isSandbox && !sandbox
          ? "This model is not admitted. Switch on the sandbox to ask it anyway."
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
          options={models.map((one) => ({
            id: one.id,
            label: nameOf(numberOf(one)).name,
            note: `model ${numberOf(one)}, ${stateWords(one.assay.state)}`,
          }))}
        />
        {isSandbox && (
          <CheckField
            label="Use the sandbox"
            help={`Anyone may try it at their own risk, for ${asy(price)}. It has passed no round.`}
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
        <Composer label={`Pay ${asy(price)} and ask`} busy={chat.isPending || blocked !== undefined} onSend={send} />
        {blocked && <p className="small muted">{blocked}</p>}
      </div>
      <ChannelPanel channel={channel} price={model.assay.price} />
    </div>
  );
}

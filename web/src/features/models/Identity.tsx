import type { ModelRecord } from "../../data/entities/useModels.ts";
import { CidLink, Facts, HashText, Moment, TxLink } from "../../ui/index.ts";
import { AccountLink, DatanetLink, ModelLink } from "../names/index.ts";

/** What exactly is judged and served, by hash. */
export function Identity({ model }: { model: ModelRecord }) {
  return (
    <div className="halves">
      <Facts
        items={[
          ["Publisher", <AccountLink key="p" address={model.publisher} />],
          ["Trainer", <AccountLink key="t" address={model.trainer} />],
          ["Base author", <AccountLink key="b" address={model.baseAuthor} />],
          [
            "Data",
            model.sources.map((source) => (
              <span key={source.index} className="block">
                <DatanetLink id={source.datanet.id} version={source.version.version} /> ({source.weightBps / 100}%)
              </span>
            )),
          ],
          [
            "First of its line",
            <span key="l">
              <ModelLink id={model.lineage.id} withId />
            </span>,
          ],
          [
            "Parent",
            model.parent ? (
              <span key="q">
                <ModelLink id={model.parent.id} withId />
              </span>
            ) : (
              "none"
            ),
          ],
          ["Highest temperature", model.maxTemperatureMilli / 1000],
          ["Registered", <Moment key="w" at={model.registeredAt} />],
        ]}
      />
      <Facts
        items={[
          ["Adapter", <CidLink key="a" cid={model.adapterCid} />],
          ["run.json", <CidLink key="r" cid={model.runCid} />],
          ["Adapter hash", <HashText key="1" hash={model.adapterHash} />],
          ["Base hash", <HashText key="2" hash={model.baseHash} />],
          ["Tokenizer hash", <HashText key="3" hash={model.tokenizerHash} />],
          ["Template hash", <HashText key="4" hash={model.templateHash} />],
          ["Serving profile hash", <HashText key="5" hash={model.servingProfileHash} />],
          ["Transaction", <TxLink key="x" hash={model.registeredTx} />],
        ]}
      />
    </div>
  );
}

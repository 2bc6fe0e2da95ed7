import { Link } from "react-router";
import { useNameOf } from "../../data/config.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { AddressLink, CidLink, Facts, HashText, Moment, TxLink } from "../../ui/index.ts";

/** What exactly is judged and served, by hash. */
export function Identity({ model }: { model: ModelRecord }) {
  const nameOf = useNameOf();
  return (
    <div className="halves">
      <Facts
        items={[
          ["Publisher", <AddressLink key="p" address={model.publisher} name={nameOf(model.publisher)} />],
          ["Trainer", <AddressLink key="t" address={model.trainer} name={nameOf(model.trainer)} />],
          ["Base author", <AddressLink key="b" address={model.baseAuthor} name={nameOf(model.baseAuthor)} />],
          [
            "Data",
            model.sources.map((source) => (
              <Link key={source.index} to={`/datanets/${source.datanet.id}`}>
                datanet {source.datanet.id}, version {source.version.version} ({source.weightBps / 100}%){" "}
              </Link>
            )),
          ],
          [
            "Lineage",
            <Link key="l" to={`/models/${model.lineage.id}`}>
              model {model.lineage.id}
            </Link>,
          ],
          [
            "Parent",
            model.parent ? (
              <Link key="q" to={`/models/${model.parent.id}`}>
                model {model.parent.id}
              </Link>
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

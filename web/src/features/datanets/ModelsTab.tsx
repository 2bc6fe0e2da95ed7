import type { DatanetRecord } from "../../data/entities/useDatanets.ts";
import { useModelPages } from "../../data/entities/useModels.ts";
import { ButtonLink, Empty } from "../../ui/index.ts";
import { ModelTable } from "../models/index.ts";

/** The models whose exams are this datanet's held-out rows. */
export function ModelsTab({ datanet }: { datanet: DatanetRecord }) {
  const pages = useModelPages({ examDatanet: datanet.id }, datanet.modelCount);
  return (
    <ModelTable
      label="Models of this datanet"
      pages={pages}
      empty={
        <Empty action={<ButtonLink to={`/studio?datanet=${datanet.id}`}>Open the studio</ButtonLink>}>
          No model was trained on this datanet yet.
        </Empty>
      }
    />
  );
}

import { useModelPages } from "../../data/entities/useModels.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { ButtonLink, Empty, Page } from "../../ui/index.ts";
import { ModelTable } from "./ModelTable.tsx";

export function ModelsPage() {
  const total = useProtocol().data?.protocol?.modelCount;
  const pages = useModelPages({}, total);
  return (
    <Page
      question="Which models passed, by how much, and on what?"
      title="Models"
      actions={
        <ButtonLink to="/studio" variant="primary">
          Train a model
        </ButtonLink>
      }
    >
      <ModelTable
        pages={pages}
        empty={
          <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
            No model is registered yet. You can register a finished run in one step.
          </Empty>
        }
      />
    </Page>
  );
}

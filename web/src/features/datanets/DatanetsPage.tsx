import { useDatanetPages } from "../../data/entities/useDatanets.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { ButtonLink, Empty, Page } from "../../ui/index.ts";
import { DatanetCards } from "./DatanetCards.tsx";

export function DatanetsPage() {
  const total = useProtocol().data?.protocol?.datanetCount;
  const pages = useDatanetPages({}, total);
  return (
    <Page
      question="Which data can I build on, and whose is it?"
      title="Datanets"
      actions={
        <ButtonLink to="/datanets/new" variant="primary">
          Create datanet
        </ButtonLink>
      }
    >
      <DatanetCards
        pages={pages}
        empty={
          <Empty
            action={<ButtonLink to="/datanets/new">Create datanet</ButtonLink>}
            example="For example: customer messages in eight intents, from four contributors."
          >
            No datanet yet. A datanet collects rows about one subject and remembers who owns each row.
          </Empty>
        }
      />
    </Page>
  );
}

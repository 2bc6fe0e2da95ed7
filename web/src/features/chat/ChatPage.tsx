import { Page, PageTabs } from "../../ui/index.ts";
import { ComparePanel } from "./ComparePanel.tsx";
import { PaidPanel } from "./PaidPanel.tsx";

export function ChatPage() {
  return (
    <Page question="Is it better, and does it stay better?" title="Chat">
      <PageTabs
        label="Chat"
        tabs={[
          { id: "compare", label: "Base beside tuned", content: <ComparePanel /> },
          { id: "paid", label: "Paid call", content: <PaidPanel /> },
        ]}
      />
    </Page>
  );
}

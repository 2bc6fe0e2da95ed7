import type { ReactNode } from "react";
import { Label, Radio, RadioGroup, Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useSearchParams } from "react-router";

export interface Choice {
  id: string;
  label: string;
  note?: ReactNode;
  isDisabled?: boolean;
}

/** A few choices that deserve to be seen at once. */
export function ChoiceCards(props: {
  label: string;
  value: string | null;
  onChange: (id: string) => void;
  choices: Choice[];
}) {
  return (
    <RadioGroup className="choices" value={props.value} onChange={props.onChange}>
      <Label className="visually-hidden">{props.label}</Label>
      {props.choices.map((choice) => (
        <Radio
          key={choice.id}
          value={choice.id}
          className="choice"
          isDisabled={choice.isDisabled ?? false}
          aria-label={choice.label}
        >
          <span className="choice-label">{choice.label}</span>
          {choice.note && <span className="small muted">{choice.note}</span>}
        </Radio>
      ))}
    </RadioGroup>
  );
}

export interface TabSpec {
  id: string;
  label: string;
  content: ReactNode;
}

/** Tabs whose selection lives in the address, so that a view can be linked to. */
export function PageTabs({ label, tabs }: { label: string; tabs: TabSpec[] }) {
  const [params, setParams] = useSearchParams();
  const selected = tabs.find((tab) => tab.id === params.get("tab"))?.id ?? tabs[0]?.id ?? "";
  return (
    <Tabs
      selectedKey={selected}
      onSelectionChange={(key) => setParams({ tab: String(key) }, { replace: true })}
      className="tabs"
    >
      <TabList aria-label={label} className="tablist">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tabpanel">
          {tab.content}
        </TabPanel>
      ))}
    </Tabs>
  );
}

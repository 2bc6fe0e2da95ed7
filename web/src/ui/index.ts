export { Button, ButtonLink } from "./Button.tsx";
export { type Choice, ChoiceCards, PageTabs, type TabSpec } from "./Choices.tsx";
export { Badge, type Column, Facts, Figure, Progress, Table } from "./Data.tsx";
export { CheckField, NumberField, type Option, SelectField, TextField } from "./Fields.tsx";
export { GateBar, lowerBound } from "./GateBar.tsx";
export { Amount, Moment, useNow } from "./Moment.tsx";
export { Page, Section } from "./Page.tsx";
export { AddressLink, CidLink, CopyButton, HashText, TxLink } from "./Reference.tsx";
export { Empty, ErrorNote, Note, QueryView, Skeleton } from "./States.tsx";

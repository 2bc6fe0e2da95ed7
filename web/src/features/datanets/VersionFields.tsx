import { VersionDetail } from "@assay/sdk/api";
import { useVersionDetail } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { Facts, QueryView } from "../../ui/index.ts";

/** What the custodian says of a version: every field to which the SDK's schema gives a title. */
export function VersionFields({ datanetId, version }: { datanetId: string; version: number }) {
  const query = useVersionDetail(datanetId, version);
  return (
    <QueryView query={query} lines={4}>
      {(detail) => <Facts items={titledFields(detail).map(([title, value]) => [title, say(value)])} />}
    </QueryView>
  );
}

/** Titles and values, in the order of the schema; a field that the version lacks is left out. */
export function titledFields(detail: VersionDetail): [title: string, value: unknown][] {
  const fields = Object.entries(VersionDetail.properties as Record<string, { title?: string }>);
  return fields.flatMap(([name, { title }]) => {
    const value = detail[name as keyof VersionDetail];
    return title === undefined || value === undefined ? [] : [[title, value] as [string, unknown]];
  });
}

/** A value in words: numbers with separators, objects as "name value" pairs. */
export function say(value: unknown): string {
  if (typeof value === "number") return count(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.map(say).join(", ");
  return Object.entries(value)
    .map(([name, part]) => `${name} ${typeof part === "object" ? JSON.stringify(part) : say(part)}`)
    .join(", ");
}

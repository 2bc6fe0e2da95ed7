const KINDS: Record<string, string> = {
  model: "models",
  round: "rounds",
  datanet: "datanets",
  run: "runs",
  job: "runs",
};

/** The page of what somebody typed, by its form; undefined when nothing has that form. */
export function destinationOf(text: string): string | undefined {
  const query = text.trim();
  if (/^0x[0-9a-fA-F]{40}$/.test(query)) return `/address/${query.toLowerCase()}`;
  if (/^0x[0-9a-fA-F]{64}$/.test(query)) return `/tx/${query.toLowerCase()}`;
  if (/^(bafy|bafk|Qm)[a-zA-Z0-9]{20,}$/.test(query)) return `/cid/${query}`;
  const match = /^(model|round|datanet|run|job)[\s/#-]*([\w-]+)$/i.exec(query);
  const folder = match?.[1] === undefined ? undefined : KINDS[match[1].toLowerCase()];
  return folder ? `/${folder}/${match?.[2]}` : undefined;
}

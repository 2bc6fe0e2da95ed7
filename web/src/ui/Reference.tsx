import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { Button } from "./Button.tsx";
import { shortCid, shortHex } from "./format.ts";

/** Copies `text`; says so for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1200);
  };
  return (
    <Button variant="quiet" className="copy" aria-label={copied ? "Copied" : label} onPress={copy}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {copied ? <path d="m2 6.5 2.5 2.5L10 3.5" /> : <path d="M4 4V1.5h6.5V8H8M1.5 4H8v6.5H1.5z" />}
      </svg>
    </Button>
  );
}

function Reference({
  to,
  full,
  kind,
  second,
  hasCopy = true,
  children,
}: {
  to: string;
  full: string;
  kind: string;
  /** Behind a name: what it stands for, in small type. */
  second?: string | undefined;
  /** Without it a reference reads as a word of a sentence. */
  hasCopy?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="ref">
      <Link to={to} className={second === undefined ? "mono" : "name"} title={full}>
        {children}
      </Link>
      <span className="ref-tail">
        {second !== undefined && <span className="mono muted second">{second}</span>}
        {hasCopy && <CopyButton text={full} label={`Copy ${kind} ${full}`} />}
      </span>
    </span>
  );
}

interface AddressProps {
  address: string;
  name?: string | undefined;
  hasCopy?: boolean;
}

/** An address; behind its name, where it has one. */
export function AddressLink({ address, name, hasCopy = true }: AddressProps) {
  return (
    <Reference
      to={`/address/${address}`}
      full={address}
      kind="address"
      hasCopy={hasCopy}
      second={name === undefined ? undefined : shortHex(address)}
    >
      {name ?? shortHex(address)}
    </Reference>
  );
}

export function TxLink({ hash }: { hash: string }) {
  return (
    <Reference to={`/tx/${hash}`} full={hash} kind="transaction">
      {shortHex(hash)}
    </Reference>
  );
}

export function CidLink({ cid }: { cid: string }) {
  return (
    <Reference to={`/cid/${cid}`} full={cid} kind="CID">
      {shortCid(cid)}
    </Reference>
  );
}

/** A hash with no page of its own: readable, copyable. */
export function HashText({ hash }: { hash: string }) {
  return (
    <span className="ref">
      <span className="mono" title={hash}>
        {shortHex(hash)}
      </span>
      <CopyButton text={hash} label={`Copy hash ${hash}`} />
    </span>
  );
}

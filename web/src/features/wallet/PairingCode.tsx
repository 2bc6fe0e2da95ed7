import { encode } from "uqr";
import { CopyButton } from "../../ui/index.ts";

/** A link for a wallet on a phone: as a code to scan, and to copy. */
export function PairingCode({ link }: { link: string }) {
  const { size, data } = encode(link, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <div className="stack-tight">
      <svg className="pairing" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="Code to scan with a wallet">
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <div className="row small">
        <span>Scan it with a wallet on your phone, or copy the link into the wallet.</span>
        <CopyButton text={link} label="Copy link" />
      </div>
    </div>
  );
}

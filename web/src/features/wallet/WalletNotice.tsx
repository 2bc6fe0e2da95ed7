import { lazy, Suspense } from "react";
import type { Asked, Attempt } from "../../data/wallet/desk.ts";
import { useWallet } from "../../data/wallet/useWallet.ts";
import { Button, ErrorNote } from "../../ui/index.ts";
import { useSlow } from "../../ui/useSlow.ts";

/** Only wallets on phones need it. */
const PairingCode = lazy(async () => ({ default: (await import("./PairingCode.tsx")).PairingCode }));

const WORDS: Record<Asked, string> = {
  connect: "connect",
  switch: "switch its network",
  add: "add this network",
};

/** What a wallet is being asked, what it refused, and that it is locked: once per page, below the frame's top. */
export function WalletNotice() {
  const { attempt, link, locked, connect, cancel } = useWallet();
  if (attempt)
    return attempt.error ? (
      <Refused attempt={attempt} error={attempt.error} />
    ) : (
      <Asking attempt={attempt} link={link} cancel={cancel} />
    );
  if (!locked) return null;
  return (
    <div className="note note-warn row" role="alert">
      <p>
        Your wallet is locked. {locked.name} gives this page no account, so nothing can be signed. Unlock it, or connect
        again.
      </p>
      <Button onPress={() => connect(locked)}>Connect {locked.name}</Button>
    </div>
  );
}

function Asking({ attempt, link, cancel }: { attempt: Attempt; link: string | undefined; cancel: () => void }) {
  const { name } = attempt.connector;
  const what = WORDS[attempt.asked];
  const isSlow = useSlow({ of: attempt });
  if (link !== undefined) {
    return (
      <div className="note stack-tight" role="status">
        <Suspense fallback={null}>
          <PairingCode link={link} />
        </Suspense>
        <Button onPress={cancel}>Cancel</Button>
      </div>
    );
  }
  return (
    <div className="note row" role="status">
      <p>
        {isSlow
          ? `${name} has not answered. Open it: a request to ${what} may wait there.`
          : `Asking ${name} to ${what}.`}
      </p>
      {isSlow && <Button onPress={cancel}>Cancel</Button>}
    </div>
  );
}

function Refused({ attempt, error }: { attempt: Attempt; error: NonNullable<Attempt["error"]> }) {
  const { connect, switchNetwork, addNetwork, cancel } = useWallet();
  const { connector, asked } = attempt;
  const again = { connect: () => connect(connector), switch: switchNetwork, add: addNetwork }[asked];
  return (
    <div className="stack-tight">
      <ErrorNote error={error} />
      <div className="row">
        {error.code === "CHAIN_UNKNOWN" && asked === "switch" ? (
          <Button onPress={() => addNetwork()}>Add the network to {connector.name}</Button>
        ) : (
          <Button onPress={() => again()}>Ask {connector.name} again</Button>
        )}
        <Button variant="quiet" onPress={cancel}>
          Close
        </Button>
      </div>
    </div>
  );
}

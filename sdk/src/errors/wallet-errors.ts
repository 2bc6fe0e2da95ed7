import { BaseError } from "viem";
import { nestedErrors } from "./nested.ts";

/** What a wallet or the node behind it meant by an error. */
export type WalletError = { code: string; sentence: string; hint: string; words: string | undefined };

type Kind = {
  code: string;
  /** the error's numbers: EIP-1193, EIP-1474, WalletConnect, or a library's name */
  numbers?: readonly (number | string)[];
  text?: RegExp;
  sentence: string;
  hint: string;
};

/**
 * The first that fits is meant. Hardware wallets have only their status words (0x6985 ...) in
 * a text; an address may begin like one.
 */
const KINDS: readonly Kind[] = [
  {
    code: "USER_REJECTED",
    numbers: [4001, 5000, 5750, "ACTION_REJECTED"],
    text: /user (has )?(rejected|denied|declined|disapproved|cancell?ed)|(rejected|denied|declined|cancell?ed) by (the )?user|0x6985\b|CONDITIONS_OF_USE_NOT_SATISFIED|Failure_ActionCancelled/i,
    sentence: "The request was declined in the wallet",
    hint: "Nothing was sent; try again when ready.",
  },
  {
    code: "WALLET_LOCKED",
    text: /locked ?device|(device|wallet|ledger|trezor|keyring|vault|signer) (is |was )?locked|unlock (your|the) |0x5515\b|0x6b0c\b|0x6804\b/i,
    sentence: "The wallet or its device is locked",
    hint: "Unlock it, then try again. Nothing was sent.",
  },
  {
    code: "WALLET_APP_CLOSED",
    text: /0x6e0[01]\b|0x6511\b|0x6d0[02]\b|open the ethereum app|ethereum app (is )?not open/i,
    sentence: "The Ethereum app is not open on the device",
    hint: "Open it there, then try again. Nothing was sent.",
  },
  {
    code: "WALLET_BLIND_SIGNING",
    text: /0x6a80\b|blind sign|contract data/i,
    sentence: "The device does not sign data that it can't show",
    hint: "Allow blind signing in its Ethereum app, then try again.",
  },
  {
    code: "WALLET_DEVICE_AWAY",
    text: /DisconnectedDevice|TransportOpenUserCancelled|no device (was )?(selected|found)|(failed|unable) to open the device|device (was )?disconnected/i,
    sentence: "The wallet can't reach its device",
    hint: "Connect the device, then try again. Nothing was sent.",
  },
  {
    code: "WALLET_BUSY",
    text: /already pending|already processing|request .*(is )?pending/i,
    sentence: "A request waits in your wallet already",
    hint: "Open your wallet and answer it there.",
  },
  {
    code: "CHAIN_UNKNOWN",
    numbers: [4902],
    text: /unrecognized chain|unknown chain|chain .*(not|n't) (been )?(added|recogni[sz]ed|configured)|try adding the chain/i,
    sentence: "The wallet does not know this chain",
    hint: "Add the chain to the wallet, then try again.",
  },
  {
    code: "NONCE_USED",
    numbers: ["NONCE_EXPIRED"],
    text: /nonce (is )?too low|nonce (has )?already been used|invalid nonce|already known|already imported/i,
    sentence: "Another transaction of this account took the nonce that the wallet chose",
    hint: "Look at the account's last transactions: this may be among them. If not, try again.",
  },
  {
    code: "NONCE_TOO_HIGH",
    text: /nonce (is )?too high|future nonce/i,
    sentence: "The wallet counts more transactions than the chain has from this account",
    hint: "Clear the wallet's activity data for this network, then try again.",
  },
  {
    code: "FEE_TOO_LOW",
    numbers: ["REPLACEMENT_UNDERPRICED"],
    text: /underpriced|max fee per gas less than block base fee|fee too low/i,
    sentence: "The network fee is too low",
    hint: "Raise the fee in the wallet, then try again.",
  },
  {
    code: "NO_GAS",
    numbers: ["INSUFFICIENT_FUNDS"],
    text: /insufficient ?funds|insufficient balance|exceeds transaction sender account balance|not enough (funds|ether)/i,
    sentence: "The account has not enough ether to pay for gas",
    hint: "Send it some ether first.",
  },
  {
    code: "WALLET_UNAUTHORIZED",
    numbers: [4100],
    text: /not been authorized|unauthorized (account|provider|method)/i,
    sentence: "The wallet does not let this page use the account",
    hint: "Unlock the wallet and connect this account again.",
  },
  {
    code: "WALLET_DISCONNECTED",
    numbers: [4900, 4901],
    text: /disconnected from (all|the) /i,
    sentence: "The wallet is not connected to the chain",
    hint: "Check the network in the wallet, then try again.",
  },
  {
    code: "WALLET_UNSUPPORTED",
    numbers: [4200, -32004, -32601],
    text: /method .*(not|n't) (supported|exist|available)|unsupported method/i,
    sentence: "The wallet can't do what was asked",
    hint: "Update the wallet or use a different one.",
  },
];

/** EIP-1474's "resource unavailable": wallets mean a request that waits. Nodes use the same number for a timeout. */
const RESOURCE_UNAVAILABLE = -32002;
const TIMED_OUT = /timed? ?out/i;
/** What is said around an error and says nothing. */
const EMPTY =
  /^(\s*|error|(an )?internal (json-rpc )?error( was received)?|unknown( rpc)? error( occurred)?|an unknown rpc error occurred|json-rpc error|transaction failed|\[object Object\])\.?$/i;
const LONGEST = 200;

/** What an error says of itself. viem's own text is ours already, so only the `details` that it quotes are taken. */
function textsOf(item: object): string[] {
  const said = item instanceof BaseError ? [item.details] : [Reflect.get(item, "message"), Reflect.get(item, "reason")];
  return said.filter((text): text is string => typeof text === "string" && !EMPTY.test(text.trim()));
}

function shortened(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The most exact words that the wallet or its node said, wherever they are wrapped; undefined if there are none. */
export function walletWords(error: unknown, about?: RegExp): string | undefined {
  const texts = nestedErrors(error).flatMap(textsOf).map(shortened);
  return (about === undefined ? undefined : texts.findLast((text) => about.test(text))) ?? texts.at(-1);
}

/** What a wallet meant, found anywhere in what it threw; undefined if none of the known kinds fits. */
export function readWalletError(error: unknown): WalletError | undefined {
  const all = nestedErrors(error);
  const numbers = all.flatMap((item) => {
    const code: unknown = Reflect.get(item, "code");
    if (typeof code === "string") return [/^-?\d+$/.test(code) ? Number(code) : code];
    return typeof code === "number" ? [code] : [];
  });
  const names = all.map((item) => String(Reflect.get(item, "name") ?? ""));
  const texts = [...all.flatMap(textsOf), ...names];
  const isBusy = numbers.includes(RESOURCE_UNAVAILABLE) && !texts.some((text) => TIMED_OUT.test(text));
  // A contract that refuses may use the same words about something else.
  const isRevert = texts.some((text) => /revert/i.test(text));
  const kind = KINDS.find(
    ({ code, numbers: own = [], text }) =>
      own.some((number) => numbers.includes(number)) ||
      (!isRevert && text !== undefined && texts.some((said) => text.test(said))) ||
      (code === "WALLET_BUSY" && isBusy),
  );
  if (kind === undefined) return undefined;
  const { code, sentence, hint, text } = kind;
  return { code, sentence, hint, words: walletWords(error, text) };
}

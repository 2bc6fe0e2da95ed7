/** `@assay/sdk/channel`: the payer's side of a payment channel with a gateway. */
export * from "./next-voucher.ts";
export * from "./pay-for-chat.ts";
export * from "./spendable.ts";
export * from "./voucher-header.ts";

import type { CatalogModel } from "./catalog.ts";

/**
 * Accounts whose calls are no evidence for the models of a datanet: whoever holds a role in any of them, because it would
 * praise its own or fault a rival. Known roles only: someone who pays from a fresh account is held back by the price of a
 * call and by the cap per payer.
 */
export function linkedAccounts(models: readonly CatalogModel[], datanetId: string, gateway: string): Set<string> {
  const own = models.filter((model) => model.datanetId === datanetId).flatMap(({ roles }) => roles);
  return new Set([...own, gateway.toLowerCase()]);
}

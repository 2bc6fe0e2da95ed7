import { PortalConfig } from "@assay/sdk/api";
import Type, { type Static } from "typebox";
import { checked } from "../platform/http/route.ts";

const { custodian, devAccounts, names } = PortalConfig.properties;

/** What `roles.portal` of the configuration may say beside its port. */
const PortalSettings = Type.Object({ custodian, devAccounts, names });
export type PortalSettings = Static<typeof PortalSettings>;

/** @throws AssayError invalid_field that names the setting */
export const readSettings = (extra: object): PortalSettings => checked(PortalSettings, extra, "roles.portal");

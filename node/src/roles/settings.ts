import { validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { TSchema } from "typebox";
import { type Config, roleConfig } from "../platform/config.ts";

/** Checks what `roles.<name>` holds besides keys and port. @throws AssayError config_invalid naming the field */
export function checkSettings(name: string, settings: TSchema, config: Config): void {
  try {
    validate(settings, roleConfig(config, name).extra, `roles.${name}`);
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw new AssayError(cause.message, {
      code: "config_invalid",
      ...(cause.field === undefined ? {} : { field: cause.field }),
      cause,
    });
  }
}

import type { Plugin } from "vite";

const MESSAGES = /[\\/]react-aria[\\/]dist[\\/]private[\\/]intl[\\/].*[\\/](\w\w-\w\w)\.mjs$/;

/** Leaves out the component library's words in languages that the app does not speak: a tenth of its code. */
export function onlyEnglish(): Plugin {
  return {
    name: "only-english",
    enforce: "pre",
    load(id) {
      const language = MESSAGES.exec(id)?.[1];
      return language === undefined || language === "en-US" ? undefined : "export default {};";
    },
  };
}

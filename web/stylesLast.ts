import type { Plugin } from "vite";

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/g;

/** Puts the stylesheets behind the page's first words. In the head they would keep everything blank until they are here. */
export function behindFirstWords(html: string): string {
  const links = html.match(STYLESHEET) ?? [];
  return html.replace(STYLESHEET, "").replace(/\s*<\/body>/, (end) => `${links.join("")}${end}`);
}

/** The first words need no stylesheet, and the app's code waits for it wherever it stands. */
export function stylesLast(): Plugin {
  return { name: "styles-last", transformIndexHtml: { order: "post", handler: behindFirstWords } };
}

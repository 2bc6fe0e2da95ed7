/**
 * Some systems give the browser a language tag that Intl refuses (`en-US@posix`), and libraries that pass it on stop
 * the page. Imported first, this puts a valid one in its place.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  // The tag is invalid: that is the very case this file is for.
  Object.defineProperty(navigator, "language", { value: "en-US", configurable: true });
}

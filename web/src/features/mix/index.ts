export { DEFAULT_SHARE, KIND_WORDS, kindsOf, mixWords, shareOf } from "./mix.ts";

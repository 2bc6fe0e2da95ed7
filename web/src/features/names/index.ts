export { datanetColumn, modelColumn, useAccountColumn } from "./columns.tsx";
export { AccountLink, DatanetLink, ModelLink, RoundLink, RunLink } from "./Names.tsx";

export { DatanetCards } from "./DatanetCards.tsx";

export { AddressPage } from "./AddressPage.tsx";
export { ContentPage } from "./ContentPage.tsx";
export { TransactionPage } from "./TransactionPage.tsx";

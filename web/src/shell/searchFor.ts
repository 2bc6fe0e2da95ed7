/** What the search takes, as its empty field says. */
export const SEARCH_FOR = "Name, address, transaction, CID, round 2";

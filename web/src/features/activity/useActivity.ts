import {
  ActivitiesDocument,
  type Activity_Filter,
  type ActivityKind,
  type ActivityRecordFragment,
} from "@assay/sdk/graph";
import { NEWEST, useGraphPages } from "../../data/pages.ts";

export type Activity = ActivityRecordFragment;
export type ActivityFilter = Activity_Filter;

/** What happened, newest first, page by page. */
export const useActivity = (where: ActivityFilter, kinds: readonly ActivityKind[] | undefined) =>
  useGraphPages({
    document: ActivitiesDocument,
    variables: (range: { first: number; before: string }) => ({
      ...range,
      where: kinds === undefined ? where : { and: [where, { kind_in: [...kinds] }] },
    }),
    list: ({ activities }) => activities,
    cursor: ({ sequence }) => sequence,
    start: NEWEST,
  });

import Type, { type Static } from "typebox";
import { GraderField } from "../documents/fields.ts";
import { GraderConfigField } from "../documents/grader.ts";
import { filled } from "./shapes.ts";

/** How a version's exam is graded. `rubric` is a question about the answers that a model judges; reported only. */
export const Grading = Type.Object({
  grader: GraderField,
  graderConfig: Type.Optional(GraderConfigField),
  rubric: Type.Optional(filled(1_000)),
});
export type Grading = Static<typeof Grading>;

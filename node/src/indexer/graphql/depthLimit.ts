import { GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from "graphql";

/** Deep enough for introspection; entities refer to each other in circles, so some end is needed. */
const MAX_DEPTH = 15;

/** Refuses documents nested deeper than any page needs. Fragments count at their spread. */
export const depthLimit: ValidationRule = (context) => {
  const measure = (set: SelectionSetNode | undefined, seen: readonly string[]): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) deepest = Math.max(deepest, 1 + measure(selection.selectionSet, seen));
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        deepest = Math.max(deepest, measure(selection.selectionSet, seen));
      else if (!seen.includes(selection.name.value)) {
        const fragment = context.getFragment(selection.name.value);
        deepest = Math.max(deepest, measure(fragment?.selectionSet, [...seen, selection.name.value]));
      }
    }
    return deepest;
  };
  return {
    OperationDefinition(node) {
      const depth = measure(node.selectionSet, []);
      if (depth > MAX_DEPTH) {
        context.reportError(
          new GraphQLError(`The query is ${depth} levels deep; ask for at most ${MAX_DEPTH}.`, { nodes: [node] }),
        );
      }
    },
  };
};

import { type MutateOptions, type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useLock } from "./useLock.ts";

/** A mutation that a double click runs once: what comes while it is pending is ignored. Use it instead of useMutation. */
export function useSubmit<Data, Input = void>(options: UseMutationOptions<Data, Error, Input>) {
  const once = useLock();
  const mutation = useMutation(options);
  const mutate = (input: Input, callbacks: MutateOptions<Data, Error, Input> = {}): void => {
    const work = () =>
      new Promise<void>((resolve) => {
        mutation.mutate(input, {
          ...callbacks,
          onSettled: (...settled) => {
            callbacks.onSettled?.(...settled);
            resolve();
          },
        });
      });
    void once(work);
  };
  return { ...mutation, mutate };
}

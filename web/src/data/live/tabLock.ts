/** Holds a lock for as long as this tab lives; its name, or undefined where the browser has no locks. */
export function holdTabLock(id: string): Promise<string | undefined> {
  if (!navigator.locks) return Promise.resolve(undefined);
  const name = `assay-tab-${id}`;
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve(name);
      return new Promise<never>(() => undefined);
    });
  });
}

/** Resolves when the tab that holds this lock is gone, however it went. */
export const whenFree = (name: string): Promise<void> => navigator.locks.request(name, () => undefined);

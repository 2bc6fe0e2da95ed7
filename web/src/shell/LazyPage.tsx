import { type ComponentType, useEffect, useState } from "react";
import { ErrorNote, Page, Skeleton } from "../ui/index.ts";

type Load = () => Promise<ComponentType>;

/** Pages whose code is here already. */
const loaded = new Map<Load, ComponentType>();

/** A page whose code arrives with its first visit, and what stands there until it does. */
export function LazyPage({ load, reload = () => window.location.reload() }: { load: Load; reload?: () => void }) {
  const [, setArrived] = useState<ComponentType>();
  const [error, setError] = useState<Error>();
  const Component = loaded.get(load);

  useEffect(() => {
    let isGone = false;
    if (loaded.has(load)) return;
    load().then(
      (component) => {
        loaded.set(load, component);
        if (!isGone) setArrived(() => component);
      },
      (cause: unknown) => {
        if (!isGone) setError(cause instanceof Error ? cause : new Error(String(cause)));
      },
    );
    return () => {
      isGone = true;
    };
  }, [load]);

  if (Component) return <Component />;
  if (error) return <Missing cause={error} reload={reload} />;
  return (
    <Skeleton
      lines={6}
      label="Loading the page"
      isOpening={loaded.size === 0}
      waits={{ sentence: "Still waiting for the page's code from the portal.", askAgain: reload }}
    />
  );
}

/** A browser remembers that a script failed, so only loading the app again asks for it once more. */
function Missing({ cause, reload }: { cause: Error; reload: () => void }) {
  return (
    <Page question="What happened?" title="This page did not load">
      <ErrorNote
        error={new Error("The portal did not send this page's code. It may be down, or the app was built again.")}
        retry={reload}
      />
      <p className="small muted">{cause.message}</p>
    </Page>
  );
}

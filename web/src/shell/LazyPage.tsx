import { type ComponentType, useEffect, useState } from "react";
import { Button, ErrorNote, Page, Skeleton } from "../ui/index.ts";

type Load = () => Promise<ComponentType>;

/** Pages whose code is here already. */
const loaded = new Map<Load, ComponentType>();

/** A page whose code arrives with its first visit, and what stands there until it does. */
export function LazyPage({ load }: { load: Load }) {
  const [attempt, setAttempt] = useState(0);
  const [, setArrived] = useState<ComponentType>();
  const [error, setError] = useState<Error>();
  const Component = loaded.get(load);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for the code once more.
  useEffect(() => {
    let isGone = false;
    setError(undefined);
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
  }, [load, attempt]);

  if (Component) return <Component />;
  const again = () => setAttempt((last) => last + 1);
  if (error) return <Missing cause={error} retry={again} />;
  return (
    <Skeleton
      key={attempt}
      lines={6}
      label="Loading the page"
      waits="Still waiting for the page's code from the portal."
      retry={again}
    />
  );
}

function Missing({ cause, retry }: { cause: Error; retry: () => void }) {
  return (
    <Page question="What happened?" title="This page did not load">
      <ErrorNote
        error={new Error("The portal did not send this page's code. It may be down, or the app was built again.")}
        retry={retry}
      />
      <div className="row">
        <span className="small muted">{cause.message}</span>
        <Button variant="quiet" onPress={() => window.location.reload()}>
          Reload the app
        </Button>
      </div>
    </Page>
  );
}

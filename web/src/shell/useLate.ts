import { type ComponentType, useRef, useState } from "react";

/** A component whose code arrives when somebody reaches for it: `reach` asks for it, again where it did not come. */
export function useLate<Props>(load: () => Promise<ComponentType<Props>>) {
  const [Late, setLate] = useState<ComponentType<Props>>();
  const [isMissing, setMissing] = useState(false);
  const isAsked = useRef(false);
  const reach = () => {
    if (isAsked.current) return;
    isAsked.current = true;
    setMissing(false);
    load().then(
      (component) => setLate(() => component),
      () => {
        isAsked.current = false;
        setMissing(true);
      },
    );
  };
  return { Late, isMissing, reach };
}

import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";

/** A question mark that tells one sentence on hover and focus. */
export function Help({ about, children }: { about: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={200} closeDelay={0}>
      <Button className="help" aria-label={`What is "${about}"?`}>
        ?
      </Button>
      <Tooltip className="tooltip" placement="top">
        {children}
      </Tooltip>
    </TooltipTrigger>
  );
}

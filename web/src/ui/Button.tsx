import { Button as AriaButton, type ButtonProps, type PressEvent } from "react-aria-components";
import { Link, type LinkProps } from "react-router";
import { useOnce } from "./useOnce.ts";

type Variant = "primary" | "plain" | "danger" | "quiet";

interface OwnProps extends Omit<ButtonProps, "onPress" | "className"> {
  variant?: Variant;
  className?: string;
  /** While a promise it returns is pending, further presses do nothing. */
  onPress?: ((event: PressEvent) => unknown) | undefined;
}

/** The one button. `primary` is the page's next step: at most one in view. */
export function Button({ variant = "plain", className, onPress, ...props }: OwnProps) {
  const press = useOnce(onPress);
  return (
    <AriaButton
      {...props}
      {...(onPress ? { onPress: (event: PressEvent) => void press.run(event) } : {})}
      className={`button button-${variant} ${className ?? ""}`}
    />
  );
}

/** A link that is the next step: looks like a button, behaves like a link. */
export function ButtonLink({ variant = "plain", ...props }: LinkProps & { variant?: Variant }) {
  return <Link {...props} className={`button button-${variant}`} />;
}

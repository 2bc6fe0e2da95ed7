import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { Link, type LinkProps } from "react-router";

type Variant = "primary" | "plain" | "danger" | "quiet";

/** The one button. `primary` is the page's next step: at most one in view. */
export function Button({
  variant = "plain",
  className,
  ...props
}: ButtonProps & { variant?: Variant; className?: string }) {
  return <AriaButton {...props} className={`button button-${variant} ${className ?? ""}`} />;
}

/** A link that is the next step: looks like a button, behaves like a link. */
export function ButtonLink({ variant = "plain", ...props }: LinkProps & { variant?: Variant }) {
  return <Link {...props} className={`button button-${variant}`} />;
}

import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { useLocation } from "react-router";
import { PAGES } from "./pages.ts";

/** A phone's way to every page: a button that says where one is. */
export function MenuFace(props: ButtonProps) {
  const { pathname } = useLocation();
  const here = PAGES.find(({ to }) => (to === "/" ? pathname === to : pathname.startsWith(to)));
  return (
    <AriaButton {...props} className="button button-plain" aria-label={`Menu, now at ${here?.label ?? "another page"}`}>
      <span aria-hidden="true">☰</span> {here?.label ?? "Menu"}
    </AriaButton>
  );
}

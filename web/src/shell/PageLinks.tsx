import { NavLink } from "react-router";
import { PAGES } from "./pages.ts";

export const PageLinks = () =>
  PAGES.map((page) => (
    <NavLink key={page.to} to={page.to} end={page.to === "/"}>
      {page.label}
    </NavLink>
  ));

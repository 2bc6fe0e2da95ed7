import { type ReactNode, useEffect, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { NavLink, useLocation } from "react-router";
import { useIsPhone } from "../ui/useIsPhone.ts";
import { PAGES } from "./pages.ts";

/** Where everything is: a column at the side; on a phone a sheet that shows every page at once. */
export function Nav({ foot }: { foot: ReactNode }) {
  const isPhone = useIsPhone();
  return (
    <nav className="side" aria-label="Main">
      <NavLink to="/" className="brand" aria-label="Assay">
        <img src="/mark.svg" alt="" width="20" height="20" />
        Assay
      </NavLink>
      {isPhone ? (
        <MenuSheet foot={foot} />
      ) : (
        <>
          <div className="side-nav">
            <PageLinks />
          </div>
          {foot}
        </>
      )}
    </nav>
  );
}

const PageLinks = () =>
  PAGES.map((page) => (
    <NavLink key={page.to} to={page.to} end={page.to === "/"}>
      {page.label}
    </NavLink>
  ));

function MenuSheet({ foot }: { foot: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const { key, pathname } = useLocation();
  const here = PAGES.find(({ to }) => (to === "/" ? pathname === to : pathname.startsWith(to)));
  // Whoever has chosen a page wants to see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes on every navigation, whatever the page
  useEffect(() => setOpen(false), [key]);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button button-plain" aria-label={`Menu, now at ${here?.label ?? "another page"}`}>
        <span aria-hidden="true">☰</span> {here?.label ?? "Menu"}
      </Button>
      <ModalOverlay className="sheet-back" isDismissable>
        <Modal className="sheet">
          <Dialog className="sheet-body" aria-label="Pages">
            <div className="spread">
              <Heading slot="title">Pages</Heading>
              <Button slot="close" className="button button-quiet">
                Close
              </Button>
            </div>
            <div className="sheet-nav">
              <PageLinks />
            </div>
            {foot}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

import { type ReactNode, useEffect, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useLocation } from "react-router";
import { MenuFace } from "./MenuFace.tsx";
import { PageLinks } from "./PageLinks.tsx";

/** Every page at once, over the page; open at first. */
export function MenuSheet({ foot }: { foot: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const { key } = useLocation();
  // Whoever has chosen a page wants to see it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes on every navigation, whatever the page
  useEffect(() => setOpen(false), [key]);
  // The button takes the focus before the sheet opens, so that it has it again when the sheet closes.
  useEffect(() => setOpen(true), []);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <MenuFace autoFocus />
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

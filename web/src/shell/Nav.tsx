import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useIsPhone } from "../ui/useIsPhone.ts";
import { MenuFace } from "./MenuFace.tsx";
import { PageLinks } from "./PageLinks.tsx";
import { useLate } from "./useLate.ts";

const loadSheet = async () => (await import("./MenuSheet.tsx")).MenuSheet;

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
        <Menu foot={foot} />
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

/** The sheet's code comes when somebody opens it; where it does not come, the pages stand here. */
function Menu({ foot }: { foot: ReactNode }) {
  const { Late: MenuSheet, isMissing, reach } = useLate(loadSheet);
  if (MenuSheet) return <MenuSheet foot={foot} />;
  if (!isMissing) return <MenuFace aria-haspopup="dialog" onPress={reach} />;
  return (
    <div className="sheet-nav">
      <PageLinks />
    </div>
  );
}

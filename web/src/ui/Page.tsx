import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";

interface PageProps {
  /** The question this page answers: its first line. */
  question: string;
  title: ReactNode;
  /** Plain text for the browser tab when the title is not a string. */
  tabTitle?: string;
  /** What the title stands for, in small type: numbers, hashes, parts. */
  second?: ReactNode;
  crumbs?: { label: string; to: string }[];
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: where am I, what does this page answer, what is the next step. */
export function Page({ question, title, tabTitle, second, crumbs, actions, children }: PageProps) {
  const tab = tabTitle ?? (typeof title === "string" ? title : "Assay");
  useEffect(() => {
    document.title = tab === "Assay" ? "Assay" : `${tab} · Assay`;
  }, [tab]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          {crumbs && (
            <nav aria-label="Breadcrumb" className="small muted row">
              {crumbs.map((crumb, i) => (
                <span key={crumb.to} className="row">
                  {i > 0 && <span aria-hidden="true">/</span>}
                  <Link to={crumb.to}>{crumb.label}</Link>
                </span>
              ))}
            </nav>
          )}
          <p className="muted">{question}</p>
          <h1>{title}</h1>
          {second && <p className="small muted">{second}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section(props: { title: string; note?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section" aria-label={props.title}>
      <div className="spread">
        <h2>{props.title}</h2>
        {props.aside}
      </div>
      {props.note && <p className="small muted">{props.note}</p>}
      {props.children}
    </section>
  );
}

import "./shell/locale.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/App.tsx";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/frame.css";
import "./ui/controls.css";
import "./ui/data.css";
import "./ui/phone.css";
import "./ui/features.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root element.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

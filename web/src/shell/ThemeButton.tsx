import { useEffect, useState } from "react";
import { Button } from "../ui/index.ts";

const STORED = "assay.theme";
const NEXT = { system: "light", light: "dark", dark: "system" } as const;
type Theme = keyof typeof NEXT;

const isTheme = (value: string | null): value is Theme => value !== null && value in NEXT;

/** System, light or dark; remembered in this browser. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = localStorage.getItem(STORED);
    return isTheme(stored) ? stored : "system";
  });
  useEffect(() => {
    localStorage.setItem(STORED, theme);
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <Button variant="quiet" onPress={() => setTheme(NEXT[theme])}>
      <span className="visually-hidden">Theme: </span>
      {{ system: "Auto", light: "Light", dark: "Dark" }[theme]}
    </Button>
  );
}

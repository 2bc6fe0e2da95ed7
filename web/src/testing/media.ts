import { vi } from "vitest";

/** Makes the page as wide as a desk or as narrow as a phone; jsdom has no media queries. */
export function setPhone(isPhone: boolean): void {
  vi.stubGlobal("matchMedia", () => ({
    matches: isPhone,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
}

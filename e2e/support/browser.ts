import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";
import { setting } from "./settings.ts";

/** The machine's Chromium, as a French person in Paris has it, calling nobody but us. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> & { trace: "retain-on-failure"; reducedMotion?: "reduce" } = {
  baseURL: setting("EBVISION_E2E_URL"),
  locale: "fr-FR",
  timezoneId: "Europe/Paris",
  viewport: { width: 1440, height: 900 },
  trace: "retain-on-failure",
  launchOptions: {
    executablePath: setting("EBVISION_E2E_CHROMIUM"),
    // The frame of a message is sandboxed; in a process of its own, Playwright loses it now and then while it navigates.
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-features=IsolateSandboxedIframes"],
  },
};

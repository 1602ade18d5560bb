import { defineConfig } from "@playwright/test";
import { browser } from "./support/browser.ts";

// A picture of every page and state into .screens/, for people to look at.
export default defineConfig({
  testDir: "screens",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  timeout: 45_000,
  reporter: [["list"]],
  use: { ...browser, reducedMotion: "reduce" },
});

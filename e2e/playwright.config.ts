import { defineConfig } from "@playwright/test";
import { browser } from "./support/browser.ts";

// Every test makes what it needs under a name of its own: they run in any order, two at a time, against one server.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 45_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 8_000 },
  reporter: [["list"]],
  use: browser,
});

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
  // No test waits that long where the product is right and the machine is free; a busy machine is no reason to fail.
  timeout: 90_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: browser,
});

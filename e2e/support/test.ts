import { randomUUID } from "node:crypto";
import { type Page, test as base, expect } from "@playwright/test";
import { Api } from "./api.ts";
import { type Role, token } from "./tokens.ts";

export { expect };

/** A refusal that a test provokes is told in the browser's console too; nothing else may be. */
const REFUSALS = /^Failed to load resource: the server responded with a status of 4\d\d/;
/** The tests' own scripts in the frame of a message, which refuses them as it refuses all. */
const FRAMES = /^Blocked script execution in '[^']*\/previews\//;

interface Fixtures {
  /** Console messages that this test provokes on purpose, beside the API's refusals. */
  expected: RegExp;
  /**
   * Fails the test on any uncaught error and on any other error in the console, where breaches of the content security policy are told too.
   * A script of ours that listened for these would be run in the frame of a message too, which runs none.
   */
  quiet: void;
  api: Api;
  /** Signs in by the link, and opens a page. */
  enter: (path?: string, role?: Role, name?: string) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  expected: [/^(?!)/, { option: true }],
  quiet: [
    async ({ page, expected }, use) => {
      const heard: string[] = [];
      page.on("console", (message) => {
        const known = [REFUSALS, FRAMES, expected].some((pattern) => pattern.test(message.text()));
        if (["error", "warning"].includes(message.type()) && !known) heard.push(`${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => heard.push(`uncaught: ${error.message}`));
      await use();
      // What the page still asks for in its own time is nobody's failure once the test is over.
      await page.unrouteAll({ behavior: "ignoreErrors" });
      expect(heard, "the console stays quiet").toEqual([]);
    },
    { auto: true },
  ],
  api: async ({ request }, use) => use(new Api(request)),
  enter: async ({ page }, use) =>
    use(async (path = "/", role = "marketer", name) => {
      await page.goto(`${path}#token=${token(role, name)}`);
      await expect(page.locator("main")).toBeVisible();
      await expect(page.locator("h1").first()).toBeAttached();
    }),
});

/** A name that no other test has. */
export const own = (name: string) => `${name} ${randomUUID().slice(0, 8)}`;

/** Nothing is wider than the window. */
export async function fitsWidth(page: Page) {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(wide, "the page does not scroll sideways").toBeLessThanOrEqual(0);
}

/** The field of a form by its label: the counter and the help are not part of it. */
export const field = (page: Page, label: string) => page.getByRole("main").getByLabel(label, { exact: true });

/** Saves by the button, and waits until it says so. */
export async function save(page: Page) {
  await page.getByRole("button", { name: /^(Enregistrer|Save)/ }).click();
  await expect(page.getByText(/^(Enregistré à|Saved at)/)).toBeVisible();
}

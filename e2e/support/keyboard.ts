import type { Locator, Page } from "@playwright/test";

/** Tabs until this has the focus. */
export async function tabInto(page: Page, wanted: Locator, most = 80) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the focus never reached ${wanted}`);
}

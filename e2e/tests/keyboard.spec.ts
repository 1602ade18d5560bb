import type { Page } from "@playwright/test";
import { type Campaign } from "../support/api.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, field, own, test } from "../support/test.ts";

/** Tabs until the wanted thing has the focus. */
async function tabTo(page: Page, name: RegExp | string, most = 60) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    const text = await focused.evaluate((element) => element.getAttribute("aria-label") ?? (element as HTMLElement).innerText ?? "").then((text) => text.replace(/\s+/g, " ").trim());
    if (typeof name === "string" ? text === name : name.test(text)) return focused;
  }
  throw new Error(`the focus never reached ${name}`);
}

test("the whole story by keyboard: create, correct, save, leave, find, put away, find back", async ({ page, api, enter }) => {
  const name = own("Au clavier");
  await enter("/");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { name: "Campagnes" })).toBeVisible();
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { name: "Nouvelle campagne" })).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("alert")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(field(page, "Nom")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.locator("main")).toBeFocused();
  const id = page.url().split("/").at(-2);
  await tabTo(page, /^2 ?Contenu/);
  await page.keyboard.press("Enter");
  // A letter in a field is a letter.
  await field(page, "Objet").focus();
  await page.keyboard.type("n? / g c");
  await page.keyboard.press("Control+s");
  await new Wizard(page).isSaved();
  expect((await api.read<Campaign>(`/campaigns/${id}`)).subject).toBe("n? / g c");
  await page.locator("main").focus();
  await page.keyboard.press("/");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await tabTo(page, `Autres actions : ${name}`);
  await page.keyboard.press("Enter");
  await tabTo(page, "Archiver", 3);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Archiver/ });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: `Autres actions : ${name}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, "Archiver", 3);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Archiver" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("est archivé.")).toBeVisible();
});

test("who is in a field before the new page has been drawn stays there: what is typed is never torn away", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Rapide"));
  await enter(`/campaigns/${campaign.id}/audience`);
  // A browser that is slow to draw, as on a machine with much to do.
  await page.evaluate(() => {
    const draw = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (act) => window.setTimeout(() => draw(act), 600);
  });
  const wizard = new Wizard(page);
  await wizard.steps().getByRole("link", { name: /Contenu/ }).click();
  const subject = field(page, "Objet");
  await subject.focus();
  await subject.fill("");
  await page.keyboard.type("n? / g c", { delay: 150 });
  await expect(subject).toBeFocused();
  await wizard.isSaved();
  expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).subject).toBe("n? / g c");
});

test("the skip link is first and leads past the navigation", async ({ page, enter }) => {
  await enter("/campaigns");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("the shortcuts are listed by ? and can be switched off for good", async ({ page, enter }) => {
  await enter("/");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Raccourcis clavier" });
  await expect(list).toBeVisible();
  await list.getByRole("switch").uncheck();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("n");
  await page.keyboard.press("?");
  await expect(page.getByRole("heading", { name: "Tableau de bord" })).toBeVisible();
  await expect(list).toBeHidden();
  await page.reload();
  await page.locator("main").focus();
  await page.keyboard.press("?");
  await expect(list).toBeHidden();
  await enter("/help");
  await page.getByRole("switch", { name: "Raccourcis d’une ou deux lettres actifs" }).check();
  await page.locator("main").focus();
  await page.keyboard.press("?");
  await expect(list).toBeVisible();
});

test("what has the focus can be seen: never under the bar at the foot or the bar at the top", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Visible"));
  await page.setViewportSize({ width: 1000, height: 520 });
  await enter(`/campaigns/${campaign.id}/content`);
  for (let step = 0; step < 22; step += 1) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body || element.closest(".eb-wizard-bar, .eb-wizard-head, .eb-topbar, .eb-rail")) return null;
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + Math.min(12, box.width / 2), box.top + Math.min(12, box.height / 2));
      return top && (element.contains(top) || top.contains(element)) ? null : element.outerHTML.slice(0, 80);
    });
    expect(hidden).toBeNull();
  }
});

import { serious } from "../support/axe.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, field, own, test } from "../support/test.ts";

test("a browser that prefers English gets English, and the choice of French stays", async ({ browser, page }) => {
  void page;
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Africa/Dakar" });
  const english = await context.newPage();
  await english.goto("/");
  await expect(english.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(english.locator("html")).toHaveAttribute("lang", "en");
  await english.getByRole("button", { name: "Language: English" }).click();
  await english.getByRole("button", { name: "Français" }).click();
  await expect(english.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await english.reload();
  await expect(english.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await expect(english.locator("html")).toHaveAttribute("lang", "fr");
  await context.close();
});

test("the language changes every text without losing what is typed, the server's too", async ({ page, enter }) => {
  await enter("/campaigns/new");
  await field(page, "Étiquettes").fill("Reste");
  await page.getByRole("button", { name: "Langue : français" }).click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "New campaign" })).toBeVisible();
  await expect(page).toHaveTitle("New campaign · EB VISION Marketing");
  await expect(field(page, "Tags")).toHaveValue("Reste");
  await page.getByRole("button", { name: /^Create/ }).click();
  await expect(page.getByRole("alert").getByText("Fill in this field.")).toBeVisible();
  await field(page, "Name").fill(own("English"));
  await page.getByRole("button", { name: /^Create/ }).click();
  await new Wizard(page, "en").to("content");
  await field(page, "Subject").fill("Changed");
  await new Wizard(page, "en").isSaved();
  await page.goto("/campaigns/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("heading", { name: "No such campaign" })).toBeVisible();
});

test("numbers, dates and hours are French: narrow spaces, and the zone beside the hours", async ({ page, enter }) => {
  await enter("/campaigns");
  await expect(page.getByRole("columnheader", { name: "Modification (Europe/Paris)" })).toBeVisible();
  await expect(page.locator("tbody time").first()).toHaveText(/^\d\d\/\d\d\/\d{4} \d\d:\d\d$/);
  await enter("/");
  await expect(page.locator(".eb-figures span.num").first()).toHaveText(/^\d+(,\d)?\u202f% de \d{1,3}(\u202f\d{3})*$/);
  await expect(page.locator(".eb-recent time").first()).toHaveAttribute("title", /\d{4} à \d\d\u00a0h\u00a0\d\d \(Europe\/Paris\)$/);
});

test("dark follows the system until it is chosen, and stays chosen", async ({ page, enter }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await enter("/");
  const theme = page.locator("html");
  await expect(theme).toHaveAttribute("data-bs-theme", "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await expect(theme).toHaveAttribute("data-bs-theme", "light");
  await page.getByRole("button", { name: "Thème" }).click();
  await page.getByRole("button", { name: "Sombre" }).click();
  await expect(theme).toHaveAttribute("data-bs-theme", "dark");
  await page.reload();
  await expect(theme).toHaveAttribute("data-bs-theme", "dark");
});

test("the rail is collapsed by choice and stays so; its words stay for screen readers", async ({ page, enter }) => {
  await enter("/");
  const rail = page.getByRole("navigation", { name: "Navigation" });
  const wide = (await rail.boundingBox())?.width ?? 0;
  await page.getByRole("button", { name: "Réduire le menu" }).click();
  await expect.poll(async () => (await rail.boundingBox())?.width ?? 0).toBeLessThan(wide / 2);
  await page.reload();
  await expect(rail.getByRole("link", { name: "Campagnes" })).toBeVisible();
  expect((await rail.boundingBox())?.width).toBeLessThan(wide / 2);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on the filled pages, ${colorScheme}`, async ({ page, api, enter }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const campaign = await api.campaign(own("Contrôlée"), { tags: ["BTP", "promo"] });
    const template = await api.template(own("Contrôlé"));
    const found: Record<string, string[]> = {};
    for (const path of ["/", "/campaigns", "/campaigns/new", ...["audience", "content", "schedule", "review"].map((step) => `/campaigns/${campaign.id}/${step}`), "/templates?channel=email", `/templates/${template.id}`, "/whatsapp/templates", "/whatsapp/templates/new", "/conversations", "/help", "/nulle-part"]) {
      await enter(path);
      await expect(page.locator(".eb-skeleton")).toHaveCount(0);
      found[path] = await serious(page);
    }
    await enter("/campaigns/new");
    await page.getByRole("button", { name: /^Créer/ }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    found["with errors"] = await serious(page);
    await enter(`/campaigns?q=${encodeURIComponent(campaign.name)}`);
    await page.getByRole("button", { name: `Autres actions : ${campaign.name}` }).click();
    await expect(page.getByRole("button", { name: "Archiver" })).toBeVisible();
    found["with a menu"] = await serious(page);
    await page.getByRole("button", { name: "Archiver" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    found["with a dialog"] = await serious(page);
    await page.evaluate(() => sessionStorage.clear());
    await page.goto("/");
    await expect(page.getByLabel("Jeton d’accès")).toBeVisible();
    found["sign in"] = await serious(page);
    expect(Object.entries(found).filter(([, rows]) => rows.length > 0)).toEqual([]);
  });
}

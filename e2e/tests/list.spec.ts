import { byHand } from "../support/moments.ts";
import { expect, fitsWidth, own, test } from "../support/test.ts";

const names = (page: import("@playwright/test").Page) => page.locator("tbody th[scope=row] > a");

test("each tab shows as many campaigns as it counts, and has its own address", async ({ page, enter }) => {
  await enter("/campaigns");
  const tabs = page.getByRole("navigation", { name: "Campagnes par état" });
  await expect(tabs.getByRole("link")).toHaveCount(9);
  const failed = tabs.getByRole("link", { name: "Échouées ou annulées" });
  await expect(failed).toHaveText(/\d+\s*$/);
  await failed.click();
  await expect(page).toHaveURL(/\/campaigns\?tab=stopped$/);
  await expect(failed).toHaveAttribute("aria-current", "page");
  // Where another test cancels a campaign between the two answers of the server, both are asked again.
  let again = false;
  await expect(async () => {
    if (again) await page.reload();
    again = true;
    await expect(failed).toHaveText(/\d+\s*$/);
    const count = Number((await failed.textContent())?.match(/\d+/)?.[0]);
    await expect(names(page)).toHaveCount(count, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  for (const pill of await page.locator("tbody .eb-pill").allTextContents()) expect(["Échouée", "Annulée"]).toContain(pill.trim());
});

test("search, channel and order live in the address, survive a reload and go back", async ({ page, api, enter }) => {
  const name = own("Zèbre");
  await api.campaign(`${name} B`);
  await api.campaign(`${name} A`);
  await api.campaign(`${name} W`, { channel: "whatsapp", subject: null });
  await enter("/campaigns");
  await page.getByRole("searchbox", { name: "Chercher dans les campagnes" }).fill(name);
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveCount(3);
  await page.getByLabel("Canal").selectOption("email");
  await expect(names(page)).toHaveCount(2);
  await page.getByLabel("Tri").selectOption("name");
  await expect(names(page)).toHaveText([`${name} A`, `${name} B`]);
  await page.getByLabel("Tri").selectOption("-name");
  await expect(names(page)).toHaveText([`${name} B`, `${name} A`]);
  await page.reload();
  await expect(names(page)).toHaveText([`${name} B`, `${name} A`]);
  await expect(page.getByLabel("Canal")).toHaveValue("email");
  await expect(page.getByLabel("Tri")).toHaveValue("-name");
  await page.goBack();
  await expect(names(page)).toHaveText([`${name} A`, `${name} B`]);
  await page.goBack();
  await page.goBack();
  await expect(names(page)).toHaveCount(3);
  await expect(page.getByLabel("Canal")).toHaveValue("");
});

test("pages follow one another without losing or repeating a campaign, and lead back", async ({ page, api, enter }) => {
  const name = own("Suite");
  for (let index = 1; index <= 5; index += 1) await api.campaign(`${name} ${index}`);
  await enter(`/campaigns?q=${encodeURIComponent(name)}&sort=name&limit=2`);
  const pager = page.getByRole("navigation", { name: "Pages de la liste" });
  await expect(names(page)).toHaveText([`${name} 1`, `${name} 2`]);
  await expect(pager.getByRole("link", { name: "Précédent" })).toHaveCount(0);
  await pager.getByRole("link", { name: "Suivant" }).click();
  await expect(names(page)).toHaveText([`${name} 3`, `${name} 4`]);
  await expect(page).toHaveURL(/cursor=/);
  await page.reload();
  await expect(names(page)).toHaveText([`${name} 3`, `${name} 4`]);
  await pager.getByRole("link", { name: "Suivant" }).click();
  await expect(names(page)).toHaveText([`${name} 5`]);
  await expect(pager).toContainText("1 campagne affichée");
  await expect(pager.getByRole("link", { name: "Suivant" })).toHaveCount(0);
  await pager.getByRole("link", { name: "Précédent" }).click();
  await expect(names(page)).toHaveText([`${name} 3`, `${name} 4`]);
});

test("nothing under these filters names the filters and clears them", async ({ page, enter }) => {
  await enter("/campaigns?tab=paused&channel=whatsapp&q=introuvable");
  await expect(page.getByRole("heading", { name: "Aucune campagne pour ces filtres" })).toBeVisible();
  await expect(page.getByText("En pause, WhatsApp, « introuvable »")).toBeVisible();
  await page.getByRole("link", { name: "Effacer les filtres" }).click();
  await expect(page).toHaveURL(/\/campaigns$/);
  await expect(names(page).first()).toBeVisible();
});

test("an address with an unknown filter says so instead of guessing", async ({ page, enter }) => {
  await enter("/campaigns?tab=nimporte");
  await expect(page.getByRole("heading", { name: "Cette adresse demande un filtre inconnu" })).toBeVisible();
});

test("the search of the top bar leads to the filtered list from anywhere", async ({ page, api, enter }) => {
  const name = own("Partout");
  await api.campaign(name);
  await enter("/help");
  await page.keyboard.press("/");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Campagnes" })).toBeVisible();
  await expect(names(page)).toHaveText([name]);
});

test("a campaign is put away and taken back out, each asked in words", async ({ page, api, enter }) => {
  const name = own("À ranger");
  await api.campaign(name);
  await enter(`/campaigns?q=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Archiver" }).click();
  const dialog = page.getByRole("dialog", { name: `Archiver « ${name} » ?` });
  await expect(dialog).toContainText("rien n’est effacé");
  await dialog.getByRole("button", { name: "Archiver" }).click();
  await expect(page.getByRole("status").getByText(`« ${name} » est archivé.`)).toBeVisible();
  await expect(names(page)).toHaveCount(0);
  await page.getByRole("link", { name: /^Archivées/ }).click();
  await expect(names(page)).toHaveText([name]);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Désarchiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Désarchiver" }).click();
  await expect(names(page)).toHaveCount(0);
  await page.getByRole("link", { name: /^Toutes/ }).click();
  await expect(names(page)).toHaveText([name]);
});

test("a menu stays open while campaigns leave: figures are read again once it is closed", async ({ page, api, enter }) => {
  const name = own("En route");
  await api.campaign(name);
  const look = await byHand(page);
  let asked = 0;
  await page.route("**/api/marketing/v1/campaigns?*", async (route) => {
    asked += 1;
    const told = await (await route.fetch()).json();
    return route.fulfill({ json: { ...told, items: told.items.map((row: object) => ({ ...row, state: "sending" })) } });
  });
  await enter(`/campaigns?q=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  const act = page.getByRole("button", { name: "Dupliquer" });
  await expect(act).toBeVisible();
  const before = asked;
  await look();
  await expect(act).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(act).toBeHidden();
  expect(asked).toBe(before);
  await look();
  await expect.poll(() => asked).toBe(before + 1);
});

test("a duplicate opens as a draft under its own name", async ({ page, api, enter }) => {
  const name = own("Modèle de copie");
  const original = await api.campaign(name, { tags: ["BTP"] });
  await enter(`/campaigns?q=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Dupliquer" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Nom")).toHaveValue(`Copie de ${name}`);
  await dialog.getByLabel("Nom").fill("");
  await dialog.getByRole("button", { name: "Dupliquer" }).click();
  await expect(dialog.getByText("Renseignez ce champ.")).toBeVisible();
  await dialog.getByLabel("Nom").fill(`${name}, la copie`);
  await dialog.getByRole("button", { name: "Dupliquer" }).click();
  await expect(page.getByRole("heading", { name: `${name}, la copie`, level: 1 })).toBeVisible();
  expect(page.url()).not.toContain(original.id);
  await page.getByRole("button", { name: "Nom et étiquettes" }).click();
  await expect(page.getByRole("dialog").getByLabel("Étiquettes", { exact: true })).toHaveValue("BTP");
});

for (const width of [320, 390]) {
  test(`at ${width} px the list is cards, nothing scrolls sideways, and the drawer leads on`, async ({ page, enter }) => {
    await page.setViewportSize({ width, height: 800 });
    await enter("/campaigns");
    await expect(names(page).first()).toBeVisible();
    await fitsWidth(page);
    await expect(page.getByRole("link", { name: "Nouvelle campagne" })).toBeInViewport();
    await page.getByRole("button", { name: "Ouvrir le menu" }).click();
    const drawer = page.getByRole("dialog", { name: "Navigation" });
    await drawer.getByRole("link", { name: "Modèles WhatsApp" }).click();
    await expect(page.getByRole("heading", { name: "Modèles WhatsApp" })).toBeVisible();
    await expect(drawer).toBeHidden();
    for (const path of ["/", "/campaigns/new", "/templates/new", "/templates?channel=email", "/help", "/nulle-part"]) {
      await enter(path);
      await fitsWidth(page);
    }
  });
}

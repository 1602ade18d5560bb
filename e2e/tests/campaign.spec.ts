import { type Campaign } from "../support/api.ts";
import { held } from "../support/moments.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, field, own, test } from "../support/test.ts";

test("a campaign is created, opens in the wizard, and is found in the list", async ({ page, api, enter }) => {
  const name = own("Soldes BTP");
  await enter("/campaigns");
  await page.getByRole("link", { name: "Nouvelle campagne" }).click();
  await field(page, "Nom").fill(name);
  await field(page, "Étiquettes").fill("BTP, promo");
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("status").getByText(`« ${name} » est créé.`)).toBeVisible();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}\/audience$/);
  const id = page.url().split("/").at(-2);
  expect(await api.read<Campaign>(`/campaigns/${id}`)).toMatchObject({ name, tags: ["BTP", "promo"], version: 1 });
  await page.getByRole("link", { name: "Revenir aux campagnes" }).click();
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
});

test("wrong fields are told in a summary that leads to each of them", async ({ page, enter }) => {
  await enter("/campaigns/new");
  await field(page, "Étiquettes").fill(`BTP, btp, ${"x".repeat(41)}`);
  await page.getByRole("button", { name: /^Créer/ }).click();
  const summary = page.getByRole("alert").filter({ hasText: "À corriger avant d’enregistrer" });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveCount(3);
  await summary.getByRole("link", { name: "Nom : Renseignez ce champ." }).click();
  await expect(field(page, "Nom")).toBeFocused();
  await expect(field(page, "Nom")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "Nom")).toHaveAccessibleDescription(/Renseignez ce champ/);
  await field(page, "Nom").fill("Corrigé");
  await field(page, "Nom").blur();
  await expect(summary.getByRole("link")).toHaveCount(2);
  await expect(field(page, "Nom")).not.toHaveAttribute("aria-invalid", "true");
});

test("nothing is checked while it is typed, only when the field is left", async ({ page, enter }) => {
  await enter("/campaigns/new");
  await field(page, "Étiquettes").pressSequentially("a");
  await expect(page.getByText("Renseignez ce champ.")).toHaveCount(0);
  await field(page, "Nom").focus();
  await field(page, "Étiquettes").focus();
  await expect(page.locator(".eb-field").getByText("Renseignez ce champ.")).toHaveCount(1);
});

test("a field that only the server can judge is mapped by its pointer", async ({ page, api, enter }) => {
  const template = await api.template(own("Bientôt archivé"));
  await enter("/campaigns/new");
  await field(page, "Nom").fill(own("Au modèle perdu"));
  await field(page, "Modèle").selectOption(template.id);
  await api.post(`/templates/${template.id}/archive`, undefined, { "if-match": `"${template.version}"` });
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(field(page, "Modèle")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert").getByRole("link", { name: /^Modèle : Choisissez un objet existant/ })).toBeVisible();
});

test("two clicks on create make one campaign", async ({ page, api, enter }) => {
  const name = own("Une seule fois");
  await enter("/campaigns/new");
  await field(page, "Nom").fill(name);
  await page.getByRole("button", { name: /^Créer/ }).dblclick();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const list = await api.read<{ items: unknown[] }>(`/campaigns?q=${encodeURIComponent(name)}`);
  expect(list.items).toHaveLength(1);
});

test("what is typed on while a campaign is being created goes on into the wizard, and is saved there", async ({ page, api, enter }) => {
  const name = own("À peine créée");
  await enter("/campaigns/new");
  const first = held();
  await page.route("**/api/marketing/v1/campaigns", async (route) => {
    if (route.request().method() === "POST") await first.gone;
    return route.fallback();
  });
  await field(page, "Nom").fill(name);
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByText("Enregistrement…")).toBeVisible();
  await field(page, "Nom").fill(`${name}, la suite`);
  first.letGo();
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}\/audience$/);
  await expect(page.getByRole("heading", { name: `${name}, la suite`, level: 1 })).toBeVisible();
  await new Wizard(page).isSaved();
  const id = page.url().split("/").at(-2);
  expect(await api.read<Campaign>(`/campaigns/${id}`)).toMatchObject({ name: `${name}, la suite`, version: 2 });
});

test.describe("on a bad network", () => {
  test.use({ expected: /net::ERR_FAILED/ });

  test("a lost answer and a second try make one campaign", async ({ page, api, enter }) => {
    const name = own("Réponse perdue");
    await enter("/campaigns/new");
    await field(page, "Nom").fill(name);
    const keys: (string | undefined)[] = [];
    await page.route("**/api/marketing/v1/campaigns", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      keys.push(route.request().headers()["idempotency-key"]);
      const answer = await route.fetch();
      return keys.length === 1 ? route.abort() : route.fulfill({ response: answer });
    });
    await page.getByRole("button", { name: /^Créer/ }).click();
    await expect(page.getByRole("alert").getByText("Le serveur ne répond pas")).toBeVisible();
    await expect(field(page, "Nom")).toHaveValue(name);
    await page.getByRole("button", { name: /^Créer/ }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    expect(keys[0]).toBe(keys[1]);
    const list = await api.read<{ items: unknown[] }>(`/campaigns?q=${encodeURIComponent(name)}`);
    expect(list.items).toHaveLength(1);
  });
});

test("leaving unsaved work asks first, keeps it, and offers it again", async ({ page, enter }) => {
  await enter("/campaigns/new");
  await field(page, "Nom").fill("À moitié écrit");
  await page.getByRole("link", { name: "Tableau de bord" }).click();
  const dialog = page.getByRole("dialog", { name: "Quitter sans enregistrer ?" });
  await dialog.getByRole("button", { name: "Rester" }).click();
  await expect(field(page, "Nom")).toHaveValue("À moitié écrit");
  await page.getByRole("link", { name: "Tableau de bord" }).click();
  await dialog.getByRole("button", { name: "Quitter et garder" }).click();
  await expect(page.getByRole("heading", { name: "Tableau de bord" })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Vos modifications non enregistrées sont de retour.")).toBeVisible();
  await expect(field(page, "Nom")).toHaveValue("À moitié écrit");
  await page.getByRole("main").getByRole("button", { name: "Abandonner mes modifications" }).first().click();
  await expect(field(page, "Nom")).toHaveValue("");
  await page.getByRole("link", { name: "Tableau de bord" }).click();
  await expect(page.getByRole("heading", { name: "Tableau de bord" })).toBeVisible();
});

test("a campaign that is no draft is read only in the wizard, and says why", async ({ page, api, enter }) => {
  const finished = await api.read<{ items: Campaign[] }>("/campaigns?tab=finished&limit=1");
  await enter(`/campaigns/${finished.items[0]?.id}/content`);
  await expect(page.getByRole("note")).toContainText("Seul un brouillon se modifie");
  await expect(page.getByRole("button", { name: /^Autres actions/ })).toBeVisible();
});

test("an archived campaign is read only until it is taken back out", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Rangée"));
  await enter(`/campaigns/${campaign.id}/content`);
  const menu = page.getByRole("button", { name: /^Autres actions/ });
  await menu.click();
  await page.getByRole("button", { name: "Archiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archiver" }).click();
  await expect(page.getByRole("note")).toContainText("L’objet est archivé");
  await menu.click();
  await page.getByRole("button", { name: "Désarchiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Désarchiver" }).click();
  await expect(page.getByRole("note")).toHaveCount(0);
  await field(page, "Objet").fill("De retour");
  await new Wizard(page).isSaved();
});

test("an unknown campaign says so with the number of the request", async ({ page, enter }) => {
  await enter("/help");
  await page.goto("/campaigns/00000000-0000-4000-8000-000000000000");
  await expect(page.getByRole("alert").getByRole("heading", { name: "Campagne introuvable" })).toBeVisible();
  await expect(page.getByText(/^demande [0-9a-f-]{36}$/)).toBeVisible();
});

test("a WhatsApp campaign has no subject to fill in", async ({ page, api, enter }) => {
  const name = own("Rappel");
  await enter("/campaigns/new");
  await field(page, "Nom").fill(name);
  await field(page, "Canal").selectOption("whatsapp");
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await new Wizard(page).to("content");
  await expect(field(page, "Modèle")).toBeVisible();
  await expect(field(page, "Objet")).toHaveCount(0);
  const list = await api.read<{ items: Campaign[] }>(`/campaigns?q=${encodeURIComponent(name)}`);
  expect(list.items[0]).toMatchObject({ subject: null, channel: "whatsapp" });
});

import { type Template } from "../support/api.ts";
import { held, unheard } from "../support/moments.ts";
import { expect, field, own, save, test } from "../support/test.ts";

test("a template is created with variables put in by a click, and found in its list", async ({ page, api, enter }) => {
  const name = own("Bienvenue");
  await enter("/templates?channel=email");
  await page.getByRole("link", { name: "Nouveau modèle" }).click();
  await field(page, "Nom").fill(name);
  await field(page, "Objet").fill("Bienvenue chez nous");
  await field(page, "HTML").fill("<p>Bonjour </p>");
  await field(page, "HTML").focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowLeft");
  await page.getByRole("button", { name: "contact.nom", exact: true }).click();
  await expect(field(page, "HTML")).toHaveValue("<p>Bonjour {{ contact.nom }}</p>");
  await expect(field(page, "HTML")).toBeFocused();
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const id = page.url().split("/").pop();
  expect((await api.read<Template>(`/templates/${id}`)).html).toBe("<p>Bonjour {{ contact.nom }}</p>");
  await page.getByRole("navigation").getByRole("link", { name: "Modèles e-mail" }).last().click();
  await page.getByRole("searchbox", { name: "Chercher dans les modèles" }).fill(name);
  await page.keyboard.press("Enter");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody tr")).toContainText("Bienvenue chez nous");
});

test("HTML is kept byte for byte when another field changes, and keeps its line ends when it is edited", async ({ page, api, enter }) => {
  const html = "<p>Un</p>\r\n\t<p>Deux  </p>\r\n\r\n<!-- é − « » -->\r\n";
  const template = await api.template(own("Octets"), { html });
  await enter(`/templates/${template.id}`);
  await field(page, "Objet").fill("Autre objet");
  await save(page);
  expect((await api.read<Template>(`/templates/${template.id}`)).html).toBe(html);
  await field(page, "HTML").press("Control+End");
  await page.keyboard.type("<p>Fin</p>");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByText("Tout est enregistré")).toBeVisible();
  expect((await api.read<Template>(`/templates/${template.id}`)).html).toBe(`${html}<p>Fin</p>`);
});

test("what is typed on while it is being saved is neither lost nor taken for saved", async ({ page, api, enter }) => {
  const template = await api.template(own("En saisie"));
  await enter(`/templates/${template.id}`);
  const first = held();
  await page.route(`**/api/marketing/v1/templates/${template.id}`, async (route) => {
    if (route.request().method() === "PUT") await first.gone;
    return route.fallback();
  });
  await field(page, "Objet").fill("Premier");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByText("Enregistrement…")).toBeVisible();
  await field(page, "Objet").fill("Second");
  first.letGo();
  await expect(page.getByText("Modifications non enregistrées")).toBeVisible();
  await expect(field(page, "Objet")).toHaveValue("Second");
  expect(await api.read(`/templates/${template.id}`)).toMatchObject({ subject: "Premier" });
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByText("Tout est enregistré")).toBeVisible();
  expect(await api.read(`/templates/${template.id}`)).toMatchObject({ subject: "Second" });
});

test("what is typed on while it is being created is in the fields of its own page, and not taken for saved", async ({ page, api, enter }) => {
  const name = own("À peine créé");
  await enter("/templates/new");
  const first = held();
  await page.route("**/api/marketing/v1/templates", async (route) => {
    if (route.request().method() === "POST") await first.gone;
    return route.fallback();
  });
  await field(page, "Nom").fill(name);
  await field(page, "Objet").fill("Premier");
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByText("Enregistrement…")).toBeVisible();
  // For good once it is there: not to be changed any more.
  await expect(field(page, "Canal")).toBeDisabled();
  await field(page, "Objet").fill("Second");
  first.letGo();
  await expect(page).toHaveURL(/\/templates\/[0-9a-f-]{36}$/);
  await expect(page.locator(".eb-save-state")).toHaveText(/Modifications non enregistrées/);
  await expect(field(page, "Objet")).toHaveValue("Second");
  const id = page.url().split("/").pop();
  expect(await api.read(`/templates/${id}`)).toMatchObject({ name, subject: "Premier" });
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByText("Tout est enregistré")).toBeVisible();
  expect(await api.read(`/templates/${id}`)).toMatchObject({ name, subject: "Second", version: 2 });
  // Nothing of it waits for the next new one.
  await page.goto("/templates/new");
  await expect(field(page, "Nom")).toHaveValue("");
});

test.describe("on a bad network", () => {
  test.use({ expected: /net::ERR_FAILED/ });

  test("a second click after a lost answer finds that it was saved", async ({ page, api, enter }) => {
    const template = await api.template(own("Réponse perdue"));
    await enter(`/templates/${template.id}`);
    await unheard(page, `**/api/marketing/v1/templates/${template.id}`);
    await field(page, "Objet").fill("Premier");
    await page.getByRole("button", { name: /^Enregistrer/ }).click();
    await expect(page.getByRole("alert").getByText("Le serveur ne répond pas")).toBeVisible();
    await page.getByRole("button", { name: /^Enregistrer/ }).click();
    await expect(page.getByText("Tout est enregistré")).toBeVisible();
    expect(await api.read(`/templates/${template.id}`)).toMatchObject({ subject: "Premier", version: 2 });
  });

  test("what was saved without an answer is known as one's own after a reload too", async ({ page, api, enter }) => {
    const template = await api.template(own("Rechargé"));
    await enter(`/templates/${template.id}`);
    await unheard(page, `**/api/marketing/v1/templates/${template.id}`);
    await field(page, "Objet").fill("Premier");
    await page.getByRole("button", { name: /^Enregistrer/ }).click();
    await expect(page.getByRole("alert").getByText("Le serveur ne répond pas")).toBeVisible();
    await field(page, "Objet").fill("Second");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(field(page, "Objet")).toHaveValue("Second");
    await page.getByRole("button", { name: /^Enregistrer/ }).click();
    await expect(page.getByText("Tout est enregistré")).toBeVisible();
    expect(await api.read(`/templates/${template.id}`)).toMatchObject({ subject: "Second", version: 3 });
  });
});

test("a template that does not parse and a variable that nobody fills are told at their field", async ({ page, api, enter }) => {
  const template = await api.template(own("Fautes"));
  await enter(`/templates/${template.id}`);
  await field(page, "HTML").fill("{{ contact.prenom }}");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  const summary = page.getByRole("alert").filter({ hasText: "À corriger avant d’enregistrer" });
  await expect(summary.getByRole("link", { name: /^HTML : Remplacez cette variable inconnue : .*contact\.prenom/ })).toBeVisible();
  await field(page, "HTML").fill("{% if %}");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(summary.getByRole("link", { name: /^HTML : Corrigez la syntaxe du modèle/ })).toBeVisible();
  await expect(field(page, "HTML")).toHaveAttribute("aria-invalid", "true");
});

test("a WhatsApp template is a text of limited length", async ({ page, api, enter }) => {
  const name = own("Rappel de rendez-vous");
  await enter("/templates?channel=whatsapp");
  await page.getByRole("link", { name: "Nouveau modèle" }).click();
  await expect(field(page, "HTML")).toHaveCount(0);
  await field(page, "Nom").fill(name);
  await field(page, "Texte").fill("x".repeat(1025));
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /^Texte : Raccourcissez/ })).toBeVisible();
  await field(page, "Texte").fill("Bonjour {{ contact.nom }}, à demain.");
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const id = page.url().split("/").pop();
  expect(await api.read<Template>(`/templates/${id}`)).toMatchObject({ channel: "whatsapp", text: "Bonjour {{ contact.nom }}, à demain.", html: null });
  await expect(page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name: "Modèles WhatsApp" })).toHaveAttribute("aria-current", "page");
});

test("the navigation leads to WhatsApp's templates and where they stand, and from there to the free texts and back", async ({ page, enter }) => {
  await enter();
  const entry = page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name: "Modèles WhatsApp" });
  await entry.click();
  await expect(page).toHaveURL(/\/whatsapp\/templates$/);
  await expect(page.getByRole("main").getByLabel("État")).toBeVisible();
  await expect(entry).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Voir les textes libres" }).click();
  await expect(page.getByRole("heading", { name: "Textes libres WhatsApp", level: 1 })).toBeVisible();
  await expect(entry).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Voir les modèles et leur état" }).click();
  await expect(page.getByRole("heading", { name: "Modèles WhatsApp", level: 1 })).toBeVisible();
});

test("a template is put away, found among the archived, taken back out and duplicated", async ({ page, api, enter }) => {
  const name = own("Rangé");
  await api.template(name);
  await enter(`/templates?channel=email&q=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Archiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archiver" }).click();
  await expect(page.getByRole("heading", { name: "Aucun modèle pour ces filtres" })).toBeVisible();
  await page.getByRole("switch", { name: "Archivés" }).check();
  await expect(page).toHaveURL(/archived=true/);
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Désarchiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Désarchiver" }).click();
  await expect(page.getByRole("status").getByText("est de retour dans la liste")).toBeVisible();
  // Gone from among the archived, so that its row is the other list's from here on.
  await expect(page.locator("tbody tr")).toHaveCount(0);
  await page.getByRole("switch", { name: "Archivés" }).uncheck();
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("button", { name: "Dupliquer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Dupliquer" }).click();
  await expect(page.getByRole("heading", { name: `Copie de ${name}`, level: 1 })).toBeVisible();
});

test("two people on one template: nothing is overwritten unasked", async ({ page, context, api, enter }) => {
  const template = await api.template(own("À deux"));
  await enter(`/templates/${template.id}`);
  const other = await context.newPage();
  await other.goto(`/templates/${template.id}#token=${await page.evaluate(() => sessionStorage.getItem("token"))}`);
  await field(other, "HTML").fill("<p>Le sien</p>");
  await other.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(other.getByText("Tout est enregistré")).toBeVisible();
  await field(page, "HTML").fill("<p>Le mien</p>");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByRole("dialog").getByRole("row", { name: "HTML <p>Le sien</p> <p>Le mien</p>" })).toBeVisible();
});

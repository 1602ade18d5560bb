import { AxeBuilder } from "@axe-core/playwright";
import { byHand, held } from "../support/moments.ts";
import { Studio } from "../support/pages/studio.ts";
import { expect, field, fitsWidth, own, test } from "../support/test.ts";
import type { Api } from "../support/api.ts";
import type { Language } from "../support/texts.ts";

interface Made { id: string; version: number; status: string; content: Record<string, unknown> }

const content = (name: string, more: Record<string, unknown> = {}) => ({ name, language: "fr", category: "utility", body: `Bonjour {{prenom}}, votre dossier ${name} est prêt à l’agence.`, examples: { prenom: "Camille" }, ...more });
const name = (word: string) => own(word).toLowerCase().replaceAll(" ", "_");
const made = (api: Api, of: Record<string, unknown>): Promise<Made> => api.post("/whatsapp/templates", { account: "meta", content: of });

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });

    test(`what Meta would refuse is told at its place, once the field is left, and the phone shows what is typed, ${language}`, async ({ page, enter }) => {
      const studio = new Studio(page, language);
      await enter("/whatsapp/templates");
      await page.getByRole("link", { name: new RegExp(`^${studio.say("studio.create")}`) }).click();
      const body = studio.field("studio.body");
      await body.fill("{{prenom}} *vous attend*");
      await expect(studio.saidOf("/body")).toBeEmpty();
      await studio.field("studio.footer").focus();
      await expect(studio.saidOf("/body")).toContainText(studio.say("lint.variable_first", { about: "prenom" }));
      await studio.saidOf("/body").getByRole("button", { name: studio.say("editor.show_place") }).click();
      expect(await body.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toBe("{{prenom}}");
      await expect(studio.phone().locator("b")).toHaveText("vous attend");
      await body.fill("Bonjour {{prenom}}, un conseiller vous attend demain.");
      await studio.field("studio.footer").focus();
      await expect(studio.saidOf("/body")).toBeEmpty();
      await studio.field("studio.example", { name: "prenom" }).fill("Camille");
      await expect(studio.phone()).toContainText("Bonjour Camille, un conseiller vous attend demain.");
      await studio.button("studio.long").click();
      await expect(studio.phone()).toContainText(studio.say("studio.long_value"));
      await studio.button("studio.dark").click();
      await expect(studio.phone()).toHaveAttribute("data-bs-theme", "dark");
      await studio.field("studio.header").selectOption("image");
      await expect(studio.phone()).toContainText(studio.say("whatsapp.media_there"));
      await studio.button("studio.bare").click();
      await expect(studio.phone()).toContainText(studio.say("whatsapp.media_missing"));
    });

    test(`a name is proposed, buttons are added, moved and removed, and the draft is there again after a reload, ${language}`, async ({ page, api, enter }) => {
      const studio = new Studio(page, language);
      const called = own("Été");
      await enter("/whatsapp/templates/new");
      await studio.field("studio.name").fill(called);
      await studio.button("studio.propose").click();
      await expect(studio.field("studio.name")).toHaveValue(/^ete_[a-z0-9_]+$/);
      await studio.button("studio.add_reply").click();
      await studio.button("studio.add_url").click();
      await expect(page.getByRole("main").getByLabel(studio.say("studio.label"), { exact: true })).toHaveCount(2);
      await page.getByRole("main").getByLabel(studio.say("studio.label"), { exact: true }).first().fill("Oui");
      await page.getByRole("main").getByLabel(studio.say("studio.label"), { exact: true }).last().fill("Site");
      await page.getByRole("button", { name: studio.say("studio.up", { number: "2" }) }).click();
      await expect(studio.phone().locator("li").first()).toHaveText("Site");
      await page.getByRole("button", { name: studio.say("studio.remove", { number: "2" }) }).click();
      await expect(studio.phone().locator("li")).toHaveText(["Site"]);
      await page.reload();
      await expect(page.getByText(studio.say("editor.restored"))).toBeVisible();
      await expect(studio.phone().locator("li")).toHaveText(["Site"]);
      await studio.save();
      await expect(page).toHaveURL(/\/whatsapp\/templates\/[0-9a-f-]{36}$/);
      const saved = await api.read<Made>(`/whatsapp/templates/${page.url().split("/").at(-1)}`);
      expect(saved.content.buttons).toEqual([{ kind: "url", text: "Site", url: "" }]);
      await studio.button("studio.submit").click();
      await expect(page.getByRole("alert")).toContainText(studio.say("lint.body_missing"));
      expect((await api.read<Made>(`/whatsapp/templates/${saved.id}`)).status).toBe("draft");
    });
  });
}

test("who saves after somebody else is asked, and nothing is overwritten", async ({ page, api, enter }) => {
  const studio = new Studio(page);
  const before = await made(api, content(name("Conflit")));
  await enter(`/whatsapp/templates/${before.id}`);
  await studio.field("studio.footer").fill("Le mien");
  await api.put(`/whatsapp/templates/${before.id}`, { ...before.content, footer: "Le sien" }, before.version);
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  const dialog = page.getByRole("dialog", { name: "Quelqu’un a enregistré entre-temps" });
  await expect(dialog.getByRole("row", { name: /Pied/ })).toContainText("Le sien");
  await dialog.getByRole("button", { name: "Garder la mienne" }).click();
  await expect.poll(async () => (await api.read<Made>(`/whatsapp/templates/${before.id}`)).content.footer).toBe("Le mien");
});

test("news that was asked for before the last save does not undo it", async ({ page, api, enter }) => {
  const studio = new Studio(page);
  const { id } = await made(api, content(name("Nouvelles")));
  const look = await byHand(page);
  await enter(`/whatsapp/templates/${id}`);
  await expect(studio.field("studio.footer")).toHaveValue("");
  const [asked, late] = [held(), held()];
  await page.route(`**/api/marketing/v1/whatsapp/templates/${id}`, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    asked.letGo();
    await late.gone;
    return route.fulfill({ response });
  });
  await look();
  await asked.gone;
  await studio.field("studio.footer").fill("Le mien");
  await studio.save();
  const told = page.waitForResponse((answer) => answer.request().method() === "GET" && answer.url().endsWith(id));
  late.letGo();
  await (await told).finished();
  await studio.field("studio.footer").fill("Toujours le mien");
  await studio.save();
  expect((await api.read<Made>(`/whatsapp/templates/${id}`)).content.footer).toBe("Toujours le mien");
});

test("an approved template is read only; a new version and another language are drafts of their own, and deleting asks", async ({ page, api, enter }) => {
  test.slow();
  const studio = new Studio(page);
  const called = name("Approuvé").replace("é", "e");
  const { id } = await made(api, content(called));
  await enter(`/whatsapp/templates/${id}`);
  await studio.submit("approved");
  await expect(page.getByRole("note")).toContainText("faites-en une nouvelle version");
  await expect(studio.field("studio.body")).toHaveAttribute("readonly", "");
  await expect(studio.standing().getByRole("listitem").last()).toContainText("Approuvé");
  await studio.button("studio.version").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Nom chez WhatsApp")).toHaveValue(`${called}_v2`);
  await dialog.getByRole("button", { name: "Créer le brouillon" }).click();
  await expect(page.getByRole("heading", { name: `${called}_v2`, level: 1 })).toBeVisible();
  await page.goto(`/whatsapp/templates/${id}`);
  await studio.button("studio.variant").click();
  await dialog.getByLabel("Langue").selectOption("en");
  await dialog.getByRole("button", { name: "Créer le brouillon" }).click();
  const languages = page.getByRole("region", { name: "Langues de ce nom" });
  await expect(languages.getByRole("link", { name: "français" })).toBeVisible();
  await expect(languages.getByRole("listitem").filter({ hasText: "anglais" })).toContainText("affichée");
  await page.goto(`/whatsapp/templates/${id}`);
  await studio.button("studio.delete").click();
  await dialog.getByRole("button", { name: "Supprimer" }).click();
  await expect(page).toHaveURL(/\/whatsapp\/templates$/);
  await expect.poll(async () => (await api.read<Made>(`/whatsapp/templates/${id}`)).status, { timeout: 30_000 }).toBe("deleted");
});

test("whoever may only look sees a template and no way to change it", async ({ page, api, enter }) => {
  const { id } = await made(api, content(name("Vu")));
  await enter(`/whatsapp/templates/${id}`, "viewer");
  await expect(page.getByRole("note")).toContainText("templates:write");
  await expect(page.getByRole("button", { name: "Soumettre" })).toHaveCount(0);
  await enter("/whatsapp/templates/new", "viewer");
  await expect(page.getByText("templates:write").first()).toBeVisible();
});

test("a text in a script that runs from right to left does so on the phone", async ({ page, enter }) => {
  await enter("/whatsapp/templates/new");
  await field(page, "Corps").fill("مرحبا {{prenom}}، خصم 20 % هذا الأسبوع في جميع متاجرنا.");
  const direction = (selector: string) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).direction);
  await expect(page.locator(".eb-bubble-body")).toContainText("مرحبا");
  expect(await direction(".eb-bubble-body")).toBe("rtl");
  expect(await field(page, "Corps").evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
  await field(page, "Corps").fill("Bonjour {{prenom}}, 20 % cette semaine dans tous nos magasins.");
  await expect(page.locator(".eb-bubble-body")).toContainText("Bonjour");
  expect(await direction(".eb-bubble-body")).toBe("ltr");
});

test("formatting by the keyboard: what is chosen stands between its marks and stays chosen", async ({ page, enter }) => {
  const studio = new Studio(page);
  await enter("/whatsapp/templates");
  await page.locator("main").focus();
  await page.keyboard.press("n");
  const body = field(page, "Corps");
  await body.fill("Bonjour à tous");
  await body.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(0, 7));
  await page.getByRole("button", { name: "Gras" }).focus();
  await page.keyboard.press("Enter");
  await expect(body).toHaveValue("*Bonjour* à tous");
  await expect(body).toBeFocused();
  await page.keyboard.type("Salut");
  await expect(body).toHaveValue("*Salut* à tous");
  await expect(studio.phone().locator("b")).toHaveText("Salut");
});

for (const width of [320, 390, 1000]) {
  test(`at ${width} px the editor does not scroll sideways`, async ({ page, api, enter }) => {
    const { id } = await made(api, content(name("Etroit"), { buttons: [{ kind: "url", text: "Voir le site", url: "https://exemple.fr/une/adresse/assez/longue" }] }));
    await page.setViewportSize({ width, height: 800 });
    await enter(`/whatsapp/templates/${id}`);
    await expect(new Studio(page).phone()).toBeVisible();
    await fitsWidth(page);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the editor, ${colorScheme}`, async ({ page, api, enter }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { id } = await made(api, content(name("Controle"), { body: "{{prenom}} vous attend, avec *tout* ce qu’il faut.", buttons: [{ kind: "quick_reply", text: "Oui" }, { kind: "copy_code" }] }));
    const studio = new Studio(page);
    await enter(`/whatsapp/templates/${id}`);
    await expect(studio.saidOf("/body")).toContainText("Le texte commence par");
    for (const look of ["studio.light", "studio.dark"]) {
      await studio.button(look).click();
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      const serious = violations.filter((violation) => ["serious", "critical"].includes(violation.impact ?? ""));
      expect(serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join("; ")}`)).toEqual([]);
    }
  });
}

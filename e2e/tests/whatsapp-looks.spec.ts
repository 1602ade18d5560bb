import type { Page } from "@playwright/test";
import { type Api, CLIENTS, type Campaign } from "../support/api.ts";
import { serious } from "../support/axe.ts";
import { tabInto } from "../support/keyboard.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { written } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import { texts } from "../support/texts.ts";

const say = texts("fr");

/** An approved template with one variable; its name. */
async function approved(api: Api): Promise<string> {
  const name = own("offre").replace(" ", "_");
  const body = `Bonjour {{prenom}}, votre offre ${name} vous attend à l’agence toute la semaine.`;
  const content = { name, language: "fr", category: "marketing", body, footer: "Répondez STOP pour ne plus rien recevoir", examples: { prenom: "Camille" } };
  const { id, version } = await api.post<{ id: string; version: number }>("/whatsapp/templates", { account: "meta", content });
  await api.post(`/whatsapp/templates/${id}/submit`, {}, { "if-match": `"${version}"` });
  await expect.poll(async () => (await api.read<{ status: string }>(`/whatsapp/templates/${id}`)).status, { timeout: 60_000 }).toBe("approved");
  return name;
}

/** A thread of somebody who has just written. */
const thread = async (api: Api) => (await written(api, "Bonjour, êtes-vous ouverts samedi ?")).id;

/** A campaign to the clients that lacks its template. */
async function draft(api: Api, name: string): Promise<string> {
  const { id, version } = await api.post<Campaign>("/campaigns", { name: own(name), channel: "whatsapp" });
  await api.put(`/campaigns/${id}`, { name: own(name), audience: CLIENTS }, version);
  return id;
}

/** The variable's value. */
const mapping = (page: Page) => page.getByRole("main").getByLabel("{{prenom}}", { exact: true });

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on WhatsApp's pages, ${colorScheme}`, async ({ page, api, enter }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const template = await approved(api);
    const talk = await thread(api);
    const id = await draft(api, "WhatsApp");
    await enter(`/campaigns/${id}/content`, "sender");
    await new Wizard(page).field("field.template").selectOption({ label: `${template} (fr)` });
    await mapping(page).fill("{{ contact.nom | default('vous') }}");
    await new Wizard(page).isSaved();
    const found: Record<string, string[]> = { content: await serious(page) };
    for (const path of [`/campaigns/${id}/review`, `/campaigns/${id}/schedule`, `/conversations/${talk}`, "/conversations/opt-in", "/accounts", "/rate-cards"]) {
      await page.goto(path);
      await expect(page.locator("h1").first()).toBeAttached();
      await expect(page.locator(".eb-skeleton")).toHaveCount(0);
      found[path] = await serious(page);
    }
    expect(Object.entries(found).filter(([, rows]) => rows.length > 0)).toEqual([]);
  });
}

test("by keyboard alone: a variable is mapped, the campaign launched, a message answered", async ({ page, api, enter }) => {
  test.setTimeout(300_000);
  const template = await approved(api);
  const talk = await thread(api);
  const id = await draft(api, "Au clavier");
  const wizard = new Wizard(page);
  await enter(`/campaigns/${id}/content`, "sender");
  await tabInto(page, wizard.field("field.template"));
  await page.keyboard.type(template);
  await expect(mapping(page)).toBeVisible();
  await tabInto(page, mapping(page));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("{{ contact.nom | default('vous') }}");
  await page.keyboard.press("Control+s");
  await wizard.isSaved();
  await tabInto(page, wizard.steps().getByRole("link", { name: say("wizard.review") }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(say("review.ready"))).toBeVisible();
  await tabInto(page, wizard.launch());
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog").getByRole("button", { name: say("launch.act") });
  await expect(confirm).toBeVisible();
  if (!(await confirm.evaluate((element) => element === document.activeElement))) await tabInto(page, confirm, 10);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/campaigns/${id}$`));
  await api.until(id, "finished");

  await page.goto(`/conversations/${talk}`);
  const said = page.getByRole("region", { name: say("conversations.thread") });
  await tabInto(page, said.getByLabel(say("conversations.answer")));
  await page.keyboard.type("Oui, jusqu’à midi.");
  await tabInto(page, said.getByRole("button", { name: say("conversations.send") }), 5);
  await page.keyboard.press("Enter");
  await expect(said.getByRole("listitem").filter({ hasText: "Oui, jusqu’à midi." })).toBeVisible({ timeout: 30_000 });
});

test("who would get nothing is told before the launch, and a value to fall back on mends it", async ({ page, api, enter }) => {
  test.slow();
  const template = await approved(api);
  const id = await draft(api, "Sans valeur");
  const wizard = new Wizard(page);
  await enter(`/campaigns/${id}/content`, "sender");
  await wizard.field("field.template").selectOption({ label: `${template} (fr)` });
  await mapping(page).fill("{{ source.surnom }}");
  await wizard.isSaved();
  await wizard.to("review");
  const checks = page.getByRole("region", { name: say("review.checks") });
  await expect(checks).toContainText(say("check.value_empty", { people: "", name: "prenom" }).trim());
  await expect(checks).toContainText(say("review.blocking"));
  await checks.getByRole("link").first().click();
  await mapping(page).fill("{{ source.surnom | default('vous') }}");
  await wizard.isSaved();
  await wizard.to("review");
  await expect(page.getByText(say("review.ready"))).toBeVisible();
  const { whatsapp } = await api.read<{ whatsapp: { filling: { looked_at: number; unfit: number } } }>(`/campaigns/${id}/review`);
  expect(whatsapp.filling.unfit).toBe(0);
  const all = new Intl.NumberFormat("fr-FR").format(whatsapp.filling.looked_at);
  await expect(page.getByRole("region", { name: say("deck.title") })).toContainText(say("deck.fills", { fit: all, all }));
});

test("the choice of a template keeps the present one wherever it is, and says that there are more", async ({ page, api, enter }) => {
  test.slow();
  const last = [await approved(api), await approved(api)].sort().at(-1) ?? "";
  const { items } = await api.read<{ items: { id: string }[] }>(`/whatsapp/templates?q=${last}`);
  const id = await draft(api, "Beaucoup de modèles");
  await api.editCampaign(id, { template_id: items[0]?.id });
  // As if there were hundreds: a page holds one.
  await page.route("**/api/marketing/v1/whatsapp/templates?*", async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", "1");
    return route.fulfill({ response: await route.fetch({ url: url.href }) });
  });
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.get("status") === "approved");
  await enter(`/campaigns/${id}/content`, "sender");
  await asked;
  const choice = new Wizard(page).field("field.template");
  await expect(choice.locator("option:checked")).toHaveText(`${last} (fr)`);
  await expect(page.getByText(say("field.template_more", { number: "200" }))).toBeVisible();
});

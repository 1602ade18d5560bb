import type { Page } from "@playwright/test";
import type { Api } from "../support/api.ts";
import { tabInto } from "../support/keyboard.ts";
import { away, byHand, held } from "../support/moments.ts";
import { Studio } from "../support/pages/studio.ts";
import { written } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

/** An approved template with one variable; its name. */
async function approved(api: Api): Promise<string> {
  const name = own("suivi").replace(" ", "_");
  const content = { name, language: "fr", category: "utility", body: `Bonjour {{prenom}}, votre dossier ${name} est prêt à l’agence.`, examples: { prenom: "Camille" } };
  const { id, version } = await api.post<{ id: string; version: number }>("/whatsapp/templates", { account: "meta", content });
  await api.post(`/whatsapp/templates/${id}/submit`, {}, { "if-match": `"${version}"` });
  await expect.poll(async () => (await api.read<{ status: string }>(`/whatsapp/templates/${id}`)).status, { timeout: 60_000 }).toBe("approved");
  return name;
}

/** The conversation of somebody who said yes, and wrote a day ago as far as the page is told. */
async function closed(page: Page, api: Api): Promise<string> {
  const { from, id } = await written(api, "Bonjour");
  await api.post("/consent/entries", { address: from, channel: "whatsapp", purpose: "marketing", decision: "granted", occurred_at: new Date().toISOString(), evidence: { text: "J’accepte vos messages par WhatsApp", business_name: "Atelier Borel" } });
  await page.route(`**/v1/conversations/${id}`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...await answer.json(), window_until: null } });
  });
  return id;
}

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`outside of the window the answer is an approved template, filled by hand, ${language}`, async ({ page, api, enter }) => {
      const say = new Studio(page, language).say;
      const name = await approved(api);
      await enter(`/conversations/${await closed(page, api)}`);
      const thread = page.getByRole("region", { name: say("conversations.thread") });
      await expect(thread.getByText(say("conversations.closed_text"))).toBeVisible();
      await thread.getByLabel(say("conversations.template_search")).fill(name);
      await thread.getByLabel(say("conversations.by_template")).selectOption({ label: `${name} (fr)` });
      await thread.getByRole("button", { name: say("conversations.send_template") }).click();
      await expect(thread.getByRole("alert")).not.toBeEmpty();
      await thread.getByLabel("{{prenom}}", { exact: true }).fill("Sonia");
      await expect(thread.locator(".eb-phone")).toContainText("Bonjour Sonia");
      await thread.getByRole("button", { name: say("conversations.send_template") }).click();
      await expect(thread.getByRole("listitem").filter({ hasText: `Bonjour Sonia, votre dossier ${name}` }).first()).toBeVisible({ timeout: 60_000 });
    });

    test(`the server is asked for the template whose name is typed, and more than are shown are told of, ${language}`, async ({ page, api, enter }) => {
      const say = new Studio(page, language).say;
      const last = [await approved(api), await approved(api)].sort().at(-1) ?? "";
      const id = await closed(page, api);
      // As if there were hundreds: a page holds one.
      await page.route("**/api/marketing/v1/whatsapp/templates?*", async (route) => {
        const url = new URL(route.request().url());
        url.searchParams.set("limit", "1");
        return route.fulfill({ response: await route.fetch({ url: url.href }) });
      });
      await enter(`/conversations/${id}`);
      const thread = page.getByRole("region", { name: say("conversations.thread") });
      const [search, choice] = [thread.getByLabel(say("conversations.template_search")), thread.getByLabel(say("conversations.by_template"))];
      const more = thread.getByText(say("conversations.template_more", { number: "50" }));
      await expect(more).toBeVisible();
      await expect(choice.locator("option").filter({ hasText: last })).toHaveCount(0);
      await tabInto(page, search, 120);
      await page.keyboard.type(last);
      await expect(choice.locator("option")).toHaveText([say("whatsapp.choose"), `${last} (fr)`]);
      await expect(more).toBeHidden();
      await page.keyboard.press("Tab");
      await expect(choice).toBeFocused();
      await page.keyboard.type(last);
      await expect(thread.getByLabel("{{prenom}}", { exact: true })).toBeVisible();
      // What is looked for next takes nothing away that was chosen.
      await search.fill("introuvable-par-son-nom");
      await expect(thread.getByText(say("conversations.template_none"))).toBeVisible();
      await expect(choice.locator("option:checked")).toHaveText(`${last} (fr)`);
    });
  });
}

test.describe("when the server does not answer for once", () => {
  test.use({ expected: /status of 503/ });

  test("what is being written stays, and what is written while an answer leaves is the next one", async ({ page, api, enter }) => {
    test.slow();
    const say = new Studio(page).say;
    const { id } = await written(api, "Bonjour");
    const look = await byHand(page);
    await enter(`/conversations/${id}`, "sender");
    const thread = page.getByRole("region", { name: say("conversations.thread") });
    const text = thread.getByLabel(say("conversations.answer"));
    await text.fill("Jusqu’à");
    let broken = true;
    await page.route(`**/api/marketing/v1/conversations/${id}`, (route) => (broken ? route.fulfill(away()) : route.fallback()));
    await look();
    const failure = thread.getByRole("heading", { name: "Base de données injoignable" });
    await expect(failure).toBeVisible();
    await expect(text).toHaveValue("Jusqu’à");
    broken = false;
    await look();
    await expect(failure).toHaveCount(0);
    const leaving = held();
    await page.route(`**/api/marketing/v1/conversations/${id}/messages`, async (route) => {
      if (route.request().method() === "POST") await leaving.gone;
      return route.fallback();
    });
    await text.fill("Jusqu’à midi.");
    await thread.getByRole("button", { name: say("conversations.send") }).click();
    await text.pressSequentially(" Et demain ?");
    await expect(text).toHaveValue("Jusqu’à midi. Et demain ?");
    leaving.letGo();
    await expect(text).toHaveValue("Et demain ?");
    await expect(thread.getByRole("listitem").filter({ hasText: "Jusqu’à midi." })).toBeVisible({ timeout: 60_000 });
  });
});

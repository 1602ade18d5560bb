import { away, byHand, held } from "../support/moments.ts";
import { Studio } from "../support/pages/studio.ts";
import { written } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`outside of the window the answer is an approved template, filled by hand, ${language}`, async ({ page, api, enter }) => {
      const say = new Studio(page, language).say;
      const name = own("suivi").replace(" ", "_");
      const content = { name, language: "fr", category: "utility", body: `Bonjour {{prenom}}, votre dossier ${name} est prêt à l’agence.`, examples: { prenom: "Camille" } };
      const { id: template, version } = await api.post<{ id: string; version: number }>("/whatsapp/templates", { account: "meta", content });
      await api.post(`/whatsapp/templates/${template}/submit`, {}, { "if-match": `"${version}"` });
      await expect.poll(async () => (await api.read<{ status: string }>(`/whatsapp/templates/${template}`)).status, { timeout: 60_000 }).toBe("approved");
      const { from, id } = await written(api, "Bonjour");
      await api.post("/consent/entries", { address: from, channel: "whatsapp", purpose: "marketing", decision: "granted", occurred_at: new Date().toISOString(), evidence: { text: "J’accepte vos messages par WhatsApp", business_name: "Atelier Borel" } });
      // A day later.
      await page.route(`**/v1/conversations/${id}`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ json: { ...await answer.json(), window_until: null } });
      });
      await enter(`/conversations/${id}`);
      const thread = page.getByRole("region", { name: say("conversations.thread") });
      await expect(thread.getByText(say("conversations.closed_text"))).toBeVisible();
      await thread.getByLabel(say("conversations.by_template")).selectOption({ label: `${name} (fr)` });
      await thread.getByRole("button", { name: say("conversations.send_template") }).click();
      await expect(thread.getByRole("alert")).not.toBeEmpty();
      await thread.getByLabel("{{prenom}}", { exact: true }).fill("Sonia");
      await expect(thread.locator(".eb-phone")).toContainText("Bonjour Sonia");
      await thread.getByRole("button", { name: say("conversations.send_template") }).click();
      await expect(thread.getByRole("listitem").filter({ hasText: `Bonjour Sonia, votre dossier ${name}` }).first()).toBeVisible({ timeout: 60_000 });
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

import { randomInt } from "node:crypto";
import { Studio } from "../support/pages/studio.ts";
import { sandbox } from "../support/sandbox.ts";
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
      // Not every number that begins with 06 is assigned: those with 061 are.
      const from = `+3361${randomInt(1_000_000, 9_999_999)}`;
      await api.post("/consent/entries", { address: from, channel: "whatsapp", purpose: "marketing", decision: "granted", occurred_at: new Date().toISOString(), evidence: { text: "J’accepte vos messages par WhatsApp", business_name: "Atelier Borel" } });
      await sandbox.whatsapp("say", { from, line: "meta", text: "Bonjour" });
      const threads = async () => (await api.read<{ items: { id: string }[] }>(`/conversations?q=${encodeURIComponent(from)}`)).items;
      await expect.poll(async () => (await threads()).length, { timeout: 30_000 }).toBe(1);
      const id = (await threads())[0]?.id;
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
      await expect(thread.getByRole("listitem").filter({ hasText: `Bonjour Sonia, votre dossier ${name}` }).first()).toBeVisible({ timeout: 20_000 });
    });
  });
}

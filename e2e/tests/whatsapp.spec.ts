import type { Page } from "@playwright/test";
import type { Api } from "../support/api.ts";
import { Studio } from "../support/pages/studio.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { sandbox } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

/** Each language has its own person, of an even or an odd number: who leaves in one story must not be missing in the other. */
const WHO: Record<Language, number> = { fr: 0, en: 1 };
/** An offer that calls itself a message about an order: the reviewer finds it. */
const BODY: Record<Language, (mark: string) => string> = {
  fr: (mark) => `Bonjour {{prenom}}, votre remise ${mark} vous attend toute la semaine à l’agence.`,
  en: (mark) => `Hello {{prenom}}, your discount ${mark} waits for you all week at the branch.`,
};
const FOOTER: Record<Language, string> = { fr: "Répondez STOP pour ne plus rien recevoir", en: "Answer STOP to get nothing more" };
const OUT: Record<Language, string> = { fr: "ARRÊT", en: "STOP" };
const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

interface Entry { decision: string; purpose: string; channel: string; source: string }

/** Written as a message about an order, refused, made marketing, approved. */
async function approved(page: Page, language: Language): Promise<string> {
  const studio = new Studio(page, language);
  const name = own("remise").replace(" ", "_");
  await page.goto("/whatsapp/templates/new");
  await studio.field("studio.name").fill(name);
  await studio.field("studio.category").selectOption("utility");
  await studio.field("studio.language").selectOption(language);
  await studio.field("studio.body").fill(BODY[language](name.split("_").at(-1) ?? ""));
  await studio.field("studio.footer").fill(FOOTER[language]);
  await studio.field("studio.example", { name: "prenom" }).fill("Camille");
  await studio.save();
  await studio.submit("rejected");
  await expect(studio.standing()).toContainText(studio.say("whatsapp.rejection.incorrect_category"));
  await expect(studio.standing()).toContainText("Hand the template in as marketing");
  await studio.field("studio.category").selectOption("marketing");
  await studio.save();
  await studio.submit("approved");
  await expect(page.getByRole("note")).toContainText(studio.say("studio.locked"));
  return name;
}

/** A campaign with the template, from an empty form until it has left. */
async function send(page: Page, language: Language, template: string, name: string): Promise<string> {
  const wizard = new Wizard(page, language);
  await page.goto("/campaigns/new");
  await wizard.field("field.name").fill(name);
  await wizard.field("field.channel").selectOption("whatsapp");
  await page.getByRole("button", { name: /^(Créer|Create)/ }).click();
  await wizard.isAt("audience");
  const id = page.url().split("/").at(-2) ?? "";
  await wizard.source("clients").check();
  await expect.poll(async () => digits(await wizard.planned().textContent())).toBeGreaterThan(0);
  await wizard.to("content");
  await wizard.field("field.template").selectOption({ label: `${template} (${language})` });
  await page.getByRole("main").getByLabel("{{prenom}}", { exact: true }).fill("{{ contact.nom | default('vous') }}");
  await expect(page.locator(".eb-phone")).toContainText(FOOTER[language]);
  await wizard.isSaved();
  await wizard.to("review");
  await expect(page.getByText(wizard.say("review.ready"))).toBeVisible();
  await wizard.launch().click();
  await page.getByRole("dialog").getByRole("button", { name: wizard.say("launch.act") }).click();
  await expect(page).toHaveURL(new RegExp(`/campaigns/${id}$`));
  return id;
}

const ledger = async (api: Api, address: string) => {
  const { items } = await api.read<{ items: Entry[] }>(`/consent/entries?address=${encodeURIComponent(address)}`);
  return items.filter((entry) => entry.purpose === "marketing" && entry.channel === "whatsapp");
};

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.setTimeout(300_000);

    test(`a template is refused, mended and approved; it is sent, answered, answered back; who opts out is left out of the next, ${language}`, async ({ page, api, enter }) => {
      const studio = new Studio(page, language);
      await enter("/", "sender");
      const template = await approved(page, language);
      const first = await send(page, language, template, own("WhatsApp"));
      await api.until(first, "finished");
      const people = async () => (await api.read<{ items: { address: string }[] }>(`/campaigns/${first}/recipients?group=delivered&limit=200`)).items;
      const chosen = async () => {
        for (const { address } of await people()) {
          if (Number(address.at(-1)) % 2 === WHO[language] && (await ledger(api, address)).at(0)?.decision === "granted") return address;
        }
        return "";
      };
      let from = "";
      await expect.poll(async () => (from = await chosen()), { timeout: 60_000 }).not.toBe("");
      await expect(page.locator(".eb-page-facts")).toContainText(studio.say("state.finished"), { timeout: 60_000 });

      // The person writes; a colleague answers.
      await sandbox.whatsapp("say", { from, line: "meta", text: "Jusqu’à quelle heure ?" });
      await page.goto(`/conversations?q=${encodeURIComponent(from)}`);
      const row = page.getByRole("listitem").filter({ hasText: "Jusqu’à quelle heure" }).getByRole("link");
      await expect(row).toBeVisible({ timeout: 30_000 });
      await row.click();
      const thread = page.getByRole("region", { name: studio.say("conversations.thread") });
      await thread.getByLabel(studio.say("conversations.answer")).fill("Jusqu’à 19 h.");
      await thread.getByRole("button", { name: studio.say("conversations.send") }).click();
      const ours = thread.getByRole("listitem").filter({ hasText: "Jusqu’à 19 h." });
      await expect(ours).toContainText(new RegExp(["sent", "delivered", "seen"].map((state) => studio.say(`conversations.${state}`)).join("|")), { timeout: 60_000 });

      // A word is enough, and it is the proof.
      await sandbox.whatsapp("say", { from, line: "meta", text: OUT[language] });
      await expect.poll(async () => (await ledger(api, from)).at(0)?.decision, { timeout: 60_000 }).toBe("withdrawn");
      expect((await ledger(api, from)).at(0)?.source).toBe("message");
      await expect(thread.getByRole("listitem").filter({ hasText: OUT[language] }).first()).toBeVisible({ timeout: 30_000 });

      const second = await send(page, language, template, own("WhatsApp"));
      await api.until(second, "finished");
      const excluded = await api.read<{ items: { address: string }[] }>(`/campaigns/${second}/exclusions?reason=no_consent&q=${encodeURIComponent(from)}`);
      expect(excluded.items.map((exclusion) => exclusion.address)).toContain(from);
      const again = await api.read<{ items: unknown[] }>(`/campaigns/${second}/recipients?q=${encodeURIComponent(from)}`);
      expect(again.items).toEqual([]);
      await page.goto(`/campaigns/${second}/exclusions?q=${encodeURIComponent(from)}`);
      await expect(page.getByRole("main")).toContainText(from);
    });
  });
}

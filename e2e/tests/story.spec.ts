import type { Page } from "@playwright/test";
import type { Audience, Figures } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { setting } from "../support/settings.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

/** Each language has its own people: who leaves in one story must not be missing in the other. */
const SIZES: Record<Language, RegExp> = { fr: /^1-9/, en: /^10-49/ };
const MESSAGE = '<html lang="fr"><p>Bonjour {{ contact.nom | default("Madame, Monsieur") }}, <a href="https://exemple.fr/offre">notre offre</a></p></html>';
const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

/** From an empty form to a campaign that has left, as a marketer does it. */
async function send(page: Page, language: Language, name: string): Promise<string> {
  const wizard = new Wizard(page, language);
  await page.goto("/campaigns/new");
  await wizard.field("field.name").fill(name);
  await page.getByRole("button", { name: /^(Créer|Create)/ }).click();
  await wizard.isAt("audience");
  const id = page.url().split("/").at(-2) ?? "";
  await wizard.source("companies").check();
  const sizes = page.getByRole("group", { name: new RegExp(`^${wizard.say("segment.size_label")}`) });
  await sizes.getByRole("checkbox", { name: SIZES[language] }).check();
  await expect.poll(async () => digits(await wizard.planned().textContent())).toBeGreaterThan(0);
  await wizard.next().click();
  await wizard.isAt("content");
  await wizard.field("field.sender").selectOption({ index: 1 });
  await wizard.field("field.subject").fill("Notre offre, {{ contact.nom | default('bonjour') }}");
  await wizard.field("field.html").fill(MESSAGE);
  await expect(wizard.letter().getByRole("link", { name: "notre offre" })).toBeVisible();
  await wizard.to("schedule");
  await wizard.next().click();
  await wizard.isAt("review");
  await expect(page.getByText(wizard.say("review.ready"))).toBeVisible();
  await wizard.launch().click();
  await page.getByRole("dialog").getByRole("button", { name: wizard.say("launch.act") }).click();
  await expect(page).toHaveURL(new RegExp(`/campaigns/${id}$`));
  return id;
}

/** Whom the sandbox took a message for. */
async function written(campaign: string): Promise<string[]> {
  const answer = await fetch(`${setting("EBVISION_E2E_SANDBOX_URL")}/_sandbox/ledger?tag=${campaign}`);
  const ledger = await answer.json() as { recipients: { email: string }[] };
  return ledger.recipients.map((recipient) => recipient.email);
}

for (const language of ["fr", "en"] as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`from an empty form to the figures; who unsubscribes in the inbox gets nothing the second time, ${language}`, async ({ page, api, enter }) => {
      const report = new Report(page, language);
      await enter("/campaigns", "sender");
      const first = await send(page, language, own("Première"));
      await api.until(first, "finished");
      // Nobody reloads: the page hears of the end, and of what recipients do.
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.finished"), { timeout: 60_000 });
      // Counted behind the sending, not with it.
      const figures = async () => (await api.read<{ figures: Figures }>(`/campaigns/${first}/report`)).figures;
      await expect.poll(async () => {
        const { planned, accepted } = await figures();
        return planned > 0 && accepted === planned;
      }).toBe(true);
      await expect.poll(async () => (await figures()).delivered, { timeout: 60_000 }).toBeGreaterThan(0);

      // A recipient opens the sandbox's inbox and leaves by the mail program's button.
      const people = await api.read<{ items: { address: string }[] }>(`/campaigns/${first}/recipients?group=delivered&limit=1`);
      const address = people.items[0]?.address ?? "";
      const inbox = await page.context().newPage();
      await inbox.goto(`${setting("EBVISION_E2E_SANDBOX_URL")}/?lang=${language}&q=${encodeURIComponent(address)}`);
      await inbox.getByRole("table").getByRole("link").first().click();
      await inbox.getByRole("button", { name: language === "fr" ? /désabonner/i : /unsubscribe/i }).click();
      const standing = () => api.read<{ items: { decision: string; purpose: string }[] }>(`/consent/entries?address=${encodeURIComponent(address)}`);
      await expect.poll(async () => (await standing()).items.some((entry) => entry.purpose === "marketing" && entry.decision === "withdrawn"), { timeout: 60_000 }).toBe(true);

      // The same again: one fewer is planned, and is named among those without consent.
      await enter("/campaigns", "sender");
      const second = await send(page, language, own("Seconde"));
      await api.until(second, "finished");
      const excluded = await api.read<{ items: { address: string }[] }>(`/campaigns/${second}/exclusions?reason=no_consent&q=${encodeURIComponent(address)}`);
      expect(excluded.items.map((exclusion) => exclusion.address)).toContain(address);
      const again = await api.read<{ items: unknown[] }>(`/campaigns/${second}/recipients?q=${encodeURIComponent(address)}`);
      expect(again.items).toEqual([]);
      expect(await written(first)).toContain(address);
      expect(await written(second)).not.toContain(address);
      const audience = await api.read<{ waterfall: Audience["waterfall"] }>(`/campaigns/${second}/report`);
      expect(audience.waterfall.excluded.find((step) => step.reason === "no_consent")?.contacts).toBeGreaterThan(0);
    });
  });
}

import { type Campaign } from "../support/api.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, fitsWidth, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });

    test(`the way on is always open, and says what is missing, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.campaign(own("Soldes"), { subject: null });
      const wizard = new Wizard(page, language);
      await enter(`/campaigns/${campaign.id}`);
      await wizard.isAt("audience");
      await expect(page.getByText(wizard.say("wizard.missing_audience"))).toBeVisible();
      await wizard.next().click();
      await wizard.isAt("content");
      for (const need of ["need_subject", "need_message", "need_sender"]) {
        await expect(page.getByRole("status").filter({ hasText: wizard.say(`wizard.${need}`) })).toBeVisible();
      }
      await wizard.next().click();
      await wizard.isAt("schedule");
      await wizard.next().click();
      await wizard.isAt("review");
      await expect(wizard.next()).toHaveCount(0);
    });

    test(`what is typed is saved by itself, on the way to the next page too, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.campaign(own("Seule"));
      const wizard = new Wizard(page, language);
      await enter(`/campaigns/${campaign.id}/content`);
      await wizard.field("field.subject").fill("Un objet tout neuf");
      await wizard.to("schedule");
      await wizard.isSaved();
      expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).subject).toBe("Un objet tout neuf");
      await wizard.to("content");
      await expect(wizard.field("field.subject")).toHaveValue("Un objet tout neuf");
      // Left at once: it is saved first.
      await wizard.field("field.subject").fill("Juste avant de partir");
      await page.getByRole("link", { name: wizard.say("wizard.leave") }).click();
      await expect(page.getByRole("heading", { name: wizard.say("campaigns.title"), level: 1 })).toBeVisible();
      expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).subject).toBe("Juste avant de partir");
    });

    test(`a time to come is told in its zone and in UTC, and the past is refused, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.campaign(own("À l’heure"));
      const wizard = new Wizard(page, language);
      await enter(`/campaigns/${campaign.id}/schedule`);
      await page.getByRole("radio", { name: new RegExp(wizard.say("schedule.later")) }).check();
      await wizard.field("schedule.wall").fill("2031-07-01T14:30");
      await expect(page.getByRole("status").filter({ hasText: "Europe/Paris" })).toContainText(/12\s?(h\s|:)30 UTC/);
      await wizard.field("schedule.zone").selectOption("America/Martinique");
      await expect(page.getByRole("status").filter({ hasText: "America/Martinique" })).toContainText(/18\s?(h\s|:)30 UTC/);
      await wizard.isSaved();
      expect(await api.read(`/campaigns/${campaign.id}`)).toMatchObject({ schedule: { wall: "2031-07-01T14:30:00", zone: "America/Martinique" } });
      await wizard.field("schedule.wall").fill("2021-07-01T14:30");
      await expect(page.getByRole("alert").filter({ hasText: wizard.say("schedule.past") })).toBeVisible();
      await wizard.field("schedule.zone").selectOption("Europe/Paris");
      // Clocks went from 2 to 3 that night.
      await wizard.field("schedule.wall").fill("2031-03-30T02:30");
      await expect(page.getByRole("alert").filter({ hasText: wizard.say("schedule.skipped") })).toBeVisible();
    });

    test(`whoever opens no settings is told what holds; what is set is kept, and said before the launch, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.campaign(own("Réglée"));
      const wizard = new Wizard(page, language);
      await enter(`/campaigns/${campaign.id}/schedule`);
      const settings = page.locator("details").filter({ hasText: wizard.say("settings.title") });
      await expect(settings.locator("summary")).toContainText(new RegExp(wizard.say("settings.told_fast"), "i"));
      await settings.locator("summary").click();
      await wizard.field("settings.pace").fill("600");
      await wizard.field("settings.quiet").selectOption({ label: wizard.say("settings.quiet_sundays") });
      await wizard.field("settings.doubt").selectOption({ label: wizard.say("settings.doubt_delivery") });
      await wizard.isSaved();
      const saved = await api.read<Campaign & { quiet_hours: { windows: unknown[] } }>(`/campaigns/${campaign.id}`);
      expect(saved).toMatchObject({ pace_per_minute: 600, doubt: "prefer_delivery", quiet_hours: { windows: [{ from: "20:00:00", to: "08:00:00" }, { days: ["sunday"] }] } });
      await expect(settings.locator("summary")).toContainText(wizard.say("settings.told_sundays"));
      await wizard.field("settings.pace").fill("0");
      await page.keyboard.press("Tab");
      await expect(page.getByText("1–4294967295").first()).toBeVisible();
      await wizard.field("settings.pace").fill("300");
      await wizard.to("review");
      await expect(page.getByText(wizard.say("settings.told_delivery"))).toBeVisible();
      await expect(page.getByText(new RegExp(wizard.say("settings.told_pace", { count: "300" }), "i"))).toBeVisible();
    });
  });
}

test("a field that is wrong keeps the wizard from saving, and leaving asks", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Sans nom"));
  const wizard = new Wizard(page);
  await enter(`/campaigns/${campaign.id}/audience`);
  await page.getByRole("button", { name: "Nom et étiquettes" }).click();
  const dialog = page.getByRole("dialog", { name: "Nom et étiquettes" });
  await dialog.getByLabel("Nom", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Fermer" }).click();
  await page.getByRole("link", { name: wizard.say("wizard.leave") }).click();
  const question = page.getByRole("dialog", { name: "Quitter sans enregistrer ?" });
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Abandonner mes modifications" }).click();
  await expect(page.getByRole("heading", { name: "Campagnes", level: 1 })).toBeVisible();
  expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).name).toBe(campaign.name);
});

test("a template fills an empty message, and asks before it replaces a written one", async ({ page, api, enter }) => {
  const template = await api.template(own("Modèle"), { subject: "Du modèle", html: "<p>Du modèle</p>" });
  const campaign = await api.campaign(own("Au modèle"), { subject: null });
  const wizard = new Wizard(page);
  await enter(`/campaigns/${campaign.id}/content`);
  await wizard.field("field.template").selectOption(template.id);
  await expect(wizard.field("field.html")).toHaveValue("<p>Du modèle</p>");
  await expect(wizard.field("field.subject")).toHaveValue("Du modèle");
  await wizard.field("field.html").fill("<p>Le mien</p>");
  await wizard.field("field.template").selectOption("");
  await wizard.field("field.template").selectOption(template.id);
  const question = page.getByRole("dialog", { name: /^Repartir de/ });
  await question.getByRole("button", { name: "Ne rien faire" }).click();
  await expect(wizard.field("field.html")).toHaveValue("<p>Le mien</p>");
});

test("a WhatsApp message without a template asks for one, and is no error", async ({ page, api, enter }) => {
  const { id } = await api.post<{ id: string }>("/campaigns", { name: own("Sans modèle"), channel: "whatsapp" });
  await enter(`/campaigns/${id}/review`);
  const wizard = new Wizard(page);
  await expect(page.getByText(wizard.say("preview.blank_whatsapp"))).toBeVisible();
  await expect(page.getByText(wizard.say("check.template_missing"))).toBeVisible();
  await expect(page.getByText(wizard.say("check.account_missing"))).toHaveCount(0);
});

for (const width of [320, 390, 1000]) {
  test(`at ${width} px no step scrolls sideways`, async ({ page, api, enter }) => {
    const campaign = await api.campaign(own("Étroite"));
    await page.setViewportSize({ width, height: 800 });
    for (const step of ["audience", "content", "schedule", "review"] as const) {
      await enter(`/campaigns/${campaign.id}/${step}`);
      await new Wizard(page).isAt(step);
      await fitsWidth(page);
    }
  });
}

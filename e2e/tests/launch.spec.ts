import { CLIENTS, type Figures } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`a message is seen as the people of the audience will see it, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.ready(own("Aperçu"));
      const wizard = new Wizard(page, language);
      const rendered = page.waitForResponse(/\/previews\//);
      await enter(`/campaigns/${campaign.id}/content`);
      // What the frame gets; the frame itself runs nothing, not even what a test would ask of it.
      expect(await (await rendered).text()).toContain("nos soldes</a>");
      const frame = page.locator("iframe");
      await expect(frame).toHaveAttribute("sandbox", "");
      const seen = page.locator(".eb-seen-by b");
      const first = await seen.textContent();
      const before = await frame.getAttribute("src");
      await page.getByRole("button", { name: wizard.say("preview.next") }).click();
      await expect(seen).not.toHaveText(first ?? "");
      // Each rendering has an address of its own, good once.
      await expect(frame).not.toHaveAttribute("src", before ?? "");
      await wizard.field("field.subject").fill("Un autre objet");
      await expect(page.locator(".eb-letter-subject")).toHaveText("Un autre objet");
      await page.getByRole("button", { name: wizard.say("preview.text"), exact: true }).last().click();
      await expect(page.locator(".eb-letter pre")).toContainText("outillage.example.org/soldes");
    });

    test(`what blocks is named, corrected, launched, followed and reported, ${language}`, async ({ page, api, enter }) => {
      // Each language has its own people: what those of one do must not change who is left for the other.
      const audience = { all: [...CLIENTS.all, { is: { field: "statut", any_of: [language === "fr" ? "ACTIF" : "INACTIF"] } }] };
      const campaign = await api.ready(own("Du brouillon au rapport"), { subject: null, audience });
      const wizard = new Wizard(page, language);
      const report = new Report(page, language);
      await enter(`/campaigns/${campaign.id}/review`, "sender");
      await expect(page.getByText(wizard.say("check.subject_missing"))).toBeVisible();
      await wizard.launch().click();
      await expect(page.locator("#checks")).toBeFocused();
      await page.locator(".eb-check", { hasText: wizard.say("check.subject_missing") }).getByRole("link").click();
      await wizard.isAt("content");
      await wizard.field("field.subject").fill("Soldes BTP");
      await wizard.to("review");
      await expect(page.getByText(wizard.say("review.ready"))).toBeVisible();
      const planned = digits(await page.locator(".eb-waterfall tbody tr:last-child td:last-child").textContent());
      await wizard.launch().click();
      const question = page.getByRole("dialog", { name: new RegExp(wizard.say("launch.act").split(" ")[0] ?? "") });
      await expect(question).toContainText(String(planned));
      await question.getByRole("button", { name: wizard.say("launch.act") }).click();
      await expect(page).toHaveURL(new RegExp(`/campaigns/${campaign.id}$`));
      await api.until(campaign.id, "finished");
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.finished"));
      await page.reload();
      // Counted behind the sending, not with it.
      await expect.poll(async () => (await api.read<{ figures: Figures }>(`/campaigns/${campaign.id}/report`)).figures.planned).toBe(planned);
      await expect(report.figure("kpi.delivered")).toBeVisible();
      await expect(page.getByRole("figure", { name: report.say("time.title") })).toBeVisible();
      await page.getByRole("button", { name: report.say("chart.table") }).click();
      await expect(page.getByRole("columnheader", { name: report.say("time.hour") })).toBeVisible();
      await report.tab("recipients").click();
      await expect(page.locator("tbody tr")).toHaveCount(Math.min(25, planned));
      await report.tab("left_out").click();
      await expect(page.getByRole("rowheader", { name: report.say("waterfall.no_consent") })).toBeVisible();
    });
  });
}

test("above a thousand the number is written again before anything leaves", async ({ page, api, enter }) => {
  const campaign = await api.ready(own("Beaucoup"));
  const wizard = new Wizard(page);
  await page.route(`**/api/marketing/v1/campaigns/${campaign.id}/review`, async (route) => {
    const answer = await route.fetch();
    const review = await answer.json();
    return route.fulfill({ json: { ...review, waterfall: { ...review.waterfall, planned: 1_204 } } });
  });
  await enter(`/campaigns/${campaign.id}/review`, "sender");
  await wizard.launch().click();
  const question = page.getByRole("dialog", { name: /^Lancer/ });
  const number = question.getByRole("textbox");
  await question.getByRole("button", { name: "Lancer la campagne" }).click();
  await expect(question.getByRole("alert").filter({ hasText: "1 204" })).toBeVisible();
  await number.fill("1 204");
  await question.getByRole("button", { name: "Lancer la campagne" }).click();
  // The server counts too, and more than a tenth is another audience.
  await expect(question.getByRole("alert").last()).toContainText(/\S/);
  expect(await api.read(`/campaigns/${campaign.id}`)).toMatchObject({ state: "draft" });
});

test("whoever may not launch is told which right it takes", async ({ page, api, enter }) => {
  const campaign = await api.ready(own("Pas à moi"));
  await enter(`/campaigns/${campaign.id}/review`, "marketer");
  await expect(page.getByRole("note").filter({ hasText: "« Lancer les campagnes »" })).toBeVisible();
});

test("a scheduled campaign can be taken back, and called off with its numbers told", async ({ page, api, enter }) => {
  const campaign = await api.ready(own("Plus tard"), { schedule: { wall: "2031-07-01T14:30:00", zone: "Europe/Paris" } });
  const report = new Report(page);
  await api.launch(campaign);
  await enter(`/campaigns/${campaign.id}`, "sender");
  await expect(report.live()).toContainText("mardi 1 juillet 2031");
  await report.act("withdraw").click();
  await report.question("withdraw").getByRole("button", { name: "Revenir au brouillon" }).click();
  await expect(page).toHaveURL(/\/review$/);
  expect(await api.read(`/campaigns/${campaign.id}`)).toMatchObject({ state: "draft" });
});

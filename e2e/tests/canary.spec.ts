import { CLIENTS } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
/** Few people. */
const FEW = { all: [...CLIENTS.all, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`a few leave first, the page says what the rest waits for, and a person sends it, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.ready(own("Échantillon"), { audience: FEW });
      const wizard = new Wizard(page, language);
      const report = new Report(page, language);
      await enter(`/campaigns/${campaign.id}/schedule`, "sender");
      await wizard.field("slices.first").selectOption("people");
      await wizard.field("slices.people_count").fill("2");
      await wizard.field("slices.hours").fill("0");
      await wizard.field("slices.hours").blur();
      await expect(page.getByText("1–168").first()).toBeVisible();
      await wizard.field("slices.hours").fill("2");
      await wizard.field("slices.per_day").fill("1000000");
      await expect(page.locator("#schedule-course")).not.toBeEmpty();
      await wizard.isSaved();
      await wizard.to("review");
      await expect(page.getByText(wizard.say("slices.review_people", { count: "2" }))).toBeVisible();

      await api.launch(await api.read(`/campaigns/${campaign.id}`));
      await api.until(campaign.id, "sending");
      await page.goto(`/campaigns/${campaign.id}`);
      const canary = page.getByRole("region", { name: report.say("slices.label"), exact: true });
      await expect(canary).toContainText("2");
      await expect(report.live()).toContainText(report.say("live.wait_canary"), { timeout: 60_000 });
      await expect(report.progress()).toHaveAttribute("aria-valuenow", "2");
      await report.live().getByRole("button", { name: report.say("live.send_rest") }).click();
      await page.getByRole("dialog", { name: report.say("live.send_rest_title") }).getByRole("button", { name: report.say("live.send_rest") }).click();
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.finished"), { timeout: 90_000 });
      expect(await api.read(`/campaigns/${campaign.id}/progress`)).toMatchObject({ canary: { people: 2, decision: "by_hand" } });
      await expect(canary).toBeVisible();
    });
  });
}

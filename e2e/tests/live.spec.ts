import { CLIENTS } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { sandbox } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
/** Few people, whom no other test writes to. */
const FEW = { all: [...CLIENTS.all, { is: { field: "statut", any_of: ["INACTIF"] } }, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };

// The provider stands still for everybody: one after the other.
test.describe.configure({ mode: "serial" });
test.use({ expected: /net::ERR_(INTERNET_DISCONNECTED|ABORTED|NETWORK_CHANGED)/ });
test.beforeEach(() => sandbox.fault({ kind: "rate_limit", route: "POST /smtp/email" }));
test.afterEach(() => sandbox.mend());

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`a running campaign is held, let go on, and followed through a reload and a lost connection, ${language}`, async ({ page, context, api, enter }) => {
      const campaign = await api.ready(own("En direct"), { audience: FEW });
      const report = new Report(page, language);
      await api.launch(campaign);
      await api.until(campaign.id, "sending");
      await enter(`/campaigns/${campaign.id}`, "sender");
      await expect(report.live()).toContainText(report.say("live.line_live"));
      const planned = await report.progress().getAttribute("aria-valuemax");
      expect(Number(planned)).toBeGreaterThan(0);
      await report.act("pause").click();
      const question = report.question("pause");
      await expect(question).toContainText(planned ?? "?");
      await question.getByRole("button", { name: report.say("live.pause") }).click();
      await expect(report.act("resume")).toBeVisible();
      expect(await api.read(`/campaigns/${campaign.id}`)).toMatchObject({ state: "paused" });
      await page.reload();
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.paused"));
      await context.setOffline(true);
      await expect(page.locator(".eb-line-lost")).toBeVisible();
      await context.setOffline(false);
      await expect(report.live()).toContainText(report.say("live.line_live"), { timeout: 30_000 });
      await report.act("resume").click();
      await report.question("resume").getByRole("button", { name: report.say("live.resume") }).click();
      await expect(report.act("pause")).toBeVisible();
      await sandbox.mend();
      // Nobody reloads: the page hears of the end.
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.finished"), { timeout: 90_000 });
      await expect(report.live()).toHaveCount(0);
      await expect(report.figure("kpi.delivered")).toContainText(`/ ${planned}`, { timeout: 20_000 });
    });
  });
}

test("what is called off does not leave, and says how many", async ({ page, api, enter }) => {
  const campaign = await api.ready(own("Annulée"), { audience: FEW });
  const report = new Report(page);
  await api.launch(campaign);
  await api.until(campaign.id, "sending");
  await enter(`/campaigns/${campaign.id}`, "sender");
  await expect(report.progress()).toHaveAttribute("aria-valuemax", /[1-9]/);
  const planned = await report.progress().getAttribute("aria-valuemax");
  await report.act("cancel").click();
  await expect(report.question("cancel")).toContainText(`${planned} messages ne partiront pas`);
  await report.question("cancel").getByRole("button", { name: "Annuler l’envoi" }).click();
  await expect(page.locator(".eb-page-facts")).toContainText("Annulée");
  await expect(report.live()).toHaveCount(0);
});

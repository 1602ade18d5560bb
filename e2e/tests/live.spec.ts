import { type Api, CLIENTS, type Figures } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { sandbox } from "../support/sandbox.ts";
import { expect, own, test } from "../support/test.ts";
import { type Language, texts } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
interface Progress { per_second: number | null; ends_at: string | null }
interface DeadEnds { groups: { end: string; code: string; deliveries: number }[] }
/** Few people, whom no other test writes to. */
const FEW = { all: [...CLIENTS.all, { is: { field: "statut", any_of: ["INACTIF"] } }, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };

/** A campaign by one of the accounts by which no other test sends, launched: what goes wrong there is nobody else's trouble. */
async function by(account: "sendgrid" | "smtp", api: Api, name: string, more: Record<string, unknown> = {}) {
  const found = (await api.read<{ id: string; senders: unknown[] }[]>("/accounts")).find(({ id }) => id === account);
  return api.launch(await api.ready(own(name), { account: found?.id, sender: found?.senders[0], ...more }));
}

/** « 4,2 par seconde, fin vers 14 h 52 », of what the API tells. */
function rateAndEnd(language: Language, say: Report["say"], { per_second, ends_at }: Progress) {
  if (per_second === null || ends_at === null) return "too little left to tell";
  const tag = language === "fr" ? "fr-FR" : "en-GB";
  const rate = new Intl.NumberFormat(tag, { maximumFractionDigits: per_second < 10 ? 1 : 0 }).format(per_second);
  const clock = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" }).format(new Date(ends_at));
  const [hour = "", minute = ""] = clock.split(":");
  return [say("live.rate", { rate }), say("live.end", { time: say("dates.time", { hour, minute }) })].join(say("live.and"));
}

// The provider stands still for whoever sends by it: one after the other.
test.describe.configure({ mode: "serial" });
test.use({ expected: /net::ERR_(INTERNET_DISCONNECTED|ABORTED|NETWORK_CHANGED)/ });
test.beforeEach(() => sandbox.fault({ kind: "rate_limit", route: "POST /v3/mail/send" }));
test.afterEach(() => sandbox.mend());

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();

    test(`a running campaign is held, let go on, and followed through a reload and a lost connection, ${language}`, async ({ page, context, api, enter }) => {
      const campaign = await by("sendgrid", api, "En direct", { audience: FEW });
      const report = new Report(page, language);
      await api.until(campaign.id, "sending");
      await enter(`/campaigns/${campaign.id}`, "sender");
      await expect(report.live()).toContainText(report.say("live.line_live"));
      await expect(report.progress()).toHaveAttribute("aria-valuemax", /[1-9]/);
      const planned = await report.progress().getAttribute("aria-valuemax");
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
      await expect(report.figure("kpi.delivered")).toContainText(`/ ${planned}`, { timeout: 60_000 });
    });

    test(`while it leaves slowly the page tells how fast and until when, as the API does, ${language}`, async ({ page, api, enter }) => {
      await sandbox.fault({ kind: "slow", ms: 1_500, route: "SMTP" });
      const report = new Report(page, language);
      const { id } = await by("smtp", api, "Au pas");
      await api.until(id, "sending");
      await enter(`/campaigns/${id}`, "sender");
      await expect.poll(async () => {
        const told = rateAndEnd(language, report.say, await api.read<Progress>(`/campaigns/${id}/progress`));
        const shown = await report.live().locator(".eb-live-told").textContent();
        return shown === told ? "they agree" : `the page says « ${shown} », the API « ${told} »`;
      }, { timeout: 60_000, intervals: [200] }).toBe("they agree");
      await sandbox.mend();
      await expect(page.locator(".eb-page-facts")).toContainText(report.say("state.finished"), { timeout: 60_000 });
    });

    test(`what nobody knows is sent again and what was refused is replayed, by a person, ${language}`, async ({ page, api, enter }) => {
      // The server refuses two for who sends, takes a third without a word, and thinks better of it afterwards.
      await sandbox.fault({ kind: "reply", at: "recipient", reply: "554 5.7.1", route: "SMTP", times: 2 });
      await sandbox.fault({ kind: "reset_after_body", route: "SMTP", times: 1 });
      const say = texts(language);
      const { id } = await by("smtp", api, "Impasses", { audience: FEW });
      const left = async (end: string, code: string) =>
        (await api.read<DeadEnds>(`/campaigns/${id}/dead-ends`)).groups.find((group) => group.end === end && group.code.startsWith(code))?.deliveries ?? 0;
      await expect.poll(() => left("unknown", ""), { timeout: 60_000 }).toBe(1);
      await api.until(id, "finished");
      expect(await left("refused", "smtp_5.7.1")).toBe(2);
      await enter(`/campaigns/${id}`, "sender");
      const ends = page.getByRole("region", { name: say("ends.title") });
      const question = page.getByRole("dialog");
      await expect(ends.getByRole("heading", { name: say("ends.unknown", { count: "1" }) })).toBeVisible();
      await ends.getByRole("button", { name: say("ends.resend") }).click();
      await expect(question).toContainText(say("ends.resend_text.single", { count: "1" }));
      await question.getByRole("button", { name: say("ends.resend") }).click();
      await expect(page.getByText(say("ends.resent", { count: "1" }))).toBeVisible();
      await api.until(id, "finished");
      await page.reload();
      await expect(ends.getByRole("heading", { name: say("ends.unknown", { count: "1" }) })).toHaveCount(0);
      await ends.getByRole("row", { name: /smtp_5\.7\.1/ }).getByRole("button").click();
      await question.getByRole("button", { name: say("ends.replay") }).click();
      await expect(page.getByText(say("ends.replayed", { count: "2" }))).toBeVisible();
      await api.until(id, "finished");
      await expect.poll(() => left("refused", "smtp_5.7.1"), { timeout: 60_000 }).toBe(0);
      // Counted where messages arrive: only whose answer was lost has it twice, as the question said.
      const totals = await sandbox.totals(id);
      expect(totals).toMatchObject({ moreThanOnce: 1, accepted: totals.distinctRecipients + 1 });
      const accepted = async () => (await api.read<{ figures: Figures }>(`/campaigns/${id}/report`)).figures.accepted;
      await expect.poll(accepted, { timeout: 60_000 }).toBeGreaterThanOrEqual(totals.distinctRecipients);
    });
  });
}

test("what is called off does not leave, and says how many", async ({ page, api, enter }) => {
  const campaign = await by("sendgrid", api, "Annulée", { audience: FEW });
  const report = new Report(page);
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

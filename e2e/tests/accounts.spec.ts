import { type Campaign } from "../support/api.ts";
import { Report } from "../support/pages/report.ts";
import { expect, fitsWidth, own, test } from "../support/test.ts";
import { type Language, texts } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
const ALL = "**/api/marketing/v1/accounts";
type Account = { id: string; pause?: { code: string; until?: string | null } | null };

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    const say = texts(language);

    test(`an account that has stopped says why and what to do, and is put back into service, ${language}`, async ({ page, enter }) => {
      let stopped = true;
      await page.route(ALL, async (route) => {
        const all: Account[] = await (await route.fetch()).json();
        return route.fulfill({ json: all.map((account) => ({ ...account, condition: stopped ? "stopped" : "well", pause: stopped ? { code: "unauthorized", until: null } : null })) });
      });
      // It works again from the moment that the server is told so.
      await page.route(`${ALL}/*/resume`, (route) => {
        stopped = false;
        return route.fallback();
      });
      await enter("/", "admin");
      await page.getByRole("navigation").getByRole("link", { name: say("rail.accounts") }).first().click();
      const card = page.getByRole("article").first();
      await expect(card).toContainText(say("accounts.stopped"));
      await expect(card).toContainText(say("accounts.day"));
      await expect(card.getByRole("note")).toContainText(say("advice.key"));
      await card.getByRole("button", { name: new RegExp(`^${say("accounts.resume")}`) }).click();
      const question = page.getByRole("dialog");
      await expect(question).toContainText(say("accounts.resume_text"));
      await question.getByRole("button", { name: say("accounts.resume") }).click();
      await expect(card).toContainText(say("accounts.works"));
      await expect(card.getByRole("button")).toHaveCount(0);
    });

    test(`a provider that is silent is told with its account though messages leave by it, ${language}`, async ({ page, enter }) => {
      const now = new Date().toISOString();
      await page.route(ALL, async (route) => {
        const all: Account[] = await (await route.fetch()).json();
        return route.fulfill({ json: all.map((account) => ({ ...account, last_accepted_at: now, silent_since: "2026-03-03T12:00:00Z" })) });
      });
      await enter("/accounts", "admin");
      await expect(page.getByRole("article").first()).toContainText(say("accounts.silent"));
    });

    test(`a campaign that waits says for what and until when, ${language}`, async ({ page, api, enter }) => {
      const { id } = await api.campaign(own("Qui attend"));
      const campaign = await api.read<Campaign>(`/campaigns/${id}`);
      const figures = { planned: 900, waiting: 400, accepted: 500 };
      const told = { campaign: id, state: "sending", state_reason: null, figures, per_second: null, ends_at: null, waiting: { reason: "account_paused", until: null }, at: "2026-03-03T12:00:00Z" };
      await page.route(`**/api/marketing/v1/campaigns/${id}`, (route) => route.fulfill({ json: { ...campaign, state: "sending" } }));
      await page.route("**/progress/stream", (route) => route.fulfill({ contentType: "text/event-stream", body: `id: 1\ndata: ${JSON.stringify(told)}\n\n` }));
      await enter(`/campaigns/${id}`, "sender");
      const report = new Report(page, language);
      await expect(report.live()).toContainText(say("live.wait_account_paused"));
      await report.live().getByRole("link", { name: say("live.to_accounts") }).click();
      await expect(page.getByRole("heading", { level: 1, name: say("accounts.title") })).toBeVisible();
    });
  });
}

test("what needs a person on the dashboard leads to where it is solved", async ({ page, enter }) => {
  const since = "2026-03-03T12:00:00Z";
  await page.route("**/api/marketing/v1/dashboard*", async (route) => {
    const answer = await (await route.fetch()).json();
    const attention = [
      { kind: "account_paused", campaign: null, name: "brevo", about: "unauthorized", since },
      { kind: "campaign_overdue", campaign: "0190f2a0-7c1e-7000-8000-5d2b7f3a91c2", name: "Soldes", about: "", since },
      { kind: "dead_letters", campaign: "0190f2a0-7c1e-7000-8000-5d2b7f3a91c3", name: "Rentrée", about: "1200", since },
    ];
    return route.fulfill({ json: { ...answer, figures: { ...answer.figures, planned: 1 }, attention } });
  });
  await enter("/");
  const needed = page.getByRole("region", { name: "À traiter" }).getByRole("listitem");
  await expect(needed.filter({ hasText: "Soldes" }).getByRole("link")).toHaveAttribute("href", "/campaigns/0190f2a0-7c1e-7000-8000-5d2b7f3a91c2");
  const replay = needed.filter({ hasText: "Messages à rejouer" });
  await expect(replay).toContainText(/jamais arrivés chez le fournisseur \(1\s200\)/);
  await expect(replay.getByRole("link")).toHaveAttribute("href", "/campaigns/0190f2a0-7c1e-7000-8000-5d2b7f3a91c3");
  await needed.filter({ hasText: "brevo" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Comptes d’envoi" })).toBeVisible();
});

test("at 320 px the accounts do not scroll sideways", async ({ page, enter }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await enter("/accounts");
  await expect(page.getByRole("article").first()).toBeVisible();
  await fitsWidth(page);
});

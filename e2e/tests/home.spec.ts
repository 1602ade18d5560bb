import { CLIENTS, type Figures } from "../support/api.ts";
import { Home } from "../support/pages/home.ts";
import { expect, fitsWidth, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

test.slow();

test.beforeEach(async ({ api }) => {
  const sent = async () => (await api.read<{ figures: Figures }>("/dashboard?period=30d")).figures.accepted;
  if (await sent() > 0) return;
  const audience = { all: [...CLIENTS.all, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };
  const campaign = await api.launch(await api.ready(own("Pour le tableau"), { audience }));
  await api.until(campaign.id, "finished");
  await expect.poll(sent, { timeout: 60_000 }).toBeGreaterThan(0);
});

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });

    test(`the figures of the period are the API's, each with what it is out of, ${language}`, async ({ page, enter }) => {
      const home = new Home(page, language);
      // What the page was told: a moment later it may be more, and at midnight fewer.
      const answered = page.waitForResponse((answer) => /\/dashboard(\?|$)/.test(answer.url()));
      await enter("/");
      const { figures }: { figures: Figures } = await (await answered).json();
      expect(figures.accepted).toBeGreaterThan(0);
      await expect.poll(async () => digits(await home.figure("kpi.sent").locator(".eb-figure").textContent())).toBe(figures.accepted);
      await home.figure("kpi.sent").getByRole("button").click();
      await expect(page.getByText(home.say("kpi.sent_is"))).toBeVisible();
      await page.keyboard.press("Escape");
      await home.period("quarter").click();
      await expect(page).toHaveURL("/?period=90d");
      await expect(home.period("quarter")).toHaveAttribute("aria-current", "true");
      await page.reload();
      await expect(home.period("quarter")).toHaveAttribute("aria-current", "true");
    });

    test(`the drawing has its data as a table, ${language}`, async ({ page, enter }) => {
      const home = new Home(page, language);
      await enter("/");
      await expect(home.volume().getByRole("img")).toBeVisible();
      await home.volume().getByRole("button", { name: home.say("chart.table") }).click();
      await expect(home.volume().getByRole("columnheader", { name: home.say("volume.delivered"), exact: true })).toBeVisible();
      await expect(home.volume().locator("tbody tr")).toHaveCount(30);
      await home.volume().getByRole("button", { name: home.say("chart.table") }).click();
      await expect(home.volume().getByRole("img")).toBeVisible();
      await expect(home.needed()).toBeVisible();
    });
  });
}

test.describe("when the charts cannot be fetched", () => {
  test.use({ expected: /net::ERR_FAILED/ });

  test("the figures stand in the table instead", async ({ page, enter }) => {
    await page.route("**/chart.js", (route) => route.abort());
    const home = new Home(page);
    await enter("/");
    await expect(home.volume().getByRole("table")).toBeVisible();
    await expect(home.volume().getByText("Le dessin n’a pas pu être chargé")).toBeVisible();
  });
});

test("before the first campaign the page says what will be there", async ({ page, enter }) => {
  await page.route("**/api/marketing/v1/dashboard*", async (route) => {
    const answer = await (await route.fetch()).json();
    const figures = Object.fromEntries(Object.keys(answer.figures).map((name) => [name, 0]));
    return route.fulfill({ json: { ...answer, figures, previous: figures, campaigns: [], attention: [] } });
  });
  await enter("/");
  await expect(page.getByRole("heading", { name: "Envoyez votre première campagne" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Créer une campagne" })).toBeVisible();
});

test("messages in doubt are counted in words, and their number is never read as a code of WhatsApp", async ({ page, enter }) => {
  const one = { kind: "outcome_unknown", campaign: "01920000-0000-7000-8000-000000000001", template: null, since: new Date().toISOString() };
  const attention = [
    { ...one, name: "Un seul", about: "1" },
    // Meta's code for a key that is refused.
    { ...one, name: "Plusieurs", about: "190" },
  ];
  await page.route("**/api/marketing/v1/dashboard*", async (route) => {
    const answer = await (await route.fetch()).json();
    return route.fulfill({ json: { ...answer, attention } });
  });
  await enter("/");
  const home = new Home(page);
  const entry = (name: string) => home.needed().getByRole("listitem").filter({ hasText: name });
  await expect(entry("Un seul")).toContainText(home.say("attention_todo.in_doubt.single", { count: "1" }));
  await expect(entry("Plusieurs")).toContainText(home.say("attention_todo.in_doubt.several", { count: "190" }));
});

test("at 320 px the dashboard does not scroll sideways", async ({ page, enter }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await enter("/");
  await expect(page.getByRole("heading", { name: "À traiter" })).toBeVisible();
  await fitsWidth(page);
});

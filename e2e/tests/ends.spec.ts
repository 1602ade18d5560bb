import { type Api, CLIENTS } from "../support/api.ts";
import { expect, own, test } from "../support/test.ts";
import { type Language, texts } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
const FEW = { all: [...CLIENTS.all, { is: { field: "statut", any_of: ["INACTIF"] } }, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };
const GROUPS = [
  { end: "unknown", code: "", deliveries: 7 },
  { end: "refused", code: "http_413", deliveries: 5 },
  { end: "failed", code: "x_unheard_of", deliveries: 2 },
];

/** A campaign that is through. */
async function through(api: Api) {
  const { id } = await api.launch(await api.ready(own("Restes"), { audience: FEW }));
  await api.until(id, "finished");
  return id;
}

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    test.slow();
    const say = texts(language);

    test(`what did not go through is told by state and reason, and each decision says what it risks, ${language}`, async ({ page, api, enter }) => {
      const id = await through(api);
      let groups = GROUPS;
      const asked: unknown[] = [];
      await page.route("**/dead-ends", (route) => route.fulfill({ json: { groups, decisions: [] } }));
      await page.route("**/unknown/accept", async (route) => {
        asked.push(route.request().postDataJSON());
        groups = GROUPS.slice(1);
        return route.fulfill({ json: { deliveries: 7, campaign: await api.read(`/campaigns/${id}`) } });
      });
      await page.route("**/dead-letters/replay", async (route) => {
        asked.push(route.request().postDataJSON());
        return route.fulfill({ json: { deliveries: 5, campaign: await api.read(`/campaigns/${id}`) } });
      });
      await enter(`/campaigns/${id}`, "sender");
      const ends = page.getByRole("region", { name: say("ends.title") });
      await expect(ends.getByRole("heading", { name: say("ends.unknown", { count: "7" }) })).toBeVisible();
      await expect(ends.getByRole("heading", { name: say("ends.dead", { count: "7" }) })).toBeVisible();
      await expect(ends.getByRole("rowheader").first()).toContainText(say("reason.http_413"));
      // A code that has no words of ours stands as it is.
      await expect(ends.getByRole("rowheader").last()).toHaveText("x_unheard_of");

      await ends.getByRole("button", { name: say("ends.resend") }).click();
      const question = page.getByRole("dialog");
      await expect(question).toContainText(say("ends.resend_text", { count: "7" }));
      await question.getByRole("button", { name: say("confirm.back") }).click();
      await ends.getByRole("button", { name: say("ends.accept") }).click();
      await expect(question).toContainText(say("ends.accept_text", { count: "7" }));
      await question.getByRole("button", { name: say("ends.accept") }).click();
      await expect(page.getByText(say("ends.accepted", { count: "7" }))).toBeVisible();
      await ends.getByRole("row", { name: new RegExp(say("reason.http_413")) }).getByRole("button").click();
      await expect(question).toContainText(say("ends.replay_text"));
      await question.getByRole("button", { name: say("ends.replay") }).click();
      await expect(page.getByText(say("ends.replayed", { count: "5" }))).toBeVisible();
      expect(asked).toEqual([{ code: null, numbers: null }, { code: "http_413", numbers: null }]);
    });
  });
}

test("why a message waits or was lost is told in words, and a code that has none of ours stands behind its state", async ({ page, api, enter }) => {
  const id = await through(api);
  const say = texts("fr");
  const reasons = [
    { state: "refused", code: "smtp_5.7.1", deliveries: 4 },
    { state: "failed", code: "never_arrived", deliveries: 3 },
    { state: "bounced_soft", code: "4.4.7", deliveries: 2 },
    { state: "refused", code: "x_unheard_of", deliveries: 1 },
  ];
  await page.route(`**/api/marketing/v1/campaigns/${id}/report`, async (route) => route.fulfill({ json: { ...(await (await route.fetch()).json()), reasons } }));
  const waits = ["domain_pace", "quiet_hours", "unbegun"];
  await page.route(`**/api/marketing/v1/campaigns/${id}/recipients*`, async (route) => {
    const told = await (await route.fetch()).json();
    const items = waits.map((code) => ({ ...told.items[0], state: "planned", code }));
    return route.fulfill({ json: { ...told, items } });
  });
  await enter(`/campaigns/${id}`, "admin");
  const rows = page.getByRole("region", { name: say("reasons.title") }).getByRole("listitem");
  await expect(rows.nth(0)).toContainText(say("reason.unauthenticated", { code: "5.7.1" }));
  await expect(rows.nth(1)).toContainText(say("reason.never_arrived"));
  // No code of WhatsApp, though it begins with one.
  await expect(rows.nth(2)).toContainText(`${say("delivery.bounced_soft")}4.4.7`);
  await expect(rows.nth(3)).toContainText(`${say("delivery.refused")}x_unheard_of`);
  await enter(`/campaigns/${id}/recipients`, "admin");
  const states = page.locator("tbody .eb-cell-state");
  await expect(states.nth(0)).toContainText(say("reason.waits_domain_pace"));
  await expect(states.nth(1)).toContainText(say("reason.waits_quiet_hours"));
  await expect(states.nth(2)).toContainText(say("reason.unbegun"));
});

test("the people of a group are shown, and the way out of the group", async ({ page, api, enter }) => {
  const id = await through(api);
  await enter(`/campaigns/${id}/recipients?end=refused&code=http_413`, "admin");
  const only = page.getByRole("link", { name: /^Seulement : Refusé, message trop lourd/ });
  await expect(only).toBeVisible();
  await only.click();
  await expect(page).toHaveURL(new RegExp(`/campaigns/${id}/recipients$`));
  await expect(page.locator("tbody tr").first()).toBeVisible();
});

test("whoever may not send decides nothing, and is told which right it takes; a campaign without dead ends shows none", async ({ page, api, enter }) => {
  const id = await through(api);
  await enter(`/campaigns/${id}`, "marketer");
  await expect(page.getByRole("region", { name: "Chiffres de la campagne" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Qu’est-ce qui n’est pas passé ?" })).toHaveCount(0);
  const decisions = [{ decision: "accept", deliveries: 7, by: "Awa", at: "2026-11-03T10:00:00Z" }];
  await page.route("**/dead-ends", (route) => route.fulfill({ json: { groups: [], decisions } }));
  await page.reload();
  const over = page.getByRole("region", { name: "Qu’est-ce qui n’est pas passé ?" });
  await expect(over).toContainText("Il ne reste rien à décider.");
  await expect(over.getByRole("note")).toHaveCount(0);
  await over.getByText("Décisions déjà prises").click();
  await expect(over.getByRole("listitem")).toContainText("Comptés comme envoyés : 7, par Awa");
  await page.route("**/dead-ends", (route) => route.fulfill({ json: { groups: GROUPS, decisions: [] } }));
  await page.reload();
  const ends = page.getByRole("region", { name: "Qu’est-ce qui n’est pas passé ?" });
  await expect(ends.getByRole("note")).toContainText("« Lancer les campagnes »");
  await expect(ends.getByRole("button")).toHaveCount(0);
});

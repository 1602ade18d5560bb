import type { Page } from "@playwright/test";
import { type Audience, type Campaign, CLIENTS } from "../support/api.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, own, test } from "../support/test.ts";
import type { Language } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
/** A printed number without its spaces and commas. */
const digits = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));

/** The next count that the page asks for, and its answer: who is counted a moment later may have opted out in between. */
async function counted(page: Page): Promise<Audience & { segment: unknown }> {
  const answer = await page.waitForResponse((answer) => answer.url().endsWith("/audiences/count"));
  return { ...await answer.json(), segment: answer.request().postDataJSON().segment };
}

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });

    test(`who receives it is chosen, counted, explained and kept, ${language}`, async ({ page, api, enter }) => {
      const campaign = await api.campaign(own("Pour qui"));
      const wizard = new Wizard(page, language);
      await enter(`/campaigns/${campaign.id}/audience`);
      await expect(wizard.planned()).toHaveText("–");
      const clients = counted(page);
      await wizard.source("clients").check();
      const all = await clients;
      const { waterfall } = await api.post<Audience>("/audiences/count", { channel: "email", segment: CLIENTS });
      expect(all.waterfall.matched).toBe(waterfall.matched);
      await expect.poll(async () => digits(await wizard.planned().textContent())).toBe(all.waterfall.planned);
      const status = page.getByRole("group", { name: new RegExp(`^${wizard.say("segment.statut")}`) });
      const fewer = counted(page);
      await status.getByRole("checkbox", { name: new RegExp(`^${wizard.say("group.active")}`) }).check();
      await expect(page.getByText(`${wizard.say("source.clients")}, ${wizard.say("segment.statut").toLowerCase()} ${wizard.say("group.active")}`)).toBeVisible();
      await wizard.isSaved();
      const { audience } = await api.read<Campaign & { audience: unknown }>(`/campaigns/${campaign.id}`);
      const active = await fewer;
      expect(active.segment).toEqual(audience);
      expect(active.waterfall.planned).toBeLessThan(all.waterfall.planned);
      await expect.poll(async () => digits(await wizard.planned().textContent())).toBe(active.waterfall.planned);
      // The table adds up, in the words of the order in which it is asked.
      const left = page.locator(".eb-waterfall tbody tr td:last-child");
      await expect(left).toHaveCount(8);
      await expect.poll(async () => digits(await left.first().textContent())).toBe(active.waterfall.matched);
      await expect.poll(async () => digits(await left.last().textContent())).toBe(active.waterfall.planned);
      await expect(page.getByRole("rowheader", { name: wizard.say("waterfall.no_consent") })).toBeVisible();
      await page.reload();
      await expect(wizard.source("clients")).toBeChecked();
      await expect(status.getByRole("checkbox", { name: new RegExp(`^${wizard.say("group.active")}`) })).toBeChecked();
    });
  });
}

test("several sources are taken together, each with its own conditions", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Ensemble"));
  const wizard = new Wizard(page);
  await enter(`/campaigns/${campaign.id}/audience`);
  await wizard.source("clients").check();
  await wizard.source("companies").check();
  await page.getByRole("group", { name: /^Effectif/ }).getByRole("checkbox").first().check();
  await page.getByRole("switch", { name: /^Contacts clés/ }).check();
  await wizard.isSaved();
  const { audience } = await api.read<{ audience: { any: unknown[] } }>(`/campaigns/${campaign.id}`);
  expect(audience.any).toHaveLength(2);
  expect(audience.any[0]).toEqual({ all: [{ is: { field: "source", any_of: ["clients"] } }, { is: { field: "role", any_of: ["administrateur", "contact_interne"] } }] });
});

test("an audience that another program composed is left alone until somebody says otherwise", async ({ page, api, enter }) => {
  const foreign = { not: CLIENTS.all[0] };
  const campaign = await api.ready(own("D’ailleurs"), { audience: foreign });
  const wizard = new Wizard(page);
  await enter(`/campaigns/${campaign.id}/audience`);
  await expect(page.getByRole("heading", { name: "Cette audience a été composée par un autre programme" })).toBeVisible();
  await expect(page.getByText("sauf : Clients")).toBeVisible();
  expect(await api.read(`/campaigns/${campaign.id}`)).toMatchObject({ audience: foreign });
  await page.getByRole("button", { name: "Composer une autre audience" }).click();
  await expect(wizard.source("clients")).toBeVisible();
});

test("without the right to see people the count says which right is missing", async ({ page, api }) => {
  const { tokenWith } = await import("../support/tokens.ts");
  const campaign = await api.ready(own("Sans voir"));
  const bearer = tokenWith("viewer", { sub: "aveugle", role: undefined, roles: undefined, permissions: ["campaigns:read", "campaigns:write"] });
  await page.goto(`/campaigns/${campaign.id}/audience#token=${bearer}`);
  await expect(page.getByRole("heading", { name: "Il vous manque un droit" }).first()).toBeVisible();
  await expect(page.getByText("people:read").first()).toBeVisible();
});

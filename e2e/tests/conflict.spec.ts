import type { Page } from "@playwright/test";
import { type Campaign } from "../support/api.ts";
import { unheard } from "../support/moments.ts";
import { expect, field, own, test } from "../support/test.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { token } from "../support/tokens.ts";

/** Two tabs of two people on one campaign; the other's is saved first. */
async function meet(page: Page, other: Page, id: string) {
  await page.goto(`/campaigns/${id}/content#token=${token("marketer")}`);
  await expect(field(page, "Objet")).toBeVisible();
  await other.goto(`/campaigns/${id}/content#token=${token("marketer", "Karim Benali")}`);
  await field(other, "Objet").fill("Le sien");
  await new Wizard(other).isSaved();
  await field(page, "Objet").fill("Le mien");
  const dialog = page.getByRole("dialog", { name: "Quelqu’un a enregistré entre-temps" });
  await expect(dialog.getByRole("row", { name: "Objet Le sien Le mien" })).toBeVisible();
  await expect(dialog.getByRole("row")).toHaveCount(2);
  return dialog;
}

test("mine is kept over theirs only when I say so", async ({ page, context, api }) => {
  const { id } = await api.campaign(own("Conflit"));
  const dialog = await meet(page, await context.newPage(), id);
  expect((await api.read<Campaign>(`/campaigns/${id}`)).subject).toBe("Le sien");
  await dialog.getByRole("button", { name: "Garder la mienne" }).click();
  await expect(page.locator(".eb-save-state")).toHaveText(/Tout est enregistré|Enregistré à/);
  expect(await api.read<Campaign>(`/campaigns/${id}`)).toMatchObject({ subject: "Le mien", version: 3 });
});

test("theirs replaces what I typed when I take it", async ({ page, context, api }) => {
  const { id } = await api.campaign(own("Conflit"));
  const dialog = await meet(page, await context.newPage(), id);
  await dialog.getByRole("button", { name: "Prendre la sienne" }).click();
  await expect(field(page, "Objet")).toHaveValue("Le sien");
  await expect(page.locator(".eb-save-state")).toHaveText(/Tout est enregistré|Enregistré à/);
});

test("both are kept: theirs stays, mine becomes a new campaign", async ({ page, context, api }) => {
  const { id, name } = await api.campaign(own("Conflit"));
  const dialog = await meet(page, await context.newPage(), id);
  await dialog.getByRole("button", { name: "Garder les deux" }).click();
  await expect(page.getByRole("heading", { name: `${name} (ma version)`, level: 1 })).toBeVisible();
  await new Wizard(page).to("content");
  await expect(field(page, "Objet")).toHaveValue("Le mien");
  expect((await api.read<Campaign>(`/campaigns/${id}`)).subject).toBe("Le sien");
});

test("closing the question by Esc loses nothing", async ({ page, context, api }) => {
  const { id } = await api.campaign(own("Conflit"));
  const dialog = await meet(page, await context.newPage(), id);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(field(page, "Objet")).toHaveValue("Le mien");
  await expect(page.getByText("Modifications non enregistrées")).toBeVisible();
});

test.describe("on a bad network", () => {
  test.use({ expected: /net::ERR_FAILED/ });

  test("a draft taken up after somebody saved is in conflict too", async ({ page, api, enter }) => {
    const { id } = await api.campaign(own("Reprise"));
    await enter(`/campaigns/${id}/content`);
    await page.route(`**/api/marketing/v1/campaigns/${id}`, (route) => (route.request().method() === "PUT" ? route.abort() : route.fallback()));
    await field(page, "Objet").fill("Le mien");
    await expect(page.getByText("gardé dans cet onglet")).toBeVisible();
    await api.editCampaign(id, { subject: "Le sien" });
    await page.unrouteAll();
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(page.getByRole("dialog").getByRole("row", { name: "Objet Le sien Le mien" })).toBeVisible();
    await expect(field(page, "Objet")).toHaveValue("Le mien");
  });

  test("what somebody saved over a save without an answer is in conflict all the same", async ({ page, api, enter }) => {
    const { id } = await api.campaign(own("Par-dessus"));
    await enter(`/campaigns/${id}/content`);
    await unheard(page, `**/api/marketing/v1/campaigns/${id}`, () => api.editCampaign(id, { subject: "Le sien" }));
    await field(page, "Objet").fill("Le mien");
    await expect(page.getByRole("dialog").getByRole("row", { name: "Objet Le sien Le mien" })).toBeVisible();
    await expect(field(page, "Objet")).toHaveValue("Le mien");
    expect((await api.read<Campaign>(`/campaigns/${id}`)).subject).toBe("Le sien");
  });

  test("a copy that was made without an answer is made once", async ({ page, context, api }) => {
    const { id, name } = await api.ready(own("En double"));
    const dialog = await meet(page, await context.newPage(), id);
    await unheard(page, "**/api/marketing/v1/campaigns/*");
    await dialog.getByRole("button", { name: "Garder les deux" }).click();
    await expect(page.getByRole("alert").getByText("Le serveur ne répond pas")).toBeVisible();
    await page.keyboard.press("Control+s");
    await dialog.getByRole("button", { name: "Garder les deux" }).click();
    await expect(page.getByRole("heading", { name: `${name} (ma version)`, level: 1 })).toBeVisible();
    await new Wizard(page).to("content");
    await expect(field(page, "Objet")).toHaveValue("Le mien");
    expect((await api.read<{ items: unknown[] }>(`/campaigns?q=${encodeURIComponent(name)}`)).items).toHaveLength(2);
  });
});

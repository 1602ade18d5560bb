import { expect, field, own, test } from "../support/test.ts";
import { tokenWith } from "../support/tokens.ts";

test("a viewer reads everything, is offered no change, and is told which right is missing", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("À regarder"));
  await enter("/campaigns", "viewer");
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Nouvelle campagne" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Autres actions/ })).toHaveCount(0);
  await enter(`/campaigns/${campaign.id}/content`, "viewer");
  await expect(page.getByRole("note")).toContainText("« Créer et modifier les campagnes » (campaigns:write)");
  await expect(field(page, "Objet")).toHaveAttribute("readonly", "");
  await expect(page.getByRole("button", { name: /^(Autres actions|Nom et étiquettes)/ })).toHaveCount(0);
});

test("a page that takes a right shows its name instead of an empty page", async ({ page, enter }) => {
  await enter("/campaigns/new", "viewer");
  await expect(page.getByRole("heading", { name: "Il vous manque un droit" })).toBeVisible();
  await expect(page.getByText("campaigns:write")).toBeVisible();
  await enter("/templates/new", "viewer");
  await expect(page.getByText("templates:write")).toBeVisible();
});

test("without the right to see campaigns there is no way to them, and their address names the right", async ({ page }) => {
  const bearer = tokenWith("viewer", { sub: "sans-droit", role: undefined, roles: undefined, permissions: ["templates:read"] });
  await page.goto(`/campaigns#token=${bearer}`);
  await expect(page.getByRole("heading", { name: "Il vous manque un droit" })).toBeVisible();
  await expect(page.getByText("« Voir les campagnes » est nécessaire ici.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name: "Campagnes" })).toHaveCount(0);
  await expect(page.getByRole("search")).toHaveCount(0);
});

test("a right that is taken away while one works is told by name, and what was typed stays", async ({ page, api, enter }) => {
  const campaign = await api.campaign(own("Droit retiré"));
  await enter(`/campaigns/${campaign.id}/content`);
  await expect(field(page, "Objet")).toBeVisible();
  // The same page, and a token that may only read from now on.
  await page.route("**/api/marketing/v1/campaigns/*", (route) =>
    route.fallback({ headers: { ...route.request().headers(), authorization: `Bearer ${tokenWith("viewer", { sub: "retire" })}` } }),
  );
  await field(page, "Objet").fill("Toujours là");
  await expect(page.getByRole("alert").getByText("Droit manquant")).toBeVisible();
  await expect(field(page, "Objet")).toHaveValue("Toujours là");
});

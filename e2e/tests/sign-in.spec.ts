import { expect, field, own, test } from "../support/test.ts";
import { now, token, tokenWith } from "../support/tokens.ts";

test("a link with a token signs in, and the token leaves the address and the history", async ({ page }) => {
  await page.goto(`/campaigns?tab=drafts#token=${token("marketer")}`);
  await expect(page.getByRole("heading", { name: "Campagnes" })).toBeVisible();
  expect(page.url()).toMatch(/\/campaigns\?tab=drafts$/);
  expect(await page.evaluate(() => sessionStorage.getItem("token"))).toBe(token("marketer"));
  await page.reload();
  await expect(page.getByRole("heading", { name: "Campagnes" })).toBeVisible();
});

test("a pasted token signs in and leads to the page that was asked for", async ({ page }) => {
  await page.goto("/templates?channel=email");
  await expect(page.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await page.getByLabel("Jeton d’accès").fill(token("marketer"));
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("heading", { name: "Modèles e-mail" })).toBeVisible();
});

test("a text that is no token is told apart at once", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Jeton d’accès").fill("bonjour");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByText("Collez le jeton entier")).toBeVisible();
  await expect(page.getByLabel("Jeton d’accès")).toBeFocused();
});

test("an expired token leads to the sign-in page, which says so", async ({ page }) => {
  await page.goto(`/campaigns#token=${tokenWith("marketer", { exp: now() - 3600 })}`);
  await expect(page.getByRole("alert").getByText("Votre session a expiré.")).toBeVisible();
});

test("a token with a foreign signature is refused", async ({ page }) => {
  const [head, body] = token("admin").split(".");
  await page.goto(`/#token=${head}.${body}.${"A".repeat(43)}`);
  await expect(page.getByText("Votre session a expiré.")).toBeVisible();
});

test("what was typed survives a session that expires before it is saved", async ({ page, enter }) => {
  await enter("/campaigns/new");
  const name = own("Écrit avant l’expiration");
  await field(page, "Nom").fill(name);
  await field(page, "Étiquettes").fill("Il reste là");
  // While somebody writes the hour comes, however long writing takes: the server gets a token that was good until a while ago.
  const expired = `Bearer ${tokenWith("marketer", { exp: now() - 3600 })}`;
  await page.route("**/api/marketing/v1/campaigns", (route) => route.fallback({ headers: { ...route.request().headers(), authorization: expired } }));
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByText("ce que vous avez saisi y est gardé")).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/campaigns/new");
  await page.unrouteAll();
  await page.getByLabel("Jeton d’accès").fill(token("marketer"));
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByText("Vos modifications non enregistrées sont de retour.")).toBeVisible();
  await expect(field(page, "Nom")).toHaveValue(name);
  await expect(field(page, "Étiquettes")).toHaveValue("Il reste là");
  await page.getByRole("button", { name: /^Créer/ }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
});

test("a detour through the suite's front door leads back to the page of before", async ({ page, enter }) => {
  await enter("/templates?channel=whatsapp");
  await page.goto(`/templates?channel=whatsapp#token=${tokenWith("marketer", { exp: now() - 3600 })}`);
  await page.reload();
  await expect(page.getByText("Votre session a expiré.")).toBeVisible();
  await page.goto(`/#token=${token("marketer")}`);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Textes libres WhatsApp" })).toBeVisible();
});

test("signing out takes the token out of the tab", async ({ page, enter }) => {
  await enter();
  await page.getByRole("button", { name: "Compte de Claire Vasseur" }).click();
  await expect(page.getByText("Rôle : marketer")).toBeVisible();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page.getByText("Vous êtes déconnecté.")).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem("token"))).toBeNull();
});

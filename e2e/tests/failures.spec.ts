import { type Campaign } from "../support/api.ts";
import { away, held, unheard } from "../support/moments.ts";
import { Wizard } from "../support/pages/wizard.ts";
import { expect, field, own, test } from "../support/test.ts";

test.describe("when the server or the network fails", () => {
  test.use({ expected: /status of 503|net::ERR_/ });

  test("only the failing block falls: it says what, the number to copy, and tries again", async ({ page, context, enter }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const instance = "0190f2a0-0000-7000-8000-000000000001";
    let broken = true;
    await page.route("**/api/marketing/v1/sources", (route) =>
      broken ? route.fulfill(away(instance)) : route.fallback(),
    );
    await enter("/");
    const alert = page.getByRole("alert");
    await expect(alert.getByRole("heading", { name: "Base de données injoignable" })).toBeVisible();
    await expect(alert.getByText(`demande ${instance}`)).toBeVisible();
    await expect(page.getByRole("heading", { name: /^(Qu’est-ce qui a changé|Envoyez votre première campagne)/ })).toBeVisible();
    await alert.getByRole("button", { name: "Copier le numéro" }).click();
    await expect(page.getByText("Numéro copié.")).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(instance);
    broken = false;
    await alert.getByRole("button", { name: "Réessayer" }).click();
    await expect(alert).toHaveCount(0);
    await expect(page.getByText("Contacts clés")).toBeVisible();
  });

  test("offline is told with the hour, and what is typed stays", async ({ page, context, api, enter }) => {
    const campaign = await api.campaign(own("Hors ligne"));
    await enter(`/campaigns/${campaign.id}/content`);
    await expect(field(page, "Objet")).toHaveValue("Un objet");
    await context.setOffline(true);
    await field(page, "Objet").fill("Écrit hors ligne");
    await expect(page.getByRole("status").locator("b")).toHaveText(/^Connexion perdue à \d\d\u00a0h\u00a0\d\d \(Europe\/Paris\)\.$/);
    await expect(page.getByText("gardé dans cet onglet, nouvel essai bientôt")).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("Connexion perdue")).toHaveCount(0);
    await new Wizard(page).isSaved();
    expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).subject).toBe("Écrit hors ligne");
  });

  test("what is typed on while a save fails is saved all the same", async ({ page, api, enter }) => {
    const campaign = await api.ready(own("Entre-temps"));
    await enter(`/campaigns/${campaign.id}/content`);
    await expect(page.locator(".eb-letter-subject")).toHaveText("Un objet");
    const first = held();
    let failing = true;
    await page.route(`**/api/marketing/v1/campaigns/${campaign.id}`, async (route) => {
      if (route.request().method() !== "PUT" || !failing) return route.fallback();
      failing = false;
      await first.gone;
      return route.fulfill(away());
    });
    const saving = page.waitForRequest((request) => request.method() === "PUT");
    await field(page, "Objet").fill("Premier");
    await saving;
    await field(page, "Objet").fill("Second");
    // Hands have rested: the message is there anew.
    await expect(page.locator(".eb-letter-subject")).toHaveText("Second");
    first.letGo();
    await new Wizard(page).isSaved();
    expect((await api.read<Campaign>(`/campaigns/${campaign.id}`)).subject).toBe("Second");
  });

  test("a save whose answer is lost is nobody else's: what is typed since is saved over it, unasked", async ({ page, api, enter }) => {
    const campaign = await api.campaign(own("Sans réponse"));
    await enter(`/campaigns/${campaign.id}/content`);
    await unheard(page, `**/api/marketing/v1/campaigns/${campaign.id}`);
    // Between two words there is a blank at the end, which the server does not keep.
    await field(page, "Objet").fill("Premier ");
    await expect(page.getByText("gardé dans cet onglet, nouvel essai bientôt")).toBeVisible();
    expect(await api.read<Campaign>(`/campaigns/${campaign.id}`)).toMatchObject({ subject: "Premier", version: 2 });
    await field(page, "Objet").fill("Premier et second");
    await new Wizard(page).isSaved();
    await expect.poll(() => api.read<Campaign>(`/campaigns/${campaign.id}`)).toMatchObject({ subject: "Premier et second", version: 3 });
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("a save whose answer is lost is saved once: another try by itself finds it", async ({ page, api, enter }) => {
    const campaign = await api.campaign(own("Déjà là"));
    await enter(`/campaigns/${campaign.id}/content`);
    await unheard(page, `**/api/marketing/v1/campaigns/${campaign.id}`);
    await field(page, "Objet").fill("Premier ");
    await new Wizard(page).isSaved();
    expect(await api.read<Campaign>(`/campaigns/${campaign.id}`)).toMatchObject({ subject: "Premier", version: 2 });
    await expect(field(page, "Objet")).toHaveValue("Premier ");
  });

  test("a server that is away at the start is told, and another try opens the page", async ({ page, enter }) => {
    await enter("/help");
    await page.route("**/api/marketing/v1/me", (route) => route.abort(), { times: 1 });
    await page.goto("/campaigns");
    await expect(page.getByRole("heading", { name: "Le serveur ne répond pas" })).toBeVisible();
    await page.getByRole("button", { name: "Réessayer" }).click();
    await expect(page.locator("tbody tr").first()).toBeVisible();
  });
});

test("nothing is shown for 300 ms, then bars at the place of the rows", async ({ page, enter }) => {
  await enter("/help");
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => { answer = resolve; });
  await page.route("**/api/marketing/v1/campaigns?*", async (route) => {
    await held;
    await route.fallback();
  });
  await page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name: "Campagnes" }).click();
  await expect(page.locator(".eb-skeleton")).toBeVisible();
  await expect(page.locator(".eb-skeleton")).toHaveCSS("animation-delay", "0.3s");
  await expect(page.getByRole("heading", { name: "Campagnes" })).toBeVisible();
  answer();
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await expect(page.locator(".eb-skeleton")).toHaveCount(0);
});

test("an address that no page has says so and leads home", async ({ page, enter }) => {
  await enter("/nulle-part");
  await page.getByRole("main").getByRole("link", { name: "Tableau de bord" }).click();
  await expect(page.getByRole("heading", { name: "Tableau de bord" })).toBeVisible();
});

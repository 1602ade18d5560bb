import type { Page } from "@playwright/test";
import { type Api, CLIENTS } from "../support/api.ts";
import { expect, field, own, test } from "../support/test.ts";
import { now, token, tokenWith } from "../support/tokens.ts";

// Pictures provoke refusals and failures on purpose.
test.use({ expected: /Failed to load resource/ });

const looks = {
  light: { width: 1440, height: 900, colorScheme: "light" },
  dark: { width: 1440, height: 900, colorScheme: "dark" },
  phone: { width: 390, height: 844, colorScheme: "light" },
} as const;

type Enter = (path?: string, role?: "viewer" | "marketer" | "sender") => Promise<void>;

interface Scene { name: string; show: (page: Page, enter: Enter, api: Api) => Promise<void> }

const problem = { type: "/problems#database.unavailable", code: "database.unavailable", title: "Base de données injoignable", status: 503, detail: "Rien n’a été enregistré. Réessayez dans un instant.", instance: "0190f2a0-7c1e-7000-8000-5d2b7f3a91c2" };

const first = (page: Page) => page.locator("tbody th[scope=row] > a").first();

const scenes: Scene[] = [
  { name: "home", show: async (page, enter) => { await enter("/"); await expect(page.locator(".eb-bars").first()).toBeVisible(); } },
  { name: "wizard-audience", show: async (page, enter, api) => { await enter(`/campaigns/${(await api.ready("Soldes BTP, mars")).id}/audience`); await expect(page.locator(".eb-waterfall")).toBeVisible(); } },
  { name: "wizard-content", show: async (page, enter, api) => { await enter(`/campaigns/${(await api.ready("Soldes BTP, mars")).id}/content`); await expect(page.locator(".eb-letter")).toBeVisible(); } },
  { name: "wizard-schedule", show: async (page, enter, api) => { await enter(`/campaigns/${(await api.ready("Soldes BTP, mars", { schedule: { wall: "2031-03-03T14:30:00", zone: "Europe/Paris" } })).id}/schedule`); await expect(page.locator(".eb-when-told")).toContainText("UTC"); } },
  { name: "wizard-review", show: async (page, enter, api) => { await enter(`/campaigns/${(await api.ready("Soldes BTP, mars", { subject: null })).id}/review`, "sender"); await expect(page.locator(".eb-checks")).toBeVisible(); } },
  { name: "wizard-launch", show: async (page, enter, api) => { await enter(`/campaigns/${(await api.ready("Soldes BTP, mars")).id}/review`, "sender"); await page.getByRole("button", { name: "Lancer la campagne" }).click(); await expect(page.getByRole("dialog")).toBeVisible(); } },
  {
    name: "report",
    show: async (page, enter, api) => {
      const audience = { all: [...CLIENTS.all, { is: { field: "type", any_of: ["CLIENT_FIDELE"] } }] };
      const { id } = await api.launch(await api.ready(own("Soldes BTP"), { audience }));
      await api.until(id, "finished");
      await enter(`/campaigns/${id}`);
      await expect(page.locator(".eb-canvas canvas")).toBeVisible();
    },
  },
  { name: "report-recipients", show: async (page, enter, api) => { const page1 = await api.read<{ items: { id: string; figures: unknown }[] }>("/campaigns?tab=finished&limit=50"); await enter(`/campaigns/${page1.items.find((row) => row.figures)?.id}/recipients`); await expect(page.locator("main .eb-block").last()).toBeVisible(); } },
  { name: "campaigns", show: async (page, enter) => { await enter("/campaigns?limit=12"); await expect(first(page)).toBeVisible(); } },
  { name: "campaigns-menu", show: async (page, enter) => { await enter("/campaigns?limit=6"); await page.getByRole("button", { name: /^Autres actions/ }).first().click(); } },
  { name: "campaigns-empty-filter", show: async (page, enter) => { await enter("/campaigns?tab=paused&channel=whatsapp&q=introuvable"); await expect(page.locator(".eb-state")).toBeVisible(); } },
  {
    name: "campaigns-first-use",
    show: async (page, enter) => {
      await page.route("**/campaigns?*", (route) => route.fulfill({ json: { items: [] } }));
      await enter("/campaigns");
      await expect(page.locator(".eb-state")).toBeVisible();
    },
  },
  {
    name: "campaigns-loading",
    show: async (page, enter) => {
      await page.route("**/campaigns?*", () => new Promise(() => undefined));
      await enter("/campaigns");
      await expect(page.locator(".eb-skeleton")).toBeVisible();
      await page.waitForTimeout(400);
    },
  },
  {
    name: "campaigns-error",
    show: async (page, enter) => {
      await page.route("**/campaigns?*", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) }));
      await enter("/campaigns");
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  { name: "campaigns-viewer", show: async (page, enter) => { await enter("/campaigns?limit=6", "viewer"); await expect(first(page)).toBeVisible(); } },
  { name: "campaigns-archive-dialog", show: async (page, enter) => { await enter("/campaigns?limit=6"); await page.getByRole("button", { name: /^Autres actions/ }).first().click(); await page.getByRole("button", { name: "Archiver" }).click(); } },
  { name: "no-right", show: async (page, enter) => { await enter("/campaigns/new", "viewer"); await expect(page.locator(".eb-state")).toBeVisible(); } },
  { name: "campaign-new", show: async (page, enter) => { await enter("/campaigns/new"); } },
  { name: "campaign-errors", show: async (page, enter) => { await enter("/campaigns/new"); await field(page, "Étiquettes").fill("BTP, btp"); await page.getByRole("button", { name: /^Créer/ }).click(); await expect(page.getByRole("alert")).toBeVisible(); } },
  { name: "campaign-readonly", show: async (page, enter, api) => { const finished = await api.read<{ items: { id: string }[] }>("/campaigns?tab=finished&limit=1"); await enter(`/campaigns/${finished.items[0]?.id}/content`); await expect(page.getByRole("note")).toBeVisible(); } },
  { name: "campaign-leave", show: async (page, enter) => { await enter("/campaigns/new"); await field(page, "Nom").fill("Soldes BTP"); await page.getByRole("navigation", { name: "" }).getByRole("link", { name: "Campagnes" }).last().click(); await expect(page.getByRole("dialog")).toBeVisible(); } },
  {
    name: "campaign-conflict",
    show: async (page, enter, api) => {
      const { id } = await api.ready("Soldes BTP, mars");
      await enter(`/campaigns/${id}/content`);
      await expect(field(page, "Objet")).toHaveValue("Un objet");
      await api.editCampaign(id, { subject: "Soldes BTP : −20 % sur l’outillage" });
      await field(page, "Objet").fill("Soldes BTP : −15 % dès mardi");
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  { name: "templates-email", show: async (page, enter) => { await enter("/templates?channel=email"); await expect(first(page)).toBeVisible(); } },
  { name: "templates-whatsapp", show: async (page, enter) => { await enter("/templates?channel=whatsapp"); await expect(first(page)).toBeVisible(); } },
  { name: "studio", show: async (page, enter) => { await enter("/whatsapp/templates"); await expect(page.locator("main .eb-block")).toBeVisible(); } },
  {
    name: "studio-template",
    show: async (page, enter, api) => {
      const { id } = await api.post<{ id: string }>("/whatsapp/templates", { account: "meta", content: { name: own("promo").replace(" ", "_"), language: "fr", category: "marketing", header: { kind: "media", media: "image", example_url: "https://exemple.fr/soldes.jpg" }, body: "{{prenom}}, les *soldes BTP* commencent {{date}} : 20 % sur 140 références d’outillage, dans la limite des stocks.", footer: "Répondez STOP pour ne plus rien recevoir", buttons: [{ kind: "tracked", text: "Voir le catalogue" }, { kind: "quick_reply", text: "Être rappelé" }], examples: { prenom: "Sonia" } } });
      await enter(`/whatsapp/templates/${id}`);
      await expect(page.locator(".eb-bubble")).toBeVisible();
    },
  },
  { name: "template-new", show: async (_page, enter) => enter("/templates/new?channel=whatsapp") },
  { name: "template-edit", show: async (page, enter) => { await enter("/templates?channel=email"); await first(page).click(); await expect(field(page, "HTML")).toBeVisible(); } },
  { name: "help", show: async (_page, enter) => enter("/help") },
  { name: "shortcuts", show: async (page, enter) => { await enter("/"); await page.keyboard.press("?"); await expect(page.getByRole("dialog")).toBeVisible(); } },
  { name: "not-found", show: async (_page, enter) => enter("/nulle-part") },
  { name: "offline", show: async (page, enter) => { await enter("/campaigns/new"); await page.context().setOffline(true); await expect(page.getByText(/Connexion perdue/)).toBeVisible(); } },
  { name: "sign-in", show: async (page) => { await page.goto("/"); await expect(page.getByLabel("Jeton d’accès")).toBeVisible(); } },
  { name: "sign-in-expired", show: async (page) => { await page.goto(`/campaigns#token=${tokenWith("marketer", { exp: now() - 3600 })}`); await expect(page.getByRole("alert").first()).toBeVisible(); } },
  {
    name: "drawer",
    show: async (page, enter) => {
      await enter("/campaigns");
      const menu = page.getByRole("button", { name: "Ouvrir le menu" });
      if (await menu.isVisible()) await menu.click();
      else await page.getByRole("button", { name: /^Compte de/ }).click();
    },
  },
  {
    name: "english",
    show: async (page) => {
      await page.addInitScript(() => localStorage.setItem("language", "en"));
      await page.goto(`/campaigns?limit=8#token=${token("marketer")}`);
      await expect(first(page)).toBeVisible();
    },
  },
];

for (const [look, { width, height, colorScheme }] of Object.entries(looks)) {
  for (const scene of scenes) {
    test(`${scene.name}, ${look}`, async ({ page, enter, api }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await scene.show(page, enter, api);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `../.screens/${scene.name}-${look}.png`, animations: "disabled" });
    });
  }
}

import type { Page } from "@playwright/test";

/** Something that is held back until the test lets it go. */
export function held(): { gone: Promise<void>; letGo: () => void } {
  let go: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => { go = resolve; });
  return { gone, letGo: () => go() };
}

/** The next time that this is saved, the server does so, something else happens, and nobody hears of the save. */
export async function unheard(page: Page, address: string, meanwhile: () => Promise<unknown> = async () => undefined) {
  let isNext = true;
  await page.route(address, async (route) => {
    if (!isNext || route.request().method() !== "PUT") return route.fallback();
    isNext = false;
    await route.fetch();
    await meanwhile();
    return route.abort();
  });
}

/** From the next page on, what a page does every few seconds it does when the test says so, and only then. */
export async function byHand(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const acts: (() => void)[] = [];
    const setInterval = (act: () => void) => {
      acts.push(act);
      return 0;
    };
    Object.assign(window, { acts, setInterval });
  });
  return () => page.evaluate(() => (window as unknown as { acts: (() => void)[] }).acts.forEach((act) => act()));
}

/** How the server answers when its database is away. */
export const away = (instance = "0190f2a0-0000-7000-8000-000000000001") => ({
  status: 503,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "/problems#database.unavailable", code: "database.unavailable", title: "Base de données injoignable", status: 503, detail: "Rien n’a été enregistré.", instance }),
});

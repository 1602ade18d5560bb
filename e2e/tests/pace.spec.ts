import { expect, field, fitsWidth, save, test } from "../support/test.ts";
import { type Language, texts } from "../support/texts.ts";

const LANGUAGES: Language[] = ["fr", "en"];
type Pace = { value: { per_day: number | null; domains: unknown[]; warm_up: unknown } };

// One account has one pace: one after the other. Limits that no test comes near.
test.describe.configure({ mode: "serial" });

for (const language of LANGUAGES) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === "fr" ? "fr-FR" : "en-GB" });
    const say = texts(language);

    test(`the pace of an account is refused where it cannot be kept, saved, and compared where somebody saved meanwhile, ${language}`, async ({ page, api, enter }) => {
      const [account] = await api.read<{ id: string }[]>("/accounts");
      const id = account?.id ?? "?";
      await api.setPace(id, {});
      await enter("/accounts", "admin");
      await page.getByRole("article").first().getByRole("link", { name: new RegExp(`^${say("pace.open")}`) }).click();
      await expect(page.getByRole("heading", { level: 1, name: say("pace.title", { name: id }) })).toBeVisible();
      await field(page, say("pace.per_day")).fill("0");
      await page.getByRole("button", { name: new RegExp(`^${say("editor.save")}`) }).click();
      await expect(page.getByRole("alert").first()).toBeFocused();
      await page.getByRole("alert").first().getByRole("link").click();
      await expect(field(page, say("pace.per_day"))).toBeFocused();
      await field(page, say("pace.per_day")).fill("2000000");
      await page.getByRole("button", { name: say("pace.add") }).click();
      const group = page.getByRole("group", { name: say("pace.group", { number: "1" }) });
      await group.getByLabel(say("pace.names")).fill("nulle-part.example, Ailleurs.example");
      await group.getByLabel(say("pace.per_minute")).fill("600");
      await page.getByRole("switch").check();
      await page.getByLabel(say("pace.first")).fill("1000000");
      await page.getByLabel(say("pace.until")).fill("1500000");
      await save(page);
      expect((await api.read<Pace>(`/accounts/${id}/pace`)).value).toMatchObject({ per_day: 2_000_000, domains: [{ domains: ["nulle-part.example", "ailleurs.example"], per_minute: 600 }], warm_up: { first: 1_000_000 } });

      await api.setPace(id, { per_day: 3_000_000 });
      await field(page, say("pace.per_day")).fill("2500000");
      await page.getByRole("button", { name: new RegExp(`^${say("editor.save")}`) }).click();
      const conflict = page.getByRole("dialog", { name: say("conflict.title") });
      await expect(conflict.getByRole("row", { name: new RegExp(say("pace.per_day").slice(0, 7)) })).toContainText("3000000");
      await expect(conflict.getByRole("button", { name: say("conflict.both") })).toHaveCount(0);
      await conflict.getByRole("button", { name: say("conflict.theirs") }).click();
      await expect(field(page, say("pace.per_day"))).toHaveValue("3000000");
      await api.setPace(id, {});
    });
  });
}

test("whoever may not change settings reads the pace, and is told which right is missing; nothing scrolls sideways", async ({ page, api, enter }) => {
  const [account] = await api.read<{ id: string }[]>("/accounts");
  await page.setViewportSize({ width: 320, height: 800 });
  await enter(`/accounts/${account?.id}`, "viewer");
  await expect(page.getByRole("note")).toContainText("(settings:write)");
  await expect(field(page, "Par minute")).toHaveAttribute("readonly", "");
  await fitsWidth(page);
});

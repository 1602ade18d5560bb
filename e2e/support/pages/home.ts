import { type Locator, type Page } from "@playwright/test";
import { type Language, texts } from "../texts.ts";

/** The dashboard. */
export class Home {
  readonly say: (name: string, gaps?: Record<string, string>) => string;

  constructor(readonly page: Page, language: Language = "fr") {
    this.say = texts(language);
  }

  period(name: "week" | "month" | "quarter" | "year"): Locator {
    return this.page.getByRole("navigation", { name: this.say("home.period") }).getByRole("link", { name: this.say(`home.${name}`) });
  }

  /** A card by its name. */
  figure(name: string): Locator {
    return this.page.getByRole("region", { name: this.say("home.figures") }).locator(".eb-kpi").filter({ has: this.page.getByRole("heading", { name: this.say(name), exact: true }) });
  }

  volume(): Locator {
    return this.page.getByRole("figure", { name: this.say("volume.title") });
  }

  needed(): Locator {
    return this.page.getByRole("region", { name: this.say("attention.title") });
  }
}

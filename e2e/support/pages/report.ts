import { type Locator, type Page } from "@playwright/test";
import { type Language, texts } from "../texts.ts";

/** A campaign that was launched: while it leaves, and afterwards. */
export class Report {
  readonly say: (name: string, gaps?: Record<string, string>) => string;

  constructor(readonly page: Page, language: Language = "fr") {
    this.say = texts(language);
  }

  /** What is told while it leaves. */
  live(): Locator {
    return this.page.getByRole("region", { name: this.say("live.label") });
  }

  /** How far it is, as `aria-valuenow` of as `aria-valuemax`. */
  progress(): Locator {
    return this.live().getByRole("progressbar");
  }

  act(name: "pause" | "resume" | "cancel" | "withdraw"): Locator {
    return this.live().getByRole("button", { name: this.say(`live.${name}`) });
  }

  question(name: "pause" | "resume" | "cancel" | "withdraw"): Locator {
    return this.page.getByRole("dialog", { name: this.say(`live.${name}_title`) });
  }

  tab(name: "summary" | "recipients" | "left_out"): Locator {
    return this.page.getByRole("navigation", { name: this.say("report.pages") }).getByRole("link", { name: this.say(`report.${name}`) });
  }

  /** A figure by its name: the printed value, then what it is out of. */
  figure(name: string): Locator {
    return this.page.getByRole("region", { name: this.say("report.figures") }).locator(".eb-kpi").filter({ has: this.page.getByRole("heading", { name: this.say(name), exact: true }) });
  }
}

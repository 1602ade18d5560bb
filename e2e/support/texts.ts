import { readFileSync } from "node:fs";

export type Language = "fr" | "en";

type Texts = { [name: string]: string | Texts };

const files = new Map<Language, Texts>();

/** The SPA's own text by its name, `wizard.after`, with its gaps filled: tests in two languages say each word once. */
export function texts(language: Language) {
  if (!files.has(language)) files.set(language, JSON.parse(readFileSync(new URL(`../../frontend/locales/${language}.json`, import.meta.url), "utf8")));
  return (name: string, gaps: Record<string, string> = {}): string => {
    const found = name.split(".").reduce<string | Texts | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), files.get(language));
    if (typeof found !== "string") throw new Error(`${language}.json has no text ${name}`);
    return found.replace(/\{\{ *(\w+) *\}\}/g, (_, gap: string) => gaps[gap] ?? "");
  };
}

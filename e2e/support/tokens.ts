import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { setting } from "./settings.ts";

export type Role = "viewer" | "marketer" | "sender" | "approver" | "admin";

const minted = new Map<string, string>();

/** A token of the product's own making. */
export function token(role: Role, name = "Claire Vasseur"): string {
  const key = `${role} ${name}`;
  const known = minted.get(key);
  if (known) return known;
  const fresh = execFileSync(setting("EBVISION_E2E_BIN"), ["token", "--role", role, "--ttl", "1h", "--name", name]).toString().trim();
  minted.set(key, fresh);
  return fresh;
}

/** The same with other claims, signed by the secret that the server has too. */
export function tokenWith(role: Role, claims: Record<string, unknown>): string {
  const [head = "", payload = ""] = token(role).split(".");
  const body = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), ...claims };
  const signed = `${head}.${Buffer.from(JSON.stringify(body)).toString("base64url")}`;
  return `${signed}.${createHmac("sha256", setting("EBVISION_JWT_SECRET")).update(signed).digest("base64url")}`;
}

/** Now, as tokens count. */
export const now = () => Math.floor(Date.now() / 1000);

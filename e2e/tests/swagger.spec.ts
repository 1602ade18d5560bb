import { expect, test } from "../support/test.ts";
import { token } from "../support/tokens.ts";

test("an integrator tries a route out in Swagger UI: with a token it lists campaigns, without one it is told so", async ({ page }) => {
  await page.goto("/api/docs/");
  const list = page.locator("#operations-campaigns-list_campaigns");
  await list.locator(".opblock-summary-control").first().click();
  const answered = list.locator(".live-responses-table tbody .response-col_status");
  await list.getByRole("button", { name: "Execute" }).click();
  await expect(answered).toContainText("401");

  await page.getByRole("button", { name: "Authorize" }).first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.getByRole("textbox").fill(token("viewer"));
  await dialog.getByRole("button", { name: "Apply credentials" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await list.getByRole("button", { name: "Execute" }).click();
  await expect(answered).toContainText("200");
  await expect(list.locator(".live-responses-table .highlight-code").first()).toContainText("\"items\"");
});

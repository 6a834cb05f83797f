// The screens that are looked at: a name, the scenario, the page, and what is done before looking.
// A step is a function of a Playwright page; it finds things as a person does, by role and name.

export const screens = [
  { name: "welcome", fake: "first-run" },
  { name: "accounts", fake: "accounts" },
  {
    name: "accounts-held",
    fake: "accounts",
    step: async (page) => {
      await page.getByRole("button", { name: /Google/ }).first().focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("h");
      await page.locator("[data-account=a3]").click();
    },
  },
  { name: "account", fake: "accounts", at: "#/account/a1" },
  { name: "account-push", fake: "enrolment-failed", at: "#/account/p1" },
  { name: "account-hidden", fake: "accounts", at: "#/account/a8" },
  {
    name: "account-edit",
    fake: "accounts",
    at: "#/account/a1",
    step: (page) => page.getByRole("button", { name: /^(Edit|Muokkaa)$/ }).click(),
  },
  { name: "accounts-empty", fake: "empty" },
  { name: "accounts-many", fake: "many" },
  {
    name: "accounts-none-found",
    fake: "accounts",
    step: (page) => page.getByRole("searchbox").fill("zzz"),
  },
  { name: "add", fake: "camera", at: "#/add" },
  { name: "recovery", fake: "recovery" },
  { name: "unlock", fake: "locked" },
  { name: "damaged", fake: "damaged" },
  { name: "requests", fake: "requests", at: "#/requests" },
  { name: "request", fake: "requests", at: "#/request/r1" },
  { name: "settings", fake: "accounts", at: "#/settings" },
];

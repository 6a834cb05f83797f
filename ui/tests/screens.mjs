// The screens that are looked at: a name, the scenario, the page, and what is done before looking.
// A step is a function of a Playwright page; it finds things as a person does, by role and name.

export const screens = [
  { name: "welcome", fake: "first-run" },
  {
    name: "welcome-passphrase",
    fake: "first-run-absent",
    step: async (page) => {
      await page.getByRole("main").getByRole("button").first().click();
      await page.locator("input").first().fill("båten synger");
    },
  },
  {
    name: "welcome-keyring-locked",
    fake: "first-run-locked",
    step: async (page) => {
      await page.getByRole("main").getByRole("button").first().click();
      await page.locator("input").first().fill("kort");
      await page.keyboard.press("Enter");
    },
  },
  { name: "accounts", fake: "accounts" },
  {
    name: "accounts-held",
    fake: "accounts",
    step: async (page) => {
      await page
        .getByRole("button", { name: /Google/ })
        .first()
        .focus();
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
  {
    name: "add",
    fake: "accounts",
    at: "#/add",
    step: (page) => page.locator("canvas:not([hidden])").waitFor(),
  },
  { name: "add-camera-failed", fake: "camera-failed", at: "#/add" },
  { name: "add-picture", fake: "accounts", at: "#/picture" },
  {
    name: "add-paste-failed",
    fake: "camera-failed",
    at: "#/picture",
    step: async (page) => {
      await page.keyboard.press("Control+v");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "type",
    fake: "accounts",
    at: "#/type",
    step: async (page) => {
      await page.locator("summary").click();
      await page.locator("input").first().fill("not a key!");
      await page.keyboard.press("Enter");
    },
  },
  { name: "confirm", fake: "confirm", at: "#/confirm" },
  { name: "confirm-hotp", fake: "confirm-hotp", at: "#/confirm" },
  { name: "confirm-duplicate", fake: "confirm-duplicate", at: "#/confirm" },
  { name: "confirm-push", fake: "confirm-push", at: "#/confirm" },
  { name: "confirm-many", fake: "confirm-many", at: "#/confirm" },
  { name: "confirm-problems", fake: "confirm-problems", at: "#/confirm" },
  { name: "enrolment", fake: "enrolment-registering", at: "#/enrolment/p1" },
  { name: "enrolment-failed", fake: "enrolment-failed", at: "#/enrolment/p1" },
  { name: "enrolment-ready", fake: "accounts", at: "#/enrolment/p1" },
  { name: "recovery", fake: "recovery" },
  {
    name: "recovery-type",
    fake: "recovery",
    step: async (page) => {
      await page
        .getByRole("button", { name: /^(I have written it down|Olen kirjoittanut sen muistiin)$/ })
        .click();
      await typeCode(page, ["7KQ2M", "XV4RD", "HN8TB", "P3WYC", "6GJ2E"]);
    },
  },
  {
    name: "recovery-without",
    fake: "recovery",
    step: (page) => page.getByRole("button", { name: /^(Do without|En tarvitse koodia)$/ }).click(),
  },
  { name: "recovery-prove", fake: "recovery-prove" },
  { name: "unlock", fake: "locked" },
  { name: "unlock-plain", fake: "locked-plain" },
  {
    name: "unlock-wrong",
    fake: "locked",
    step: async (page) => {
      await page.getByLabel(/^(Passphrase|Salalause)$/).fill("wrong");
      await page.getByRole("button", { name: /^(Unlock|Avaa)$/ }).click();
    },
  },
  {
    name: "unlock-code",
    fake: "locked-lost",
    step: async (page) => {
      await page
        .getByRole("button", { name: /Type the recovery code|Kirjoita palautuskoodi/ })
        .click();
      await typeCode(page, ["7kq2m", "xv4rd", "hn8tb", "p3wyc", "6gjze", "a9fsk"]);
    },
  },
  {
    name: "unlock-renewed",
    fake: "locked-lost",
    step: async (page) => {
      await page.getByRole("button", { name: /Type the passphrase|Kirjoita salalause/ }).click();
      await page.getByLabel(/^(Passphrase|Salalause)$/).fill("correct horse");
      await page.getByRole("button", { name: /^(Unlock|Avaa)$/ }).click();
      await page.getByText(/The keyring has a new key|Avainnipussa on uusi avain/).waitFor();
    },
  },
  { name: "unlock-keyring", fake: "locked-lost" },
  { name: "unlock-keyring-alone", fake: "locked-lost-alone" },
  { name: "damaged", fake: "damaged" },
  { name: "requests", fake: "requests", at: "#/requests" },
  { name: "requests-quiet", fake: "accounts", at: "#/requests" },
  { name: "requests-none", fake: "empty", at: "#/requests" },
  { name: "requests-offline", fake: "offline", at: "#/requests" },
  {
    name: "request-number",
    fake: "requests",
    at: "#/request/r1",
    step: (page) => page.getByRole("radio", { name: "47" }).check(),
  },
  {
    name: "request-plain",
    fake: "request-plain",
    at: "#/request/r1",
    step: (page) => page.getByRole("button", { name: /^(Approve|Hyväksy)/ }).click(),
  },
  {
    name: "request-approved",
    fake: "requests",
    at: "#/request/r1",
    step: (page) => approve(page, "47"),
  },
  {
    name: "request-wrong",
    fake: "requests",
    at: "#/request/r1",
    step: (page) => approve(page, "83"),
  },
  {
    name: "request-reported",
    fake: "requests",
    at: "#/request/r1",
    step: (page) => page.getByRole("button", { name: /^(It wasn’t me|Se en ollut minä)$/ }).click(),
  },
  {
    name: "request-failed",
    fake: "request-fails",
    at: "#/request/r1",
    step: (page) => approve(page, "47"),
  },
  { name: "request-gone", fake: "accounts", at: "#/request/r9" },
  {
    name: "request-late",
    fake: "request-late",
    at: "#/request/late",
    step: (page) => page.getByRole("button", { name: /^(Deny|Hylkää)$/ }).click(),
  },
  {
    name: "request-ran-out",
    fake: "request-runs-out",
    at: "#/request/r1",
    step: (page) =>
      page
        .getByText(/has run out|on vanhentunut/)
        .first()
        .waitFor(),
  },
  {
    name: "request-code-to-phone",
    fake: "code-to-phone",
    at: "#/request/code-to-phone",
    step: async (page) => {
      const button = page.getByRole("button", { name: /^(Approve|Hyväksy)/ });
      await button.click({ delay: 1000 });
    },
  },
  { name: "settings", fake: "accounts", at: "#/settings" },
  {
    name: "settings-checks",
    fake: "offline",
    at: "#/settings",
    step: async (page) => {
      await page.getByRole("button", { name: /Check everything|Tarkista kaikki/ }).click();
      await page.getByText(/One thing needs you|Yksi asia tarvitsee sinua/).waitFor();
    },
  },
  {
    name: "settings-certificates",
    fake: "accounts",
    at: "#/settings",
    step: async (page) => {
      await page
        .getByRole("button", { name: /Private certificates|Yksityiset varmenteet/ })
        .click();
      await page.getByRole("button", { name: /Add a certificate|Lisää varmenne/ }).click();
      await page.getByText("nordvik-ca.pem").waitFor();
    },
  },
  {
    name: "settings-passphrase",
    fake: "accounts",
    at: "#/settings",
    step: async (page) => {
      await page.getByRole("button", { name: /Set a passphrase|Valitse salalause/ }).click();
      await page.getByRole("button", { name: /^(Save|Tallenna)$/ }).click();
    },
  },
];

/** Chooses a number and approves with it. */
async function approve(page, number) {
  await page.getByRole("radio", { name: number }).check();
  await page.getByRole("button", { name: new RegExp(`(Approve|Hyväksy) ${number}`) }).click();
}

/** Types the groups of a recovery code one after the other; the focus runs on by itself. */
async function typeCode(page, groups) {
  await page.getByRole("textbox", { name: /^\d ?(Group|Ryhmä) 1$|^(Group|Ryhmä) 1$/ }).focus();
  for (const group of groups) await page.keyboard.type(group);
}

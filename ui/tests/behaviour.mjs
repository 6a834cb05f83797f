// What a person does, in the built page with the host in memory: keys, copying, adding, the camera.
//   ONLY=<a,b>  runs the tests whose name contains one of these
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const server = await serve(resolve(here, process.env.FAKE_DIST ?? "dist-fake"));
const browser = await launch();
const only = (process.env.ONLY ?? "").split(",");
const tests = [];

/** A test has a fresh window; `size` is that of a laptop unless told otherwise. */
function test(name, fake, run, size = { width: 1280, height: 800 }) {
  tests.push({ name, fake, run, size });
}

/** The commands that went out by that name, with what they took. */
const calls = (page, name) =>
  page.evaluate(
    (wanted) =>
      globalThis.seglFake.calls
        .filter(({ command }) => command === wanted)
        .map(({ request }) => request),
    name,
  );

const row = (page, name) => page.getByRole("listitem").filter({ hasText: name });

test("a row is copied by a click, and says so", "accounts", async (page) => {
  await page.getByRole("button", { name: "Copy the code of GitHub" }).click();
  await row(page, "GitHub").getByText("Copied, cleared in").waitFor();
  assert.deepEqual(await calls(page, "copy_code"), [{ account_id: "a3", code: null }]);
});

test("arrows walk, Enter copies, H holds and the held code is copied", "accounts", async (page) => {
  await page.getByRole("button", { name: "Copy the code of Microsoft 365" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.deepEqual(await calls(page, "copy_code"), [{ account_id: "a2", code: null }]);
  await page.keyboard.press("h");
  await row(page, "Nordvik sign-in").getByRole("button", { name: /go on/ }).waitFor();
  await page.keyboard.press("Enter");
  const [, held] = await calls(page, "copy_code");
  assert.match(held.code, /^\d{6}$/);
  await page.keyboard.press("h");
  await row(page, "Nordvik sign-in").getByRole("button", { name: /More/ }).waitFor();
});

test("slash searches, Enter copies the first hit, Escape shows all", "accounts", async (page) => {
  await page.getByRole("button", { name: "Copy the code of Microsoft 365" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("OVERleaf");
  assert.equal(await page.getByRole("listitem").count(), 1);
  await page.keyboard.press("Enter");
  assert.deepEqual(await calls(page, "copy_code"), [{ account_id: "a10", code: null }]);
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("searchbox").inputValue(), "");
  await page.keyboard.press("Control+f");
  assert.equal(await page.evaluate(() => document.activeElement.type), "search");
});

test("Ctrl+N adds, Escape goes back, Ctrl+L locks", "accounts", async (page) => {
  await page.getByRole("button", { name: "Copy the code of GitHub" }).waitFor();
  await page.keyboard.press("Control+n");
  await page.getByRole("heading", { name: "Add account" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Copy the code of GitHub" }).waitFor();
  await page.keyboard.press("Control+l");
  await page.getByRole("list", { name: "Accounts" }).waitFor({ state: "detached" });
  assert.equal((await calls(page, "lock")).length, 1);
  const html = await page.content();
  assert.ok(!html.includes("GitHub"), "an account is left in the page after locking");
});

test("a hidden code is shown by the eye, a code by use by its arrow", "accounts", async (page) => {
  const bank = row(page, "Sparebanken");
  await bank.getByRole("button", { name: "Show the code" }).click();
  await bank.getByText(/^(\d ){5}\d$/).waitFor({ state: "attached" });
  const library = row(page, "Nordvik Library");
  await library.locator("button.act").click();
  await library.getByText("Use 42").waitFor();
  await page.getByRole("button", { name: "Copy the code of Nordvik Library" }).click();
  await library.getByText("Copied").waitFor();
});

test("deleting can be undone", "accounts", async (page) => {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Delete this account" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Microsoft 365 is deleted.").waitFor();
  assert.equal(await row(page, "Microsoft 365").count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await row(page, "Microsoft 365").waitFor();
});

test("an account is edited, with a new group", "accounts", async (page) => {
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name in the list").fill("Mail");
  await dialog.getByRole("button", { name: "New" }).click();
  await dialog.getByLabel("Name of the new group").fill("Everyday");
  await dialog.getByRole("switch", { name: "Hide the code" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await row(page, "Mail").getByRole("button", { name: "Show the code of Mail" }).waitFor();
  await page.getByRole("button", { name: "Everyday" }).click();
  assert.equal(await page.getByRole("listitem").count(), 1);
});

test("keys typed into a form stay there", "accounts", async (page) => {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Note").fill("");
  await page.keyboard.type("h/H");
  assert.equal(await page.getByRole("dialog").getByLabel("Note").inputValue(), "h/H");
  assert.equal(await page.getByRole("button", { name: /go on/ }).count(), 0);
});

test(
  "on a phone an account is a page, and Back leads to the list",
  "accounts",
  async (page) => {
    await page.getByRole("button", { name: "More for GitHub" }).click();
    await page.getByRole("heading", { name: "GitHub" }).first().waitFor();
    assert.match(page.url(), /#\/account\/a3$/);
    await page.goBack();
    await page.getByRole("button", { name: "More for GitHub" }).click();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("list", { name: "Accounts" }).waitFor();
  },
  { width: 390, height: 844 },
);

test(
  "Escape closes the form, not the page under it",
  "accounts",
  async (page) => {
    await page.getByRole("button", { name: "More for GitHub" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.match(page.url(), /#\/account\/a3$/);
    await page.keyboard.press("Escape");
    await page.getByRole("list", { name: "Accounts" }).waitFor();
  },
  { width: 390, height: 844 },
);

test("a new page is begun at its title", "accounts", async (page) => {
  await page.evaluate(() => (location.hash = "#/type"));
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
});

test("the number of waiting requests follows what the core tells", "accounts", async (page) => {
  await page.getByRole("link", { name: "Requests" }).waitFor();
  await page.evaluate(() => {
    globalThis.seglFake.world.open = [{ id: "r1" }, { id: "r2" }];
    globalThis.seglFake.emit({ event: "requests" });
  });
  await page.getByRole("link", { name: "Requests 2 waiting" }).waitFor();
});

test("a keyring that refuses at the last moment is no dead end", "first-run", async (page) => {
  await page.getByRole("button", { name: /Scan a QR code/ }).waitFor();
  await page.evaluate(() => {
    const message = "The keyring did not let Segl in.";
    const hint = "Allow it, and try again.";
    globalThis.seglFake.fails.create_vault = {
      code: "keyring_denied",
      message,
      hint,
      retry: true,
      details: {},
    };
  });
  await page.getByRole("button", { name: /Scan a QR code/ }).click();
  await page.getByText("The keyring did not let Segl in.").waitFor();
  await page.evaluate(() => delete globalThis.seglFake.fails.create_vault);
  await page.getByRole("button", { name: "Try the keyring again" }).click();
  await page.waitForFunction(() => globalThis.seglFake.world.stage === "recovery_pending");
});

test("the camera is on only while its page is open", "accounts", async (page) => {
  await page.getByRole("link", { name: "Add" }).click();
  await page.locator("canvas:not([hidden])").waitFor();
  await page.getByRole("button", { name: "Other camera" }).click();
  await page.waitForFunction(() =>
    globalThis.seglFake.calls.some(({ request }) => request?.device === "c2"),
  );
  await page.getByRole("link", { name: "Codes" }).click();
  await page.waitForFunction(() => globalThis.seglFake.world.camera.state === "off");
  assert.equal((await calls(page, "stop_camera")).length, 1);
});

test("what the camera reads is confirmed, named and added", "accounts", async (page) => {
  await page.getByRole("link", { name: "Add" }).click();
  await page.locator("canvas:not([hidden])").waitFor();
  await page.evaluate(() => {
    const kind = { kind: "totp", digits: 6, period: 30, algorithm: "SHA1" };
    const draft = { draft_id: "x1", issuer: "Exams", account: "ingrid", kind, duplicates: [] };
    globalThis.seglFake.world.drafts = [draft];
    const scanned = { drafts: [draft], problems: [], parts: null };
    globalThis.seglFake.emit({ event: "scanned", scanned });
  });
  await page.getByRole("heading", { name: "Is this the account?" }).waitFor();
  await page
    .getByText(/^(\d ){5}\d$/)
    .first()
    .waitFor({ state: "attached" });
  await page.getByLabel("Name in the list").fill("My exams");
  await page.getByRole("button", { name: "Own" }).click();
  await page.getByRole("button", { name: "Add account" }).click();
  await row(page, "My exams").waitFor();
  const [kept] = await calls(page, "confirm_draft");
  assert.deepEqual(kept, {
    draft_id: "x1",
    account: "ingrid",
    issuer: "My exams",
    group: "Own",
    replace: null,
  });
});

test("cancelling keeps nothing", "confirm", async (page) => {
  await page.evaluate(() => (location.hash = "#/confirm"));
  await page.getByRole("heading", { name: "Is this the account?" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("list", { name: "Accounts" }).waitFor();
  assert.equal((await calls(page, "drop_drafts")).length, 1);
  assert.equal((await calls(page, "confirm_draft")).length, 0);
});

test("a key is typed in, and a bad one is said at its field", "accounts", async (page) => {
  await page.evaluate(() => (location.hash = "#/type"));
  await page.getByLabel("Key or link").fill("no key 189!");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("The key has a sign that no key has.").waitFor();
  await page.getByLabel("Key or link").fill("jbsw y3dp ehpk 3pxp");
  await page.getByLabel("Service").fill("Library");
  await page.getByText("Unusual kinds").click();
  await page.getByRole("button", { name: "With each use" }).click();
  await page.getByLabel("Counter").fill("7");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Is this the account?" }).waitFor();
  const typed = (await calls(page, "type_account")).at(-1);
  assert.equal(typed.by, "hotp");
  assert.equal(typed.counter, 7);
  assert.equal(typed.issuer, "Library");
});

test("an account for approvals is registered before the eyes", "confirm-push", async (page) => {
  await page.evaluate(() => (location.hash = "#/confirm"));
  await page.getByText("portal.nordvik.example").waitFor();
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("heading", { name: /Registering with portal/ }).waitFor();
  const id = decodeURIComponent(page.url().split("/").at(-1));
  const become = (step) =>
    page.evaluate(
      ([account_id, enrolment]) => {
        const found = globalThis.seglFake.world.accounts.find(({ id }) => id === account_id);
        found.kind = { ...found.kind, enrolment };
        globalThis.seglFake.emit({ event: "enrolment", account_id });
      },
      [id, step],
    );
  await become({ step: "testing" });
  await page.locator("li[aria-current=step]", { hasText: "Ask the server" }).waitFor();
  const failure = {
    code: "server_timeout",
    message: "No answer.",
    hint: "Wait.",
    retry: true,
    details: {},
  };
  await become({ step: "failed", failure, can_retry: true });
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("li[aria-current=step]").waitFor();
  await become({ step: "ready" });
  await page.getByRole("heading", { name: "Nordvik staff portal is ready" }).waitFor();
});

test("of several accounts only the ticked ones are added", "confirm-many", async (page) => {
  await page.evaluate(() => (location.hash = "#/confirm"));
  await page.getByRole("checkbox", { name: /GitLab/ }).uncheck();
  await page.getByRole("button", { name: "Add 1 account" }).click();
  await row(page, "Fylkesbiblioteket").waitFor();
  assert.deepEqual(
    (await calls(page, "confirm_draft")).map(({ draft_id }) => draft_id),
    ["d3"],
  );
});

test(
  "the first run without a keyring asks for a passphrase, twice",
  "first-run-absent",
  async (page) => {
    await page.getByRole("button", { name: /Type it in/ }).click();
    await page.getByLabel("Passphrase", { exact: true }).fill("båten synger høst");
    await page.getByLabel("The same again").fill("båten synger");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("The two are not the same yet.").waitFor();
    assert.equal((await calls(page, "create_vault")).length, 0);
    await page.getByLabel("The same again").fill("båten synger høst");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForFunction(() => globalThis.seglFake.world.stage === "recovery_pending");
    assert.deepEqual(await calls(page, "create_vault"), [
      { keyring: false, passphrase: "båten synger høst" },
    ]);
  },
);

test("the first run speaks another language at once", "first-run", async (page) => {
  await page.getByRole("combobox", { name: "Language" }).selectOption("fi");
  await page.getByRole("button", { name: /Skannaa QR-koodi/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fi");
});

test("ten thousand accounts stay quick", "many", async (page) => {
  await page.getByRole("list", { name: "Accounts" }).waitFor();
  assert.ok((await page.getByRole("listitem").count()) < 60);
  const search = await page.evaluate(async () => {
    const input = document.querySelector("input[type=search]");
    const start = performance.now();
    input.value = "aarhus";
    input.value = "arhus 1666";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  });
  assert.equal(await page.getByRole("listitem").count(), 1);
  assert.ok(search < 500, `the search took ${search} ms`);
  await page.getByRole("searchbox").fill("");
  await page.locator(".list").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await row(page, "user9999@nordvik.example").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.activeElement.dataset.account === "m9999");
});

test("nothing moves between the seconds, and little then", "accounts", async (page) => {
  await page.getByRole("list", { name: "Accounts" }).waitFor();
  const client = await page.context().newCDPSession(page);
  // Time of the thread, so that what else the machine does is not counted.
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await client.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
  await page.waitForTimeout(1500);
  const before = await busy();
  await page.waitForTimeout(8000);
  const share = (await busy()) - before;
  console.log(`    busy for ${((share / 8) * 100).toFixed(2)} % of the time`);
  assert.ok(share / 8 < 0.015, `busy for ${share} s of 8`);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

let passed = 0;
let failed = 0;
for (const { name, fake, run, size } of tests) {
  if (!only.some((part) => name.includes(part))) continue;
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await page.goto(`${server.url}/?fake=${fake}&theme=light&lang=en`);
    await run(page);
    assert.deepEqual(errors, []);
    passed += 1;
    console.log(`ok  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT ${name}\n    ${error.message}\n    ${errors.join("\n    ")}`);
    if (process.env.SHOTS) {
      await page.screenshot({ path: join(process.env.SHOTS, `failed-${failed}.png`) });
    }
  }
  await context.close();
}
await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

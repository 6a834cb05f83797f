// Looks at every screen with axe, light and dark, in a window and on a phone, and in Finnish.
// Any finding, console error, breach of the content security policy or sideways scroll fails.
//   SHOTS=<folder>  also writes a picture of each
//   ONLY=<a,b>      looks at the screens whose name contains one of these
//   FAKE_DIST=<dir> builds and serves another folder than dist-fake
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";
import { screens } from "./screens.mjs";
import { serve } from "./serve.mjs";

const shots = process.env.SHOTS;
const only = (process.env.ONLY ?? "").split(",");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const sizes = [
  { name: "desk", viewport: { width: 1280, height: 800 } },
  { name: "phone", viewport: { width: 390, height: 844 } },
  // The smallest phone, with the longest words; and a laptop whose owner reads at 200 %.
  { name: "small", viewport: { width: 360, height: 640 }, only: "fi" },
  { name: "zoomed", viewport: { width: 640, height: 400 }, only: "fi" },
];
const looks = [
  { name: "light", query: "theme=light&lang=en" },
  { name: "dark", query: "theme=dark&lang=en" },
  { name: "fi", query: "theme=light&lang=fi" },
];

const here = fileURLToPath(new URL("..", import.meta.url));
const server = await serve(resolve(here, process.env.FAKE_DIST ?? "dist-fake"));
const browser = await launch();
if (shots) await mkdir(shots, { recursive: true });

let looked = 0;
let findings = 0;

function report(where, what) {
  findings += 1;
  console.log(`${where}: ${what}`);
}

async function look(context, screen, where, query) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("console", (message) => {
    if (message.type() === "error") report(where, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => report(where, `error: ${error.message}`));
  await page.goto(`${server.url}/?fake=${screen.fake}&${query}${screen.at ?? ""}`);
  await page.locator("h1, h2").first().waitFor();
  await screen.step?.(page);
  await page.evaluate(() => document.fonts.ready);
  if (shots)
    await page.screenshot({
      path: join(shots, `${screen.name}-${where.split(" ").slice(1).join("-")}.png`),
    });

  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) report(where, `the page is ${wide} px wider than the window`);
  // Through the debugger, so that the page's own policy can stay as strict as it is.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  for (const { id, help, nodes } of violations) {
    report(
      where,
      `${id}: ${help}\n    ${nodes.map((node) => node.target.join(" ")).join("\n    ")}`,
    );
  }
  looked += 1;
  await page.close();
}

try {
  for (const size of sizes) {
    const context = await browser.newContext({ viewport: size.viewport, reducedMotion: "reduce" });
    for (const screen of screens.filter(({ name }) => only.some((part) => name.includes(part)))) {
      for (const { name, query } of looks.filter(({ name }) => name === (size.only ?? name))) {
        const where = `${screen.name} ${size.name} ${name}`;
        try {
          await look(context, screen, where, query);
        } catch (error) {
          report(where, error.message);
        }
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}

console.log(`${looked} passed, ${findings} failed`);
process.exit(findings === 0 && looked > 0 ? 0 : 1);

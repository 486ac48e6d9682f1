/**
 * A real VS Code for the tests: code-server in a headless Chromium, driven by requests on standard input, one JSON object a line.
 *
 *   {"method": "start", "params": [{...}]}  ->  {"result": ...} | {"error": "..."}
 *
 * Each method does what a person would: keys, clicks, and reading what is on the screen. What is asserted of it is in the tests.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [cache] = process.argv.slice(2);
const { chromium } = await import(pathToFileURL(path.join(cache, "node_modules/playwright-core/index.mjs")).href);

const INPUT = ".quick-input-widget input[type=text]";


const QUIET = {
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  // The desktop's default; code-server's would save what nobody saved.
  "files.autoSave": "off",
  "git.enabled": false,
  // One row a problem: what is off the screen is not there for the tests.
  "problems.defaultViewMode": "table",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

class Editor {
  /** Start VS Code on a folder. `scratch` takes all that it writes; `program` is a Node that code-server accepts. */
  async start({ program, chromium: executablePath, extensions, scratch, folder, settings, trusted, environment }) {
    const user = path.join(scratch, "user");
    writeSettings(path.join(user, "User"), {
      ...QUIET,
      "security.workspace.trust.enabled": !trusted,
      "security.workspace.trust.startupPrompt": "never",
    });
    writeSettings(path.join(user, "Machine"), settings);
    const port = await freePort();
    const log = openSync(path.join(scratch, "code-server.log"), "w");
    const entry = path.join(cache, "node_modules/code-server/out/node/entry.js");
    const options = {
      "--auth": "none",
      "--bind-addr": `127.0.0.1:${port}`,
      "--config": path.join(scratch, "config.yaml"),
      "--extensions-dir": extensions,
      "--user-data-dir": user,
    };
    const flags = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    const args = [entry, ...Object.entries(options).flat(), ...flags, ...(trusted ? ["--disable-workspace-trust"] : [])];
    this.server = spawn(program, args, { detached: true, env: environment, stdio: ["ignore", log, log] });
    closeSync(log);
    await answers(`http://127.0.0.1:${port}/healthz`);
    this.browser = await chromium.launchPersistentContext(path.join(scratch, "chromium"), {
      executablePath,
      headless: true,
      viewport: { width: 1280, height: 800 },
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
    });
    this.page = this.browser.pages()[0] ?? (await this.browser.newPage());
    this.page.setDefaultTimeout(30_000);
    await this.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "commit" });
    const file = this.page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first();
    await file.waitFor({ timeout: 90_000 }); // A busy machine takes long to read the workbench for the first time.
  }

  /** Open a file of the workspace by Quick Open. */
  async open(file) {
    await this.#quickInput("Control+p", file);
    await this.page.locator(`.tab[data-resource-name="${path.basename(file)}"]`).first().waitFor();
  }

  /** Run a command by its title in the palette. */
  async command(title) {
    await this.#quickInput("F1", `>${title}`);
  }

  /** Type into the input box that is open and accept it. */
  async answer(text) {
    await this.page.locator(INPUT).fill(text);
    await sleep(200); // Until the extension has looked at it.
    await this.page.keyboard.press("Enter");
  }

  /** Type into the input box that is open; what it says about that, once it contains this text. */
  async complaint(answer, text) {
    await this.page.locator(INPUT).fill(answer);
    const message = this.page.locator(".quick-input-widget .quick-input-message", { hasText: text });
    await message.waitFor();
    return message.innerText();
  }

  /** The rows of the open list; waits for one with this text. */
  async choices(text) {
    const rows = this.page.locator(".quick-input-widget .quick-input-list .monaco-list-row");
    await rows.filter({ hasText: text }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** Leave the open input box or list without an answer. */
  async escape() {
    await this.page.keyboard.press("Escape");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  async choose(text) {
    await this.page.locator(".quick-input-widget .quick-input-list .monaco-list-row", { hasText: text }).first().click();
  }

  /** Wait for the open input box or list to ask this: in its title, below, or where one would type. */
  async question(text) {
    const widget = this.page.locator(".quick-input-widget:visible");
    const asked = async () => (await widget.evaluateAll(words)).join();
    for (const until = Date.now() + 30_000; !(await asked()).includes(text); await sleep(100)) {
      if (Date.now() > until) {
        throw new Error(`what is asked: ${await asked()}`);
      }
    }
  }

  /** Agree to what is ticked in the open list. */
  async accept() {
    await this.page.keyboard.press("Enter");
  }

  /** The new texts in the view of several changes, as far as they are on the screen; waits for one with this text. */
  async compared(text) {
    const texts = this.page.locator(".multiDiffEntry .editor.modified .view-lines");
    await texts.filter({ hasText: text }).first().waitFor({ state: "attached" });
    return (await texts.allInnerTexts()).map((each) => each.replaceAll("\u00a0", " "));
  }

  /** How many places of the text in front are underlined; waits for the first. */
  async squiggles() {
    const marks = this.page.locator('.editor-instance [class*="squiggly-"]');
    await marks.first().waitFor({ state: "attached" });
    return marks.count();
  }

  /** The rows of the Problems panel that have this text; waits for the first. */
  async problems(text) {
    const rows = await this.#problems(text);
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Wait until no row of the Problems panel has this text. */
  async noProblem(text) {
    const rows = await this.#problems(text);
    await rows.first().waitFor({ state: "detached" });
  }

  /** Go to the first problem with this text and list the fixes that the editor offers there. */
  async fixes(text) {
    const row = (await this.#problems(text)).first();
    await row.dblclick({ position: { x: 60, y: 8 } }); // A click on its code would open the documentation.
    await this.page.mouse.move(640, 300); // Away, or the hover of the row takes the focus.
    await this.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await this.#until(() => this.page.keyboard.press("Control+."), rows.first());
    return rows.allInnerTexts();
  }

  /** The code lenses on the screen; waits for one with this text. */
  async codeLenses(text) {
    return this.#textsWith(this.page.locator(".codelens-decoration a"), text);
  }

  async pressLens(text) {
    await this.page.locator(".codelens-decoration a:visible", { hasText: text }).first().click();
  }

  /** The inlay hints on the screen; waits for one with this text. */
  async inlayHints(text) {
    const hints = await this.#textsWith(this.page.locator('.view-lines [class*="dyn-rule"]'), text);
    return hints.map((each) => each.replaceAll("\u00a0", " "));
  }

  /** Take one of the fixes that are offered. */
  async fix(title) {
    await this.page.locator(".action-widget .monaco-list-row.action", { hasText: title }).first().click();
    await this.page.locator(".action-widget").first().waitFor({ state: "hidden" });
  }

  /** The text of the editor in front, as far as it is on the screen. */
  async text() {
    const lines = await this.page.locator(".editor-group-container.active .editor-instance .view-lines").first().innerText();
    return lines.replaceAll("\u00a0", " ");
  }

  async save() {
    await this.page.keyboard.press("Control+s");
  }

  /** The names of all tabs, and of those with unsaved changes. */
  async tabs() {
    // The name and its suffix; only those of files are in the tab's data.
    const names = (selector) => this.page.locator(`${selector} .monaco-icon-label-container`).allTextContents();
    return { all: await names(".tab"), dirty: await names(".tab.dirty") };
  }

  /** Wait until a tab of this name is in front. */
  async inFront(name) {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** The text and the buttons of the notification with this text; waits for it. */
  async notification(text) {
    const toast = this.page.locator(".notification-toast", { hasText: text }).first();
    await toast.waitFor();
    return {
      text: await toast.locator(".notification-list-item-message").innerText(),
      buttons: await toast.locator(".notification-list-item-buttons-container .monaco-button").allInnerTexts(),
    };
  }

  async pressNotification(button) {
    await this.page.locator(".notification-toast .monaco-button", { hasText: button }).first().click();
  }

  /** The text of all notifications that are on the screen now. */
  async notifications() {
    return this.page.locator(".notification-toast .notification-list-item-message").allInnerTexts();
  }

  /** The text of the modal dialog; waits for it. */
  async dialog() {
    const box = this.page.locator(".monaco-dialog-box");
    await box.waitFor();
    return box.innerText();
  }

  async pressDialog(button) {
    await this.page.locator(".monaco-dialog-box .monaco-button", { hasText: button }).first().click();
  }

  /** What the language-status item of the status bar says of Partywall; waits for this text. */
  async languageStatus(text) {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const entry = this.page.locator(".hover-language-status", { hasText: text }).first();
    await entry.waitFor();
    const said = await entry.innerText();
    await this.page.mouse.move(640, 300); // Away, or it covers what lies behind.
    await entry.waitFor({ state: "hidden" });
    return said;
  }

  async screenshot(file) {
    await this.page.screenshot({ path: file });
  }

  async close() {
    await this.browser?.close();
    if (this.server !== undefined) {
      end(this.server, "SIGTERM");
      await Promise.race([new Promise((resolve) => this.server.once("exit", resolve)), sleep(3_000)]);
      end(this.server, "SIGKILL");
    }
  }

  async #problems(text) {
    const panel = this.page.locator(".markers-panel");
    if (!(await panel.isVisible())) {
      await this.command("Problems: Focus on Problems View");
    }
    return panel.locator(".monaco-list-row", { hasText: text });
  }

  /** Do something again until this is on the screen: what is not ready for a key ignores it. */
  async #until(act, shown) {
    for (let left = 6; ; left -= 1) {
      try {
        await act();
        return await shown.waitFor({ timeout: 5_000 });
      } catch (error) {
        if (left === 0) {
          throw error;
        }
      }
    }
  }

  /** The texts of what is there, once one has this text in it: VS Code draws such things anew at any moment. */
  async #textsWith(locator, text) {
    const until = Date.now() + 30_000;
    for (;;) {
      const texts = await locator.allInnerTexts();
      if (texts.some((each) => each.includes(text)) || Date.now() > until) {
        return texts;
      }
      await sleep(100);
    }
  }

  async #quickInput(key, text) {
    const box = this.page.locator(INPUT);
    const name = path.basename(text.replace(/^>/, ""));
    // The very one: the first row may be another command with the same words in it.
    const label = this.page.getByText(name, { exact: true });
    const row = this.page.locator(".quick-input-list .monaco-list-row").filter({ has: label }).first();
    const ask = async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press(key);
      await box.fill(text, { timeout: 5_000 });
    };
    // What is opened meanwhile takes the focus, and the list away.
    for (let left = 3; ; left -= 1) {
      await this.#until(ask, row);
      try {
        return await row.click({ timeout: 5_000 });
      } catch (error) {
        if (left === 0) {
          throw error;
        }
      }
    }
  }
}

/** What lists and input boxes say; runs in the page. */
function words(widgets) {
  return widgets.map((each) => `${each.textContent} ${each.querySelector("input[type=text]")?.placeholder}`);
}

function writeSettings(folder, settings) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    if (await fetch(url).then((response) => response.ok, () => false)) {
      return;
    }
  }
  throw new Error(`no answer from ${url}`);
}

/** The whole group: the server has children. */
function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

const editor = new Editor();
for await (const line of createInterface({ input: process.stdin })) {
  const { method, params } = JSON.parse(line);
  try {
    const result = (await editor[method](...params)) ?? null;
    console.log(JSON.stringify({ result }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error?.stack ?? error) }));
  }
}
await editor.close();
process.exit();

/** Where the person stands: the core's status, the preferences, the language and the theme. */
import { i18n, languageOf } from "$lib/i18n/i18n.svelte";
import type { Failure, Language, SettingsView, StatusView } from "$lib/ipc/bindings/api";
import { call } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";
import { on } from "$lib/ipc/events";

import { router, type Route } from "./router.svelte";

export class App {
  status = $state.raw<StatusView | null>(null);
  /** Why the status could not be read at all. */
  failure = $state.raw<Failure | null>(null);
  /** Where the person wanted to go when the vault was made; taken once it is open. */
  #wanted: Route | null = null;

  get settings(): SettingsView | null {
    return this.status?.settings ?? null;
  }

  async start(): Promise<void> {
    on("status", () => void this.refresh());
    // The number beside "Requests" is part of the status.
    on("requests", () => void this.refresh());
    await this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      this.take(await call("status"));
    } catch (thrown) {
      this.failure = toFailure(thrown);
    }
  }

  /** Commands that change the status answer it: `app.take(await call("unlock", …))`. */
  take(status: StatusView): void {
    const opened = status.stage === "open" && this.status?.stage !== "open";
    const closed = status.stage !== "open" && this.status?.stage === "open";
    this.failure = null;
    this.status = status;
    i18n.language = status.settings.language ?? languageOf(navigator.languages);
    this.#dress();
    if (closed) router.replace({ page: "codes" });
    if (opened && this.#wanted !== null) {
      router.go(this.#wanted);
      this.#wanted = null;
    }
  }

  /** First run: remembers the way that was chosen until there is a vault to add to. */
  wantAfterwards(route: Route): void {
    this.#wanted = route;
  }

  get wanted(): Route | null {
    return this.#wanted;
  }

  /** Throws the failure: the page that changed a setting says so beside it. */
  async save(change: Partial<SettingsView>): Promise<void> {
    const settings = this.settings;
    if (settings !== null) this.take(await call("save_settings", { ...settings, ...change }));
  }

  async speak(language: Language | null): Promise<void> {
    await this.save({ language });
  }

  async lock(): Promise<void> {
    try {
      this.take(await call("lock"));
    } catch (thrown) {
      this.failure = toFailure(thrown);
    }
  }

  #dress(): void {
    const root = document.documentElement;
    root.lang = i18n.language;
    const theme = this.settings?.theme ?? "system";
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  }
}

export const app = new App();

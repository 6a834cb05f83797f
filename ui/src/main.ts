import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/buttons.css";
import "./styles/fields.css";
import "./styles/code.css";
import "./styles/paper.css";
import "./styles/request.css";
import "./styles/camera.css";

import { mount } from "svelte";

import { setHost } from "$lib/ipc/call";
import { app } from "$lib/state/app.svelte";
import { clock } from "$lib/state/clock.svelte";
import { router } from "$lib/state/router.svelte";

import App from "./App.svelte";

async function start(): Promise<void> {
  if (__FAKE_HOST__) {
    const { fakeHost } = await import("$lib/ipc/fake/host");
    setHost(fakeHost(new URLSearchParams(location.search)));
  } else {
    const { tauriHost } = await import("$lib/ipc/tauri");
    setHost(tauriHost);
  }

  router.start();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clock.pause();
    else clock.resume();
  });

  const target = document.getElementById("app");
  if (target !== null) mount(App, { target });
  await app.start();
}

void start();

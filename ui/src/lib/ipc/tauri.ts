/** The host that is the Tauri window. The only file that names Tauri. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";

import type { AppEvent } from "./bindings/api";
import type { CommandName, Drop, HelpTopic, Host, Request, Response } from "./host";

/** Turns the promise of an unlisten function into one that can be called before it is there. */
function stopLater(started: Promise<() => void>): () => void {
  return () => void started.then((stop) => stop());
}

export const tauriHost: Host = {
  call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
    return invoke<Response<C>>(command, { request });
  },
  listen(handler: (event: AppEvent) => void): () => void {
    return stopLater(listen<AppEvent>("segl", (event) => handler(event.payload)));
  },
  cameraFrame(): Promise<ArrayBuffer> {
    return invoke<ArrayBuffer>("camera_frame");
  },
  async openHelp(topic: HelpTopic): Promise<void> {
    await invoke("open_help", { topic });
  },
  onDrop(handler: (drop: Drop) => void): () => void {
    return stopLater(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === "drop") handler({ kind: "drop", paths: payload.paths });
        else handler({ kind: payload.type === "leave" ? "leave" : "over" });
      }),
    );
  },
};

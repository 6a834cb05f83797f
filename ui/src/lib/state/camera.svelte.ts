/**
 * The camera of the page "Add account". On while that page is looked at; commands go out one after
 * the other, so that a page left at once does not leave the light on.
 */
import type { CameraView } from "$lib/ipc/bindings/api";
import { call, currentHost } from "$lib/ipc/call";
import { toFailure } from "$lib/ipc/errors";

export class Camera {
  view = $state.raw<CameraView>({ devices: [], state: { state: "off" } });
  #wanted = false;
  #queue: Promise<void> = Promise.resolve();
  /** How often the core told of a change. */
  #told = 0;

  get on(): boolean {
    return this.view.state.state === "on";
  }

  start(device: string | null = null): Promise<void> {
    this.#wanted = true;
    return this.#then(async () => {
      if (!this.#wanted) return;
      const told = this.#told;
      const view = await call("start_camera", { device });
      // A camera that fails at once says so before the answer is here: the answer is the older news.
      if (told === this.#told) this.view = view;
    });
  }

  stop(): Promise<void> {
    this.#wanted = false;
    return this.#then(async () => {
      if (!this.#wanted) this.view = await call("stop_camera");
    });
  }

  /** The core tells of a change; what comes after "stop" is of no interest any more. */
  take(view: CameraView): void {
    this.#told += 1;
    if (this.#wanted) this.view = view;
  }

  /** The camera after the one in use, or null if there is no other. */
  get other(): string | null {
    const { devices, state } = this.view;
    if (devices.length < 2) return null;
    const current = state.state === "on" ? state.device : "";
    const at = devices.findIndex(({ id }) => id === current);
    return devices[(at + 1) % devices.length]?.id ?? null;
  }

  /** Hands pictures to `draw` until `stopped` says so. */
  async watch(draw: (jpeg: ArrayBuffer) => Promise<void>, stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      try {
        const jpeg = await currentHost().cameraFrame();
        if (stopped()) return;
        if (jpeg.byteLength > 0) await draw(jpeg);
        // No picture within a second, or the camera is off and the answer came at once.
        else await pause(100);
      } catch {
        // One bad picture; the state of the camera says what is wrong, if something is.
        await pause(500);
      }
    }
  }

  #then(run: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(run).catch((thrown: unknown) => {
      this.view = { ...this.view, state: { state: "failed", failure: toFailure(thrown) } };
    });
    return this.#queue;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

export const camera = new Camera();

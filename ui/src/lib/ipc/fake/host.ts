/**
 * The host in memory: every command of the contract, checked by type. It is for screenshots and
 * for tests of the page alone; what it answers is plausible, never computed from a secret.
 */
import type { AppEvent, Failure } from "../bindings/api";
import type { CommandName, Host, Request, Response } from "../host";

import { accountCommands } from "./accounts";
import { addingCommands } from "./adding";
import { drawFrame } from "./picture";
import { requestCommands } from "./requests";
import { vaultCommands } from "./vault";
import { newWorld, type Handlers } from "./world";

export function fakeHost(query: URLSearchParams): Host {
  const listeners = new Set<(event: AppEvent) => void>();
  const emit = (event: AppEvent): void => {
    queueMicrotask(() => listeners.forEach((listener) => listener(event)));
  };
  const world = newWorld(query, emit);
  const handlers: Handlers = {
    ...vaultCommands(world),
    ...accountCommands(world),
    ...addingCommands(world),
    ...requestCommands(world),
  };

  // The tests in a browser look at what was called, change the world and tell events of it.
  const calls: { command: string; request: unknown }[] = [];
  const fails: { [C in CommandName]?: Failure } = {};
  Object.assign(globalThis, { seglFake: { world, calls, fails, emit } });

  return {
    async call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
      calls.push({ command, request });
      if (fails[command]) throw fails[command];
      // What crosses a real border is a copy.
      return structuredClone(await handlers[command](request));
    },
    listen(handler) {
      listeners.add(handler);
      return () => listeners.delete(handler);
    },
    async cameraFrame() {
      await new Promise((done) => setTimeout(done, 200));
      return world.camera.state === "on" ? drawFrame() : new ArrayBuffer(0);
    },
    async openHelp() {},
    onDrop() {
      return () => {};
    },
  };
}

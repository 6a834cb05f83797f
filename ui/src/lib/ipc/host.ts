/**
 * What the page needs of the program around it. Two things are a host: the Tauri window
 * (`tauri.ts`) and, in the build for tests and screenshots, one in memory (`fake/`).
 */
import type { AppEvent, Commands } from "./bindings/api";

export type CommandName = keyof Commands;
export type Request<C extends CommandName> = Commands[C]["request"];
export type Response<C extends CommandName> = Commands[C]["response"];

/** Pages that the program opens in the browser; the addresses stand in the shell, not here. */
export type HelpTopic = "microsoft365";

export type Drop = { kind: "over" } | { kind: "leave" } | { kind: "drop"; paths: string[] };

export interface Host {
  /** Rejects with a `Failure`, or with anything when the border itself broke. */
  call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>>;
  /** Every event of the core. Answers how to stop listening. */
  listen(handler: (event: AppEvent) => void): () => void;
  /** The newest JPEG of the camera, once it is newer than the last one; empty: none within a second. */
  cameraFrame(): Promise<ArrayBuffer>;
  openHelp(topic: HelpTopic): Promise<void>;
  /** Files dragged over the window. */
  onDrop(handler: (drop: Drop) => void): () => void;
}

/**
 * The state of the host in memory, and the scenarios that it can start in. `?fake=accounts` picks
 * one, `&theme=dark&lang=fi` dress it. Nothing here is secret or real: the people and servers are
 * those of the design.
 */
import type {
  AccountView,
  AnsweredView,
  AppEvent,
  CameraState,
  CertificateView,
  DraftView,
  Failure,
  KeyringState,
  Language,
  PartsView,
  RequestView,
  ServerView,
  SettingsView,
  Stage,
  Theme,
} from "../bindings/api";
import type { CommandName, Request, Response } from "../host";

import { now } from "./basics";
import { demoAccounts, manyAccounts } from "./people";
import { scenarios } from "./scenarios";

export { failure, now } from "./basics";

export type Handlers = {
  [C in CommandName]: (request: Request<C>) => Response<C> | Promise<Response<C>>;
};

export interface World {
  stage: Stage;
  keyring: KeyringState;
  settings: SettingsView;
  passphrase: string | null;
  passphraseHint: string | null;
  keyringSlot: boolean;
  recoverySlot: boolean;
  recoveryGroups: string[];
  /** The vault was opened by the keyring: a new recovery code wants the passphrase. */
  needsProof: boolean;
  keyringFailure: Failure | null;
  accounts: AccountView[];
  deleted: AccountView[];
  drafts: DraftView[];
  problems: Failure[];
  parts: PartsView | null;
  camera: CameraState;
  cameraFails: Failure | null;
  open: RequestView[];
  servers: ServerView[];
  answered: AnsweredView[];
  /** Answers do not get through. */
  sendFails: Failure | null;
  certificates: CertificateView[];
  emit: (event: AppEvent) => void;
}

export function newWorld(query: URLSearchParams, emit: World["emit"]): World {
  const name = query.get("fake") ?? "accounts";
  const world: World = {
    stage: "open",
    keyring: "ready",
    settings: {
      language: (query.get("lang") as Language | null) ?? "en",
      theme: (query.get("theme") as Theme | null) ?? "system",
      show_next: true,
      hide_codes: false,
      clipboard_seconds: 30,
      close_to_tray: true,
      text_size: 100,
    },
    passphrase: null,
    passphraseHint: null,
    keyringSlot: true,
    recoverySlot: true,
    recoveryGroups: ["7KQ2M", "XV4RD", "HN8TB", "P3WYC", "6GJZE", "A9FSK"],
    needsProof: false,
    keyringFailure: null,
    accounts: name === "many" ? manyAccounts(10_000) : demoAccounts(now()),
    deleted: [],
    drafts: [],
    problems: [],
    parts: null,
    camera: { state: "off" },
    cameraFails: null,
    open: [],
    servers: [],
    answered: [],
    sendFails: null,
    certificates: [],
    emit,
  };
  scenarios[name]?.(world);
  return world;
}

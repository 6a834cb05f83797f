/** Reading texts and pictures, drafts, the camera. */
import type { AccountView, CameraView, DraftView, ScannedView } from "../bindings/api";

import { codeOf } from "./accounts";
import { pushDraft, totpDraft } from "./scenarios";
import { otherQr } from "./words";
import { failure, now, type Handlers, type World } from "./world";

type Own =
  | "read_text"
  | "read_clipboard"
  | "scan_picture"
  | "choose_picture"
  | "type_account"
  | "drafts"
  | "draft_code"
  | "confirm_draft"
  | "drop_drafts"
  | "camera"
  | "start_camera"
  | "stop_camera";

export function addingCommands(world: World): Pick<Handlers, Own> {
  const scanned = (): ScannedView => ({
    drafts: world.drafts,
    problems: world.problems,
    parts: world.parts,
  });
  const take = (...drafts: DraftView[]): ScannedView => {
    world.drafts = drafts;
    world.problems = [];
    return scanned();
  };
  const find = (id: string): DraftView => {
    const found = world.drafts.find(({ draft_id }) => draft_id === id);
    if (found) return found;
    throw failure("draft_missing", "This code was read too long ago.", "Read it once more.");
  };
  const camera = (): CameraView => ({
    devices: [
      { id: "c1", name: "Integrated Camera" },
      { id: "c2", name: "Desk Camera" },
    ],
    state: world.camera,
  });
  const fails = new Map([
    ["picture_without_code", "There is no QR code in this picture."],
    ["clipboard_empty", "There is nothing to paste."],
  ] as const);

  return {
    read_text: ({ text }) => {
      if (text.startsWith("https:")) throw otherQr();
      return take(text.startsWith("otpauth://pipush") ? pushDraft() : totpDraft());
    },
    read_clipboard: () => {
      throw failure(
        "clipboard_empty",
        fails.get("clipboard_empty") ?? "",
        "Copy the code or its picture first.",
        true,
      );
    },
    scan_picture: () => {
      throw failure(
        "picture_without_code",
        fails.get("picture_without_code") ?? "",
        "Take one that shows the whole code.",
        true,
      );
    },
    choose_picture: () => take({ ...totpDraft(), issuer: "Nordvik exams" }),
    type_account: (typed) => {
      if (!/^[a-z2-7\s-]+=*$/i.test(typed.secret)) {
        throw failure(
          "secret_invalid",
          "The key has a sign that no key has.",
          "It has only the letters A to Z and the digits 2 to 7.",
        );
      }
      const { issuer, account, by, algorithm, digits, period, counter } = typed;
      const kinds = {
        totp: { kind: "totp", digits, period, algorithm },
        hotp: { kind: "hotp", digits, counter, algorithm },
        steam: { kind: "steam" },
      } as const;
      return take({ draft_id: "d7", issuer, account, kind: kinds[by], duplicates: [] });
    },
    drafts: scanned,
    draft_code: ({ draft_id }) => codeOf(draft_id, find(draft_id).kind),
    confirm_draft: ({ draft_id, issuer, account, group, replace }) => {
      const { kind } = find(draft_id);
      const added: AccountView = {
        id: `n${world.accounts.length}`,
        kind:
          kind.kind === "push"
            ? {
                kind: "push",
                host: kind.host,
                serial: kind.serial,
                enrolment: { step: "making_key", expires_at: kind.expires_at },
              }
            : kind,
        issuer,
        account,
        note: "",
        group,
        favourite: false,
        hidden: false,
        created_at: now(),
        last_used_at: null,
      };
      world.accounts = [...world.accounts.filter(({ id }) => id !== replace), added];
      world.drafts = world.drafts.filter((one) => one.draft_id !== draft_id);
      world.emit({ event: "accounts" });
      return added;
    },
    drop_drafts: () => {
      world.drafts = [];
      world.problems = [];
      return null;
    },
    camera,
    start_camera: ({ device }) => {
      world.camera = world.cameraFails
        ? { state: "failed", failure: world.cameraFails }
        : { state: "on", device: device ?? "c1", hint: "hold_still", codes: [] };
      return camera();
    },
    stop_camera: () => {
      world.camera = { state: "off" };
      return camera();
    },
  };
}

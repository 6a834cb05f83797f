/** The application, the vault, its ways in, and the settings. */
import type { CheckView, RecoveryCodeRequest, RecoveryCodeView, StatusView } from "../bindings/api";

import { failure, now, type Handlers, type World } from "./world";

export function statusOf(world: World): StatusView {
  return {
    stage: world.stage,
    version: "0.1.0",
    data_dir: "/home/ingrid/.local/share/segl",
    vault:
      world.stage === "first_run"
        ? null
        : {
            id: "5e91",
            generation: 214,
            keyring_slot: world.keyringSlot,
            passphrase_slot: world.passphrase !== null,
            recovery_slot: world.recoverySlot,
            passphrase_hint: world.passphraseHint,
            accounts: world.stage === "open" ? world.accounts.length : null,
            keyring_failure: world.keyringFailure,
          },
    keyring: world.keyring,
    requests_waiting: world.open.length,
    settings: world.settings,
  };
}

/** A picture that looks like a QR code and is none. */
function qrSvg(): string {
  let path = "";
  for (let y = 0; y < 29; y += 1) {
    for (let x = 0; x < 29; x += 1)
      if ((x * 7 + y * 13 + x * y) % 3 === 0) path += `M${x} ${y}h1v1h-1z`;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 33 33"><path d="M-2-2h33v33h-33z" fill="#fff"/><path d="${path}"/></svg>`;
}

const wrongPassphrase = () =>
  failure(
    "passphrase_wrong",
    "That is not the passphrase.",
    "Look for capital letters and try again.",
    true,
  );

type Own =
  | "status"
  | "save_settings"
  | "doctor"
  | "create_vault"
  | "unlock"
  | "lock"
  | "recovery_code"
  | "check_recovery_group"
  | "confirm_recovery_code"
  | "decline_recovery_code"
  | "renew_recovery_code"
  | "set_passphrase"
  | "remove_passphrase"
  | "renew_keyring"
  | "certificates"
  | "add_certificate"
  | "remove_certificate";

export function vaultCommands(world: World): Pick<Handlers, Own> {
  const prove = (passphrase: string | null): void => {
    if (world.needsProof && passphrase !== world.passphrase) throw wrongPassphrase();
  };
  const recovery = ({ passphrase }: RecoveryCodeRequest): RecoveryCodeView => {
    prove(passphrase);
    return { groups: world.recoveryGroups, made_at: now(), vault_id: "5e91", qr_svg: qrSvg() };
  };
  const opened = (): StatusView => {
    world.stage = "open";
    return statusOf(world);
  };
  const plain = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");

  return {
    status: () => statusOf(world),
    save_settings: (settings) => {
      world.settings = settings;
      return statusOf(world);
    },
    doctor: () => ({ checks: checks(world) }),
    create_vault: ({ keyring, passphrase }) => {
      if (passphrase !== null && [...passphrase].length < 8) {
        throw failure(
          "passphrase_short",
          "The passphrase is too short.",
          "Take at least 8 characters.",
        );
      }
      world.stage = "recovery_pending";
      world.keyringSlot = keyring;
      world.passphrase = passphrase;
      world.recoverySlot = false;
      return statusOf(world);
    },
    unlock: (request) => {
      if (request.way === "keyring") {
        if (world.keyring === "ready") return opened();
        throw (
          world.keyringFailure ??
          failure("keyring_failed", "The keyring did not answer.", "Try again.", true)
        );
      }
      if (request.way === "passphrase") {
        if (request.passphrase !== world.passphrase) throw wrongPassphrase();
        return opened();
      }
      if (plain(request.code) !== world.recoveryGroups.join("")) {
        throw failure(
          "recovery_wrong",
          "That is not the recovery code of these accounts.",
          "Check every group.",
          true,
        );
      }
      return opened();
    },
    lock: () => {
      world.stage = "locked";
      return statusOf(world);
    },
    recovery_code: recovery,
    check_recovery_group: ({ index, text }) => ({
      fits: plain(text) === world.recoveryGroups[index],
      groups: world.recoveryGroups.length,
      length: 5,
    }),
    confirm_recovery_code: ({ code }) => {
      if (plain(code) !== world.recoveryGroups.join("")) {
        throw failure(
          "recovery_mismatch",
          "That is not the code from the sheet.",
          "Compare each group.",
          true,
        );
      }
      world.recoverySlot = true;
      return opened();
    },
    decline_recovery_code: opened,
    renew_recovery_code: ({ passphrase }) => {
      prove(passphrase);
      world.stage = "recovery_pending";
      return statusOf(world);
    },
    set_passphrase: ({ current, new: chosen, hint }) => {
      if (world.passphrase !== null && current !== world.passphrase) throw wrongPassphrase();
      world.passphrase = chosen;
      world.passphraseHint = hint;
      return statusOf(world);
    },
    remove_passphrase: ({ current }) => {
      if (current !== world.passphrase) throw wrongPassphrase();
      if (!world.keyringSlot) {
        throw failure(
          "vault_last_way_in",
          "The passphrase is the only way in.",
          "Add another way first.",
        );
      }
      world.passphrase = null;
      return statusOf(world);
    },
    renew_keyring: () => {
      world.keyringSlot = true;
      world.keyring = "ready";
      world.keyringFailure = null;
      return statusOf(world);
    },
    certificates: () => ({ certificates: world.certificates }),
    add_certificate: () => {
      world.certificates = [
        ...world.certificates,
        {
          fingerprint: "9f2c41d07be8a3150c6de4b2f7781940".repeat(2),
          name: "nordvik-ca.pem",
          added_at: now(),
        },
      ];
      return { certificates: world.certificates };
    },
    remove_certificate: ({ fingerprint }) => {
      world.certificates = world.certificates.filter((one) => one.fingerprint !== fingerprint);
      return { certificates: world.certificates };
    },
  };
}

function checks(world: World): CheckView[] {
  return [
    {
      check: "keyring",
      subject: null,
      outcome: "fine",
      message: "The keyring opens Segl.",
      hint: null,
    },
    {
      check: "vault",
      subject: null,
      outcome: "fine",
      message: "Your accounts can be read.",
      hint: null,
    },
    world.passphrase === null
      ? {
          check: "second_way",
          subject: null,
          outcome: "warning",
          message: "There is no passphrase.",
          hint: "Set one, for the day that the keyring is gone.",
        }
      : {
          check: "second_way",
          subject: null,
          outcome: "fine",
          message: "There is a second way in.",
          hint: null,
        },
    {
      check: "camera",
      subject: null,
      outcome: "skipped",
      message: "The camera was not tried.",
      hint: null,
    },
    { check: "clock", subject: null, outcome: "fine", message: "The clock is right.", hint: null },
    {
      check: "server",
      subject: "portal.nordvik.example",
      outcome: world.servers.length > 0 ? "failed" : "fine",
      message: world.servers.length > 0 ? "The server did not answer." : "The server answers.",
      hint: world.servers.length > 0 ? "Check the network." : null,
    },
  ];
}

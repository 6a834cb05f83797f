/** Failures as the core words them in English, for the scenarios. */
import { failure } from "./basics";

export const cameraDenied = () =>
  failure(
    "camera_denied",
    "Segl may not use the camera.",
    "Allow it in the system's privacy settings, or use one of the other ways.",
    true,
  );

export const keyringLocked = () =>
  failure(
    "keyring_locked",
    "The keyring of this computer is locked.",
    "Unlock it with the password that you sign in to the computer with, then try again.",
    true,
  );

export const keyringLost = () =>
  failure(
    "keyring_no_entry",
    "The keyring of this device has lost the key to your accounts.",
    "Your accounts are still here. Open them with the passphrase or the recovery code; Segl can then put a new key into the keyring.",
    true,
  );

export const vaultDamaged = () =>
  failure(
    "vault_damaged",
    "The file with your accounts can’t be read.",
    "Nothing was deleted. Leave the folder /home/ingrid/.local/share/segl as it is and ask the help desk, because earlier copies may be there.",
  );

export const unreachable = (host: string) =>
  failure(
    "server_unreachable",
    `${host} could not be reached.`,
    "Check the network. Segl asks again by itself.",
    true,
    { host },
  );

export const otherQr = () =>
  failure(
    "text_web_address",
    "This QR code is a web address, not an account.",
    "Look for the code under “set up an authenticator app”.",
  );

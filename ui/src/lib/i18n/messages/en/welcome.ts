/** The first run. */
export default {
  title: "Say yes when it is you. And only then.",
  lead: "Segl is the second step when you sign in. It shows codes and lets you approve, on this computer.",
  scan: "Scan a QR code",
  scan_text: "A web page asks you to set up an authenticator",
  picture: "Use a picture or a link",
  picture_text: "You saved the QR code, or copied it",
  type: "Type it in",
  type_text: "The web page shows a key of letters and digits",
  privacy:
    "No account with us. Nothing leaves this device, except to the servers you add yourself.",
  pass_title: "Choose a passphrase",
  pass_why_absent:
    "This computer has no keyring that could keep your accounts locked for you. So you open Segl with a passphrase of your own.",
  pass_why_locked:
    "The keyring of this computer is locked. Unlock it and try again, or open Segl with a passphrase of your own.",
  pass_why_denied:
    "The keyring of this computer did not let Segl in. Allow it and try again, or open Segl with a passphrase of your own.",
  pass_why_damaged:
    "The keyring of this computer gave an answer that makes no sense. Open Segl with a passphrase of your own instead.",
  keyring_retry: "Try the keyring again",
  pass: "Passphrase",
  pass_again: "The same again",
  pass_hint: "At least 8 characters. A few words that only you put together are best.",
  pass_lost:
    "Nobody can look it up for you. On the next page you get a recovery code, for the day you do not remember it.",
  pass_differs: "The two are not the same yet.",
  pass_short: "At least 8 characters, please.",
  strength_short: "Too short",
  strength_weak: "Easy to guess",
  strength_fair: "Good",
  strength_strong: "Very good",
} as const;

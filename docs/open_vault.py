#!/usr/bin/env python3
"""Opens a Segl vault or backup without Segl, by docs/vault-format.md, and prints its body as JSON.

    open_vault.py FILE passphrase      then type the passphrase
    open_vault.py FILE recovery        then type the recovery code
    open_vault.py FILE keyring         then paste the line that the keyring keeps

Needs: pip install cryptography argon2-cffi
"""
import base64, getpass, hashlib, json, struct, sys, unicodedata
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE = 2_642_246  # section 6


def b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(key)


def read_recovery_code(text):
    text = "".join(c for c in text.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(text) != 30:
        sys.exit("a recovery code has thirty letters and digits")
    number = 0
    for k in range(1, 7):
        group = 0
        for symbol in text[5 * k - 5:5 * k]:
            group = group * 32 + ALPHABET.index(symbol)
        if group % 11 != k or group // 11 >= BASE:
            sys.exit(f"group {k} does not add up")
        number = number * BASE + group // 11
    return number.to_bytes(16, "big")


def slot_aad(vault, slot):
    aad = b"slot/v1" + bytes.fromhex(vault)
    for name in sorted((n for n in slot if n not in ("nonce", "wrapped", "check")), key=str.encode):
        value = slot[name]
        value = b"s" + value.encode() if isinstance(value, str) else b"n%d" % value
        aad += struct.pack("<I", len(name.encode())) + name.encode()
        aad += struct.pack("<I", len(value)) + value
    return aad


def open_slot(vault, slot, kind, typed):
    aad, salt = slot_aad(vault, slot), b64(slot["salt"])
    nonce, wrapped = b64(slot["nonce"]), b64(slot["wrapped"])
    if hashlib.sha256(b"slot-check/v1" + aad + nonce + wrapped).digest()[:16] != b64(slot["check"]):
        sys.exit("the file is damaged: a slot was changed")
    if kind == "passphrase":
        if slot["memory_kib"] > 1 << 20 or slot["passes"] > 20 or slot["lanes"] > 8:
            sys.exit("the file is damaged: the cost is out of bounds")
        key = hash_secret_raw(unicodedata.normalize("NFC", typed).encode(), salt, slot["passes"],
                              slot["memory_kib"], slot["lanes"], 32, Type.ID, 19)
    else:
        key = read_recovery_code(typed) if kind == "recovery" else b64(typed)
    try:
        return AESGCM(hkdf(key, salt, b"slot/%s/v1" % kind.encode())).decrypt(nonce, wrapped, aad)
    except InvalidTag:
        sys.exit(f"wrong {kind}")


def main():
    file, kind = open(sys.argv[1], "rb").read(), sys.argv[2]
    if file[:8] != b"SEGLVLT1":
        sys.exit("this is not a vault of format 1")
    end = 12 + struct.unpack("<I", file[8:12])[0]
    header = json.loads(file[12:end])
    slots = [slot for slot in header["slots"] if slot["type"] == kind]
    if not slots:
        sys.exit(f"the vault has no slot of the kind {kind}")
    typed = getpass.getpass(f"{kind}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    master = open_slot(header["vault"], slots[0], kind, typed)
    salt, nonce, commitment = (b64(header["body"][n]) for n in ("salt", "nonce", "commitment"))
    if hkdf(master, salt, b"commitment/v1") != commitment:
        sys.exit("the file is damaged: the key commitment does not fit")
    try:
        print(AESGCM(hkdf(master, salt, b"body/v1")).decrypt(nonce, file[end:], file[:end]).decode())
    except InvalidTag:
        sys.exit("the file is damaged: the body is not authentic")


main()

#!/usr/bin/env python3
"""A privacyIDEA server for tests, on loopback only. Needs the Python environment of script/python/privacyidea.txt.

usage: privacyidea_server.py FOLDER [--http PORT] [--https PORT]

Sets up the server in an empty FOLDER, or goes on with the one that is there. Prints one line of JSON with its
addresses once it answers, and ends when its standard input ends, so that no server outlives the program that started
it. Port 0 takes any free one; without --https there is only plain HTTP. Both doors lead to the same server.

The keys, passwords and the certificate authority are made anew for each folder and protect nothing.
"""

import argparse
import datetime
import ipaddress
import json
import os
import pathlib
import secrets
import sys
import threading

ADMIN, ADMIN_PASSWORD = "admin", "only-for-tests"
REALM, USERS = "uni", ("alice", "bob", "carol")


def write_settings(folder):
    """The server's configuration: everything in one folder, SQLite, no log beyond warnings."""
    (folder / "pi.cfg").write_text(
        f"""import logging, os
HERE = os.path.dirname(os.path.abspath(__file__))
PI_ENCFILE = os.path.join(HERE, "encryption.key")
PI_AUDIT_KEY_PRIVATE = os.path.join(HERE, "audit.pem")
PI_AUDIT_KEY_PUBLIC = os.path.join(HERE, "audit.pub.pem")
PI_LOGFILE = os.path.join(HERE, "server.log")
PI_LOGLEVEL = logging.WARNING
PI_UUID_FILE = os.path.join(HERE, "uuid.txt")
PI_AUDIT_SQL_TRUNCATE = True
PI_PEPPER = {secrets.token_hex(12)!r}
SECRET_KEY = {secrets.token_hex(24)!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.path.join(HERE, "server.sqlite")
"""
    )
    (folder / "encryption.key").write_bytes(secrets.token_bytes(96))
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "audit.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    (folder / "audit.pub.pem").write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
    )


def fill_database(folder):
    """Tables, an administrator, and a realm with a few users from a password file."""
    from passlib.hash import sha256_crypt
    from privacyidea.lib.auth import create_db_admin
    from privacyidea.lib.realm import set_default_realm, set_realm
    from privacyidea.lib.resolver import save_resolver
    from privacyidea.models import db

    db.create_all()
    create_db_admin(ADMIN, password=ADMIN_PASSWORD)
    cheap = sha256_crypt.using(rounds=1000)
    users = folder / "users"
    users.write_text(
        "".join(
            f"{name}:{cheap.hash('password-of-' + name)}:{1000 + number}:1000:"
            f"{name.capitalize()} Example,,,,{name}@example.org:/nonexistent:/bin/false\n"
            for number, name in enumerate(USERS)
        )
    )
    save_resolver({"resolver": "users", "type": "passwdresolver", "fileName": str(users)})
    set_realm(REALM, [{"name": "users"}])
    set_default_realm(REALM)


def hurry_database():
    """Nothing here has to survive a power cut: without waiting for the disk the set-up takes a tenth of the time."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "connect")
    def _(connection, _record):
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")


def make_certificates(folder):
    """A certificate authority, and a server certificate for loopback that it signs."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.datetime.now(datetime.timezone.utc)

    def start(subject, key, days):
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("Segl test authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            # A day early, for tests that move the clock.
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=days))
        )

    authority_key = ec.generate_private_key(ec.SECP256R1())
    server_key = ec.generate_private_key(ec.SECP256R1())
    signs_only = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "encipher_only", "decipher_only",
        ),
        False,
    )
    authority = (
        start("Segl test authority", authority_key, 30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **signs_only), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    loopback = [x509.DNSName("localhost")]
    loopback += [x509.IPAddress(ipaddress.ip_address(a)) for a in ("127.0.0.1", "::1")]
    server = (
        start("localhost", server_key, 7)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(loopback), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "server.pem").write_bytes(server.public_bytes(pem))
    (folder / "server.key").write_bytes(
        server_key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def administrator_token(app):
    """A token for the administration that saves logging in, which is slow on purpose."""
    import jwt

    in_a_day = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    claims = {
        "username": ADMIN, "realm": "", "nonce": secrets.token_hex(20), "role": "admin",
        "authtype": "password", "exp": in_a_day, "rights": [],
    }
    return jwt.encode(claims, app.config["SECRET_KEY"])


def open_door(app, port, tls=None):
    """Serves the app on a loopback port in a thread of its own; the port that was taken."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, type, message, *args):
            pass

    server = make_server(
        "127.0.0.1", port, app, threaded=True, request_handler=Handler, ssl_context=tls
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.port


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--http", type=int, default=0, metavar="PORT")
    arguments.add_argument("--https", type=int, metavar="PORT")
    wanted = arguments.parse_args()
    folder = wanted.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)

    is_new = not (folder / "pi.cfg").exists()
    if is_new:
        write_settings(folder)
    # Libraries print to standard output, which belongs to the caller.
    answer, sys.stdout = sys.stdout, sys.stderr
    os.environ["PRIVACYIDEA_CONFIGFILE"] = str(folder / "pi.cfg")
    from privacyidea.app import create_app

    hurry_database()
    app = create_app(config_name="production", config_file=str(folder / "pi.cfg"), silent=True)
    if is_new:
        with app.app_context():
            fill_database(folder)

    doors = {"http": f"http://127.0.0.1:{open_door(app, wanted.http)}"}
    if wanted.https is not None:
        if not (folder / "server.pem").exists():
            make_certificates(folder)
        tls = (str(folder / "server.pem"), str(folder / "server.key"))
        doors["https"] = f"https://127.0.0.1:{open_door(app, wanted.https, tls)}"
        doors["authority"] = str(folder / "authority.pem")
    doors["token"] = administrator_token(app)
    doors |= {"admin": ADMIN, "password": ADMIN_PASSWORD, "realm": REALM, "users": USERS}
    print(json.dumps(doors), file=answer, flush=True)
    sys.stdin.read()
    # The threads hold connections that nobody will use any more.
    os._exit(0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The other side of the demonstration: a privacyIDEA server on loopback, and the login page of one of its users.

usage: demo.py FOLDER [--port PORT]

Prints one line of JSON, {"page": URL, "picture": FILE}, once both answer, and ends with its standard input. What is
in FOLDER is gone on with the next time. Runs in the Python environment of script/python/privacyidea.txt.
"""

import argparse
import http.server
import json
import pathlib
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import segno

HERE = pathlib.Path(__file__).resolve().parent
SERVER = HERE.parent.parent / "crates/segl-testkit/servers/privacyidea_server.py"
USER, REALM, PIN = "alice", "uni", "1234"
# A comma that is not escaped ends the text (privacyIDEA 3.14 reads a list of actions).
TEXT = r"Sign in to the student web as {user}\, from {client_ip}?"

# What the login page can be told to ask for: the actions of privacyIDEA's policy.
KINDS = {
    "plain": {},
    "number": {
        "push_require_presence": "1",
        "push_presence_options": "NUMERIC",
        "push_presence_num_options": "3",
    },
    "code": {"push_code_to_phone": "1", "push_code_to_phone_message": "Type this on the login page"},
}


class PrivacyIdea:
    """The server as its administrator and its login page see it."""

    def __init__(self, folder, port):
        command = [sys.executable, str(SERVER), str(folder), "--http", str(port)]
        self.log = open(folder.parent / "server.log", "ab")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"privacyIDEA did not start; {self.log.name} says why")
        doors = json.loads(line)
        self.url, self.token = doors["http"], doors["token"]
        self.lock = threading.Lock()
        self.set_policy(
            "offer-push",
            "enrollment",
            {
                "push_registration_url": f"{self.url}/ttype/push",
                "push_firebase_configuration": "poll only",
                "push_ttl": "10",
                "push_ssl_verify": "1",
            },
        )

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, path, body=None, form=None, administer=True, method=None):
        request = urllib.request.Request(self.url + path, method=method)
        if administer:
            request.add_header("Authorization", self.token)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        elif form is not None:
            request.data = urllib.parse.urlencode(form).encode()
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def set_policy(self, name, scope, action):
        everybody = {"realm": "", "user": "", "resolver": "", "client": ""}
        self.ask(f"/policy/{name}", {"scope": scope, "action": action, "active": True, **everybody})

    def tokens(self):
        answer = self.ask(f"/token/?user={USER}&realm={REALM}&type=push")
        return answer["result"]["value"]["tokens"]

    def offer_token(self):
        for token in self.tokens():
            if token.get("rollout_state") != "enrolled":
                self.ask(f"/token/{token['serial']}", method="DELETE")
        wanted = {"type": "push", "genkey": "1", "user": USER, "realm": REALM, "pin": PIN}
        return self.ask("/token/init", wanted)["detail"]["pushurl"]["value"]

    def is_enrolled(self):
        return any(token.get("rollout_state") == "enrolled" for token in self.tokens())

    def begin_login(self, user, pin, kind):
        with self.lock:
            self.set_policy("login", "authentication", {"push_text_on_mobile": TEXT, **KINDS[kind]})
            form = {"user": user, "realm": REALM, "pass": pin}
            answer = self.ask("/validate/check", form=form, administer=False)
        detail = answer.get("detail") or {}
        if "transaction_id" not in detail:
            return {"problem": detail.get("message") or answer["result"]["error"]["message"]}
        return {"id": detail["transaction_id"], "number": detail.get("presence_answer")}

    def login_status(self, transaction):
        query = urllib.parse.urlencode({"transaction_id": transaction})
        answer = self.ask(f"/validate/polltransaction?{query}", administer=False)
        return (answer.get("detail") or {}).get("challenge_status", "pending")

    def finish_login(self, user, transaction, code):
        form = {"user": user, "realm": REALM, "transaction_id": transaction, "pass": code}
        answer = self.ask("/validate/check", form=form, administer=False)
        return answer["result"].get("authentication") == "ACCEPT"


class Demonstration:
    """What the login page shows, and what happens when its buttons are pressed."""

    def __init__(self, server, picture):
        self.server, self.picture, self.link = server, picture, ""
        self.renew()

    def renew(self):
        self.link = self.server.offer_token()
        segno.make(self.link, error="m", micro=False).save(str(self.picture), scale=6, border=4)

    def answer(self, path, words):
        server = self.server
        if path == "/state":
            return {"enrolled": server.is_enrolled(), "link": self.link, "picture": str(self.picture)}
        if path == "/renew":
            self.renew()
            return {}
        if path == "/login":
            return server.begin_login(words["user"], words["pin"], words["kind"])
        if path == "/status":
            return {"status": server.login_status(words["id"])}
        if path == "/finish":
            return {"signed_in": server.finish_login(words["user"], words["id"], words["code"])}
        return None


def serve(demonstration, port):
    class Page(http.server.BaseHTTPRequestHandler):
        def give(self, kind, content):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self):
            if self.path == "/":
                self.give("text/html; charset=utf-8", (HERE / "login.html").read_bytes())
            elif self.path.startswith("/enrolment.png"):
                self.give("image/png", demonstration.picture.read_bytes())
            else:
                self.send_error(404)

        def do_POST(self):
            # Another web page cannot send this type without being asked first, and we answer nobody's question.
            if self.headers.get("Content-Type") != "application/json":
                self.send_error(415)
                return
            words = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            answer = demonstration.answer(self.path, words)
            if answer is None:
                self.send_error(404)
            else:
                self.give("application/json", json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    page = http.server.ThreadingHTTPServer(("127.0.0.1", port), Page)
    threading.Thread(target=page.serve_forever, daemon=True).start()
    return page.server_port


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--port", type=int, default=0, help="of the server; the page takes the next one")
    wanted = arguments.parse_args()
    folder = wanted.folder.resolve()
    (folder / "server").mkdir(parents=True, exist_ok=True)

    # So that the server is ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = PrivacyIdea(folder / "server", wanted.port)
    try:
        demonstration = Demonstration(server, folder / "enrolment.png")
        port = serve(demonstration, wanted.port + 1 if wanted.port else 0)
        answer = {"page": f"http://127.0.0.1:{port}/", "picture": str(demonstration.picture)}
        print(json.dumps(answer), flush=True)
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


if __name__ == "__main__":
    main()

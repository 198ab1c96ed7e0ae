"""A small OpenID Connect server on this machine: it signs in whoever `who` describes."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "tandem", "only for tests"


class OpenIDServer:
    """`with OpenIDServer() as server:` – answers at `server.address` until the end of the block."""

    def __init__(self) -> None:
        self.who = {"sub": "42", "name": "Farida", "email": "farida@example.org", "email_verified": True}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"server_": self}))
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        self.code_challenge = ""

    def __enter__(self) -> OpenIDServer:
        Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    def authorise(self, address: str) -> str:
        """What a browser does there: sign in, and come back to this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.code_challenge = asked["code_challenge"]
        return f"{asked['redirect_uri']}?code=1234&state={asked['state']}"

    def id_token(self) -> str:
        now = int(time.time())
        claims = {**self.who, "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})


class Handler(BaseHTTPRequestHandler):
    server_: OpenIDServer

    def _answer(self, said: dict) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        server = self.server_
        if self.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorise", "token": "token", "userinfo": "userinfo"}
            self._answer(
                {f"{name}_endpoint": f"{server.address}/{path}" for name, path in names.items()}
                | {"issuer": server.address, "jwks_uri": f"{server.address}/keys"}
                | {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            )
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
            self._answer(server.who)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if sent["client_secret"] == [SECRET] and sent["code"] == ["1234"] and sent["code_verifier"]:
            self._answer({"access_token": "access", "token_type": "Bearer", "id_token": self.server_.id_token()})

    def log_message(self, *_: object) -> None:
        """Silent: the tests speak."""

# A WSGI application that says what it was asked, and for some paths answers as tests need it.
import json

ANSWERS = {
    "/own-headers": [
        ("Strict-Transport-Security", "max-age=1"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "SAMEORIGIN"),
    ],
    "/cookies": [
        ("Set-Cookie", "__Host-sessionid=1; Path=/; Secure; SameSite=None"),
        ("Set-Cookie", "area=2; Path=/admin/"),
    ],
    "/partitioned-cookie": [("Set-Cookie", "a=1; Path=/; Secure; SameSite=None; Partitioned")],
}


def application(environ, start_response):
    headers = {k: v for k, v in environ.items() if isinstance(v, str)}
    padding = "x" * (5000 if environ["PATH_INFO"] == "/large" else 0)
    body = json.dumps({"environ": headers, "padding": padding}).encode()
    own = ANSWERS.get(environ["PATH_INFO"], [])
    start_response("200 OK", [("Content-Type", "application/json"), *own])
    return [body]

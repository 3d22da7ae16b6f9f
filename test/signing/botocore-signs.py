"""Signs with botocore's CloudFrontSigner and checks with cryptography: one JSON request on stdin, one JSON answer on stdout."""

import json
import sys
from datetime import datetime, timezone

from botocore.signers import CloudFrontSigner
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa


def arguments(key, hash_name):
    digest = getattr(hashes, hash_name)()
    return (padding.PKCS1v15(), digest) if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)) else (ec.ECDSA(digest),)


def sign(item):
    key = serialization.load_pem_private_key(item["privatePem"].encode(), password=None)
    signer = CloudFrontSigner(item["keyPairId"], lambda message: key.sign(message, *arguments(key, item["hash"])))
    expires = datetime.fromtimestamp(item["expiresAt"], timezone.utc)
    if "startsAt" not in item and "ipAddress" not in item and "resource" not in item:
        return signer.generate_presigned_url(item["url"], date_less_than=expires)
    starts = datetime.fromtimestamp(item["startsAt"], timezone.utc) if "startsAt" in item else None
    policy = signer.build_policy(item.get("resource", item["url"]), expires, starts, item.get("ipAddress"))
    return signer.generate_presigned_url(item["url"], policy=policy)


def check(item):
    key = serialization.load_pem_public_key(item["publicPem"].encode())
    try:
        key.verify(bytes.fromhex(item["signature"]), item["policy"].encode(), *arguments(key, item["hash"]))
        return True
    except InvalidSignature:
        return False


request = json.load(sys.stdin)
json.dump({"signed": [sign(i) for i in request["sign"]], "checked": [check(i) for i in request["check"]]}, sys.stdout)

"""Signs received S3 requests anew with botocore: a JSON list of them on stdin, a JSON list of signatures on stdout."""

import json
import sys

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def signature(received):
    scope = received["scope"].split("/")
    credentials = Credentials(scope[0], received["secret"], received["token"])
    auth = S3SigV4Auth(credentials, scope[3], scope[2])
    headers = {name: received["headers"][name] for name in received["signed"]}
    request = AWSRequest(method=received["method"], url=received["url"], headers=headers, data=b"")
    request.context["timestamp"] = received["headers"]["x-amz-date"]
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


json.dump([signature(one) for one in json.load(sys.stdin)], sys.stdout)

# The API of the Django project that the end-to-end tests deploy: session, CSRF-protected change, upload, request.
import os

from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_POST


def session(request):
    visits = request.session["visits"] = request.session.get("visits", 0) + 1
    return JsonResponse({"visits": visits, "csrfToken": get_token(request)})


@require_POST
def change(request):
    return JsonResponse({"changed": True, "visits": request.session.get("visits", 0)})


@require_POST
def upload(request):
    name = default_storage.save("cat.png", ContentFile(request.body))
    return JsonResponse({"url": default_storage.url(name)})


def signed(request):
    return JsonResponse({"url": default_storage.url("img/a b.png")})


def request_seen(request):
    seen = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_X_ORIGIN_VERIFY", "HTTP_HOST")
    return JsonResponse({
        "secure": request.is_secure(),
        "url": request.build_absolute_uri(),
        **{name: request.META.get(name) for name in seen},
    })


def may(request):
    """Whether the process that answers may write to a path, and what devices it sees."""
    try:
        with open(request.GET["path"], "w") as file:
            file.write("x")
        written = "yes"
    except OSError as error:
        written = error.strerror
    return JsonResponse({"written": written, "devices": sorted(os.listdir("/dev"))})


urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/session/", session),
    path("api/change/", change),
    path("api/upload/", upload),
    path("api/signed/", signed),
    path("api/request/", request_seen),
    path("api/may/", may),
    path("api/", lambda request: HttpResponse("hello")),
]

"""Addresses of the staff site. The public site is another program (`sijill.public`)."""

from django.urls import include, path

# Rooms before the desk: `cases/record/` must be asked before `cases/<id>/`, and `sources/import/`, which the register
# answers, before `sources/<id>/`.
urlpatterns = [
    path("", include("sijill.office.urls")),
    path("", include("sijill.register.urls")),
    path("", include("sijill.register.speech.urls")),
    path("", include("sijill.collect.urls")),
    path("", include("sijill.publish.urls")),
    path("", include("sijill.desk.urls")),
]

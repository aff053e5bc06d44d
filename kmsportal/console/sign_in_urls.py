"""Signing in, by the names that django-allauth looks its pages up by."""

from django.urls import path

from kmsportal.console.sign_in import ChangePassword, Inactive, SignIn, SignOut

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("inactive/", Inactive.as_view(), name="account_inactive"),
    path("password/", ChangePassword.as_view(), name="account_change_password"),
]

"""The addresses of the IAM pages.

What is done stands before the name of what it is done to: an IAM path may end in any
word, ``create`` and ``delete`` too.
"""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from kmsportal.console.iam import (
    access_keys,
    attaching,
    creating,
    deleting,
    identity,
    inline,
    membership,
    policies,
    providers,
    roles,
    tags,
    versions,
)
from kmsportal.console.iam.kinds import (
    HolderConverter,
    IdentityConverter,
    NamedConverter,
)

register_converter(IdentityConverter, "identity")
register_converter(HolderConverter, "holder")
register_converter(NamedConverter, "named")

Patterns = list[URLPattern | URLResolver]

_identity: Patterns = [
    path("", identity.overview, name="identity"),
    path("delete/", deleting.delete, name="identity-delete"),
    path("attach/", attaching.attach, name="identity-attach"),
    path("detach/<path:arn>/", attaching.detach, name="identity-detach"),
    path("inline/create/", inline.create, name="inline-create"),
    path("inline/edit/<str:policy>/", inline.edit, name="inline-edit"),
    path("inline/delete/<str:policy>/", inline.delete, name="inline-delete"),
]

_holder: Patterns = [
    path("tags/", tags.index, name="identity-tags"),
    path("tags/remove/", tags.remove, name="identity-untag"),
    path("boundary/", attaching.set_boundary, name="boundary"),
    path("boundary/remove/", attaching.remove_boundary, name="boundary-remove"),
]

_user: Patterns = [
    path("groups/", membership.of_user, name="user-groups"),
    path("groups/leave/<str:group>/", membership.leave, name="group-leave"),
    path("keys/", access_keys.index, name="access-keys"),
    path("keys/<str:key_id>/off/", access_keys.deactivate, name="access-key-off"),
    path("keys/<str:key_id>/on/", access_keys.activate, name="access-key-on"),
    path("keys/<str:key_id>/delete/", access_keys.delete, name="access-key-delete"),
]

_role: Patterns = [
    path("edit/", roles.edit, name="role-edit"),
    path("trust/", roles.trust, name="role-trust"),
    path("trust/edit/", roles.edit_trust, name="role-trust-edit"),
    path("sessions/revoke/", roles.revoke_sessions, name="role-revoke"),
]

_policies: Patterns = [
    path("", policies.index, name="policies"),
    path("create/", policies.create, name="policy-create"),
    path("of/<path:arn>/", policies.overview, name="policy"),
    path("tags/<path:arn>/", policies.tag, name="policy-tags"),
    path("untag/<path:arn>/", policies.untag, name="policy-untag"),
    path("delete/<path:arn>/", policies.delete, name="policy-delete"),
    path("versions/<path:arn>/", versions.index, name="policy-versions"),
    path("edit/<path:arn>/", versions.create, name="policy-edit"),
    path("version/<str:version_id>/<path:arn>/", versions.show, name="policy-version"),
    path(
        "default/<str:version_id>/<path:arn>/",
        versions.make_default,
        name="policy-version-default",
    ),
    path(
        "forget/<str:version_id>/<path:arn>/",
        versions.delete,
        name="policy-version-delete",
    ),
]

_providers: Patterns = [
    path("", providers.index, name="providers"),
    path("create/", providers.create, name="provider-create"),
    path("of/<path:arn>/", providers.overview, name="provider"),
    path("tags/<path:arn>/", providers.tag, name="provider-tags"),
    path("untag/<path:arn>/", providers.untag, name="provider-untag"),
    path("client/<path:arn>/", providers.remove_client, name="provider-client"),
    path("delete/<path:arn>/", providers.delete, name="provider-delete"),
]

urlpatterns: Patterns = [
    path("check/<str:policy_type>/", inline.check, name="policy-check"),
    path("policies/", include(_policies)),
    path("providers/", include(_providers)),
    path("create/<identity:kind>/", creating.create, name="identity-create"),
    path("users/<str:name>/", include(_user)),
    path("groups/<str:name>/users/", membership.of_group, name="group-users"),
    path("roles/<str:name>/", include(_role)),
    path("<identity:kind>/", creating.index, name="identities"),
    path("<holder:kind>/<str:name>/", include(_holder)),
    path("<named:kind>/<str:name>/rename/", identity.rename, name="identity-rename"),
    path("<identity:kind>/<str:name>/", include(_identity)),
]

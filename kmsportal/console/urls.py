"""The addresses of the console; each names the account and Region it shows."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from kmsportal.console import (
    access,
    aliases,
    budgets,
    cost,
    dashboard,
    events,
    explain,
    exports,
    key,
    key_actions,
    keys,
    outputs,
    people,
    proof,
    review,
    saved_searches,
    statements,
    tokens,
    trails,
)
from kmsportal.console.iam.urls import urlpatterns as iam_patterns
from kmsportal.console.views import home

app_name = "console"

_key: list[URLPattern | URLResolver] = [
    path("", key.overview, name="key"),
    path("policy/", key.policy, name="key-policy"),
    path("policy/edit/", key.edit_policy, name="key-policy-edit"),
    path("policy/preview/", key.preview_policy, name="key-policy-preview"),
    path("access/", review.of_key, name="key-access"),
    path("access.csv", review.of_key_as_csv, name="key-access-csv"),
    path("aliases/", key.aliases, name="key-aliases"),
    path("tags/", key.tags, name="key-tags"),
    path("tags/remove/", key_actions.untag, name="key-untag"),
    path("rotation/", key.rotation, name="key-rotation"),
    path("rotation/now/", key_actions.rotate, name="key-rotate"),
    path("rotation/stop/", key_actions.stop_rotation, name="key-rotation-stop"),
    path("events/", events.of_key, name="key-events"),
    path("cost/", cost.of_key, name="key-cost"),
    path("description/", key_actions.describe, name="key-describe"),
    path("enable/", key_actions.enable, name="key-enable"),
    path("disable/", key_actions.disable, name="key-disable"),
    path("delete/", key_actions.delete, name="key-delete"),
    path("delete/cancel/", key_actions.cancel_deletion, name="key-delete-cancel"),
]

_place: list[URLPattern | URLResolver] = [
    path("", dashboard.index, name="dashboard"),
    path("keys/", keys.index, name="keys"),
    path("keys/create/", keys.create, name="key-create"),
    path("keys/<str:key_id>/", include(_key)),
    path("aliases/", aliases.index, name="aliases"),
    path("aliases/delete/<path:name>/", aliases.delete, name="alias-delete"),
    path("aliases/retarget/<path:name>/", aliases.retarget, name="alias-retarget"),
    path("events/", events.index, name="events"),
    path("events/export/", events.export, name="events-export"),
    path("events/save/", saved_searches.save, name="search-save"),
    path("events/forget/", saved_searches.forget, name="search-forget"),
    path("trails/", trails.index, name="trails"),
    path("trails/create/", trails.create, name="trail-create"),
    path("trails/<str:name>/", trails.detail, name="trail"),
    path("trails/<str:name>/start/", trails.start, name="trail-start"),
    path("trails/<str:name>/stop/", trails.stop, name="trail-stop"),
    path("trails/<str:name>/delete/", trails.delete, name="trail-delete"),
    path("destinations/", outputs.destinations, name="destinations"),
    path("destinations/<str:name>/", outputs.act_on_destination, name="destination"),
    path("alerts/", outputs.alerts, name="alerts"),
    path("alerts/<str:name>/", outputs.act_on_alert, name="alert"),
    path("proof/", proof.index, name="proof"),
    path("proof/export/", proof.export, name="proof-export"),
    path("proof/export/<str:export_id>.zip", proof.download, name="proof-download"),
    path("proof/anchors/create/", proof.create_anchor, name="anchor-create"),
    path("proof/anchors/<str:anchor_id>/test/", proof.test_anchor, name="anchor-test"),
    path(
        "proof/anchors/<str:anchor_id>/delete/",
        proof.delete_anchor,
        name="anchor-delete",
    ),
    path("cost/", cost.index, name="cost"),
    path("cost/detail/", cost.detail, name="cost-detail"),
    path("cost/statements/", statements.index, name="statements"),
    path("cost/statements/<str:month>/", statements.detail, name="statement"),
    path("cost/prices/", statements.prices, name="prices"),
    path("cost/budgets/", budgets.index, name="budgets"),
    path("cost/budgets/create/", budgets.create, name="budget-create"),
    path("cost/budgets/of/<str:name>/", budgets.detail, name="budget"),
    path("cost/budgets/of/<str:name>/delete/", budgets.delete, name="budget-delete"),
    path("cost/exports/", exports.index, name="cost-exports"),
    path("cost/exports/<str:export_id>/", exports.download, name="cost-export"),
    path("iam/", include(iam_patterns)),
    path("explain/", explain.index, name="explain"),
    path("people/", people.index, name="people"),
    path("people/<str:member_id>/role/", people.change_role, name="person-role"),
    path("people/<str:member_id>/remove/", people.remove, name="person-remove"),
    path(
        "people/<str:member_id>/password/",
        people.reset_password,
        name="person-reset",
    ),
    path("access/", access.index, name="access"),
    path("access/principal/", review.of_principal, name="principal-access"),
    path(
        "access/principal.csv", review.of_principal_as_csv, name="principal-access-csv"
    ),
    path("access/credentials/", access.credentials, name="credentials"),
    path("access/tokens/", tokens.index, name="tokens"),
    path("access/tokens/<str:token_id>/revoke/", tokens.revoke, name="token-revoke"),
]

urlpatterns = [
    path("", home, name="home"),
    re_path(r"^(?P<account_id>[0-9]{12})/(?P<region>[a-z0-9-]+)/", include(_place)),
]

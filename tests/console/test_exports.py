"""Exports in the console: asked for, listed, downloaded."""

from django.test import Client as Browser

from tests.world import Client


def test_a_month_is_exported_and_downloaded(signed_in: Browser, home: str) -> None:
    form = {"month": "2026-11", "format": "FOCUS_1_4"}
    answer = signed_in.post(f"{home}cost/exports/", form, follow=True)
    (export,) = answer.context["exports"]
    assert b"focus-1.4.csv" in answer.content
    file = signed_in.get(f"{home}cost/exports/{export.export_id}/")
    assert file["Content-Type"] == "text/csv"
    assert "attachment" in file["Content-Disposition"]
    assert file.content.startswith(b"BilledCost,")


def test_another_accounts_export_is_not_found(
    signed_in: Browser, home: str, mallory: Client
) -> None:
    made = mallory.perform("portal", "CreateCostExport", Format="CSV")["Export"]
    answer = signed_in.get(f"{home}cost/exports/{made['ExportId']}/")
    assert answer.status_code == 404


def test_a_format_that_is_none_is_refused(signed_in: Browser, home: str) -> None:
    form = {"month": "2026-13", "format": "DOC"}
    assert signed_in.post(f"{home}cost/exports/", form).context["form"].errors

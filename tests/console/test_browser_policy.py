from django.test import Client as Browser


def policy_of(address: str) -> dict[str, str]:
    header = Browser().get(address).headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in header.split("; "))


def test_pages_run_and_show_only_what_the_portal_serves(db: None) -> None:
    policy = policy_of("/console/sign-in/")
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(policy.values())


def test_errors_are_under_the_policy_too(db: None) -> None:
    assert policy_of("/nowhere/")["default-src"] == "'none'"


def test_no_page_is_kept_in_a_cache(db: None) -> None:
    for address in ("/console/sign-in/", "/console/", "/nowhere/"):
        assert Browser().get(address).headers["Cache-Control"] == "no-store"


def test_no_page_has_code_or_style_within_it(db: None) -> None:
    page = Browser().get("/console/sign-in/").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page

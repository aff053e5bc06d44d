from django.test import Client as Browser

from kmsportal.tenancy.models import User
from tests.console.conftest import PASSWORD, make_person

SIGN_IN = "/console/sign-in/"
CHANGE = "/console/password/"
NEW = "a longer password of mine"


def sign_in(browser: Browser, password: str = PASSWORD) -> int:
    answer = browser.post(SIGN_IN, {"login": "ada@example.com", "password": password})
    return answer.status_code


def change_password(browser: Browser, new: str = NEW, old: str = PASSWORD) -> str:
    form = {"oldpassword": old, "password1": new, "password2": new}
    answer = browser.post(CHANGE, form)
    return str(answer.headers.get("Location", answer.content.decode()))


def test_a_person_signs_in_and_reaches_her_account(ada: User, home: str) -> None:
    browser = Browser()
    answer = browser.post(
        SIGN_IN, {"login": "Ada@Example.com", "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain == [("/console/", 302), (home, 302)]


def test_a_wrong_password_is_refused_without_saying_which_part(ada: User) -> None:
    answer = Browser().post(SIGN_IN, {"login": "ada@example.com", "password": "no"})
    nobody = Browser().post(SIGN_IN, {"login": "bob@example.com", "password": "no"})
    assert answer.context["form"].errors == nobody.context["form"].errors
    assert answer.context["form"].errors


def test_guessing_is_stopped(ada: User) -> None:
    browser = Browser()
    for _ in range(5):
        sign_in(browser, "wrong")
    assert sign_in(browser) == 200
    assert "_auth_user_id" not in browser.session


def test_an_inactive_person_stays_out(ada: User) -> None:
    User.objects.update(is_active=False)
    browser = Browser()
    sign_in(browser)
    assert "_auth_user_id" not in browser.session


def test_whoever_is_signed_out_is_sent_to_sign_in(ada: User, home: str) -> None:
    answer = Browser().get(home)
    assert answer.headers["Location"] == f"{SIGN_IN}?next={home}"


def test_a_one_time_password_must_be_changed_before_anything(home: str) -> None:
    person = make_person("new@example.com", must_change_password=True)
    browser = Browser()
    browser.force_login(person)
    for address in ("/console/", home, f"{home}keys/create/"):
        assert browser.get(address).headers["Location"] == CHANGE
        assert browser.post(address).headers["Location"] == CHANGE


def test_changing_the_password_ends_the_one_time_one(ada: User) -> None:
    User.objects.update(must_change_password=True)
    browser = Browser()
    browser.force_login(ada)
    assert change_password(browser) == "/console/"
    ada.refresh_from_db()
    assert not ada.must_change_password
    assert ada.check_password(NEW)
    assert browser.get("/console/").headers["Location"] != CHANGE


def test_the_one_time_password_cannot_be_kept(ada: User) -> None:
    User.objects.update(must_change_password=True)
    browser = Browser()
    browser.force_login(ada)
    assert "not using already" in change_password(browser, new=PASSWORD)
    ada.refresh_from_db()
    assert ada.must_change_password


def test_a_short_password_and_a_wrong_current_one_are_refused(ada: User) -> None:
    browser = Browser()
    browser.force_login(ada)
    assert "at least 12 characters" in change_password(browser, new="short")
    assert "current password" in change_password(browser, old="not it")


def test_a_changed_password_ends_the_other_sessions(ada: User) -> None:
    here, elsewhere = Browser(), Browser()
    here.force_login(ada)
    elsewhere.force_login(ada)
    change_password(here)
    assert SIGN_IN in elsewhere.get("/console/").headers["Location"]
    assert SIGN_IN not in here.get("/console/").headers["Location"]


def test_signing_out_needs_a_post(signed_in: Browser) -> None:
    assert signed_in.get("/console/sign-out/").status_code == 200
    assert "_auth_user_id" in signed_in.session
    assert signed_in.post("/console/sign-out/").headers["Location"] == SIGN_IN
    assert "_auth_user_id" not in signed_in.session


def test_a_forged_sign_in_is_refused(ada: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    assert sign_in(browser) == 403


def test_there_is_no_page_to_sign_up_or_to_reset_by_mail(db: None) -> None:
    for address in ("signup/", "password/reset/", "email/", "login/"):
        assert Browser().get(f"/console/{address}").status_code == 404


def test_a_person_without_an_account_is_told_so(db: None) -> None:
    browser = Browser()
    browser.force_login(make_person("new@example.com"))
    answer = browser.get("/console/")
    assert answer.status_code == 403
    assert "You belong to no account yet" in answer.content.decode()


def test_a_flood_of_sign_ins_is_told_to_wait(db: None) -> None:
    browser = Browser()
    for _ in range(30):
        sign_in(browser, "wrong")
    answer = browser.post(SIGN_IN, {"login": "x@example.com", "password": "wrong"})
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()

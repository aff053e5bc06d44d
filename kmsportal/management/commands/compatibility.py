"""Write ``docs/compatibility.md`` anew."""

from django.core.management.base import BaseCommand, CommandError

from kmsportal.management.compatibility.page import (
    PAGE,
    ROOT,
    CompatibilityError,
    render_page,
)


class Command(BaseCommand):
    help = "Write docs/compatibility.md from the operations that there are."

    def handle(self, **_options: object) -> None:
        try:
            page = render_page()
        except CompatibilityError as error:
            raise CommandError(str(error)) from error
        PAGE.write_text(page, encoding="utf-8")
        self.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date.")

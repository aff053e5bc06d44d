"""Refresh the vendored browser libraries from the npm registry."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kmsportal.console import vendoring


class Command(BaseCommand):
    """``vendor_assets`` refetches what is listed; ``name@version`` moves a package."""

    help = "Refresh the vendored browser libraries from the npm registry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "packages", nargs="*", metavar="NAME[@VERSION]", help="packages to move"
        )

    def handle(self, *_: object, **options: list[str]) -> None:
        wanted = dict(_name_and_version(text) for text in options["packages"])
        packages = vendoring.read_manifest()
        if unknown := wanted.keys() - {package["name"] for package in packages}:
            raise CommandError(f"Not in the manifest: {', '.join(sorted(unknown))}.")
        kept = {package["name"]: package["version"] for package in packages}
        try:
            refreshed = [
                vendoring.refresh(one, {**kept, **wanted}[one["name"]])
                for one in packages
            ]
        except vendoring.VendoringError as error:
            raise CommandError(str(error)) from error
        vendoring.write_manifest(refreshed)
        for package in refreshed:
            self.stdout.write(f"{package['name']} {package['version']}")


def _name_and_version(text: str) -> tuple[str, str]:
    name, _, version = text.rpartition("@")
    return (name, version) if name else (version, "latest")

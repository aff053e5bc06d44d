"""Set up, list, try and remove the places that keep checkpoints of the audit."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.proof.anchoring import add_anchor, anchors, find_anchor, lag, try_anchor
from audit.proof.anchors import AnchorError

_KINDS = ("webhook", "email", "file")


class Command(BaseCommand):
    help = "Have checkpoints of the audit kept out of this installation's reach."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="begin to send checkpoints somewhere")
        add.add_argument("kind", choices=_KINDS)
        add.add_argument("target", help="an address, or the whole path of a file")
        add.add_argument(
            "--every", type=int, default=3600, metavar="SECONDS", help="default: 3600"
        )
        actions.add_parser("list", help="show all, how far they are and what failed")
        for name, about in (("test", "send one now"), ("remove", "send no more")):
            actions.add_parser(name, help=about).add_argument("id")

    def handle(self, *, action: str, **options: object) -> None:
        now = datetime.now(UTC)
        try:
            if action == "add":
                self._add(str(options["kind"]), str(options["target"]), options, now)
            elif action == "list":
                self._list(now)
            else:
                self._change(action, str(options["id"]), now)
        except AnchorError as error:
            raise CommandError(str(error)) from None

    def _add(
        self, kind: str, target: str, options: dict[str, object], now: datetime
    ) -> None:
        every = timedelta(seconds=int(str(options["every"])))
        anchor, secret = add_anchor(kind, target, every=every, now=now)
        self.stdout.write(f"Anchor {anchor.id} gets checkpoints from now on.")
        if secret:
            self.stdout.write(f"Its secret, shown this once only: {secret}")

    def _list(self, now: datetime) -> None:
        for anchor in anchors():
            behind = int(lag(anchor, now).total_seconds())
            self.stdout.write(
                f"{anchor.id} {anchor.kind} {anchor.target}: has checkpoint"
                f" {anchor.delivered}, {behind} seconds behind."
                f" {anchor.last_error}".rstrip()
            )

    def _change(self, action: str, anchor_id: str, now: datetime) -> None:
        try:
            anchor = find_anchor(anchor_id)
        except ValidationError:
            anchor = None
        if anchor is None:
            raise CommandError(f"There is no anchor {anchor_id}.")
        if action == "remove":
            anchor.delete()
            self.stdout.write("It gets no more checkpoints.")
        else:
            try_anchor(anchor, now)
            self.stdout.write("The newest checkpoint got there.")

"""The command line: ``routeguide build | check | route | matrix | speak | print | serve ...``."""

from __future__ import annotations

import click

from routeguide.commands import asking, building, finding, running, sheets
from routeguide.usage import Friendly

COMMANDS = (
    building.build,
    building.check,
    asking.route,
    asking.matrix,
    asking.travellers,
    finding.places,
    finding.reachable,
    sheets.print_,
    sheets.braille,
    sheets.speak,
    running.feedback,
    running.serve,
)


@click.group("routeguide", cls=Friendly, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="routeguide")
def main() -> None:
    """練馬区バリアフリー経路案内 — barrier-free route guidance for Nerima ward."""


for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()

"""A stranger who was handed a folder: has a shell, sha256sum, openssl and the small programs of every Unix, and nothing of ours."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("sha256sum", "openssl")
SMALL = ("sh", "awk", "base64", "cat", "cmp", "comm", "dirname", "find", "head", "mktemp", "rm", "sed", "sort", "tail", "tr", "wc")
"""As VERIFY.txt names them, and what any shell script uses without naming it."""
KEY = "signatures/device-ed25519.pub.pem"
LIST, LISTS = "tagmanifest-sha256.txt", ("manifest-sha256.txt", "tagmanifest-sha256.txt")
SEAL = f"seal/{LIST}.ed25519"


def missing() -> list[str]:
    """Programs that are not installed here."""
    return [name for name in (*PROGRAMS, *SMALL) if shutil.which(name) is None]


def workplace(folder: Path) -> Path:
    """A folder with these programs and no others."""
    folder.mkdir()
    for name in (*PROGRAMS, *SMALL):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


@dataclass(frozen=True, slots=True)
class Stranger:
    """Looks at one folder with the programs of `programs` alone."""

    programs: Path
    bundle: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the bundle."""
        environment = {"PATH": str(self.programs), "OPENSSL_CONF": "/dev/null", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command, cwd=self.bundle, env=environment, capture_output=True, text=True, errors="replace", check=False, timeout=300
        )

    def finds_all_well(self) -> bool:
        """What verify-all.sh says."""
        ran = self.run("sh", "verify-all.sh")
        assert ran.returncode in (0, 1), ran.stderr
        assert ("FAILED" in ran.stdout) == (ran.returncode == 1)
        return ran.returncode == 0

    def lists_hold(self) -> tuple[bool, bool]:
        """Whether the payload and the tags are as their lists name them."""
        payload, tags = (self.run("sha256sum", "-c", "--quiet", name).returncode == 0 for name in LISTS)
        return payload, tags

    def seal_holds(self) -> bool:
        """Whether the key in signatures/ sealed the list."""
        said = self.run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", KEY, "-rawin", "-in", LIST, "-sigfile", SEAL)
        return said.returncode == 0 and "Signature Verified Successfully" in said.stdout

    def proved(self, number: str) -> bool:
        """Whether an exhibit stands in the ledger."""
        return self.run("sh", "verify-merkle.sh", number).returncode == 0

    def fingerprint(self) -> str:
        """Of the key in signatures/, by the command of VERIFY.txt."""
        command = f"openssl pkey -pubin -in {KEY} -outform DER | tail -c 32 | sha256sum"
        return self.run("sh", "-c", command).stdout.split()[0]

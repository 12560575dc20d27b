"""Run the program, its tests or its checks on a machine that has only Python 3.11 or later.

    python3 run.py demo          a made-up month (any complaint command may stand here)
    python3 run.py test          all tests
    python3 run.py check         ruff, mypy, import-linter

The first run makes a virtual environment in .venv beside this file and installs into it; the environment is
brought up to date when pyproject.toml has changed.
"""

import hashlib
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
INSTALLED = VENV / "installed.txt"  # what was installed, and from which pyproject.toml

CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy", "--strict", "src"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)


def main(args: list) -> int:
    """Install what is needed and run what was asked for; return its exit code."""
    if sys.version_info < (3, 11):
        print("需要 Python 3.11 或更新的版本。 Python 3.11 or later is needed.", file=sys.stderr)
        return 2
    wanted = args[0] if args else ""
    try:
        install("dev" if wanted in ("test", "check") else "")
    except subprocess.CalledProcessError as error:
        print("安装没有完成，请看上面的原因。 The installation failed; the reason is above.", file=sys.stderr)
        return error.returncode
    if wanted == "test":
        return python("-m", "pytest", "-n", "auto", *args[1:])
    if wanted == "check":
        return max([python(*check) for check in CHECKS])
    return python("-m", "complaint_cli", *args)


def install(extra: str) -> None:
    """Make the environment and install the project with the extra, unless that is done already."""
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    known = INSTALLED.read_text().split() if INSTALLED.is_file() else []
    if PYTHON.exists() and known[:1] == [state] and (not extra or extra in known):
        return
    step("第一次运行，准备环境，约半分钟。 Preparing the environment, once, about half a minute.\n1/3 .venv")
    if not (PYTHON.exists() and known):
        venv.create(VENV, with_pip=True, clear=True)
    extra = extra or " ".join(known[1:])
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    step("\n2/3 安装 installing:")
    pip("install", "--disable-pip-version-check", "--progress-bar", "off", "--editable", target)
    step("\n3/3 编译 compiling\n")
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src")], check=True)  # for quick starts
    INSTALLED.write_text(f"{state} {extra}\n")


def step(text: str) -> None:
    """Say what is being done."""
    print(text, end="", file=sys.stderr, flush=True)


def pip(*args: str) -> None:
    """Run pip and name each package as it comes; what it says besides is shown only where it fails."""
    command = [str(PYTHON), "-m", "pip", *args]
    said = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        for line in running.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                step(" " + re.split(r"[^\w.-]", line.removeprefix("Collecting "))[0])
    if running.returncode:
        print("\n" + "".join(said), file=sys.stderr)
        raise subprocess.CalledProcessError(running.returncode, command)


def python(*args: str) -> int:
    """Run the environment's Python; the checks and the tests where the project is, the program where the user is."""
    here = ROOT if args[:2] != ("-m", "complaint_cli") else None
    return subprocess.call([str(PYTHON), *args], cwd=here)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

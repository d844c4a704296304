#!/usr/bin/env bash
# Installs what is missing and builds; does nothing where nothing is missing. Called by `npm run demo` and `npm test`.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf 'setup: %s\n' "$*" >&2; }

node_major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$node_major" -lt 20 ]; then
  say "Node.js 20.19 or newer is needed, this is $(node --version)."
  exit 2
fi

# The sandbox of `grade` and `batch`. Without it they refuse to run; `precheck` works all the same.
if [ "$(uname -s)" = Linux ] && ! command -v bwrap >/dev/null 2>&1; then
  if ! command -v apt-get >/dev/null 2>&1; then
    say "bubblewrap is missing: install it with your package manager (grade and batch need it)."
  else
    root=()
    if [ "$(id -u)" != 0 ]; then root=(sudo -n); fi
    say "installing bubblewrap"
    if ! { "${root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends bubblewrap; } >&2; then
      say "could not install bubblewrap; run: sudo apt-get install bubblewrap"
    fi
  fi
fi

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say "installing packages"
  # not `npm ci`: it refuses a lock file whose optional packages for other platforms are not all there
  npm install --no-save --no-fund --no-audit --loglevel=error >&2
  touch node_modules/.package-lock.json
fi

if [ ! -f dist/.built ] || [ -n "$(find grader package.json tsconfig.json -newer dist/.built -print -quit)" ]; then
  say "building"
  rm -rf dist
  npm run --silent build >&2
  touch dist/.built
fi

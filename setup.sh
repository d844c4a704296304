#!/usr/bin/env bash
# Installs what is missing and builds; does nothing if nothing is missing. Called by `npm run demo` and `npm test`.
#
#   --with-native   also builds @tensorflow/tfjs-node with TensorFlow's own library, if its download cannot be reached:
#                   needs Python's pip, a C++ compiler and about 1.2 GB
#   --with-redis    also installs redis-server, for the tests of grading from a queue; its service is not left running
#   --with-game     also installs the data of SuperTux, from which `tuxgrade data build` makes images
set -euo pipefail
cd "$(dirname "$0")"

say() { printf 'setup: %s\n' "$*" >&2; }

# as grader/program/node-version.ts and package.json say
if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'; then
  say "Node.js 23 or newer, 22 from 22.12 or 20 from 20.19 is needed, this is $(node --version)."
  exit 2
fi

# A Debian package, its purpose, and a command that tells whether it is installed.
install_package() {
  local package=$1 purpose=$2 present=$3
  if eval "$present"; then return; fi
  if ! command -v apt-get >/dev/null 2>&1; then
    say "$package is missing: install it with your package manager ($purpose)."
    return
  fi
  local root=()
  if [ "$(id -u)" != 0 ]; then root=(sudo -n); fi
  say "installing $package"
  if ! { "${root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$package"; } >&2; then
    say "could not install $package; run: sudo apt-get install $package"
  fi
}

# Without it `grade` and `batch` refuse to run; `precheck` still works.
if [ "$(uname -s)" = Linux ]; then
  install_package bubblewrap 'the sandbox of grade and batch' 'command -v bwrap >/dev/null 2>&1'
  install_package perl-base 'the sandbox where there are no user namespaces' 'command -v perl >/dev/null 2>&1'
  install_package util-linux 'one run at a time in a folder' 'command -v flock >/dev/null 2>&1'
  # tests of pages are skipped without one; the shell is smaller and quicker, but not every distribution has it
  browser='[ -x /usr/bin/chromium-headless-shell ] || [ -x /usr/bin/chromium ]'
  install_package chromium-headless-shell 'the tests of pages, for developers' "$browser"
  install_package chromium 'the tests of pages, for developers' "$browser"
fi

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say "installing packages"
  # its library for the processor is in the package; its script would look for one for graphics cards
  export ONNXRUNTIME_NODE_INSTALL=skip
  # not `npm ci`: it refuses a lock file whose optional packages for other platforms are incomplete
  npm install --no-save --no-fund --no-audit --loglevel=error >&2
  touch node_modules/.package-lock.json
fi

# The add-on asks for libtensorflow 2.9; the one in TensorFlow's Python wheel works as well.
build_native() {
  local package=node_modules/@tensorflow/tfjs-node
  if compgen -G "$package/lib/napi-v*/tfjs_binding.node" >/dev/null; then return; fi
  if [ ! -f "$package/package.json" ]; then
    say "installing @tensorflow/tfjs-node"
    npm install --no-save --ignore-scripts --no-fund --no-audit --loglevel=error @tensorflow/tfjs-node@4.22.0 >&2
  fi
  local wheels
  wheels=$(mktemp -d)
  say "fetching TensorFlow"
  if ! python3 -m pip download --quiet --no-deps --only-binary=:all: --dest "$wheels" tensorflow-cpu >&2; then
    rm -rf "$wheels"
    say "TensorFlow's wheel cannot be fetched by pip: models are run on the cpu backend"
    return
  fi
  mkdir -p "$package/deps/lib"
  python3 - "$wheels" "$package/deps" <<'EOF'
import glob, sys, zipfile
wheels, deps = sys.argv[1:]
archive = zipfile.ZipFile(glob.glob(wheels + "/*.whl")[0])
for name in archive.namelist():
    wanted = name.startswith("tensorflow/include/") or name in (
        "tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")
    if wanted:
        archive.extract(name, deps)
EOF
  rm -rf "$wheels"
  mv "$package"/deps/tensorflow/*.so.2 "$package/deps/lib/"
  rm -rf "$package/deps/include"
  mv "$package/deps/tensorflow/include" "$package/deps/include"
  rmdir "$package/deps/tensorflow"
  ln -sf libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
  ln -sf libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"
  say "compiling the add-on"
  if ! (cd "$package" && npx --no-install node-pre-gyp install --build-from-source >native-build.log 2>&1); then
    say "the add-on does not compile, see $package/native-build.log: models are run on the cpu backend"
  fi
}
# Tests start their own on free ports; the service that the package starts would be one more program that listens.
install_redis() {
  if command -v redis-server >/dev/null 2>&1; then return; fi
  install_package redis-server 'tests of grading from a queue' 'command -v redis-server >/dev/null 2>&1'
  local root=()
  if [ "$(id -u)" != 0 ]; then root=(sudo -n); fi
  if [ -d /run/systemd/system ]; then "${root[@]}" systemctl disable --now redis-server >&2 || true; fi
}
for option in "$@"; do
  case $option in
    --with-native) build_native ;;
    --with-redis) install_redis ;;
    --with-game) install_package supertux-data 'the data of SuperTux' '[ -d /usr/share/games/supertux2/images ]' ;;
    *) say "unknown option $option, expected --with-native, --with-redis or --with-game"; exit 2 ;;
  esac
done

if [ ! -f dist/.built ] || [ -n "$(find grader package.json tsconfig.json -newer dist/.built -print -quit)" ]; then
  say "building"
  rm -rf dist
  npm run --silent build >&2
fi

#!/usr/bin/env bash
# Draws the icons of every desktop from simpul.svg with the packages of ui/.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
npm --prefix "$here/../ui" exec --offline -- tauri icon "$here/simpul.svg" --output "$out"
for icon in 32x32.png 128x128.png 128x128@2x.png icon.png icon.ico icon.icns; do
  cp "$out/$icon" "$here/$icon"
done

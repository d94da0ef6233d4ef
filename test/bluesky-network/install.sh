#!/bin/sh
# Installs the loopback network of the live tests. Safe to run again: what is there already is kept.
# Besides Node it needs PostgreSQL (its URL is given to the tests) and redis-server on the PATH.
set -eu
cd "$(dirname "$0")"

stamp=node_modules/.kenning-installed
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
  echo 'The Bluesky network is installed already.'
  exit 0
fi

npm ci --ignore-scripts --no-audit --no-fund
# The package `node` brings the Node that the network needs; its scripts were not run above.
npm rebuild node
here=$(pwd)
PATH="$here/node_modules/.bin:$PATH"
export PATH
# Without the headers of that very Node, better-sqlite3 is built for the system's one.
headers=''
for folder in "$here"/node_modules/node/node_modules/node-* "$here"/node_modules/node-*; do
  if [ -f "$folder/include/node/node.h" ]; then headers="$folder"; fi
done
npm_config_nodedir="$headers" npm rebuild better-sqlite3
node -e "new (require('better-sqlite3'))(':memory:').close()"
cp package-lock.json "$stamp"
echo 'The Bluesky network is installed.'

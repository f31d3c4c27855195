#!/bin/sh
# Runs a command so that what its tools cache, note down or report stays inside the project.
cache="$PWD/node_modules/.cache"
mkdir -p "$cache/tmp"
export TMPDIR="$cache/tmp" XDG_CACHE_HOME="$cache" XDG_CONFIG_HOME="$cache/config" CHECKPOINT_DISABLE=1
exec "$@"

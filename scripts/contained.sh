#!/bin/sh
# Runs a command so that what its tools cache, note down or report stays inside the project.
cache="$PWD/node_modules/.cache"
mkdir -p "$cache/tmp" "$cache/swc"
export TMPDIR="$cache/tmp" XDG_CACHE_HOME="$cache" XDG_CONFIG_HOME="$cache/config"
export NODE_COMPILE_CACHE="$cache/compiled"
export SWC_NATIVE_BINDING_CACHE="$cache/swc" CHECKPOINT_DISABLE=1
exec "$@"

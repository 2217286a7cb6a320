#!/usr/bin/env bash
# Tells by its exit code whether Node.js 20 or newer is there, with npm.
command -v npm >/dev/null && node -e 'process.exitCode = Number(parseInt(process.versions.node) < 20)' 2>/dev/null

#!/bin/sh
# The command of the image: `docker exec CONTAINER alera doctor`.
exec deno run --quiet --cached-only --node-modules-dir=manual --config /alera/deno.json -P /alera/src/main.ts "$@"

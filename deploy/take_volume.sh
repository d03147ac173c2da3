#!/bin/sh
# Begins as root where a volume is root's, makes it its own, and gives root up for good.
chown deno:deno /data && exec setpriv --reuid=deno --regid=deno --init-groups --no-new-privs alera "$@"

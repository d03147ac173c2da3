# Deno as its makers publish it, and the source. One process, one file in /data.
FROM denoland/deno:2.9.6 AS build
WORKDIR /alera
COPY deno.json deno.lock ./
COPY client/mod.ts client/mod.ts
COPY client/src client/src
COPY src src
COPY migrations migrations
# The guides that /docs shows.
COPY docs/api.md docs/
COPY docs/guides docs/guides
# Once run, what Deno makes of the source is kept: at a start on a read-only root nothing has to be made.
RUN deno install --quiet --frozen --entrypoint src/main.ts \
  && deno run --quiet -P src/main.ts version \
  && rm -rf /deno-dir/npm \
  && mkdir /data

FROM denoland/deno:2.9.6 AS alera
COPY --from=build /deno-dir /deno-dir
COPY --from=build /alera /alera
COPY --from=build --chown=deno:deno /data /data
COPY deploy/alera.sh /usr/local/bin/alera
ENV HOST=0.0.0.0 PORT=8000 ALERA_DATABASE_URL=file:/data/alera.db
USER deno
WORKDIR /data
EXPOSE 8000
VOLUME /data
# That the process lives. /readyz would also fail on a full disk, where a restart helps nobody.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["deno", "eval", "--quiet", "Deno.exit((await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/healthz`)).ok ? 0 : 1)"]
ENTRYPOINT ["alera"]
CMD ["serve"]

# For hosts whose volumes belong to root, such as Fly.io: `docker build --target volume-of-root`.
FROM alera AS volume-of-root
USER root
COPY deploy/take_volume.sh /usr/local/bin/take_volume
ENTRYPOINT ["take_volume"]
CMD ["serve"]

FROM alera

# One process, one file: the compiled program on a system that has nothing else.
FROM denoland/deno:2.9.6 AS build
WORKDIR /alera
COPY deno.json deno.lock ./
COPY src src
COPY migrations migrations
RUN deno install --entrypoint src/main.ts && deno task compile && mkdir /data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /alera/dist/alera /usr/local/bin/alera
COPY --from=build --chown=nonroot:nonroot /data /data
ENV HOST=0.0.0.0 PORT=8000 ALERA_DATABASE_URL=file:/data/alera.db
EXPOSE 8000
VOLUME /data
ENTRYPOINT ["alera"]
CMD ["serve"]

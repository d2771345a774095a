# The recorder. The whole workspace is shipped: Node runs its TypeScript where it lies, and refuses to inside node_modules.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /opt/sitecast
ENV CI=true
COPY . .
RUN npx -y pnpm@12 install --frozen-lockfile \
  && npx -y pnpm@12 build \
  && npx -y pnpm@12 install --frozen-lockfile --prod

FROM node:24.21.0-bookworm-slim
RUN apt-get -qq update \
  && apt-get -qq install -y --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
  SITECAST_DATA=/data \
  SITECAST_RECORDER_HOST=127.0.0.1 \
  SITECAST_RECORDER_PORT=4100 \
  SITECAST_RTMP_PORT=1935
WORKDIR /opt/sitecast
COPY --from=build /opt/sitecast /opt/sitecast
RUN install -d -o node -g node -m 0750 /data /data/recorder && install -d -o node -g node -m 0700 /data/secrets
USER node
VOLUME ["/data/recorder", "/data/secrets"]
EXPOSE 4100 1935
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "infra/docker/healthcheck.ts", "http://127.0.0.1:4100/livez"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/recorder/src/main.ts"]

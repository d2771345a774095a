# The server. The whole workspace is shipped: Node runs its TypeScript where it lies, and refuses to inside node_modules.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /opt/sitecast
ENV CI=true
COPY . .
RUN npx -y pnpm@12 install --frozen-lockfile \
  && npx -y pnpm@12 build \
  && npx -y pnpm@12 install --frozen-lockfile --prod

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
  SITECAST_DATA=/data \
  SITECAST_HOST=127.0.0.1 \
  SITECAST_PORT=4000 \
  SITECAST_RECORDER_URL=http://127.0.0.1:4100
WORKDIR /opt/sitecast
COPY --from=build /opt/sitecast /opt/sitecast
RUN install -d -o node -g node -m 0750 /data /data/server && install -d -o node -g node -m 0700 /data/secrets
USER node
VOLUME ["/data/server", "/data/secrets"]
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "infra/docker/healthcheck.ts", "http://127.0.0.1:4000/livez"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/server/src/main.ts"]

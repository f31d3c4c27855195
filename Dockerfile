# syntax=docker/dockerfile:1

# Builds with everything, then keeps only what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run --silent bundle

# A C library, certificates and time zones; no shell, no package manager. Node is the one that it was built with.
FROM gcr.io/distroless/cc-debian12:nonroot
ENV NODE_ENV=production
# Threads that compile would each keep memory of their own.
ENV MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json /app/openapi.json ./
# All other packages are in the bundle. The embedded PostgreSQL is for development: DATABASE_URL names the database.
COPY --from=build /app/node_modules/htmx.org ./node_modules/htmx.org
COPY --from=build /app/node_modules/@prisma/schema-engine-wasm ./node_modules/@prisma/schema-engine-wasm
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/service ./service
# As a number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/health/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets SIGTERM: it finishes what is in flight.
CMD ["node", "--expose-gc", "--liftoff-only", "service/main.js", "start"]

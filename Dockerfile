# syntax=docker/dockerfile:1

# Builds with everything, then keeps only what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The embedded PostgreSQL is for development; an image is given its database by DATABASE_URL.
RUN npm run --silent compile \
  && npm prune --omit=dev --omit=optional --ignore-scripts \
  && node deploy/image/slim.mjs node_modules dist

# A C library, certificates and time zones; no shell, no package manager. Node is the one that it was built with.
FROM gcr.io/distroless/cc-debian12:nonroot
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/dist ./dist
# As a number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/health/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets SIGTERM: it finishes what is in flight.
CMD ["node", "dist/main.js", "start"]

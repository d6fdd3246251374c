# Two stages: the first compiles, the second has the compiled code, the dependencies that run, and no compiler.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --include=dev
COPY tsconfig.json ./
COPY bin bin
COPY migrations migrations
COPY views views
COPY src src
RUN npm run build \
 && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production \
    # keep one process under 250 MB; the same as in bin/lib/node24.mjs
    NODE_OPTIONS="--max-old-space-size=144 --max-semi-space-size=8" \
    MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/bin bin
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY views/assets views/assets
COPY config config
USER node
EXPOSE 3000
# serves on SIGTERM until what runs has finished; health is on the operations port, inside the container
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3001/health/ready').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/vestibule.mjs"]
CMD ["serve"]

# tuxgrade for staff: docker build --tag tuxgrade . (see docs/operations.md)
#
# No flag is needed for the sandbox. As the user of this image it needs a kernel with Landlock; with `--user root` Docker's
# default rights are enough, and students' code runs as users of its own.
FROM node:20.19.5-bookworm-slim AS build
WORKDIR /build
# its library for the processor is in the package; its script would look for one for graphics cards
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY . .
# not `npm ci`: it refuses a lock file whose optional packages for other platforms are incomplete
RUN npm install --no-save --no-fund --no-audit && npm run --silent build && mkdir /packed && npm pack --ignore-scripts --pack-destination /packed

FROM node:20.19.5-bookworm-slim
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY --from=build /packed/ /packed/
RUN npm install --global --no-fund --no-audit /packed/tuxgrade-*.tgz && rm -rf /packed /root/.npm && tuxgrade --version
# whoever it is run as has a cache of their own there
ENV XDG_CACHE_HOME=/tmp
WORKDIR /data
USER node
ENTRYPOINT ["tuxgrade"]
CMD ["--help"]

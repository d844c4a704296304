# tuxgrade for staff: docker build --tag tuxgrade .
# No flag is needed for the sandbox: root with Docker's default rights is enough, and each student's code runs there as a user
# of its own. See docs/operations.md.
FROM node:20.19.6-bookworm-slim AS build
WORKDIR /build
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run --silent build && npm pack --ignore-scripts --pack-destination /packed

FROM node:20.19.6-bookworm-slim
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY --from=build /packed/ /packed/
RUN npm install --global --no-audit --no-fund /packed/tuxgrade-*.tgz && rm -rf /packed /root/.npm && tuxgrade --version
WORKDIR /data
ENTRYPOINT ["tuxgrade"]
CMD ["--help"]

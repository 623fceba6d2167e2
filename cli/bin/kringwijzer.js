#!/usr/bin/env node
// Plain JavaScript that any Node.js can read, so that an old one gets a sentence instead of a stack.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`KW_NODE_VERSION: Node.js ${process.versions.node} is too old. Install Node.js 20.19 or newer.\n`);
  process.exit(2);
}
try {
  await import('../dist/main.js');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(`KW_NOT_BUILT: ${error.message}\nRun npm ci && npm run build first.\n`);
  process.exit(2);
}

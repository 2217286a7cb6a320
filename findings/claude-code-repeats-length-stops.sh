#!/usr/bin/env bash
# claude-code-repeats-length-stops.sh: Claude Code repeats a request that was refused with 400, and one whose answer reached its token limit.
#
# Package:   npm @anthropic-ai/claude-code 2.1.330 (claude -p hi, with an API address of its own).
# Behaviour: a Messages stream that ends with `end_turn` is one request, exit code 0. The same answer with `max_tokens` is asked for four times in all
#            and ends in exit code 1. A 400 with Anthropic's own error document is asked for six times.
# Seen:      the table in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the package could not be installed or run. Needs Node.js 20 and npm.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > expected.txt <<'END'
answer     | requests | exit code
end_turn   |        1 |         0
max_tokens |        4 |         1
400        |        6 |         1
END

echo '{"private":true,"type":"module"}' > package.json
npm install --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@2.1.330 >&2 || exit 2
# npm may be set not to run the scripts of packages
(cd node_modules/@anthropic-ai/claude-code && node install.cjs) >&2 || exit 2

cat > finding.mjs <<'END'
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

let requests = 0;
const server = createServer((request, reply) => {
  request.resume();
  const kind = request.url.split('/')[1];
  if (request.method !== 'POST' || !request.url.split('?')[0].endsWith('/v1/messages')) {
    reply.writeHead(404).end();
    return;
  }
  requests++;
  if (kind === '400') {
    reply.writeHead(400, { 'content-type': 'application/json' }).end('{"type":"error","error":{"type":"invalid_request_error","message":"The request is refused."}}');
    return;
  }
  const events = [
    { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 5, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'All said.' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: kind, stop_sequence: null }, usage: { output_tokens: 3 } },
    { type: 'message_stop' },
  ];
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.end(events.map(e => `event: ${e.type}\ndata: ${JSON.stringify(e)}\n\n`).join(''));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));

console.log('answer     | requests | exit code');
for (const kind of ['end_turn', 'max_tokens', '400']) {
  const home = mkdtempSync(join(process.cwd(), 'home-'));
  requests = 0;
  const code = await new Promise(done => {
    const child = execFile(join(process.cwd(), 'node_modules/.bin/claude'), ['-p', 'hi', '--output-format', 'json'], {
      cwd: home, timeout: 90_000, killSignal: 'SIGKILL',
      env: {
        PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', ANTHROPIC_BASE_URL: `http://127.0.0.1:${server.address().port}/${kind}`, ANTHROPIC_AUTH_TOKEN: 'key',
        ANTHROPIC_MODEL: 'm', ANTHROPIC_SMALL_FAST_MODEL: 'm', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'm', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1',
      },
    }, () => done(child.exitCode));
    child.stdin.end();
  });
  console.log(`${kind.padEnd(10)} | ${String(requests).padStart(8)} | ${String(code).padStart(9)}`);
}
server.close();
process.exit(0);
END

timeout 300 node finding.mjs > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
diff expected.txt seen.txt && echo "As stated."

#!/usr/bin/env bash
# codex-incomplete-response.sh: Codex takes a whole answer that reached its token limit for a failure, and repeats a stream without a last event.
#
# Package:   npm @openai/codex 0.169.0 (codex exec --json, a provider of its own with wire_api "responses").
# Behaviour: a Responses stream that ends in `response.completed` is shown, exit code 0. The same answer that ends in `response.incomplete`
#            (max_output_tokens) ends in exit code 1 after one request, though its text was reported as an agent's message. The same answer whose
#            stream just ends is asked for six times, and reported as a message each time.
# Seen:      the table in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the package could not be installed or run. Needs Node.js 20 and npm.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > expected.txt <<'END'
end of the stream   | requests | messages | exit code
response.completed  |        1 |        1 |         0
response.incomplete |        1 |        1 |         1
nothing             |        6 |        6 |         1
END

echo '{"private":true,"type":"module"}' > package.json
npm install --no-audit --no-fund --loglevel=error @openai/codex@0.169.0 >&2 || exit 2

cat > finding.mjs <<'END'
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

let requests = 0;
const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'All said.', annotations: [] }] };
const response = (status, output, incomplete) => ({
  id: 'resp_1', object: 'response', created_at: 1, status, model: 'm', output, error: null, incomplete_details: incomplete, tools: [], metadata: {},
  usage: { input_tokens: 1, input_tokens_details: { cached_tokens: 0 }, output_tokens: 2, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 3 },
});
const server = createServer((request, reply) => {
  request.resume();
  if (request.method !== 'POST') {
    reply.writeHead(404).end();
    return;
  }
  requests++;
  const end = request.url.split('/')[1];
  const events = [
    { type: 'response.created', response: response('in_progress', [], null) },
    { type: 'response.output_item.added', output_index: 0, item: { ...message, status: 'in_progress', content: [] } },
    { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: 'All said.' },
    { type: 'response.output_item.done', output_index: 0, item: message },
  ];
  if (end === 'response.completed') events.push({ type: end, response: response('completed', [message], null) });
  if (end === 'response.incomplete') events.push({ type: end, response: response('incomplete', [message], { reason: 'max_output_tokens' }) });
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.end(events.map((e, at) => `event: ${e.type}\ndata: ${JSON.stringify({ ...e, sequence_number: at })}\n\n`).join(''));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));

console.log('end of the stream   | requests | messages | exit code');
for (const end of ['response.completed', 'response.incomplete', 'nothing']) {
  const home = mkdtempSync(join(process.cwd(), 'home-'));
  mkdirSync(join(home, '.codex'));
  writeFileSync(join(home, '.codex/config.toml'), `model = "m"
model_provider = "own"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.own]
name = "own"
base_url = "http://127.0.0.1:${server.address().port}/${end}/v1"
env_key = "OWN_KEY"
wire_api = "responses"
`);
  requests = 0;
  const { output, code } = await new Promise(done => {
    const child = execFile(join(process.cwd(), 'node_modules/.bin/codex'), ['exec', '--json', '--skip-git-repo-check', 'hi'], {
      cwd: home, timeout: 60_000, killSignal: 'SIGKILL', env: { PATH: process.env.PATH, HOME: home, CODEX_HOME: join(home, '.codex'), OWN_KEY: 'key', LANG: 'C.UTF-8' },
    }, (error, output) => done({ output, code: child.exitCode }));
    child.stdin.end();
  });
  const messages = output.split('\n').filter(line => line.includes('"item.completed"') && line.includes('agent_message')).length;
  console.log(`${end.padEnd(19)} | ${String(requests).padStart(8)} | ${String(messages).padStart(8)} | ${String(code).padStart(9)}`);
}
server.close();
process.exit(0);
END

timeout 240 node finding.mjs > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
diff expected.txt seen.txt && echo "As stated."

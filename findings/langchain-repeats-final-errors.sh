#!/usr/bin/env bash
# langchain-repeats-final-errors.sh: LangChain repeats a 422 and a 424, also with `x-should-retry: false`; OpenAI's own client does not.
#
# Packages:  npm @langchain/openai 1.6.0 with @langchain/core 1.4.0, and openai 7.57.0, which it uses.
# Behaviour: ChatOpenAI switches the retries of OpenAI's client off and repeats by a list of its own, which knows 400 to 407, 409 and 413 as final.
#            Every other status is repeated `maxRetries` times (6 unless set, which takes more than a minute), whatever `x-should-retry` says.
#            OpenAI's client sends one request for the same answers.
# Seen:      the table in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the packages could not be installed or run. Needs Node.js 20 and npm.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > expected.txt <<'END'
status | x-should-retry | openai | ChatOpenAI
   400 | false          |      1 |          1
   404 | false          |      1 |          1
   422 | false          |      1 |          2
   424 | false          |      1 |          2
   424 | -              |      1 |          2
   503 | false          |      1 |          2
   503 | -              |      2 |          2
END

echo '{"private":true,"type":"module"}' > package.json
npm install --no-audit --no-fund --loglevel=error @langchain/openai@1.6.0 @langchain/core@1.4.0 openai@7.57.0 >&2 || exit 2

cat > finding.mjs <<'END'
import { createServer } from 'node:http';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';

let requests = 0;
const server = createServer((request, response) => {
  requests++;
  const [, status, retry] = request.url.split('/');
  request.resume();
  response.writeHead(Number(status), { 'content-type': 'application/json', ...(retry === '-' ? {} : { 'x-should-retry': retry }) });
  response.end(JSON.stringify({ error: { message: 'no', type: 'some_error', code: null, param: null } }));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));

async function count(call) {
  requests = 0;
  await call().then(() => { throw new Error('no error was raised'); }, () => undefined);
  return requests;
}

console.log('status | x-should-retry | openai | ChatOpenAI');
for (const [status, retry] of [[400, 'false'], [404, 'false'], [422, 'false'], [424, 'false'], [424, '-'], [503, 'false'], [503, '-']]) {
  const baseURL = `http://127.0.0.1:${server.address().port}/${status}/${retry}`;
  const own = new OpenAI({ apiKey: 'key', baseURL, maxRetries: 1 });
  const lang = new ChatOpenAI({ model: 'm', apiKey: 'key', maxRetries: 1, configuration: { baseURL } });
  const [a, b] = [await count(() => own.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })), await count(() => lang.invoke('hi'))];
  console.log(`${String(status).padStart(6)} | ${retry.padEnd(14)} | ${String(a).padStart(6)} | ${String(b).padStart(10)}`);
}
server.close();
process.exit(0);
END

timeout 120 node finding.mjs > seen.txt || { cat seen.txt; exit 2; }
cat seen.txt
diff expected.txt seen.txt && echo "As stated."

// run.mjs GATEWAY AGENTS DOTNET [PAGE]: asks every client for every form of an error or end through the gateway, and prints the tables of
// docs/clients.md. With PAGE it asks for the quick ones only, and compares them with the tables of that page, but for the seconds; it prints TAP.
//   GATEWAY  the program router-maestro
//   AGENTS   the folder node_modules with Claude Code and Codex; "-" for none
//   DOTNET   the folder with the builds of dotnet.cs, openai and older-openai; "-" for none
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agents } from './agents.mjs';
import { startCounter } from './counter.mjs';
import { formsOf } from './forms.mjs';
import { libraries } from './libraries.mjs';
import { startProvider } from './provider.mjs';
import { compare, describe, tables, unfinished } from './report.mjs';

const [gatewayProgram, agentFolder, dotnetFolder, page] = process.argv.slice(2);
globalThis.AI_SDK_LOG_WARNINGS = false;
const key = 'sk-rm-client-errors';
const children = [];

// LangChain's own pauses take up to two minutes in all
const limit = 150_000;
const dotnet = [
  ['OpenAI', 'chat', 'OpenAI'], ['OpenAI', 'responses', 'OpenAI Responses'], ['Anthropic', 'messages', 'Anthropic'],
  ['Microsoft.Extensions.AI.OpenAI', 'chat', 'Extensions'], ['Microsoft.Extensions.AI.OpenAI', 'responses', 'Extensions Responses', 'older-openai'],
].map(([name, protocol, library, build = 'openai']) => ({ name: `NuGet \`${name}\``, protocol, library, build, whole: true }));
const clients = [...libraries, ...(dotnetFolder === '-' ? [] : dotnet), ...(agentFolder === '-' ? [] : agents(agentFolder))];

// the statuses that a check asks for beside the other forms: all but the agents and LangChain have ended after ten seconds
const quick = ['400', '401', '403', '404', '408 after 1', '413', '424', '429 after 1', '500 after 1', '503 after 1', '504 after 1', '508', '529 after 1'];
const isQuick = (client, { name, kind, isBadGateway }) => client.isAgent || kind === 'status' ? (client.quick ?? quick).includes(name) : !(client.isPatient && isBadGateway);

// each cell has a provider of its own, so that no circuit of another cell matters
const all = clients.flatMap((client, row) => formsOf[client.protocol].filter(f => f.kind !== 'whole' || client.whole)
  .map((form, column) => ({ client, form, id: `${client.protocol}-${row}-${column}` })));
const cells = page
  ? all.flatMap(cell => isQuick(cell.client, cell.form) ? [cell] : cell.client.quickOnce?.includes(cell.form.name) ? [{ ...cell, options: { maxRetries: 0 } }] : [])
  : all;
const types = {
  chat: { type: 'openai-compatible', path: '/v1' },
  responses: { type: 'openai-compatible', path: '/v1', options: { protocols: ['responses'] } },
  messages: { type: 'anthropic-compatible', path: '' },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function startGateway(provider, folder) {
  const providers = Object.fromEntries(cells.map(({ client, id, form }) => {
    const { type, path, options } = types[client.protocol];
    return [id, { type, baseURL: provider + path, models: { [form.model]: {} }, ...(options && { options }) }];
  }));
  await mkdir(join(folder, 'config/router-maestro'), { recursive: true });
  await writeFile(join(folder, 'config/router-maestro/providers.json'), JSON.stringify({ providers }));
  const port = await freePort();
  const gateway = spawn(gatewayProgram, ['server', 'start', '--port', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data'), ROUTER_MAESTRO_API_KEY: key, ROUTER_MAESTRO_LOG_LEVEL: 'ERROR' },
  });
  children.push(gateway);
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`${address}/health`).then(r => r.ok, () => false)) {
      return { gateway, address };
    }

    await new Promise(resolve => setTimeout(resolve, 100));
  }

  gateway.kill();
  throw new Error('the gateway did not start');
}

const placeOf = ({ id, form, options }, counter) => ({ base: `${counter.address}/${id}`, key: form.status === 401 ? 'sk-rm-another' : key, model: `${id}/${form.model}`, options });

// ai keeps the errors of its attempts in a list
function messageOf(error) {
  return [error, ...(error.errors ?? [])].map(e => e.message).join(' ');
}

async function measure(cell, place) {
  const [text, started] = [[], Date.now()];
  let timer;
  try {
    const ended = new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error(), { name: unfinished })), limit); });
    const call = cell.form.kind === 'whole' ? cell.client.whole : cell.client.call;
    const end = await Promise.race([call(place, text), ended]);
    return { end: end ?? 'no finish reason', text: text.join(''), seconds: (Date.now() - started) / 1000 };
  } catch (error) {
    return { error: error.name === 'Error' ? error.constructor.name : error.name, message: messageOf(error), text: text.join(''), seconds: (Date.now() - started) / 1000 };
  } finally {
    clearTimeout(timer);
  }
}

async function measureDotnet(build, own, counter) {
  const child = spawn(join(dotnetFolder, build, 'client-errors'), [String(limit / 1000)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  child.stdin.end(JSON.stringify(own.map(cell => ({ name: cell.id, library: cell.client.library, whole: cell.form.kind === 'whole', ...placeOf(cell, counter) }))));
  let output = '';
  child.stdout.on('data', piece => { output += piece; });
  await once(child, 'close');
  return new Map(output.trim().split('\n').map(line => JSON.parse(line)).map(({ cell, ...result }) => [cell, { ...result, end: result.end ?? 'no finish reason' }]));
}

async function inTurns(items, width, work) {
  const left = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item; (item = left.shift());) {
      await work(item);
    }
  }));
}

async function measureAll(counter) {
  const results = new Map();
  const keep = (id, result) => results.set(id, describe(result, counter.requestsOf(id), cells.find(c => c.id === id).form));
  const measured = cell => measure(cell, placeOf(cell, counter)).then(result => keep(cell.id, result));
  const ownOf = build => cells.filter(c => c.client.build === build);

  // what mostly waits runs at once, the rest in turns, so that the seconds are those of the clients
  const [patient, others] = [true, false].map(is => cells.filter(c => libraries.includes(c.client) && (c.client.isPatient ?? false) === is));
  await Promise.all([
    ...patient.map(measured),
    inTurns(others, 24, measured),
    ...['openai', 'older-openai'].filter(build => ownOf(build).length > 0)
      .map(async build => (await measureDotnet(build, ownOf(build), counter)).forEach((result, id) => keep(id, result))),
  ]);
  await inTurns(cells.filter(c => c.client.isAgent), 6, measured);
  return results;
}

const folder = await mkdtemp(join(tmpdir(), 'client-errors-'));
const provider = await startProvider();
const { gateway, address } = await startGateway(provider.address, folder);
const counter = await startCounter(address);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => { children.forEach(child => child.kill()); process.exit(1); });
}

try {
  const results = await measureAll(counter);
  if (page) {
    process.exitCode = compare(await readFile(page, 'utf8'), cells, results);
  } else {
    console.log(tables(cells, results));
  }
} finally {
  counter.close();
  provider.close();
  gateway.kill();
  await once(gateway, 'exit');
  await rm(folder, { recursive: true });
}

process.exit();

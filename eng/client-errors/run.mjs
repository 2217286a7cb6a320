// run.mjs GATEWAY AGENTS DOTNET [PAGE]: asks every client for every form of an error or end through the gateway, and prints the two tables of
// docs/clients.md. With PAGE it asks for the quick ones only, and compares them with the tables of that page, but for the seconds; it prints TAP.
//   GATEWAY  the program router-maestro
//   AGENTS   the folder node_modules with Claude Code and Codex; "-" for none
//   DOTNET   the program of dotnet.cs; "-" for none
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agents, patience } from './agents.mjs';
import { startCounter } from './counter.mjs';
import { libraries } from './libraries.mjs';
import { forms, refusal, startProvider, statusForms } from './provider.mjs';

const [gatewayProgram, agentFolder, dotnetProgram, page] = process.argv.slice(2);
globalThis.AI_SDK_LOG_WARNINGS = false;
const key = 'sk-rm-client-errors';
const whole = 'one two three';
const dotnet = [['OpenAI', 'chat'], ['Anthropic', 'messages'], ['Microsoft.Extensions.AI.OpenAI', 'chat']].map(([name, protocol]) => ({ name: `NuGet \`${name}\``, protocol, library: name }));
const clients = [...libraries, ...(dotnetProgram === '-' ? [] : dotnet), ...(agentFolder === '-' ? [] : agents(agentFolder))];

// the forms that a check asks for: LangChain repeats for minutes, and the agents for longer than a check may wait
const quickForms = client => client.quick ?? ['401', '429 after 1', '503 after 1'];

// each cell has a provider of its own, so that no circuit of another cell matters
const cells = clients.flatMap((client, row) => forms.map((form, column) => ({ client, form, id: `${client.protocol}-${row}-${column}` })))
  .filter(({ client, form }) => !page || quickForms(client).includes(form));
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
    return [id, { type, baseURL: provider + path, models: { [nameOf(form)]: {} }, ...(options && { options }) }];
  }));
  await mkdir(join(folder, 'config/router-maestro'), { recursive: true });
  await writeFile(join(folder, 'config/router-maestro/providers.json'), JSON.stringify({ providers }));
  const port = await freePort();
  const gateway = spawn(gatewayProgram, ['server', 'start', '--port', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data'), ROUTER_MAESTRO_API_KEY: key, ROUTER_MAESTRO_LOG_LEVEL: 'ERROR' },
  });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`${address}/health`).then(r => r.ok, () => false)) {
      return { gateway, address };
    }

    await new Promise(resolve => setTimeout(resolve, 100));
  }

  throw new Error('the gateway did not start');
}

function nameOf(form) {
  return form.replaceAll(' ', '_');
}

// ai keeps the errors of its attempts in a list
function messageOf(error) {
  return [error, ...(error.errors ?? [])].map(e => e.message).join(' ');
}

async function measure({ client, form, id }, base) {
  const [text, started] = [[], Date.now()];
  let timer;
  try {
    const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error(), { name: 'still repeating' })), patience * 2); });
    const end = await Promise.race([client.call({ base, key, model: `${id}/${nameOf(form)}` }, text), limit]);
    return { end: end ?? 'no finish reason', text: text.join(''), seconds: (Date.now() - started) / 1000 };
  } catch (error) {
    return { error: error.name === 'Error' ? error.constructor.name : error.name, message: messageOf(error), text: text.join(''), seconds: (Date.now() - started) / 1000 };
  } finally {
    clearTimeout(timer);
  }
}

async function measureDotnet(own, counter) {
  const child = spawn(dotnetProgram, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(own.map(({ client, form, id }) => ({ name: id, library: client.library, base: `${counter.address}/${id}`, key, model: `${id}/${nameOf(form)}` }))));
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

function describe({ error, message, end, text, seconds }, requests, form) {
  const times = requests.length > 1 ? `${requests.length} requests in ${Math.round(seconds)} s` : requests.length === 1 ? '1 request' : 'no request';
  const said = text === '' ? '' : text === whole ? '' : text === whole.repeat(requests.length) ? ', the text each time' : whole.startsWith(text) ? ', the words until then' : `, ${JSON.stringify(text)}`;
  const isSilent = forms.indexOf(form) < statusForms && error !== undefined && error !== 'still repeating' && !message?.includes(refusal);
  return `${times}; ${error ? `\`${error}\`` : end}${said}${isSilent ? ', without the message' : ''}`;
}

function table(title, columns, results) {
  const lines = [`| ${title} | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`];
  for (const client of clients) {
    lines.push(`| ${client.name} | ${columns.map(form => results.get(cells.find(c => c.client === client && c.form === form).id)).join(' | ')} |`);
  }

  return lines.join('\n');
}

/** Compares the results with the tables of the page, but for the seconds, and prints TAP. */
function compare(text, results) {
  const written = new Map();
  let columns = [];
  for (const line of text.split('\n').filter(l => l.startsWith('| '))) {
    const [row, ...values] = line.slice(2, -2).split(' | ');
    if (row === 'Error status' || row === 'End of a stream') {
      columns = values;
    } else {
      values.forEach((value, at) => written.set(`${row}: ${columns[at]}`, value));
    }
  }

  const plain = value => value?.replace(/ in \d+ s;/, ';');
  let failed = 0;
  console.log('TAP version 13');
  cells.forEach(({ client, form, id }, at) => {
    const name = `${client.name}: ${form}`;
    const isSame = plain(results.get(id)) === plain(written.get(name));
    failed += isSame ? 0 : 1;
    console.log(`${isSame ? 'ok' : 'not ok'} ${at + 1} - ${name}${isSame ? '' : `: ${results.get(id)}, and the page says ${written.get(name)}`}`);
  });
  console.log(`1..${cells.length}\n# pass ${cells.length - failed}\n# fail ${failed}`);
  return failed > 0 ? 1 : 0;
}

const folder = await mkdtemp(join(tmpdir(), 'client-errors-'));
const provider = await startProvider();
const { gateway, address } = await startGateway(provider.address, folder);
const counter = await startCounter(address);
try {
  const results = new Map();
  const keep = (id, result) => results.set(id, describe(result, counter.requestsOf(id), cells.find(c => c.id === id).form));
  const measured = cell => measure(cell, `${counter.address}/${cell.id}`).then(result => keep(cell.id, result));
  await Promise.all(cells.filter(c => libraries.includes(c.client)).map(measured));
  const own = cells.filter(c => c.client.library);
  if (own.length > 0) {
    (await measureDotnet(own, counter)).forEach((result, id) => keep(id, result));
  }

  await inTurns(cells.filter(c => !libraries.includes(c.client) && !c.client.library), 2, measured);
  if (page) {
    process.exitCode = compare(await readFile(page, 'utf8'), results);
  } else {
    console.log(table('Error status', forms.slice(0, statusForms), results));
    console.log();
    console.log(table('End of a stream', forms.slice(statusForms), results));
  }
} finally {
  counter.close();
  provider.close();
  gateway.kill();
  await once(gateway, 'exit');
  await rm(folder, { recursive: true });
}

process.exit();

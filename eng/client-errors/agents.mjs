// The agents, each in a home of its own. The folder that npm installed them to comes from the script.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unfinished } from './report.mjs';

/** How long an agent may repeat a request before it is ended. */
const patience = 60_000;

function run(program, parameters, folder, variables) {
  const environment = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', TERM: 'dumb', CI: '1', NO_COLOR: '1', DISABLE_TELEMETRY: '1', ...variables };
  return new Promise(resolve => {
    const child = execFile(program, parameters, { cwd: folder, env: environment, timeout: patience, killSignal: 'SIGKILL', maxBuffer: 1 << 24 }, (error, output, errors) =>
      resolve({ output, errors, code: child.exitCode, isEnded: child.signalCode !== null }));
    child.stdin.end();
  });
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

async function claude(folder, { base, key, model }, text) {
  const { output, code, isEnded } = await run(join(folder, '.bin/claude'), ['-p', 'hi', '--output-format', 'json'], await mkdtemp(join(tmpdir(), 'client-errors-')), {
    ANTHROPIC_BASE_URL: base, ANTHROPIC_AUTH_TOKEN: key, ANTHROPIC_MODEL: model, ANTHROPIC_SMALL_FAST_MODEL: model, ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1',
  });
  const { result = '', is_error: isError = true } = parsed(output.trim().split('\n').at(-1));
  return concluded(text, isError ? '' : result, code, isEnded, output);
}

async function codex(folder, { base, key, model }, text) {
  const home = await mkdtemp(join(tmpdir(), 'client-errors-'));
  await mkdir(join(home, '.codex'));
  await writeFile(join(home, '.codex/config.toml'), `model = "${model}"
model_provider = "gateway"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.gateway]
name = "gateway"
base_url = "${base}/v1"
env_key = "GATEWAY_KEY"
wire_api = "responses"
`);
  const { output, code, isEnded } = await run(join(folder, '.bin/codex'), ['exec', '--json', '--skip-git-repo-check', 'hi'], home, { CODEX_HOME: join(home, '.codex'), GATEWAY_KEY: key });
  const said = output.split('\n').map(parsed).filter(e => e.type === 'item.completed' && e.item?.type === 'agent_message').map(e => e.item.text);
  return concluded(text, said.join(''), code, isEnded, output);
}

function concluded(text, said, code, isEnded, output) {
  text.push(said);
  if (isEnded || code !== 0) {
    throw Object.assign(new Error(output), { name: isEnded ? unfinished : `exit ${code}` });
  }

  return 'exit 0';
}

export const agents = folder => [
  { name: 'Claude Code', protocol: 'messages', isAgent: true, quick: ['424', 'missing terminal'], call: (place, text) => claude(folder, place, text) },
  { name: 'Codex', protocol: 'responses', isAgent: true, quick: ['424', '429 after 1'], call: (place, text) => codex(folder, place, text) },
];

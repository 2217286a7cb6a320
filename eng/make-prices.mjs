// Writes the price table of src/RouterMaestro.Infrastructure/Pricing/prices.tsv from public price data:
//
//   node eng/make-prices.mjs FOLDER [OUTPUT]
//
// FOLDER holds genai-prices.json (the data of npm's @pydantic/genai-prices), models-dev.api.json (https://models.dev/api.json) and
// openrouter-models.json (https://openrouter.ai/api/v1/models). Only facts are taken over. The same input gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = {
  genai: { file: 'genai-prices.json', name: 'genai-prices 0.1.8', date: '2026-09-23' },
  dev: { file: 'models-dev.api.json', name: 'models.dev f3fc692', date: '2026-06-30' },
  openrouter: { file: 'openrouter-models.json', name: "OpenRouter's list", date: '2026-05-12' },
};

// OpenAI's table has no price for cached input where there is no discount, and no fee for cache writes before GPT-5.6
const AS_INPUT = 'cache_read=1*input cache_write=1*input';

// Each vendor: its addresses and provider types, what it charges where its table has no price of its own, and the share of the standard price that
// it charges by the served tier. "priced-as" is a plan that includes another vendor's models; "resells" charges the price of the vendor in the id.
const VENDORS = [
  { id: 'openai', genai: 'openai', dev: 'openai', types: 'openai', hosts: 'api.openai.com', missing: AS_INPUT, tiers: 'batch=1/2 flex=1/2' },
  {
    id: 'anthropic', genai: 'anthropic', dev: 'anthropic', types: 'anthropic', hosts: 'api.anthropic.com',
    missing: 'cache_read=1/10*input cache_write=5/4*input cache_write_1h=2*input', tiers: 'batch=1/2', refusals: 'free',
  },
  { id: 'github-copilot', genai: 'github-copilot', dev: 'github-copilot', types: 'github-copilot', hosts: 'api.githubcopilot.com', missing: AS_INPUT, included: 'subscription' },
  { id: 'google', genai: 'google', dev: 'google', hosts: 'generativelanguage.googleapis.com', missing: AS_INPUT, tiers: 'batch=1/2 flex=1/2' },
  { id: 'vertex', genai: 'google', dev: 'google-vertex google-vertex-anthropic', hosts: 'aiplatform.googleapis.com', missing: AS_INPUT, tiers: 'batch=1/2 flex=1/2' },
  { id: 'azure', genai: 'azure', dev: 'azure', hosts: 'openai.azure.com services.ai.azure.com cognitiveservices.azure.com', missing: AS_INPUT, tiers: 'batch=1/2' },
  { id: 'bedrock', genai: 'aws', dev: 'amazon-bedrock', hosts: 'amazonaws.com api.aws', tiers: 'batch=1/2' },
  { id: 'xai', genai: 'x-ai', dev: 'xai', hosts: 'api.x.ai', missing: AS_INPUT },
  { id: 'deepseek', genai: 'deepseek', dev: 'deepseek', hosts: 'api.deepseek.com', missing: AS_INPUT },
  { id: 'mistral', genai: 'mistral', dev: 'mistral', hosts: 'api.mistral.ai', missing: AS_INPUT, tiers: 'batch=1/2' },
  { id: 'groq', genai: 'groq', dev: 'groq', hosts: 'api.groq.com', missing: AS_INPUT, tiers: 'flex=1/1 batch=1/2' },
  { id: 'cerebras', genai: 'cerebras', dev: 'cerebras', hosts: 'api.cerebras.ai', missing: AS_INPUT },
  { id: 'moonshot', genai: 'moonshotai', dev: 'moonshotai moonshotai-cn', hosts: 'api.moonshot.ai api.moonshot.cn', missing: AS_INPUT },
  { id: 'kimi-coding-plan', hosts: 'api.kimi.com/coding', included: 'subscription', as: 'moonshot' },
  { id: 'zai', genai: 'zai', dev: 'zai', hosts: 'api.z.ai', missing: AS_INPUT },
  { id: 'zai-coding-plan', hosts: 'api.z.ai/api/coding api.z.ai/api/anthropic', included: 'subscription', as: 'zai' },
  { id: 'zhipu', genai: 'zhipuai', dev: 'zhipuai', hosts: 'open.bigmodel.cn', missing: AS_INPUT },
  { id: 'zhipu-coding-plan', hosts: 'open.bigmodel.cn/api/coding open.bigmodel.cn/api/anthropic', included: 'subscription', as: 'zhipu' },
  { id: 'minimax', genai: 'minimax', dev: 'minimax', hosts: 'api.minimax.io api.minimaxi.com', missing: AS_INPUT },
  { id: 'alibaba', dev: 'alibaba', hosts: 'dashscope-intl.aliyuncs.com', missing: AS_INPUT },
  { id: 'alibaba-cn', dev: 'alibaba-cn', hosts: 'dashscope.aliyuncs.com', missing: AS_INPUT },
  { id: 'alibaba-coding-plan', hosts: 'coding-intl.dashscope.aliyuncs.com coding.dashscope.aliyuncs.com', included: 'subscription', as: 'alibaba' },
  { id: 'perplexity', genai: 'perplexity', dev: 'perplexity', hosts: 'api.perplexity.ai', missing: AS_INPUT },
  { id: 'together', genai: 'together', dev: 'togetherai', hosts: 'api.together.xyz api.together.ai', missing: AS_INPUT, tiers: 'batch=1/2' },
  { id: 'fireworks', genai: 'fireworks', dev: 'fireworks-ai', hosts: 'api.fireworks.ai', tiers: 'batch=1/2' },
  { id: 'cohere', genai: 'cohere', dev: 'cohere', hosts: 'api.cohere.com api.cohere.ai' },
  { id: 'deepinfra', dev: 'deepinfra', hosts: 'api.deepinfra.com' },
  { id: 'novita', genai: 'novita', dev: 'novita-ai', hosts: 'api.novita.ai' },
  { id: 'nebius', dev: 'nebius', hosts: 'api.tokenfactory.nebius.com api.studio.nebius.com' },
  { id: 'siliconflow', dev: 'siliconflow', hosts: 'api.siliconflow.com' },
  { id: 'baseten', genai: 'baseten', dev: 'baseten', hosts: 'inference.baseten.co' },
  { id: 'voyage', genai: 'voyageai', hosts: 'api.voyageai.com' },
  { id: 'openrouter', genai: 'openrouter', dev: 'openrouter', hosts: 'openrouter.ai', resells: 'yes' },
];

// usage does not say which tokens are sound or pictures, which cost another price in these models
const OTHER_MEDIA = /realtime|audio|tts|transcribe|image|voice|whisper|sora|veo|imagen|lyria|-live|native-audio|banana|embedding-2/i;

const BUCKETS = ['input', 'cache_read', 'cache_write', 'cache_write_1h', 'output', 'reasoning'];
const GENAI = { input_mtok: 'input', cache_read_mtok: 'cache_read', cache_write_mtok: 'cache_write', cache_write_1h_mtok: 'cache_write_1h', output_mtok: 'output', output_reasoning_mtok: 'reasoning' };

// US dollars per million tokens, as a number of JSON, to whole nano-dollars per million tokens; OpenRouter has a few prices with endless digits, which are rounded
function nano(price) {
  const [, digits, fraction = '', ...exponents] = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?(?:e([+-]?\d+))?$/i.exec(String(price)) ?? fail(`no price: ${price}`);
  const shift = 9 + Number(exponents[0] ?? 0) + Number(exponents[1] ?? 0) - fraction.length;
  const whole = BigInt(digits + fraction);
  if (shift >= 0) return whole * 10n ** BigInt(shift);
  const unit = 10n ** BigInt(-shift);
  return (whole + unit / 2n) / unit;
}

function fail(message) {
  throw new Error(message);
}

// the same id in the forms claude-sonnet-4.5 and claude-sonnet-4-5; the table's reader does the same
const keyOf = (id) => id.toLowerCase().replaceAll('.', '-').replace(/^models\//, '');

const strip = (key) => key
  .replace(/-v\d+(?::\d+)?$/, '').replace(/:\d+$/, '')
  .replace(/(?:[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-00\d|-latest|@default)$/, '');

const render = (rates) => BUCKETS.map((bucket) => (rates[bucket] === undefined ? '' : rates[bucket])).join('/').replace(/\/+$/, '');

/** The rates of one price list of genai-prices: standard, then by size of the prompt. */
function ratesOf(prices) {
  const sizes = new Set([0]);
  for (const name of Object.keys(GENAI)) for (const tier of prices[name]?.tiers ?? []) sizes.add(tier.start);
  return [...sizes].sort((a, b) => a - b).map((above) => {
    const rates = {};
    for (const [name, bucket] of Object.entries(GENAI)) {
      const price = prices[name];
      if (price === undefined) continue;
      const tiers = price.tiers?.filter((tier) => tier.start <= above).sort((a, b) => a.start - b.start) ?? [];
      rates[bucket] = nano(typeof price === 'object' ? (tiers.at(-1)?.price ?? price.base) : price);
    }
    return { tier: '', above: above === 0 ? 0 : above, rates };
  });
}

function whenOf(constraint, since) {
  if (!constraint) return '';
  if (constraint.type === 'start_date') return `from=${constraint.start_date}`;
  const time = (text) => text.slice(0, 5);
  return `${since ? since + ' ' : ''}daily=${time(constraint.start_time)}-${time(constraint.end_time)}`;
}

/** The ids that a match rule names; patterns become ids, since the reader of the table leaves dates and versions out itself. */
function idsOf(match) {
  if (match.or) return match.or.flatMap(idsOf);
  return [match.equals ?? match.starts_with ?? match.contains ?? match.ends_with].filter((id) => id && id.length > 3).map((id) => id.replace(/[-@:]$/, ''));
}

function fromGenai(provider) {
  return provider.models.filter((model) => !OTHER_MEDIA.test(model.id)).flatMap((model) => {
    let since = '';
    return [model.prices].flat().map((entry) => {
      const conditional = Array.isArray(model.prices);
      const when = conditional ? whenOf(entry.constraint, since) : '';
      // DeepSeek V4: the hours of the peak count from the date of the line before
      if (when.startsWith('from=')) since = when.split(' ')[0];
      return { model: model.id, ids: idsOf(model.match), when, source: 'genai', prices: ratesOf(conditional ? entry.prices : entry.prices ?? entry) };
    });
  });
}

function fromDev(provider) {
  const bucketsOf = (cost) => Object.fromEntries(BUCKETS.filter((b) => cost[b] !== undefined).map((b) => [b, nano(cost[b])]));
  return Object.values(provider.models).filter((model) => model.cost && !OTHER_MEDIA.test(model.id)).map((model) => {
    const prices = [{ tier: '', above: 0, rates: bucketsOf(model.cost) }];
    // OpenAI's and xAI's higher price begins at the size, Anthropic's, Google's and Alibaba's above it
    const begins = /gpt-|grok-/.test(model.id) ? 1 : 0;
    for (const step of model.cost.tiers ?? []) prices.push({ tier: '', above: step.tier.size - begins, rates: bucketsOf({ ...model.cost, ...step }) });
    return { model: model.id, ids: [], when: '', source: 'dev', prices };
  });
}

const OPENROUTER = { prompt: 'input', completion: 'output', input_cache_read: 'cache_read', input_cache_write: 'cache_write', internal_reasoning: 'reasoning' };

function fromOpenRouter(list) {
  return list.data.filter((model) => !OTHER_MEDIA.test(model.id) && Number(model.pricing.prompt) >= 0).map((model) => {
    // dollars per token
    const rates = Object.fromEntries(Object.entries(OPENROUTER).filter(([name]) => model.pricing[name] !== undefined)
      .map(([name, bucket]) => [bucket, nano(`${model.pricing[name]}e6`)]));
    return { model: model.id, ids: [model.canonical_slug], when: '', source: 'openrouter', prices: [{ tier: '', above: 0, rates }] };
  });
}

/** genai-prices is newer, OpenRouter's own list has more prices of the cache: it counts where the newer one agrees with it otherwise. */
function confirm(lines, own) {
  const byId = new Map(own.map((line) => [line.model, line]));
  return lines.map((line) => {
    const [theirs, ours] = [line.prices[0].rates, byId.get(line.model)?.prices[0].rates];
    return ours && line.prices.length === 1 && line.when === '' && theirs.input === ours.input && theirs.output === ours.output
      ? { ...line, source: 'openrouter', prices: byId.get(line.model).prices }
      : line;
  });
}

/** The prices of tiers that models.dev has as modes: by service_tier, or as Anthropic's "speed": "fast". */
function modesOf(provider, model) {
  return Object.values(provider?.models[model]?.experimental?.modes ?? {}).flatMap((mode) => {
    const tier = mode.provider?.body?.service_tier ?? mode.provider?.body?.speed;
    return tier && mode.cost ? [{ tier, above: 0, rates: Object.fromEntries(BUCKETS.filter((b) => mode.cost[b] !== undefined).map((b) => [b, nano(mode.cost[b])])) }] : [];
  });
}

const isPriced = (vendor, line) => line.prices.every((p) => p.rates.input !== undefined)
  && (line.prices[0].rates.input > 0n || (vendor.id === 'openrouter' && line.model.endsWith(':free')));

function linesOf(vendor, genai, dev, openRouter) {
  const seen = new Map();
  const result = [];
  const add = (line) => {
    if (!isPriced(vendor, line)) return;
    const taken = seen.get(keyOf(line.model));
    if (taken && taken !== line.source + line.model) return;
    seen.set(keyOf(line.model), line.source + line.model);
    result.push(line);
  };
  const first = vendor.genai ? fromGenai(genai[vendor.genai] ?? fail(vendor.genai)) : [];
  for (const line of vendor.id === 'openrouter' ? confirm(first, openRouter) : first) add(line);
  const devs = (vendor.dev ?? '').split(' ').filter(Boolean).map((id) => dev[id] ?? fail(id));
  // ids of models are taken before the aliases of others
  for (const line of result) for (const id of line.ids) if (!seen.has(keyOf(id))) seen.set(keyOf(id), line.source + line.model);
  for (const more of [...(vendor.id === 'openrouter' ? [openRouter] : []), ...devs.map(fromDev)]) {
    for (const line of more) {
      // a dated id with the price of the id without it says nothing new
      const same = result.find((other) => keyOf(other.model) === strip(keyOf(line.model)) && render(other.prices[0].rates) === render(line.prices[0].rates));
      if (!same && !seen.has(keyOf(line.model)) && !seen.has(strip(keyOf(line.model)))) add(line);
    }
  }
  for (const line of result) {
    line.prices.push(...devs.flatMap((provider) => modesOf(provider, line.model)));
    const own = line.source + line.model;
    const keys = new Set([keyOf(line.model), strip(keyOf(line.model))]);
    line.aliases = [];
    for (const id of line.ids) {
      const key = keyOf(id);
      if (keys.has(key) || keys.has(strip(key)) || seen.get(key) !== own) continue;
      keys.add(key);
      line.aliases.push(id.toLowerCase());
    }
  }
  return result.map((line, index) => ({ line, index }))
    .sort((a, b) => (a.line.model < b.line.model ? -1 : a.line.model > b.line.model ? 1 : a.index - b.index))
    .map(({ line }) => line);
}

function main([folder, output = new URL('../src/RouterMaestro.Infrastructure/Pricing/prices.tsv', import.meta.url)]) {
  if (!folder) fail('Usage: node eng/make-prices.mjs FOLDER [OUTPUT]');
  const read = (source) => JSON.parse(readFileSync(join(folder, source.file), 'utf8'));
  const genai = Object.fromEntries(read(SOURCES.genai).map((provider) => [provider.id, provider]));
  const dev = read(SOURCES.dev);
  const openRouter = fromOpenRouter(read(SOURCES.openrouter));
  const text = [
    '# Prices of models in nano-dollars per million tokens; written by eng/make-prices.mjs, see README.md here.',
    ...Object.entries(SOURCES).map(([id, source]) => `source\t${id}\t${source.name}\t${source.date}`),
  ];
  let count = 0;
  for (const vendor of VENDORS) {
    const head = [['types', vendor.types], ['hosts', vendor.hosts], ['missing', vendor.missing], ['tiers', vendor.tiers], ['included', vendor.included], ['as', vendor.as], ['resells', vendor.resells], ['refusals', vendor.refusals]];
    text.push(['vendor', vendor.id, ...head.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`)].join('\t'));
    for (const line of vendor.as ? [] : linesOf(vendor, genai, dev, openRouter)) {
      count++;
      const prices = line.prices.map((p, i) => `${p.tier}${p.above > 0 ? `>${p.above}` : ''}${i === 0 ? '' : ':'}${render(p.rates)}`);
      text.push([line.model, line.aliases.join(' '), line.when, line.source, ...prices].join('\t'));
    }
  }
  writeFileSync(output, text.join('\n') + '\n');
  console.log(`${count} lines`);
}

main(process.argv.slice(2));

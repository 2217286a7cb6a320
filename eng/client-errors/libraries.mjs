// The libraries in JavaScript, each with its own defaults. A call takes { base, key, model }, adds what it delivers to `text`, and throws what the
// library throws; what it returns is the end that the library reports.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import Anthropic from '@anthropic-ai/sdk';
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

const messages = [{ role: 'user', content: 'hi' }];
const openai = ({ base, key }) => new OpenAI({ baseURL: `${base}/v1`, apiKey: key });

async function chat(place, text) {
  let finish;
  for await (const chunk of await openai(place).chat.completions.create({ model: place.model, messages, stream: true })) {
    text.push(chunk.choices[0]?.delta?.content ?? '');
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }

  return finish;
}

async function wholeChat(place, text) {
  const { message, finish_reason: finish } = (await openai(place).chat.completions.create({ model: place.model, messages })).choices[0];
  text.push(message.content);
  return finish;
}

async function responses(place, text) {
  let finish;
  for await (const event of await openai(place).responses.create({ model: place.model, input: 'hi', stream: true })) {
    if (event.type === 'response.output_text.delta') {
      text.push(event.delta);
    }

    finish = /^response\.(completed|incomplete|failed)$/.test(event.type) ? statusOf(event.response) : finish;
  }

  return finish;
}

async function wholeResponses(place, text) {
  const response = await openai(place).responses.create({ model: place.model, input: 'hi' });
  text.push(response.output_text);
  return statusOf(response);
}

function statusOf({ status, error, incomplete_details: details }) {
  return [status, error?.message ?? details?.reason].filter(Boolean).join(': ');
}

async function anthropic({ base, key, model }, text) {
  const stream = new Anthropic({ baseURL: base, apiKey: key }).messages.stream({ model, max_tokens: 100, messages });
  stream.on('text', piece => text.push(piece));
  return (await stream.finalMessage()).stop_reason;
}

async function wholeAnthropic({ base, key, model }, text) {
  const { content, stop_reason: reason } = await new Anthropic({ baseURL: base, apiKey: key }).messages.create({ model, max_tokens: 100, messages });
  text.push(...content.map(part => part.text));
  return reason;
}

/** Calls of `ai`, through a provider that is made for a place. */
function ai(provider) {
  const modelOf = place => provider({ baseURL: `${place.base}/v1`, apiKey: place.key })(place.model);
  return {
    async call(place, text) {
      let failure;
      const result = streamText({ model: modelOf(place), prompt: 'hi', onError: ({ error }) => { failure = error; } });
      for await (const piece of result.textStream) {
        text.push(piece);
      }

      if (failure) {
        throw failure;
      }

      return await result.finishReason;
    },
    async whole(place, text) {
      const result = await generateText({ model: modelOf(place), prompt: 'hi' });
      text.push(result.text);
      return result.finishReason;
    },
  };
}

// It repeats for more than a minute whatever it does not know as final. A check asks for the rest, and with `maxRetries: 0` for a few of those:
// the exception and the text are the same, the number of requests is not compared.
const patient = { isPatient: true, quick: ['400', '401', '403 after 1', '404 after 1'], quickOnce: ['424', '429 after 1', '503 after 1', '`error`'] };
const textOf = content => typeof content === 'string' ? content : content.map(part => part.text ?? '').join('');
const endOf = message => message.response_metadata?.finish_reason ?? message.response_metadata?.stop_reason ?? message.additional_kwargs?.stop_reason;

/** Calls of LangChain, through a model that is made for a place. */
function langchain(modelOf) {
  return {
    async call(place, text) {
      let finish;
      for await (const chunk of await modelOf(place).stream('hi')) {
        text.push(textOf(chunk.content));
        finish = endOf(chunk) ?? finish;
      }

      return finish;
    },
    async whole(place, text) {
      const message = await modelOf(place).invoke('hi');
      text.push(textOf(message.content));
      return endOf(message);
    },
  };
}

export const libraries = [
  { name: 'npm `openai`', protocol: 'chat', call: chat, whole: wholeChat },
  { name: 'npm `openai`', protocol: 'responses', call: responses, whole: wholeResponses },
  { name: 'npm `@anthropic-ai/sdk`', protocol: 'messages', call: anthropic, whole: wholeAnthropic },
  { name: '`ai`', protocol: 'chat', ...ai(options => createOpenAICompatible({ name: 'gateway', ...options })) },
  { name: '`ai`', protocol: 'responses', ...ai(createOpenAI) },
  { name: '`ai`', protocol: 'messages', ...ai(createAnthropic) },
  {
    name: 'LangChain `ChatOpenAI`', protocol: 'chat', ...patient,
    ...langchain(({ base, key, model, options }) => new ChatOpenAI({ model, apiKey: key, configuration: { baseURL: `${base}/v1` }, ...options })),
  },
  {
    name: 'LangChain `ChatAnthropic`', protocol: 'messages', ...patient,
    ...langchain(({ base, key, model, options }) => new ChatAnthropic({ model, apiKey: key, anthropicApiUrl: base, ...options })),
  },
];

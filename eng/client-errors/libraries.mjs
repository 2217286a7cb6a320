// The libraries in JavaScript, each with its own defaults. A call takes { base, key, model }, adds what it delivers to `text`, and throws what the
// library throws; what it returns is the end that the library reports.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import Anthropic from '@anthropic-ai/sdk';
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatOpenAI } from '@langchain/openai';
import { streamText } from 'ai';
import OpenAI from 'openai';

const messages = [{ role: 'user', content: 'hi' }];

async function chat({ base, key, model }, text) {
  let finish;
  for await (const chunk of await new OpenAI({ baseURL: `${base}/v1`, apiKey: key }).chat.completions.create({ model, messages, stream: true })) {
    text.push(chunk.choices[0]?.delta?.content ?? '');
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }

  return finish;
}

async function responses({ base, key, model }, text) {
  let finish;
  for await (const event of await new OpenAI({ baseURL: `${base}/v1`, apiKey: key }).responses.create({ model, input: 'hi', stream: true })) {
    if (event.type === 'response.output_text.delta') {
      text.push(event.delta);
    }

    finish = event.response?.status === 'failed' ? `failed: ${event.response.error?.message}`
      : event.type === 'response.completed' || event.type === 'response.incomplete' ? event.response.status : finish;
  }

  return finish;
}

async function anthropic({ base, key, model }, text) {
  const stream = new Anthropic({ baseURL: base, apiKey: key }).messages.stream({ model, max_tokens: 100, messages });
  stream.on('text', piece => text.push(piece));
  return (await stream.finalMessage()).stop_reason;
}

async function ai(provider, model, text) {
  let failure;
  const result = streamText({ model: provider(model), prompt: 'hi', onError: ({ error }) => { failure = error; } });
  for await (const piece of result.textStream) {
    text.push(piece);
  }

  if (failure) {
    throw failure;
  }

  return await result.finishReason;
}

async function langchain(model, text) {
  let finish;
  for await (const chunk of await model.stream('hi')) {
    text.push(typeof chunk.content === 'string' ? chunk.content : chunk.content.map(part => part.text ?? '').join(''));
    finish = chunk.response_metadata?.finish_reason ?? chunk.response_metadata?.stop_reason ?? chunk.additional_kwargs?.stop_reason ?? finish;
  }

  return finish;
}

export const libraries = [
  { name: 'npm `openai`', protocol: 'chat', call: chat },
  { name: 'npm `openai`, Responses', protocol: 'responses', call: responses },
  { name: 'npm `@anthropic-ai/sdk`', protocol: 'messages', call: anthropic },
  { name: '`ai`, Chat', protocol: 'chat', call: ({ base, key, model }, text) => ai(createOpenAICompatible({ name: 'gateway', baseURL: `${base}/v1`, apiKey: key }), model, text) },
  { name: '`ai`, Messages', protocol: 'messages', call: ({ base, key, model }, text) => ai(createAnthropic({ baseURL: `${base}/v1`, apiKey: key }), model, text) },
  { name: 'LangChain `ChatOpenAI`', protocol: 'chat', quick: ['400'], call: ({ base, key, model }, text) => langchain(new ChatOpenAI({ model, apiKey: key, configuration: { baseURL: `${base}/v1` } }), text) },
  { name: 'LangChain `ChatAnthropic`', protocol: 'messages', quick: ['400'], call: ({ base, key, model }, text) => langchain(new ChatAnthropic({ model, apiKey: key, anthropicApiUrl: base }), text) },
];

// loop.mjs KIND ADDRESS KEY MODEL: lets a model call a tool until it is done, with an official SDK, streamed, and prints the last text.
// KIND: chat or responses (openai), messages (@anthropic-ai/sdk)
const [kind, address, key, model] = process.argv.slice(2);
const schema = { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'], additionalProperties: false };
const run = args => `turn ${JSON.parse(typeof args === 'string' ? args : JSON.stringify(args)).number}`;
const limit = 15;

async function chat() {
  const { default: OpenAI } = await import('openai');
  const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0 });
  const messages = [{ role: 'system', content: 'Take one step after the other.' }, { role: 'user', content: 'Take ten steps.' }];
  const tools = [{ type: 'function', function: { name: 'step', description: 'Takes a step.', parameters: schema, strict: true } }];
  for (let turn = 0; turn < limit; turn++) {
    const message = (await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()).choices[0].message;
    messages.push(message);
    if (!message.tool_calls?.length) return message.content;
    for (const call of message.tool_calls) messages.push({ role: 'tool', tool_call_id: call.id, content: run(call.function.arguments) });
  }
}

async function responses() {
  const { default: OpenAI } = await import('openai');
  const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0 });
  const input = [{ role: 'user', content: 'Take ten steps.' }];
  const tools = [{ type: 'function', name: 'step', description: 'Takes a step.', parameters: schema, strict: true }];
  for (let turn = 0; turn < limit; turn++) {
    const response = await client.responses.stream({ model, instructions: 'Take one step after the other.', input, tools, store: false, include: ['reasoning.encrypted_content'] }).finalResponse();
    input.push(...response.output.map(({ parsed_arguments, ...item }) => item));
    const calls = response.output.filter(item => item.type === 'function_call');
    if (!calls.length) return response.output_text;
    for (const call of calls) input.push({ type: 'function_call_output', call_id: call.call_id, output: run(call.arguments) });
  }
}

async function messages() {
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const client = new Anthropic({ baseURL: address, apiKey: key, maxRetries: 0 });
  const talk = [{ role: 'user', content: 'Take ten steps.' }];
  const tools = [{ name: 'step', description: 'Takes a step.', input_schema: schema }];
  for (let turn = 0; turn < limit; turn++) {
    const message = await client.messages.stream({ model, max_tokens: 4000, system: [{ type: 'text', text: 'Take one step after the other.', cache_control: { type: 'ephemeral' } }], thinking: { type: 'adaptive' }, messages: talk, tools }).finalMessage();
    talk.push({ role: 'assistant', content: message.content });
    const calls = message.content.filter(block => block.type === 'tool_use');
    if (!calls.length) return message.content.findLast(block => block.type === 'text')?.text;
    talk.push({ role: 'user', content: calls.map(call => ({ type: 'tool_result', tool_use_id: call.id, content: [{ type: 'text', text: run(call.input) }] })) });
  }
}

console.log(await { chat, responses, messages }[kind]());

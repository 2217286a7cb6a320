// A provider that fails in the way that the model's name asks for, in each of the three protocols.
import { createServer } from 'node:http';
import { formOf } from './forms.mjs';

const words = ['one ', 'two ', 'three'];

/** The text of every response that is complete. */
export const whole = words.join('');

const frame = data => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const event = data => `event: ${data.type}\n${frame(data)}`;

const protocols = {
  chat: {
    path: '/v1/chat/completions',
    begin: () => '',
    word: text => frame(chunk({ content: text }, null)),
    end: ({ reason = 'stop' }) => frame(chunk({}, reason)),
    terminal: () => frame('[DONE]'),
    error: frame({ error: { message: 'It broke.', type: 'server_error' } }),
    document: (model, { reason = 'stop' }) => ({
      id: 'c1', object: 'chat.completion', created: 1, model, choices: [{ index: 0, message: { role: 'assistant', content: whole, refusal: null }, finish_reason: reason, logprobs: null }],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    }),
  },
  messages: {
    path: '/v1/messages',
    begin: model => event({ type: 'message_start', message: message(model, [], null) })
      + event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    word: text => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    end: ({ reason = 'end_turn' }) => event({ type: 'content_block_stop', index: 0 }) + event({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 3 } }),
    terminal: () => event({ type: 'message_stop' }),
    error: event({ type: 'error', error: { type: 'api_error', message: 'It broke.' } }),
    document: (model, { reason = 'end_turn' }) => message(model, [{ type: 'text', text: whole }], reason),
  },
  responses: {
    path: '/v1/responses',
    begin: model => event({ type: 'response.created', sequence_number: 0, response: response(model, 'in_progress', []) })
      + event({ type: 'response.output_item.added', sequence_number: 1, output_index: 0, item: { ...item(''), status: 'in_progress', content: [] } })
      + event({ type: 'response.content_part.added', sequence_number: 2, item_id: 'msg_1', output_index: 0, content_index: 0, part: { type: 'output_text', text: '', annotations: [] } }),
    word: (text, at) => event({ type: 'response.output_text.delta', sequence_number: 3 + at, item_id: 'msg_1', output_index: 0, content_index: 0, delta: text, logprobs: [] }),
    end: () => event({ type: 'response.output_text.done', sequence_number: 6, item_id: 'msg_1', output_index: 0, content_index: 0, text: whole, logprobs: [] })
      + event({ type: 'response.content_part.done', sequence_number: 7, item_id: 'msg_1', output_index: 0, content_index: 0, part: { type: 'output_text', text: whole, annotations: [] } })
      + event({ type: 'response.output_item.done', sequence_number: 8, output_index: 0, item: item(whole) }),
    terminal: (model, { status = 'completed', reason }) =>
      event({ type: `response.${status === 'incomplete' || status === 'failed' ? status : 'completed'}`, sequence_number: 9, response: response(model, status, [item(whole)], reason) }),
    error: event({ type: 'error', sequence_number: 6, code: 'server_error', message: 'It broke.', param: null }),
    document: (model, { status = 'completed', reason }) => response(model, status, [item(whole)], reason),
  },
};

function chunk(delta, finish_reason) {
  return { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] };
}

function message(model, content, stop_reason) {
  return { id: 'msg_1', type: 'message', role: 'assistant', model, content, stop_reason, stop_sequence: null, usage: { input_tokens: 5, output_tokens: stop_reason ? 3 : 1 } };
}

function item(text) {
  return { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text, annotations: [], logprobs: [] }] };
}

function response(model, status, output, reason) {
  return {
    id: 'resp_1', object: 'response', created_at: 1, status, model, output, error: status === 'failed' ? { code: 'server_error', message: 'It broke.' } : null,
    incomplete_details: reason ? { reason } : null, instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1, tool_choice: 'auto', tools: [], top_p: 1,
    usage: { input_tokens: 5, input_tokens_details: { cached_tokens: 0 }, output_tokens: 3, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 8 },
  };
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

function refuse(reply, name, status, { type, message, after }) {
  const error = { type, message };
  reply.writeHead(status, { 'content-type': 'application/json', ...(after && { 'retry-after': after }) });
  reply.end(JSON.stringify(name === 'messages' ? { type: 'error', error } : { error: { ...error, code: null, param: null } }));
}

// an agent may ask for the whole response after a broken stream
function answer(reply, name, model, form) {
  if (form.name === 'error event') {
    refuse(reply, name, 500, { type: 'api_error', message: 'It broke.' });
    return;
  }

  const body = JSON.stringify(protocols[name].document(model, form.end ?? {}));
  reply.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  if (form.name === 'cut') {
    reply.write(body.slice(0, body.length / 2), () => reply.destroy());
  } else {
    reply.end(body);
  }
}

async function stream(reply, name, model, form) {
  const protocol = protocols[name];
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.write(protocol.begin(model));
  const isBroken = form.name === 'cut' || form.name === 'error event';
  for (const [at, word] of (isBroken ? words.slice(0, 2) : words).entries()) {
    reply.write(protocol.word(word, at));
    await pause(20);
  }

  if (form.name === 'cut') {
    reply.destroy();
  } else if (form.name === 'error event') {
    reply.end(protocol.error);
  } else {
    const end = form.end ?? {};
    reply.end(protocol.end(end) + (form.isComplete ? protocol.terminal(model, end) : ''));
  }
}

/** Starts the provider. */
export async function startProvider() {
  const server = createServer(async (request, reply) => {
    let body = '';
    for await (const piece of request) {
      body += piece;
    }

    const name = Object.keys(protocols).find(name => request.url.startsWith(protocols[name].path));
    const { model, stream: isStream } = name && request.method === 'POST' ? JSON.parse(body) : {};
    const form = model && formOf(name, model);
    if (!form) {
      reply.writeHead(404).end('{}');
    } else if (form.kind === 'status') {
      // the gateway tells callers of a refusal of its key with a status of its own
      refuse(reply, name, form.status === 424 ? 401 : form.status, form);
    } else if (isStream) {
      await stream(reply, name, model, form);
    } else {
      answer(reply, name, model, form);
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// The forms of an error or end that callers meet, which are the rows of the tables. A form is asked for by the name of a model.

/** What the provider says with every error status. */
export const refusal = 'The provider is not willing';

/** The title and the forms of each table of a protocol. */
export const kinds = { status: 'error status', stream: 'end of a stream', whole: 'end of a whole response' };

const types = {
  400: 'invalid_request_error', 403: 'permission_error', 404: 'not_found_error', 408: 'timeout_error', 413: 'request_too_large', 424: 'authentication_error',
  429: 'rate_limit_error', 500: 'api_error', 502: 'api_error', 503: 'api_error', 504: 'timeout_error', 508: 'api_error', 529: 'overloaded_error',
};

function status(code, after) {
  return {
    name: after ? `${code} after ${after}` : `${code}`, kind: 'status', status: code, after, type: types[code],
    // a 403 without such words is a refusal of the gateway's own key
    message: code === 403 ? `${refusal}: the request was flagged.` : `${refusal}.`,
    says: code === 401 ? 'gateway key is wrong' : refusal,
  };
}

// 401: the gateway refuses the caller; 424: the provider refuses the gateway. No repeat helps, so that neither has a delay.
const statuses = [400, 401, 403, 404, 408, 413, 424, 429, 500, 502, 503, 504, 508, 529]
  .flatMap(code => code === 401 || code === 424 ? [status(code)] : [status(code), status(code, '1'), ...(code === 429 ? [status(code, '90')] : [])]);

const broken = ['error event', 'cut', 'missing terminal'].map(name => ({ name, kind: 'stream', isComplete: false }));
const reasons = names => names.map(reason => ({ name: `\`${reason}\``, reason }));
// the first of each protocol is the normal end, which the others can be compared with
const ends = {
  chat: reasons(['stop', 'length', 'content_filter', 'MAX_TOKENS', 'none_of_these', null, 'error']),
  messages: reasons(['end_turn', 'max_tokens', 'model_context_window_exceeded', 'refusal', 'pause_turn', 'none_of_these', null]),
  responses: [
    { name: '`completed`', status: 'completed' },
    ...['max_output_tokens', 'content_filter', 'none_of_these'].map(reason => ({ name: `incomplete, \`${reason}\``, status: 'incomplete', reason })),
    { name: '`failed`', status: 'failed' },
    { name: 'unknown status', status: 'none_of_these' },
  ],
};

/** The forms that the callers of a protocol meet. */
export const formsOf = Object.fromEntries(Object.entries(ends).map(([protocol, own]) => [protocol, [
  ...statuses, ...broken,
  ...['stream', 'whole'].flatMap(kind => own.map(({ name, ...end }) => ({ name, kind, end, isComplete: true, isBadGateway: kind === 'whole' && end.reason === 'error' }))),
].map((form, at) => ({ ...form, model: `form-${at}` }))]));

/** Finds the form that a model's name asks for. */
export const formOf = (protocol, model) => formsOf[protocol].find(form => form.model === model);

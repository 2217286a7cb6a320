// The words of the tables, and their comparison with those of the page.
import { formsOf, kinds } from './forms.mjs';
import { whole } from './provider.mjs';

const protocols = { chat: 'Chat', messages: 'Messages', responses: 'Responses' };

/** How a client that was ended is told. */
export const unfinished = 'still repeating';

/** Says what a client did with a form: its requests, and the exception or the end that it reported. */
export function describe({ error, message, end, text, seconds }, requests, form) {
  const times = requests.length > 1 ? `${requests.length} requests in ${Math.round(seconds)} s` : requests.length === 1 ? '1 request' : 'no request';
  const said = text === '' ? '' : text === whole ? '' : text === whole.repeat(requests.length) ? ', the text each time' : whole.startsWith(text) ? ', the words until then' : `, ${JSON.stringify(text)}`;
  const lacksText = form.isComplete && text === '' ? ', without the text' : '';
  const isSilent = form.says && error && error !== unfinished && !message?.includes(form.says);
  return `${times}; ${error ? `\`${error}\`` : end}${said}${lacksText}${isSilent ? ', without the message' : ''}${drift(form, requests)}`;
}

// what the gateway sent, if it is not what the row says: a row without a delay has the gateway's own on a 429 and 5xx
function drift({ kind, status, after }, requests) {
  const own = status === 429 || status >= 500;
  const other = kind === 'status' && requests.find(r => r.status !== status || (after ? r.after !== after : own !== (r.after !== undefined)));
  return other ? `, a ${other.status} with the delay ${other.after}` : '';
}

const titleOf = (protocol, kind) => `${protocols[protocol]}, ${kinds[kind]}`;

/** Writes the tables: one for each protocol and kind of form, with a column for each client. */
export function tables(cells, results) {
  const written = [];
  for (const protocol of Object.keys(protocols)) {
    for (const kind of Object.keys(kinds)) {
      const own = cells.filter(c => c.client.protocol === protocol && c.form.kind === kind);
      const clients = [...new Set(own.map(c => c.client))];
      const rows = merged(formsOf[protocol].filter(f => f.kind === kind)
        .map(form => [form.name, ...clients.map(client => results.get(own.find(c => c.client === client && c.form === form).id))]));
      const lines = [[titleOf(protocol, kind), ...clients.map(c => c.name)], ...rows].map(row => `| ${row.join(' | ')} |`);
      written.push(lines.toSpliced(1, 0, `|---${clients.map(() => '|---').join('')}|`).join('\n'));
    }
  }

  return written.join('\n\n');
}

// a status with and without a delay has one row if all clients do the same
function merged(rows) {
  const all = [];
  for (const [name, ...values] of rows) {
    const last = all.at(-1) ?? [''];
    if (parseInt(name, 10) === parseInt(last[0], 10) && values.join() === last.slice(1).join()) {
      last[0] += `, ${name}`;
    } else {
      all.push([name, ...values]);
    }
  }

  return all;
}

/** Reads the cells of the page's tables. */
function read(page) {
  const titles = Object.keys(protocols).flatMap(protocol => Object.keys(kinds).map(kind => titleOf(protocol, kind)));
  const [cells, lines] = [new Map(), page.split('\n')];
  let heads = [];
  for (const line of lines) {
    const values = line.startsWith('| ') ? line.slice(2, -2).split(' | ') : [];
    if (titles.includes(values[0])) {
      heads = values;
    } else if (values.length === 0 && !line.startsWith('|---')) {
      heads = [];
    } else {
      const names = (values[0] ?? '').split(/, (?=\d)/);
      values.slice(1).forEach((value, at) => names.forEach(name => cells.set([heads[0], heads[at + 1], name].join(': '), value)));
    }
  }

  return cells;
}

/** Compares the results with the tables of the page, but for the seconds, and prints TAP. */
export function compare(page, cells, results) {
  const written = read(page);
  const plain = (value, cell) => cell.options ? value?.replace(/^[^;]*; /, '') : value?.replace(/ in \d+ s;/, ';');
  let failed = 0;
  console.log('TAP version 13');
  cells.forEach((cell, at) => {
    const name = [titleOf(cell.client.protocol, cell.form.kind), cell.client.name, cell.form.name].join(': ');
    const isSame = plain(results.get(cell.id), cell) === plain(written.get(name), cell);
    failed += isSame ? 0 : 1;
    console.log(`${isSame ? 'ok' : 'not ok'} ${at + 1} - ${name}${isSame ? '' : `: ${results.get(cell.id)}, and the page says ${written.get(name)}`}`);
  });
  console.log(`1..${cells.length}\n# pass ${cells.length - failed}\n# fail ${failed}`);
  return failed > 0 ? 1 : 0;
}

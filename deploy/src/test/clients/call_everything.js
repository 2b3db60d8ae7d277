// Calls every operation of a description by the generated TypeScript client, like CallEverything.java.
// Arguments: the URL of the predictor, the description, a version of the model, the folder of the compiled client.
'use strict';

const fs = require('fs');
const path = require('path');

const [url, description, version, folder] = process.argv.slice(2);
const client = require(path.resolve(folder, 'index.js'));

const identifier = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const named = new Map(Object.entries(client).map(([name, value]) => [identifier(name), value]));

// A value as the client's own type, or back.
function converted(schema, value, kind) {
  if (schema.type === 'array' && Array.isArray(value)) {
    return value.map((item) => converted(schema.items, item, kind));
  }
  const convert = schema.$ref && named.get(identifier(schema.$ref.split('/').pop()) + kind);
  return convert ? convert(value) : value;
}

// Where the client's value is another one than the server's; empty if it is the same.
function difference(at, sent, found) {
  if (sent === null || typeof sent !== 'object') {
    return sent === found ? '' : `${at} is ${found} instead of ${sent}`;
  }
  for (const [name, value] of Object.entries(sent)) {
    // Every response has an id of its own.
    if (name !== 'id' && value !== null) {
      const problem =
        found && typeof found === 'object' && name in found
          ? difference(`${at}/${name}`, value, found[name])
          : `${at}/${name} is lost`;
      if (problem) return problem;
    }
  }
  return '';
}

async function call(api, method, route, operation, explain) {
  const name = Object.getOwnPropertyNames(Object.getPrototypeOf(api)).find(
    (own) => identifier(own) === identifier(operation.operationId),
  );
  const content = operation.requestBody?.content['application/json'];
  const body = content?.example;
  const values = route.includes('{version}') ? [version] : [];
  if (operation.requestBody) values.push(converted(content.schema, body, 'fromjson'));
  if (explain) values.push(true);
  const result = await api[name](...values);
  const returned = operation.responses['200'].content;
  if (!returned) return '';
  const response = await fetch(url + route.replace('{version}', version) + (explain ? '?explain=true' : ''), {
    method: method.toUpperCase(),
    headers: method === 'post' ? { 'Content-Type': 'application/json' } : {},
    body: method === 'post' ? (body === undefined ? '' : JSON.stringify(body)) : undefined,
  });
  const raw = await response.text();
  if (typeof result === 'string') return route === '/metrics' || result === raw ? '' : `found ${result}`;
  const schema = Object.values(returned)[0].schema;
  return difference('', JSON.parse(raw), JSON.parse(JSON.stringify(converted(schema, result, 'tojson'))));
}

async function main() {
  const api = new client.DefaultApi(new client.Configuration({ basePath: url }));
  const wrong = [];
  let count = 0;
  for (const [route, methods] of Object.entries(JSON.parse(fs.readFileSync(description)).paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      count++;
      const explained = (operation.parameters || []).some((parameter) => parameter.name === 'explain');
      for (const explain of explained ? [false, true] : [false]) {
        const problem = await call(api, method, route, operation, explain).catch((e) => `${e} ${e.stack}`);
        if (problem) wrong.push(`${method} ${route}: ${problem}`);
      }
    }
  }
  console.log([...wrong, `TypeScript: ${count} operations, ${wrong.length} problems`].join('\n'));
  process.exit(wrong.length === 0 && count > 0 ? 0 : 1);
}

main();

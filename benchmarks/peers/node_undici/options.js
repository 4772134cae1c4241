import { parseArgs } from 'node:util';

const text = { type: 'string' };

// --url URL --ca FILE --op get|post --connections N --calls N --warmup N
export function readOptions() {
  const { values } = parseArgs({
    options: { url: text, ca: text, op: text, connections: text, calls: text, warmup: text },
  });
  const { url, ca, op = 'get', connections = '64', calls = '100000', warmup = '10000' } = values;
  if (!url || !['get', 'post'].includes(op)) {
    throw new Error('--url URL --ca FILE --op get|post --connections N --calls N --warmup N');
  }
  return {
    url: new URL(url),
    ca,
    operation: op,
    connections: Number(connections),
    calls: Number(calls),
    warmup: Number(warmup),
  };
}

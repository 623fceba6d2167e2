// A minimal subscriber as people write it: takes records from a broker and writes them to influxd, all that waits in one request.
import { Agent, request } from 'node:http';
import { connect } from 'mqtt';

const MOST_LINES = 5_000;
const [url, influxPort, database, auth] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const waiting = [];
let isWriting = false;

function lineOf(node, seq, record) {
  const value = record.kind === 'deposit' ? `massG=${record.massG}` : `meanG=${record.meanG},minG=${record.minG},maxG=${record.maxG}`;
  return `rec,node=${node},device=${record.device},kind=${record.kind} seq=${seq}i,${value} ${record.at}`;
}

function post(body) {
  const path = `/write?db=${database}&precision=ms`;
  const headers = { authorization: auth, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: influxPort, path, method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => (answer.statusCode < 300 ? resolve() : reject(new Error(`influxd answered ${answer.statusCode}`))));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function write() {
  if (isWriting) return;
  isWriting = true;
  while (waiting.length > 0) await post(waiting.splice(0, MOST_LINES).join('\n'));
  isWriting = false;
}

const client = connect(url, { clientId: 'subscriber', clean: false, protocolVersion: 4, reconnectPeriod: 200 });
client.on('error', () => undefined); // the broker was killed; mqtt.js tries again
client.on('connect', () => client.subscribe('kw/v1/+/+/rec', { qos: 1 }, () => process.send?.('ready')));
client.on('message', (topic, payload) => {
  const { seq0, records } = JSON.parse(payload.toString());
  const node = topic.split('/')[3];
  records.forEach((record, index) => waiting.push(lineOf(node, seq0 + index, record)));
  void write();
});
process.once('disconnect', () => process.exit());

// Keeps the development oracle running: a line with a text as JSON comes in, a line with what it holds goes out.
// The oracle reads all of its input at once; here each text is the whole input of a run of its own.
const fs = require('fs'), readline = require('readline'), module_ = require('module');
const script = process.argv[2], resolve = module_.createRequire(process.argv[3] + '/package.json');
const run = new Function('require', 'process', fs.readFileSync(script, 'utf8'));

function ask(text) {
  let answer = null;
  const events = {
    argv: ['node', script, '{"commonmark":true,"cint":true}'],
    stdin: { on(name, act) { name === 'data' ? act(JSON.stringify({ note: text })) : act(); return this; } },
    stdout: { write(words) { answer = JSON.parse(words).note; } },
  };
  run(resolve, events);
  return answer;
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  let answer;
  try { answer = ask(JSON.parse(line)); } catch (error) { answer = { error: String(error) }; }
  process.stdout.write(JSON.stringify(answer) + '\n');
});

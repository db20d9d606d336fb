'use strict'
// How long Node's event loop waits while a list is signed: with the SDK, which signs on it, and with `signUrls`.
//
//     make bench-event-loop

const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const os = require('node:os')
const path = require('node:path')
const { monitorEventLoopDelay, performance } = require('node:perf_hooks')
const { setTimeout: sleep } = require('node:timers/promises')
const { Signer, version } = require('cfsign')

const ROOT = path.resolve(__dirname, '../..')
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg'
const EXPIRES = 2_051_222_400
const ID = 'K2JCJMDEHXQW5F'
const ROUNDS = 9

const pem = readFileSync(path.join(ROOT, 'tests/keys/rsa-2048.pkcs1.pem'), 'utf8')
const many = Array.from({ length: 2000 }, (_, page) => `${URL}?page=${page}`)
const { getSignedUrl } = createRequire(path.join(ROOT, 'target/peers/node/package.json'))('@aws-sdk/cloudfront-signer')

/** Milliseconds that `work` takes, and the largest delay of the event loop meanwhile. */
async function watched(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await sleep(20)
  delay.reset()
  // It measures from one turn to the next.
  await sleep(5)
  const start = performance.now()
  await work()
  const took = performance.now() - start
  await sleep(20)
  delay.disable()
  return { took, largest: delay.max / 1e6 }
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
}

function tell(what, found, unit, goal) {
  const verdict = goal === undefined ? '' : ` goal <= ${goal} ${found <= goal ? 'reached' : 'MISSED'}`
  console.log(`${what.padEnd(68)} ${found.toFixed(3).padStart(9)} ${unit}${verdict}`)
}

async function main() {
  console.log(`cfsign ${version}, Node ${process.versions.node}, ${os.cpus()[0].model}`)
  const signer = Signer.fromPem(pem, { keyPairId: ID })
  const options = { keyPairId: ID, privateKey: pem, dateLessThan: EXPIRES * 1000 }
  const theirs = () => watched(() => many.forEach((url) => getSignedUrl({ ...options, url })))
  const ours = (threads) => watched(() => signer.signUrls(many, { expires: EXPIRES, threads }))
  const found = { theirs: [], 1: [], 2: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    found.theirs.push(await theirs())
    found[1].push(await ours(1))
    found[2].push(await ours(2))
  }
  tell('2,000 URLs with @aws-sdk/cloudfront-signer: they take', median(found.theirs.map(({ took }) => took)), 'ms')
  tell('  the largest delay of the event loop', median(found.theirs.map(({ largest }) => largest)), 'ms')
  for (const threads of [1, 2]) {
    const name = threads === 1 ? 'one thread' : 'two threads'
    const largest = Math.max(...found[threads].map((round) => round.largest))
    tell(`2,000 URLs with signUrls on ${name}: largest delay of ${ROUNDS} times`, largest, 'ms', 20)
    const faster = found.theirs.map((round, index) => round.took / found[threads][index].took)
    tell('  the loop over @aws-sdk/cloudfront-signer / signUrls', median(faster), 'x')
  }
}

main()
